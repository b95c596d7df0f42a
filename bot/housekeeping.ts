import { forgottenBefore, WORKING_MEMORY_MS } from '../domain/erasure.ts';
import { type DurationMs, HOUR } from '../domain/types.ts';
import type { Deps } from './deps.ts';

export const SWEEP_EVERY_MS: DurationMs = HOUR;
const SWEEP_MAX = 1_000;
/** A table of more old rows than so many times the above is swept on in the next hour. */
const SWEEP_ROUNDS_MAX = 200;

/** Deletes what has served its time: a platform that repeats an update does so within it. */
export async function sweepOut(
  { clock, contracts, store }: Pick<Deps, 'clock' | 'contracts' | 'store'>,
  isStopping: () => boolean,
): Promise<void> {
  const now = clock.now();
  const forgetBefore = forgottenBefore([...contracts.values()], now);
  const until = { olderThan: now - WORKING_MEMORY_MS, ...(forgetBefore !== undefined && { forgetBefore }) };
  for (let rounds = 0; rounds < SWEEP_ROUNDS_MAX && !isStopping(); rounds += 1) {
    if ((await store.sweep(until, SWEEP_MAX)) < SWEEP_MAX) return;
  }
}
