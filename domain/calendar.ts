import { assert } from './assert.ts';
import { type DayNumber, dateOfDay, dayNumber, isCivilTime, startOfDay, timeOfDayMs, weekdayOf } from './civil.ts';
import type { Target } from './contract.ts';
import { type CivilDate, DAY, type DurationMs, type Instant } from './types.ts';

/** When a clock counts, as plain data. */
export type Calendar = { readonly kind: 'always' } | WorkingCalendar;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Part of a day, `HH:MM` to `HH:MM`; 24:00 is legal as an end. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

/** A day that is not as its weekday says: no work, an ordinary working day's hours (调休), or hours of its own. */
export type DayException = 'holiday' | 'workday' | readonly DaySpan[];

export interface WorkingCalendarSpec {
  readonly weekly: Readonly<Record<Weekday, readonly DaySpan[]>>;
  readonly days: Readonly<Record<CivilDate, DayException>>;
  /** The exceptions are known for these days only; a computation that leaves them is refused. */
  readonly daysFrom: CivilDate;
  readonly daysTo: CivilDate;
}

/**
 * Working hours, laid out for computing: every working span as two instants, and the working time before it. The arrays
 * are ascending and of one length.
 */
export interface WorkingCalendar {
  readonly kind: 'working';
  readonly daysFrom: CivilDate;
  readonly daysTo: CivilDate;
  /** `from` is the start of the first known day, `to` 24:00 of the last. */
  readonly from: Instant;
  readonly to: Instant;
  /** Hours of an ordinary working day: what one 工作日 is. */
  readonly ordinaryDayMs: DurationMs;
  readonly starts: readonly Instant[];
  readonly ends: readonly Instant[];
  readonly countedBefore: readonly DurationMs[];
}

/** The holiday table does not reach this far. A missing year is an error, never a guess. */
export class CalendarYearMissing extends Error {
  readonly code = 'calendar_year_missing';
  readonly at: Instant;

  constructor(calendar: WorkingCalendar, at: Instant) {
    super(`the calendar knows ${calendar.daysFrom} to ${calendar.daysTo} only: add the missing year's holidays`);
    this.name = 'CalendarYearMissing';
    this.at = at;
  }
}

/** What can't be computed because the table of holidays ends stays unknown, and takes nothing else with it. */
export function whereKnown<T>(compute: () => T): T | undefined {
  try {
    return compute();
  } catch (error) {
    if (error instanceof CalendarYearMissing) return undefined;
    throw error;
  }
}

/** 7×24. */
export function alwaysCalendar(): Calendar {
  return { kind: 'always' };
}

/**
 * Lays out a calendar.
 * @throws {AssertionFailed} spans that overlap or run backwards, a week without work: the pack's schema refuses them earlier
 */
export function workingCalendar(spec: WorkingCalendarSpec): WorkingCalendar {
  for (const spans of Object.values(spec.weekly)) assertSpans(spans);
  const ordinary = ordinarySpans(spec.weekly);
  const [first, last] = [dayNumber(spec.daysFrom), dayNumber(spec.daysTo)];
  assert(first <= last, 'a calendar ends before it begins');

  const starts: Instant[] = [];
  const ends: Instant[] = [];
  const countedBefore: DurationMs[] = [];
  let counted = 0;
  for (let day = first; day <= last; day += 1) {
    for (const span of spansOfDay(spec, ordinary, day)) {
      const start = startOfDay(day) + timeOfDayMs(span.from);
      const end = startOfDay(day) + timeOfDayMs(span.to);
      starts.push(start);
      ends.push(end);
      countedBefore.push(counted);
      counted += end - start;
    }
  }
  return {
    kind: 'working',
    daysFrom: spec.daysFrom,
    daysTo: spec.daysTo,
    from: startOfDay(first),
    to: startOfDay(last + 1),
    ordinaryDayMs: lengthMs(ordinary),
    starts,
    ends,
    countedBefore,
  };
}

/**
 * A target's length in the calendar's counted time. One `workdays` is an ordinary working day's hours, half of one half
 * of them; around the clock it is 24 hours.
 */
export function targetMs(calendar: Calendar, target: Target): DurationMs {
  if ('ms' in target) return target.ms;
  return Math.round(target.workdays * (calendar.kind === 'always' ? DAY : calendar.ordinaryDayMs));
}

/**
 * The last instant that still counts for a target that starts at `from`. Where the target is used up exactly at the end of
 * a working span it is that end, not the start of the next one: 民法典 203, where there are business hours, the time is up
 * when business stops.
 * @throws {CalendarYearMissing} the calendar does not reach far enough
 */
export function addTarget(calendar: Calendar, from: Instant, target: Target): Instant {
  return addMs(calendar, from, targetMs(calendar, target));
}

/** The first instant at which `ms` of counted time have passed since `from`; `from` itself for 0. @throws {CalendarYearMissing} */
export function addMs(calendar: Calendar, from: Instant, ms: DurationMs): Instant {
  if (calendar.kind === 'always') return from + ms;
  if (ms <= 0) return from;
  const goal = countedUntil(calendar, from) + ms;
  const span = lastIndexBelow(calendar.countedBefore, goal);
  const counted = calendar.countedBefore[span];
  const start = calendar.starts[span];
  const end = calendar.ends[span];
  if (counted === undefined || start === undefined || end === undefined || start + goal - counted > end) {
    throw new CalendarYearMissing(calendar, from);
  }
  return start + goal - counted;
}

/** Counted time from one instant to another; 0 when `to` is not after `from`. @throws {CalendarYearMissing} */
export function elapsedMs(calendar: Calendar, from: Instant, to: Instant): DurationMs {
  if (to <= from) return 0;
  if (calendar.kind === 'always') return to - from;
  return countedUntil(calendar, to) - countedUntil(calendar, from);
}

/** Counted time from the calendar's beginning: what makes a span of years cost no more than a span of days. */
function countedUntil(calendar: WorkingCalendar, at: Instant): DurationMs {
  if (at < calendar.from || at > calendar.to) throw new CalendarYearMissing(calendar, at);
  const span = lastIndexBelow(calendar.starts, at);
  const counted = calendar.countedBefore[span];
  const start = calendar.starts[span];
  const end = calendar.ends[span];
  if (counted === undefined || start === undefined || end === undefined) return 0;
  return counted + Math.min(at, end) - start;
}

/** Index of the last value < `limit` in an ascending array, -1 when there is none. */
function lastIndexBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function spansOfDay(spec: WorkingCalendarSpec, ordinary: readonly DaySpan[], day: DayNumber): readonly DaySpan[] {
  const exception = spec.days[dateOfDay(day)];
  if (exception === 'holiday') return [];
  if (exception === 'workday') return ordinary;
  if (exception) {
    assertSpans(exception);
    return exception;
  }
  const weekday = WEEKDAYS[weekdayOf(day)];
  assert(weekday, `no weekday for day ${day}`);
  return spec.weekly[weekday];
}

/** The hours that most working days of the week have; the longer ones when two kinds are as frequent. */
function ordinarySpans(weekly: WorkingCalendarSpec['weekly']): readonly DaySpan[] {
  const working = WEEKDAYS.map((weekday) => weekly[weekday]).filter((spans) => spans.length > 0);
  const frequency = (spans: readonly DaySpan[]) =>
    working.filter((other) => lengthMs(other) === lengthMs(spans)).length;
  const [ordinary] = working.toSorted((a, b) => frequency(b) - frequency(a) || lengthMs(b) - lengthMs(a));
  assert(ordinary, 'a working calendar has no working day');
  return ordinary;
}

function lengthMs(spans: readonly DaySpan[]): DurationMs {
  return spans.reduce((sum, span) => sum + timeOfDayMs(span.to) - timeOfDayMs(span.from), 0);
}

function assertSpans(spans: readonly DaySpan[]): void {
  let end = 0;
  for (const span of spans) {
    assert(isCivilTime(span.from) && isCivilTime(span.to), `not a span of a day: ${span.from} to ${span.to}`);
    assert(timeOfDayMs(span.from) >= end && timeOfDayMs(span.from) < timeOfDayMs(span.to), 'spans of a day overlap');
    end = timeOfDayMs(span.to);
  }
}
