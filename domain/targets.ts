import { addMs, type Calendar } from './calendar.ts';
import { isWorked, workdayAfter } from './calendar-days.ts';
import { type DayNumber, dayOf, startOfDay, timeOfDayMs } from './civil.ts';
import type { Target } from './contract.ts';
import { DAY, type DurationMs, type Instant } from './types.ts';

/** A target that is a length of counted time; the others name a date. Only it can be paused. */
export function isCounted(target: Target): target is Target & ({ ms: DurationMs } | { workdays: number }) {
  return 'ms' in target || 'workdays' in target;
}

/**
 * How long a target is: counted time of the calendar, where it is a length of that; else wall time from the start to the
 * date that it names. One `workdays` is an ordinary working day's hours, half of one half of them; around the clock it is 24
 * hours.
 * @returns undefined for what is still to be agreed
 * @throws {CalendarYearMissing} the date lies beyond the table of holidays
 */
export function targetMs(calendar: Calendar, target: Target, startedAt: Instant): DurationMs | undefined {
  if (isCounted(target)) return countedMs(calendar, target);
  const dueAt = addTarget(calendar, startedAt, target);
  return dueAt === undefined ? undefined : Math.max(0, dueAt - startedAt);
}

/**
 * The last instant that still counts for a target that starts at `from`. Where counted time is used up exactly at the end of
 * a working span it is that end, not the start of the next one: 民法典 203, where there are business hours, the time is up
 * when business stops. To 24:00 of a day means the first instant of the next day, which still counts.
 * @returns undefined for what is still to be agreed
 * @throws {CalendarYearMissing} the calendar does not reach far enough
 */
export function addTarget(calendar: Calendar, from: Instant, target: Target): Instant | undefined {
  if (isCounted(target)) return addMs(calendar, from, countedMs(calendar, target));
  if ('days' in target) return endOf(notAtRest(calendar, dayOf(from) + target.days));
  if ('workdayEnds' in target) return endOf(workdayAfter(calendar, dayOf(from), target.workdayEnds));
  if ('nextWorkdayAt' in target) {
    return startOfDay(workdayAfter(calendar, dayOf(from), 1)) + timeOfDayMs(target.nextWorkdayAt);
  }
  return 'until' in target ? target.until : undefined;
}

function countedMs(calendar: Calendar, target: { ms: DurationMs } | { workdays: number }): DurationMs {
  if ('ms' in target) return target.ms;
  return Math.round(target.workdays * (calendar.kind === 'always' ? DAY : calendar.ordinaryDayMs));
}

/** 民法典 203: a last day that is one of rest gives way to the first day of work after it. @throws {CalendarYearMissing} */
export function notAtRest(calendar: Calendar, day: DayNumber): DayNumber {
  return isWorked(calendar, day) ? day : workdayAfter(calendar, day, 1);
}

/** Its 24:00. */
function endOf(day: DayNumber): Instant {
  return startOfDay(day + 1);
}
