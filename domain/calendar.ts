import { assert } from './assert.ts';
import { type DayNumber, dateOfDay, dayNumber, isCivilTime, startOfDay, timeOfDayMs, weekdayOf } from './civil.ts';
import type { CivilDate, DurationMs, Instant } from './types.ts';

/** When a clock counts, as plain data. */
export type Calendar = { readonly kind: 'always' } | WorkingCalendar;

/**
 * So long before the table of holidays ends people are told. The next year's holidays are announced in November: before that
 * nobody could enter them.
 */
export const HOLIDAYS_AHEAD_DAYS = 60;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Part of a day, `HH:MM` to `HH:MM`; 24:00 is legal as an end. */
export interface DaySpan {
  readonly from: string;
  readonly to: string;
}

/** A day that is not as its weekday says: no work, an ordinary working day's hours (调休), or hours of its own. */
export type DayException = 'holiday' | 'workday' | readonly DaySpan[];

export type WeeklyHours = Readonly<Record<Weekday, readonly DaySpan[]>>;

/** Other weekly hours between two days of each year. */
export interface Season {
  /** `MM-DD`, both inclusive; `to` may lie before `from`: over the year's end. */
  readonly from: string;
  readonly to: string;
  readonly weekly: WeeklyHours;
  /** Works on statutory holidays too, and takes no make-up days. */
  readonly ignoresHolidays: boolean;
}

/** When it works. For a day the first of these that says something counts: `days`, a season, the statutory table, the week. */
export interface WorkingCalendarSpec {
  readonly weekly: WeeklyHours;
  /** The first that covers a day counts. A statutory day within it counts too, unless it ignores holidays. */
  readonly seasons?: readonly Season[];
  /** Holidays and make-up days (调休) of the country. */
  readonly statutory: Readonly<Record<CivilDate, 'holiday' | 'workday'>>;
  /** The contract's own odd days. */
  readonly days: Readonly<Record<CivilDate, DayException>>;
  /** What people call a statutory day, or the holiday that a make-up day is for. */
  readonly names?: Readonly<Record<CivilDate, string>>;
  /** The exceptions are known for these days only; a computation that leaves them is refused. */
  readonly daysFrom: CivilDate;
  readonly daysTo: CivilDate;
}

/**
 * Working hours, laid out for computing: every working span as two instants, and the working time before it. These arrays
 * are ascending and of one length.
 */
export interface WorkingCalendar {
  readonly kind: 'working';
  readonly spec: WorkingCalendarSpec;
  /** `from` is the start of the first known day, `to` 24:00 of the last. */
  readonly from: Instant;
  readonly to: Instant;
  /** Hours of an ordinary working day of the week without seasons: what one 工作日 is. */
  readonly ordinaryDayMs: DurationMs;
  readonly starts: readonly Instant[];
  readonly ends: readonly Instant[];
  readonly countedBefore: readonly DurationMs[];
  /** The days with working hours, ascending. */
  readonly workdays: readonly DayNumber[];
}

/** The holiday table does not reach this far. A missing year is an error, never a guess. */
export class CalendarYearMissing extends Error {
  readonly code = 'calendar_year_missing';
  readonly at: Instant;

  constructor(calendar: WorkingCalendar, at: Instant) {
    super(
      `the calendar knows ${calendar.spec.daysFrom} to ${calendar.spec.daysTo} only: add the missing year's holidays`,
    );
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
  for (const week of [spec, ...(spec.seasons ?? [])]) {
    for (const spans of Object.values(week.weekly)) assertSpans(spans);
  }
  const [first, last] = [dayNumber(spec.daysFrom), dayNumber(spec.daysTo)];
  assert(first <= last, 'a calendar ends before it begins');
  return {
    kind: 'working',
    spec,
    from: startOfDay(first),
    to: startOfDay(last + 1),
    ordinaryDayMs: lengthMs(ordinarySpans(spec.weekly)),
    ...layOut(spec, first, last),
  };
}

function layOut(spec: WorkingCalendarSpec, first: DayNumber, last: DayNumber) {
  const starts: Instant[] = [];
  const ends: Instant[] = [];
  const countedBefore: DurationMs[] = [];
  const workdays: DayNumber[] = [];
  const msOf = spansInMs();
  let counted = 0;
  for (let day = first; day <= last; day += 1) {
    const spans = msOf(spansOfDay(spec, day));
    if (spans.length > 0) workdays.push(day);
    for (const { fromMs, toMs } of spans) {
      starts.push(startOfDay(day) + fromMs);
      ends.push(startOfDay(day) + toMs);
      countedBefore.push(counted);
      counted += toMs - fromMs;
    }
  }
  return { starts, ends, countedBefore, workdays };
}

/** Thousands of days share a few lists of hours: each list is read once. */
function spansInMs() {
  const known = new Map<readonly DaySpan[], readonly { readonly fromMs: DurationMs; readonly toMs: DurationMs }[]>();
  return (spans: readonly DaySpan[]) => {
    const before = known.get(spans);
    if (before) return before;
    const read = spans.map(({ from, to }) => ({ fromMs: timeOfDayMs(from), toMs: timeOfDayMs(to) }));
    known.set(spans, read);
    return read;
  };
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

/** Whether the instant lies in working hours; the end of a span does not. @throws {CalendarYearMissing} */
export function isWorkingAt(calendar: Calendar, at: Instant): boolean {
  if (calendar.kind === 'always') return true;
  assertKnown(calendar, at);
  if (at === calendar.to) throw new CalendarYearMissing(calendar, at);
  const end = calendar.ends[lastIndexBelow(calendar.starts, at + 1)];
  return end !== undefined && at < end;
}

/** A length of time between two instants, the end not within it. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * The parts of [from, to) that count, ascending; two that touch at midnight stay two.
 * @throws {CalendarYearMissing}
 */
export function countedSpans(calendar: Calendar, from: Instant, to: Instant): readonly Span[] {
  if (to <= from) return [];
  if (calendar.kind === 'always') return [{ from, to }];
  assertKnown(calendar, from);
  assertKnown(calendar, to);
  const found: Span[] = [];
  for (let index = lastIndexBelow(calendar.ends, from + 1) + 1; index < calendar.starts.length; index += 1) {
    const start = calendar.starts[index] ?? to;
    if (start >= to) break;
    found.push({ from: Math.max(from, start), to: Math.min(to, calendar.ends[index] ?? to) });
  }
  return found;
}

/** Counted time from the calendar's beginning: what makes a span of years cost no more than a span of days. */
function countedUntil(calendar: WorkingCalendar, at: Instant): DurationMs {
  assertKnown(calendar, at);
  const span = lastIndexBelow(calendar.starts, at);
  const counted = calendar.countedBefore[span];
  const start = calendar.starts[span];
  const end = calendar.ends[span];
  if (counted === undefined || start === undefined || end === undefined) return 0;
  return counted + Math.min(at, end) - start;
}

function assertKnown(calendar: WorkingCalendar, at: Instant): void {
  if (at < calendar.from || at > calendar.to) throw new CalendarYearMissing(calendar, at);
}

/** Index of the last value < `limit` in an ascending array, -1 when there is none. */
export function lastIndexBelow(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The hours of one day. */
function spansOfDay(spec: WorkingCalendarSpec, day: DayNumber): readonly DaySpan[] {
  const rule = dayRule(spec, day);
  if (rule.says === 'holiday') return [];
  if (rule.says === 'week') return rule.weekly[weekdayName(day)];
  if (rule.says !== 'workday') {
    assertSpans(rule.says);
    return rule.says;
  }
  const hasWork = Object.values(rule.weekly).some((spans) => spans.length > 0);
  return ordinarySpans(hasWork ? rule.weekly : spec.weekly);
}

/** What decides about one day, and the week that it would have otherwise. */
export interface DayRule {
  readonly says: DayException | 'week';
  readonly by: 'days' | 'statutory' | 'week';
  readonly weekly: WeeklyHours;
}

export function dayRule(spec: WorkingCalendarSpec, day: DayNumber): DayRule {
  const date = dateOfDay(day);
  const season = spec.seasons?.find((one) => covers(one, date.slice(5)));
  const weekly = season?.weekly ?? spec.weekly;
  const own = spec.days[date];
  if (own) return { says: own, by: 'days', weekly };
  const statutory = season?.ignoresHolidays ? undefined : spec.statutory[date];
  return statutory ? { says: statutory, by: 'statutory', weekly } : { says: 'week', by: 'week', weekly };
}

function covers({ from, to }: Season, monthDay: string): boolean {
  return from <= to ? from <= monthDay && monthDay <= to : monthDay >= from || monthDay <= to;
}

export function weekdayName(day: DayNumber): Weekday {
  const weekday = WEEKDAYS[weekdayOf(day)];
  assert(weekday, `no weekday for day ${day}`);
  return weekday;
}

/** The hours that most working days of the week have; the longer ones when two kinds are as frequent. */
function ordinarySpans(weekly: WeeklyHours): readonly DaySpan[] {
  const working = WEEKDAYS.map((weekday) => weekly[weekday])
    .filter((spans) => spans.length > 0)
    .map((spans) => ({ spans, ms: lengthMs(spans) }));
  const frequency = (ms: DurationMs) => working.filter((other) => other.ms === ms).length;
  const [ordinary] = working.toSorted((a, b) => frequency(b.ms) - frequency(a.ms) || b.ms - a.ms);
  assert(ordinary, 'a working calendar has no working day');
  return ordinary.spans;
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
