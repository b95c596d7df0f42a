import { dayOf, startOfDay, timeOfDayMs } from './civil.ts';
import type { Contract } from './contract.ts';
import { DAY, type Instant } from './types.ts';

/**
 * When something that is owed at `at` may be posted: then, or where the level is one for which nobody is disturbed in these
 * hours, at their end. Their first instant belongs to them, their last one not.
 */
export function afterQuietHours(at: Instant, level: string, { quietHours }: Contract): Instant {
  if (!quietHours?.levels.includes(level)) return at;
  const midnight = startOfDay(dayOf(at));
  const time = at - midnight;
  const [from, to] = [timeOfDayMs(quietHours.from), timeOfDayMs(quietHours.to)];
  if (from <= to) return time >= from && time < to ? midnight + to : at;
  if (time >= from) return midnight + DAY + to;
  return time < to ? midnight + to : at;
}
