import { assert } from '../assert.ts';
import { civilDate, dateOfDay, dayNumber, isCivilDate, parseCivil } from '../civil.ts';
import type { CivilDate, Instant } from '../types.ts';
import type { Period } from './facts.ts';
import type { AssessmentTable, TablePeriod } from './table-types.ts';

/** First and last day of the service, as the pack prints them; both belong to it. */
export interface Term {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export type SpanMonths = 1 | 3 | 6 | 12;

/**
 * What somebody asks for. A `label` is a stretch that has a name, the same for every table but `P3`, which is the table's own third
 * period. Otherwise the stretch that holds `day`, or so many before it: of tables that have periods of so many months their own,
 * of the others the calendar's; without `months` each table's own.
 */
export type PeriodAsk =
  | { readonly label: string }
  | { readonly day: CivilDate; readonly back: number; readonly months?: SpanMonths };

const MONTHS_A_YEAR = 12;
const LABEL = /^(?<year>\d{4})(?:-(?:Q(?<quarter>[1-4])|H(?<half>[12])|(?<month>0[1-9]|1[0-2])))?$/u;
const OWN_LABEL = /^P([1-9]\d{0,2})$/u;
const AT_LABEL = /^@(?<day>\d{4}-\d{2}-\d{2})(?:\/(?<months>1|3|6|12))?(?:-(?<back>\d{1,2}))?$/u;
const SPANS: readonly SpanMonths[] = [1, 3, 6, 12];

/**
 * A table's own periods, from the first day of the service to its last: whole ones, the first or the last shorter where the service
 * begins or ends within. Counted from the service's first day, or those of the calendar.
 */
export function periodsOf({ period }: Pick<AssessmentTable, 'period'>, term: Term): readonly Period[] {
  if ('term' in period) return [spanOf(term.from, dayAfter(term.to), 'term', true)];
  const periods: Period[] = [];
  for (let place = 0; ; place += 1) {
    const { from, next, label } = placeOf(period, term, place);
    if (from > term.to) return periods;
    const first = from < term.from ? term.from : from;
    const behind = next > term.to ? dayAfter(term.to) : next;
    periods.push(spanOf(first, behind, label, true));
  }
}

/** The table's own period that holds the instant; undefined before and after the service. */
export function ownPeriod(table: Pick<AssessmentTable, 'period'>, term: Term, at: Instant): Period | undefined {
  return periodsOf(table, term).find(({ from, to }) => from <= at && at < to);
}

/**
 * The stretch that a label names: `2026-07`, `2026-Q1`, `2026-H1`, `2026`, `term`, `P3`, `@2026-03-03` (the own period that holds that
 * day; `@2026-03-03/3-1`: the quarter before it). `isOwn` where it is one of the table's own.
 * @returns undefined: no such label, or the table has no such period
 */
export function periodByLabel(table: Pick<AssessmentTable, 'period'>, term: Term, label: string): Period | undefined {
  const own = periodsOf(table, term);
  const place = OWN_LABEL.exec(label)?.[1];
  if (place !== undefined) return own[Number(place) - 1];
  const at = askAt(label);
  if (at) return periodFor(table, term, at);
  const named = label === 'term' ? spanOf(term.from, dayAfter(term.to), label, false) : calendarSpan(label);
  return named && (own.find(({ label: of }) => of === label) ?? own.find((period) => isSame(period, named)) ?? named);
}

/** The period of one table for what was asked; undefined where it has none, as `P9` of a service of a year. */
export function periodFor(table: Pick<AssessmentTable, 'period'>, term: Term, ask: PeriodAsk): Period | undefined {
  if ('label' in ask) return periodByLabel(table, term, ask.label);
  const { back, day, months } = ask;
  const isOfLength = months === undefined || ('months' in table.period && table.period.months === months);
  const own = isOfLength ? ownBefore(periodsOf(table, term), parseCivil(day), back) : undefined;
  if (own || months === undefined) return own;
  return periodByLabel(table, term, calendarLabel(Math.floor(monthOf(day) / months - back) * months, months));
}

/** After the service its last period is the first one back. */
function ownBefore(own: readonly Period[], at: Instant, back: number): Period | undefined {
  const last = own.at(-1);
  const place = last && at >= last.to ? own.length : own.findIndex(({ from, to }) => from <= at && at < to);
  return place < 0 ? undefined : own[place - back];
}

/** Is it a label that some table may have a period for? */
export function isPeriodLabel(label: string): boolean {
  return askAt(label) !== undefined || label === 'term' || OWN_LABEL.test(label) || calendarSpan(label) !== undefined;
}

/** The label by which the same is asked for again: the one that all of these tables' periods have, else `@` with the day. */
export function labelOf(ask: PeriodAsk, tables: readonly Pick<AssessmentTable, 'period'>[], term: Term): string {
  if ('label' in ask) return ask.label;
  const labels = new Set(tables.flatMap((table) => periodFor(table, term, ask)?.label ?? []));
  const [only, ...others] = labels;
  if (only !== undefined && others.length === 0) return only;
  const { back, day, months } = ask;
  return `@${day}${months === undefined ? '' : `/${months}`}${back === 0 ? '' : `-${back}`}`;
}

/** `@2026-03-03/3-1`: the quarter before the one that holds the day. */
function askAt(label: string): Exclude<PeriodAsk, { readonly label: string }> | undefined {
  const { day, months, back = '0' } = AT_LABEL.exec(label)?.groups ?? {};
  if (day === undefined || !isCivilDate(day)) return undefined;
  const span = SPANS.find((one) => String(one) === months);
  return { day, back: Number(back), ...(span !== undefined && { months: span }) };
}

/** What a calendar label says: of which year, how long, and which one of these in the year, from 1. @returns undefined for any other label */
export function calendarPlace(
  label: string,
): { readonly year: string; readonly months: SpanMonths; readonly number: number } | undefined {
  const { year, quarter, half, month } = LABEL.exec(label)?.groups ?? {};
  if (year === undefined || Number(year) === 0) return undefined;
  if (month !== undefined) return { year, months: 1, number: Number(month) };
  if (quarter !== undefined) return { year, months: 3, number: Number(quarter) };
  return half === undefined ? { year, months: 12, number: 1 } : { year, months: 6, number: Number(half) };
}

/** A calendar month, quarter, half-year or year, by its label. */
function calendarSpan(label: string): Period | undefined {
  const place = calendarPlace(label);
  if (!place) return undefined;
  const { months, number, year } = place;
  const from = Number(year) * MONTHS_A_YEAR + (number - 1) * months;
  return spanOf(firstOfMonth(from), firstOfMonth(from + months), label, false);
}

type MonthlyPeriod = Exclude<TablePeriod, { readonly term: true }>;

/** The n-th stretch from 0, before it is cut to the service. */
function placeOf({ from, months }: MonthlyPeriod, term: Term, place: number) {
  if (from === 'term') {
    const first = addMonths(term.from, place * months);
    return { from: first, next: addMonths(term.from, (place + 1) * months), label: `P${place + 1}` };
  }
  const start = Math.floor(monthOf(term.from) / months) * months + place * months;
  return { from: firstOfMonth(start), next: firstOfMonth(start + months), label: calendarLabel(start, months) };
}

/** @param month counted from January of the year 0 */
export function calendarLabel(month: number, months: SpanMonths): string {
  const year = String(Math.floor(month / MONTHS_A_YEAR)).padStart(4, '0');
  const within = month % MONTHS_A_YEAR;
  switch (months) {
    case 1:
      return `${year}-${String(within + 1).padStart(2, '0')}`;
    case 3:
      return `${year}-Q${Math.floor(within / 3) + 1}`;
    case 6:
      return `${year}-H${Math.floor(within / 6) + 1}`;
    case 12:
      return year;
  }
}

/** Months since January of the year 0. */
export function monthOf(date: CivilDate): number {
  assert(isCivilDate(date), `not a date: ${date}`);
  const [year = 0, month = 1] = date.split('-').map(Number);
  return year * MONTHS_A_YEAR + month - 1;
}

/** The same day so many months later; of a shorter month its last day: 31 August and three months are 30 November. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const first = firstOfMonth(monthOf(date) + months);
  const last = dayNumber(firstOfMonth(monthOf(date) + months + 1)) - 1;
  return dateOfDay(Math.min(dayNumber(first) + Number(date.slice(8)) - 1, last));
}

/** @param month counted from January of the year 0 */
export function firstOfMonth(month: number): CivilDate {
  const year = String(Math.floor(month / MONTHS_A_YEAR)).padStart(4, '0');
  return `${year}-${String((month % MONTHS_A_YEAR) + 1).padStart(2, '0')}-01`;
}

function dayAfter(date: CivilDate): CivilDate {
  return dateOfDay(dayNumber(date) + 1);
}

/** @param behind the first day that does not belong to it */
function spanOf(first: CivilDate, behind: CivilDate, label: string, isOwn: boolean): Period {
  const to = parseCivil(behind);
  return { from: parseCivil(first), to, firstDay: first, lastDay: civilDate(to - 1), label, isOwn };
}

function isSame(a: Period, b: Period): boolean {
  return a.from === b.from && a.to === b.to;
}
