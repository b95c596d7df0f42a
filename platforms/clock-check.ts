import { type Clock, type DurationMs, SECOND } from '../domain/types.ts';
import { reasonOf } from './error-reason.ts';
import { bad, type Finding, ok, warn } from './finding.ts';
import { hostAndPort } from './host-and-port.ts';

/** `Date` has whole seconds, and the answer takes a moment. */
const SKEW_BAD_MS: DurationMs = 60 * SECOND;
const SKEW_WARN_MS: DurationMs = 5 * SECOND;

export interface CheckedApi {
  readonly base: string;
  /** Whose it is: `WeCom`. */
  readonly owner: string;
  /** What goes there, as a clause: `names and calls go there`. */
  readonly uses: string;
  readonly limitMs: DurationMs;
}

/** Is the API reached, and is its clock this machine's? Signatures and tokens bear times; so do the contract's clocks. */
export async function checkClock(
  { base, limitMs, owner, uses }: CheckedApi,
  { clock, http }: { readonly clock: Clock; readonly http: typeof fetch },
): Promise<readonly Finding[]> {
  const host = hostAndPort(base);
  const sentAt = clock.now();
  let date: string | null;
  try {
    const response = await http(base, { method: 'HEAD', signal: AbortSignal.timeout(limitMs) });
    await response.body?.cancel();
    date = response.headers.get('date');
  } catch (error) {
    const remedy = `let this machine reach ${host}: ${uses}`;
    return [warn('api', `${host} can’t be reached (${reasonOf(error)})`, remedy)];
  }
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return [ok('api', `${host} answers`)];
  // Halfway between question and answer.
  const skewMs = (sentAt + clock.now()) / 2 - theirs;
  const seen = `this machine’s clock is ${Math.abs(Math.round(skewMs / SECOND))} s ${skewMs < 0 ? 'behind' : 'ahead of'} ${owner}’s`;
  const remedy = 'let a time server keep the clock (timedatectl set-ntp true): every due time is counted by it';
  if (Math.abs(skewMs) > SKEW_BAD_MS) return [bad('clock', seen, remedy)];
  return [Math.abs(skewMs) > SKEW_WARN_MS ? warn('clock', seen, remedy) : ok('clock', `as ${owner}’s, within seconds`)];
}
