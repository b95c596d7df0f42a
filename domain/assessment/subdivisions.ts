import { civilDate, dateOfDay, dayNumber, dayOf, parseCivil, startOfDay, weekdayOf } from '../civil.ts';
import type { CivilDate, Instant } from '../types.ts';
import { addMonths, monthOf } from './period.ts';
import type { SpanName, TablePeriod } from './table-types.ts';

/** From where the spans of a table are counted. */
export interface SpanBase {
  readonly period: TablePeriod;
  readonly termFrom: CivilDate;
  readonly periodFrom: Instant;
}

const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12 } as const;
const CALENDAR_START: CivilDate = '2000-01-01';

/**
 * The first instant of the span that holds this instant. Weeks begin on Monday. Months, quarters and half-years are those of the
 * table's own period: counted from the service's first day, or those of the calendar. A year is always one of the service.
 */
export function spanStart(name: SpanName, at: Instant, { period, termFrom, periodFrom }: SpanBase): Instant {
  if (name === 'period') return periodFrom;
  if (name === 'week') return startOfDay(dayOf(at) - weekdayOf(dayOf(at)));
  const isOfCalendar = name !== 'year' && 'months' in period && period.from === 'calendar';
  return parseCivil(startOfMonths(MONTHS[name], civilDate(at), isOfCalendar ? CALENDAR_START : termFrom));
}

/** The last of `first`, `first` + n months, `first` + 2n months … that is not after the day. */
function startOfMonths(months: number, day: CivilDate, first: CivilDate): CivilDate {
  const place = Math.floor((monthOf(day) - monthOf(first)) / months);
  const start = addMonths(first, place * months);
  return start <= day ? start : addMonths(first, (place - 1) * months);
}

/** The same day so many days later. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfDay(dayNumber(date) + days);
}
