import type { Calendar } from '../calendar.ts';
import { workdayAfter, workdayBefore } from '../calendar-days.ts';
import { type DayNumber, dayOf, startOfDay, timeOfDayMs } from '../civil.ts';
import { notAtRest } from '../targets.ts';
import type { Instant } from '../types.ts';
import type { PlanPeriod } from './plan-periods.ts';
import type { Moment, Window } from './plan-types.ts';

/** From when on something may be done, and the last instant that is in time. */
export interface Opening {
  readonly opensAt: Instant;
  readonly dueAt: Instant;
}

/**
 * When a window of a period opens and is due. From the start a moment counts as the calendar has the period, so that the 25th stays the
 * 25th in a first month that begins on the 10th; from the end it counts from the last day of the service in a period that is cut by it.
 * It opens before it is due in any case: on the day of the due instant at the latest.
 * @returns undefined: nothing is owed of a period cut so short that it was due before it begins, or would open after it ends
 * @throws {CalendarYearMissing}
 */
export function openingOf({ opens, due }: Window, period: PlanPeriod, calendar: Calendar): Opening | undefined {
  const [opensOn, plannedDue] = [dayOfMoment(opens, period, calendar), dayOfMoment(due, period, calendar)];
  if (plannedDue < period.first || isCutOff(opens, opensOn, period)) return undefined;
  const dueOn = isCutOff(due, plannedDue, period) ? period.last : plannedDue;
  const dueAt = instantOf(dueOn, due);
  const opensAt = instantOf(Math.max(opensOn, period.first), opens);
  return { opensAt: opensAt < dueAt ? opensAt : startOfDay(dayOf(dueAt - 1)), dueAt };
}

/** How many days beyond its period a window may reach at most, before or behind. */
export function reachOf({ opens, due }: Window): number {
  return Math.max(...[opens, due].map(reachOfMoment));
}

// Generous on purpose: a holiday has nine days, and somebody may work one day a week. It costs a few periods more to look at.
const REST_MAX = 21;
const DAYS_PER_WORKDAY_MAX = 8;

function reachOfMoment({ count, in: unit, shifts }: Moment): number {
  const days = Math.abs(count);
  return 1 + (unit === 'days' ? days + (shifts ? REST_MAX : 0) : days * DAYS_PER_WORKDAY_MAX + REST_MAX);
}

function dayOfMoment({ count, in: unit, of, shifts }: Moment, period: PlanPeriod, calendar: Calendar): DayNumber {
  const day = of === 'start' ? period.whole.first : period.last;
  if (unit === 'workdays') return workdayOf(of === 'start' ? day - 1 : day, count, calendar);
  return shifts ? notAtRest(calendar, day + count) : day + count;
}

/** @param count 1: the first workday after the day; -1: the last one before it; never 0 */
function workdayOf(day: DayNumber, count: number, calendar: Calendar): DayNumber {
  return count > 0 ? workdayAfter(calendar, day, count) : workdayBefore(calendar, day, -count);
}

/** Does it lie in the part of the period that the end of the service cut off? */
function isCutOff({ of }: Moment, day: DayNumber, { last, whole }: PlanPeriod): boolean {
  return of === 'start' && day > last && day <= whole.last;
}

function instantOf(day: DayNumber, { at }: Moment): Instant {
  return startOfDay(day) + timeOfDayMs(at);
}
