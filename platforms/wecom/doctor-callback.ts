import { randomBytes } from 'node:crypto';
import { type DurationMs, SECOND } from '../../domain/types.ts';
import { reasonOf } from '../error-reason.ts';
import { bad, type Finding, ok, warn } from '../finding.ts';
import { checkHost, checkReach } from '../reach-check.ts';
import { sealEnvelope } from './callback-crypto.ts';
import { CALLBACK_PATH } from './callback-route.ts';
import type { Examination } from './doctor.ts';
import type { CallbackEntrance } from './types.ts';

/** WeCom waits no longer for the answer when the address is saved. */
const WECOM_WAITS_MS: DurationMs = SECOND;

/** Looks at the callback's address, and asks it as WeCom does when somebody saves it. */
export async function examineCallback(
  { deps, places, publicUrl }: Pick<Examination, 'deps' | 'places' | 'publicUrl'>,
  entrance: CallbackEntrance,
  limitMs: DurationMs,
): Promise<readonly Finding[]> {
  if (publicUrl === undefined) {
    const remedy = 'set PUBLIC_URL to the https address under which WeCom reaches this program';
    return [bad('callback', `nobody knows the address of ${CALLBACK_PATH}`, remedy)];
  }
  const asked = await ask({ deps, places }, entrance, { address: `${publicUrl}${CALLBACK_PATH}`, limitMs });
  return [...asked, ...checkReach('callback', publicUrl, 'WeCom')];
}

/** Expects what WeCom expects. */
async function ask(
  { deps, places }: Pick<Examination, 'deps' | 'places'>,
  entrance: CallbackEntrance,
  { address, limitMs }: { readonly address: string; readonly limitMs: DurationMs },
): Promise<readonly Finding[]> {
  const { clock, http } = deps;
  const echo = randomBytes(8).readBigUInt64BE().toString();
  const sealed = sealEnvelope(entrance, echo, randomBytes(8).toString('hex'), clock.now());
  const query = new URLSearchParams({
    msg_signature: sealed.msgsignature,
    timestamp: String(sealed.timestamp),
    nonce: sealed.nonce,
    echostr: sealed.encrypt,
  });
  const began = clock.now();
  try {
    const response = await http(`${address}?${query}`, { redirect: 'manual', signal: AbortSignal.timeout(limitMs) });
    const body = await response.text();
    const tookMs = clock.now() - began;
    const renamed = checkHost('callback', address, { status: response.status, body });
    if (renamed) return [renamed];
    if (response.status === 403) {
      const remedy = `the running program has another WECOM_CALLBACK_TOKEN, WECOM_CALLBACK_AES_KEY or WECOM_CALLBACK_RECEIVE_ID, or another clock: restart it with these settings; they stand at ${places.callback}`;
      return [bad('callback', `${address} does not accept what is signed with these settings`, remedy)];
    }
    if (response.status !== 200 || body !== echo) {
      const remedy = `something else answers there (HTTP ${response.status}): let the proxy pass ${CALLBACK_PATH} to this program unchanged`;
      return [bad('callback', `${address} does not answer as the bot does`, remedy)];
    }
    const answers = ok(
      'callback',
      `${address} answers from here; whether WeCom reaches it shows when it is saved at ${places.callback}`,
    );
    if (tookMs <= WECOM_WAITS_MS) return [answers];
    return [
      answers,
      warn(
        'callback',
        `the answer took ${tookMs} ms`,
        'WeCom waits for a second: look at the proxy and the machine’s load',
      ),
    ];
  } catch (error) {
    const remedy =
      'start the program, and let the proxy pass the address to it; the certificate must be one that browsers trust';
    return [bad('callback', `${address} can’t be reached from here (${reasonOf(error)})`, remedy)];
  }
}
