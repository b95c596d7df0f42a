import type { Store } from '../db/store.ts';
import { type Clock, type DurationMs, SECOND } from '../domain/types.ts';
import { bad, type Finding, ok } from '../platforms/finding.ts';

/** Leases are renewed every few seconds: replicas whose clocks differ by more take them from each other while they are held. */
const SKEW_MAX_MS: DurationMs = 5 * SECOND;

/** Replicas share no clock but that of the database's server: each is compared with it. A file has none. */
export async function examineServerClock(store: Pick<Store, 'serverTime'>, clock: Clock): Promise<readonly Finding[]> {
  const before = clock.now();
  const theirs = await store.serverTime();
  const after = clock.now();
  if (theirs === undefined) return [];
  // It was read at some instant between question and answer.
  const skewMs = Math.max(before - theirs, theirs - after, 0);
  if (skewMs <= SKEW_MAX_MS) return [ok('clock', 'as that of the database’s server, within seconds')];
  const seen = `this machine’s clock is ${Math.round(skewMs / SECOND)} s ${theirs > after ? 'behind' : 'ahead of'} that of the database’s server`;
  const remedy =
    'let a time server keep the clocks of both, and of each replica (timedatectl set-ntp true): replicas take chats and the connection from each other otherwise';
  return [bad('clock', seen, remedy)];
}
