import {
  type Calendar,
  CalendarYearMissing,
  dayRule,
  lastIndexBelow,
  type WorkingCalendar,
  weekdayName,
} from './calendar.ts';
import { type DayNumber, dateOfDay, dayNumber, startOfDay } from './civil.ts';
import type { CivilDate } from './types.ts';

/** What a day is in a calendar, and what people call it where that is known. */
export interface DayKind {
  /**
   * `workday`, `weekend`: as the week says. `holiday`: free though the week or the country may say otherwise. `makeup`: worked
   * though the week says rest (调休). `special`: hours of its own, a half day.
   */
  readonly kind: 'workday' | 'weekend' | 'holiday' | 'makeup' | 'special';
  readonly name?: string;
}

/** Around the clock every day is a workday. @throws {CalendarYearMissing} */
export function isWorkday(calendar: Calendar, date: CivilDate): boolean {
  return isWorked(calendar, dayNumber(date));
}

/** The first workday after this day. @throws {CalendarYearMissing} */
export function nextWorkday(calendar: Calendar, date: CivilDate): CivilDate {
  return dateOfDay(workdayAfter(calendar, dayNumber(date), 1));
}

/** `isWorkday` for computing: without dates as text. @throws {CalendarYearMissing} */
export function isWorked(calendar: Calendar, day: DayNumber): boolean {
  if (calendar.kind === 'always') return true;
  assertKnownDay(calendar, day);
  return calendar.workdays[lastIndexBelow(calendar.workdays, day + 1)] === day;
}

/**
 * The workday that comes so many workdays after this day, which does not count.
 * @param count a whole number from 1
 * @throws {CalendarYearMissing}
 */
export function workdayAfter(calendar: Calendar, day: DayNumber, count: number): DayNumber {
  if (calendar.kind === 'always') return day + count;
  assertKnownDay(calendar, day);
  const found = calendar.workdays[lastIndexBelow(calendar.workdays, day + 1) + count];
  if (found === undefined) throw new CalendarYearMissing(calendar, calendar.to);
  return found;
}

/**
 * The workday that comes so many workdays before this day, which does not count.
 * @param count a whole number from 1
 * @throws {CalendarYearMissing}
 */
export function workdayBefore(calendar: Calendar, day: DayNumber, count: number): DayNumber {
  if (calendar.kind === 'always') return day - count;
  assertKnownDay(calendar, day);
  const found = calendar.workdays[lastIndexBelow(calendar.workdays, day) + 1 - count];
  if (found === undefined) throw new CalendarYearMissing(calendar, calendar.from);
  return found;
}

/** How many workdays there are after the first day, up to the last one. @throws {CalendarYearMissing} */
export function workdaysAfter(calendar: Calendar, after: DayNumber, upTo: DayNumber): number {
  if (calendar.kind === 'always') return Math.max(0, upTo - after);
  assertKnownDay(calendar, after);
  assertKnownDay(calendar, upTo);
  const { workdays } = calendar;
  return Math.max(0, lastIndexBelow(workdays, upTo + 1) - lastIndexBelow(workdays, after + 1));
}

/** @throws {CalendarYearMissing} */
export function dayKind(calendar: Calendar, date: CivilDate): DayKind {
  if (calendar.kind === 'always') return { kind: 'workday' };
  const day = dayNumber(date);
  assertKnownDay(calendar, day);
  const kind = kindOf(calendar, day);
  const name = calendar.spec.names?.[date];
  const isNamed = name !== undefined && kind !== 'workday' && kind !== 'weekend';
  return isNamed ? { kind, name } : { kind };
}

function kindOf({ spec }: WorkingCalendar, day: DayNumber): DayKind['kind'] {
  const { says, weekly } = dayRule(spec, day);
  const isWorkedByWeek = weekly[weekdayName(day)].length > 0;
  switch (says) {
    case 'holiday':
      return 'holiday';
    case 'workday':
      return isWorkedByWeek ? 'workday' : 'makeup';
    case 'week':
      return isWorkedByWeek ? 'workday' : 'weekend';
    default:
      return says.length === 0 ? 'holiday' : 'special';
  }
}

function assertKnownDay(calendar: WorkingCalendar, day: DayNumber): void {
  const start = startOfDay(day);
  if (start < calendar.from || start >= calendar.to) throw new CalendarYearMissing(calendar, start);
}
