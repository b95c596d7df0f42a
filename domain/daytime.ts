import { dayOf, startOfDay } from './civil.ts';
import { HOUR, type Instant } from './types.ts';

const DAYTIME = { fromMs: 7 * HOUR, toMs: 22 * HOUR } as const;

/** From 7:00 until 22:00: what passes its due instant outside these hours is told in the morning. */
export function isDaytime(at: Instant): boolean {
  const time = at - startOfDay(dayOf(at));
  return time >= DAYTIME.fromMs && time < DAYTIME.toMs;
}
