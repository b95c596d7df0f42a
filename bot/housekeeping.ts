import { DAY, type DurationMs, HOUR } from '../domain/types.ts';
import type { Deps } from './deps.ts';

export const SWEEP_EVERY_MS: DurationMs = HOUR;
/** A platform that repeats an update does so within this. */
const KEEP_HANDLED_MS = 30 * DAY;
const SWEEP_MAX = 1_000;
/** A table of more old rows than so many times the above is swept on in the next hour. */
const SWEEP_ROUNDS_MAX = 200;

/** Deletes what has served its time. */
export async function sweepOut(
  { clock, store }: Pick<Deps, 'clock' | 'store'>,
  isStopping: () => boolean,
): Promise<void> {
  const olderThan = clock.now() - KEEP_HANDLED_MS;
  for (let rounds = 0; rounds < SWEEP_ROUNDS_MAX && !isStopping(); rounds += 1) {
    if ((await store.sweep(olderThan, SWEEP_MAX)) < SWEEP_MAX) return;
  }
}
