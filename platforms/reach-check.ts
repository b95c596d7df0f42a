import { bad, type Finding, warn } from './finding.ts';
import { isLoopback } from './loopback.ts';

/** Can this program’s address be meant for others? @param caller who calls it: `WeCom` */
export function checkReach(about: string, publicUrl: string, caller: string): readonly Finding[] {
  const { hostname, protocol } = new URL(publicUrl);
  const remedy = `set PUBLIC_URL to the https address of the reverse proxy, which ${caller} calls from the internet`;
  if (isLoopback(hostname)) return [warn(about, `${caller} can’t reach ${hostname}: that is this machine`, remedy)];
  return protocol === 'https:' ? [] : [warn(about, 'PUBLIC_URL is not https: what is said goes unprotected', remedy)];
}

const UNREACHED = /\b(?:E[A-Z]{4,}|EAI_AGAIN|UND_ERR_\w+)\b|_CERT|fetch failed|timeout|no answer/;

/** Is it the way to the platform that is missing, and nothing of the platform’s own? @param reason as the network says it */
export function isUnreached(reason: string): boolean {
  return UNREACHED.test(reason);
}

/** What this program answers, with 403, to a request under a name that is not its own. */
export const HOST_REFUSED = 'host_refused';

/** Does a proxy ask this program under another name? It answers at HOST and at PUBLIC_URL only. @param address that was asked */
export function checkHost(
  about: string,
  address: string,
  { body, status }: { readonly status: number; readonly body: string },
): Finding | undefined {
  if (status !== 403 || !body.includes(HOST_REFUSED)) return undefined;
  const remedy = 'let the proxy pass on the Host that it was asked for (nginx: proxy_set_header Host $host)';
  return bad(about, `the proxy before ${address} gives this program another name than that of PUBLIC_URL`, remedy);
}
