import { HOST_REFUSED } from '../platforms/reach-check.ts';

/** What of a request decides whether it may speak to the sandbox. */
export interface RequestOrigin {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Sent by browsers only. */
  readonly fetchSite: string | undefined;
  readonly contentType: string | undefined;
  /** The port on which the request arrived. */
  readonly port: number;
}

export interface GuardRefusal {
  readonly status: 403 | 415;
  readonly error: typeof HOST_REFUSED | 'origin_refused' | 'type_refused';
  readonly message: string;
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const JSON_TYPE = 'application/json';

/** Whether a HOST is the machine itself, under a name at which the pages then answer. */
export function isOwnName(host: string): boolean {
  return LOOPBACK_NAMES.has(host.includes(':') ? `[${host}]` : host);
}

/**
 * The sandbox has no login: whoever reaches it may speak as anybody. It listens on the loopback address only, and this keeps
 * out what a browser carries there from elsewhere: a page whose name was rebound to 127.0.0.1 (another Host), another
 * page's request (another Origin), and a plain form, which can send no body of such a type.
 * @param publicUrl where else the page may be opened, for example behind a forwarded port (`PUBLIC_URL`)
 * @param bodyType what a POST brings
 */
export function guardSandbox(
  request: RequestOrigin,
  publicUrl: string | undefined,
  bodyType: string = JSON_TYPE,
): GuardRefusal | undefined {
  if (!isOurHost(request.host, request.port, publicUrl)) {
    return {
      status: 403,
      error: HOST_REFUSED,
      message: `The sandbox answers only at http://127.0.0.1:${request.port}/ (or at PUBLIC_URL).`,
    };
  }
  const isForeignPage = request.origin !== undefined && hostOf(request.origin) !== request.host?.toLowerCase();
  const isForeignFetch =
    request.method !== 'GET' && request.fetchSite !== undefined && request.fetchSite !== 'same-origin';
  if (isForeignPage || isForeignFetch) {
    return { status: 403, error: 'origin_refused', message: 'Requests of other pages are refused.' };
  }
  const said = request.contentType?.split(';')[0]?.trim().toLowerCase();
  if (request.method === 'POST' && said !== bodyType) {
    return { status: 415, error: 'type_refused', message: `Send it with content-type: ${bodyType}.` };
  }
  return undefined;
}

/**
 * Whether a request was made to the address that it arrived at, not to a stranger's name that was rebound to it.
 * @param host its Host header @param port on which it arrived
 */
export function isOurHost(host: string | undefined, port: number, publicUrl: string | undefined): boolean {
  if (host === undefined) return false;
  const said = host.toLowerCase();
  if (publicUrl !== undefined && isSameHost(said, publicUrl)) return true;
  const [, name, saidPort] = /^(\[[0-9a-f:]+\]|[^:]+)(?::(\d+))?$/.exec(said) ?? [];
  return name !== undefined && LOOPBACK_NAMES.has(name) && Number(saidPort ?? 80) === port;
}

/** Some proxies write the port out, though it is the one that the address has anyway. */
function isSameHost(said: string, publicUrl: string): boolean {
  const { host, port, protocol } = new URL(publicUrl);
  return said === host || (port === '' && said === `${host}:${protocol === 'https:' ? 443 : 80}`);
}

/** `null` and other opaque origins have no host and equal none. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}
