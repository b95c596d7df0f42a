import { dayOf, startOfDay } from './civil.ts';
import { type Instant, MINUTE } from './types.ts';

/** At the full and the half hour every program posts, and a chat platform is at its busiest. */
const PEAK_EVERY_MINUTES = 30;
const AFTER_MINUTES_MAX = 4;
/** Never later than this. */
export const OFF_PEAK_MS_MAX = AFTER_MINUTES_MAX * MINUTE;

/**
 * When something that need not come to the minute is posted: not in the first minute of an hour, nor in that of its second half,
 * but 1 to 4 minutes later. @param key always leads to the same delay
 */
export function offPeak(at: Instant, key: string): Instant {
  const minute = Math.floor((at - startOfDay(dayOf(at))) / MINUTE);
  return minute % PEAK_EVERY_MINUTES === 0 ? at + (1 + (sumOf(key) % AFTER_MINUTES_MAX)) * MINUTE : at;
}

function sumOf(key: string): number {
  let sum = 0;
  // A short number after each step, so that a long key stays exact.
  for (const character of key) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}
