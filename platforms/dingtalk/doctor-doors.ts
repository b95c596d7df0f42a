import { type Instant, MINUTE } from '../../domain/types.ts';
import { reasonOf } from '../error-reason.ts';
import { bad, type Finding, ok, warn } from '../finding.ts';
import { checkHost, checkReach } from '../reach-check.ts';
import { type Examination, REQUEST_LIMIT_MS } from './examination.ts';
import { CARD_PATH, ROBOT_PATH } from './http-route.ts';
import { cardSignature, SIGNED_WITHIN_MS } from './http-sign.ts';
import { carriesLinks, TAP_PAGE_PATH } from './tap-links.ts';
import { TAP_PAGE_POLICY } from './tap-page-html.ts';
import { signatureOf } from './webhook-sign.ts';

/** A signature holds for whatever is said with it: the examination's ends soon, should somebody else answer or listen. */
const SIGNED_BEFORE_MS = SIGNED_WITHIN_MS - MINUTE;

type Looked = Pick<Examination, 'deps' | 'places' | 'settings'>;

interface Door {
  readonly path: string;
  /** Which setting its signature is of. */
  readonly setting: string;
  readonly headers: (timestamp: Instant) => Readonly<Record<string, string>>;
}

/** Looks at the addresses of this program: those that DingTalk calls in HTTP mode, and that of the pages on which people confirm. */
export async function examineDoors({ deps, places, settings }: Looked): Promise<readonly Finding[]> {
  const { cardTemplateId, clientSecret, entrance, publicUrl } = settings;
  if (publicUrl === undefined) {
    if (cardTemplateId !== undefined) return [];
    const seen = 'PUBLIC_URL is not set, so that people type what they want: there are neither cards nor links to tap';
    const remedy = 'set DINGTALK_CARD_TEMPLATE_ID, or PUBLIC_URL to an https address that phones reach';
    return [{ ...warn('links', seen, remedy), lacks: ['DINGTALK_CARD_TEMPLATE_ID', 'PUBLIC_URL'] }];
  }
  const links = cardTemplateId === undefined ? await examineLinks(deps, publicUrl) : [];
  if (entrance.kind === 'stream') return links;
  const doors: readonly Door[] = [
    {
      path: ROBOT_PATH,
      setting: 'DINGTALK_CLIENT_SECRET',
      headers: (timestamp) => ({ timestamp: String(timestamp), sign: signatureOf(clientSecret, timestamp) }),
    },
    {
      path: CARD_PATH,
      setting: 'DINGTALK_CARD_SECRET',
      headers: (timestamp) => ({
        'x-ddpaas-signature-timestamp': String(timestamp),
        'x-ddpaas-signature': cardSignature(entrance.cardSecret, timestamp),
      }),
    },
  ];
  const found = await Promise.all(doors.map((door) => ask({ deps, places }, door, publicUrl)));
  return [...found, ...checkReach('callback', publicUrl, 'DingTalk'), ...links];
}

/** A link that is nobody’s: the bot’s own page says so. */
async function examineLinks(
  { http }: Pick<Examination['deps'], 'http'>,
  publicUrl: string,
): Promise<readonly Finding[]> {
  if (!carriesLinks(publicUrl)) {
    const seen = 'PUBLIC_URL is not https, so that there are no links: whoever reads one on its way could use it';
    return [warn('links', seen, 'set PUBLIC_URL to the https address of a reverse proxy that people’s phones reach')];
  }
  const address = `${publicUrl}${TAP_PAGE_PATH}`;
  const reach = checkReach('links', publicUrl, 'everybody’s phone');
  try {
    const signal = AbortSignal.timeout(REQUEST_LIMIT_MS);
    const response = await http(`${address}/nobody`, { redirect: 'manual', signal });
    const body = await response.text();
    if (response.headers.get('content-security-policy') === TAP_PAGE_POLICY) {
      return [ok('links', `the pages under ${address} answer from here; phones have to reach them`), ...reach];
    }
    const renamed = checkHost('links', address, { status: response.status, body });
    if (renamed) return [renamed, ...reach];
    const remedy = `something else answers there (HTTP ${response.status}): let the proxy pass ${TAP_PAGE_PATH} to this program unchanged`;
    return [bad('links', `${address} does not answer as the bot does`, remedy), ...reach];
  } catch (error) {
    const remedy = 'start the program, and let the proxy pass the address to it';
    return [warn('links', `${address} can’t be reached from here (${reasonOf(error)})`, remedy), ...reach];
  }
}

/** Signed as DingTalk signs, and empty: the bot says of that with its status alone whether the signature is its own. */
async function ask(
  { deps, places }: Pick<Looked, 'deps' | 'places'>,
  { headers, path, setting }: Door,
  publicUrl: string,
): Promise<Finding> {
  const address = `${publicUrl}${path}`;
  const post = async (sent: Readonly<Record<string, string>>) => {
    const signal = AbortSignal.timeout(REQUEST_LIMIT_MS);
    const response = await deps.http(address, { method: 'POST', headers: sent, redirect: 'manual', signal });
    return { status: response.status, body: await response.text() };
  };
  try {
    const unsigned = await post({});
    const renamed = checkHost('callback', address, unsigned);
    if (renamed) return renamed;
    // Whoever does not refuse what is unsigned is somebody else, and is shown no signature.
    const isRefused = unsigned.status === 403;
    const signed = isRefused ? await post(headers(deps.clock.now() - SIGNED_BEFORE_MS)) : unsigned;
    if (isRefused && signed.status === 400) {
      return ok(
        'callback',
        `${address} answers from here; DingTalk’s own address for it stands at ${places.httpRobot}`,
      );
    }
    if (isRefused && signed.status === 403) {
      const remedy = `the running program has another ${setting}, or another clock: restart it with these settings`;
      return bad('callback', `${address} does not accept what is signed with ${setting}`, remedy);
    }
    const remedy = `something else answers there (HTTP ${signed.status}): let the proxy pass ${path} to this program unchanged`;
    return bad('callback', `${address} does not answer as the bot does`, remedy);
  } catch (error) {
    const remedy =
      'start the program, and let the proxy pass the address to it; the certificate must be one that browsers trust';
    return bad('callback', `${address} can’t be reached from here (${reasonOf(error)})`, remedy);
  }
}
