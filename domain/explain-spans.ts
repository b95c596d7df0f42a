import { type Calendar, countedSpans } from './calendar.ts';
import { type DayKind, dayKind } from './calendar-days.ts';
import { dateOfDay, dayOf, startOfDay } from './civil.ts';
import type { Target } from './contract.ts';
import type { CivilDate, DurationMs, Instant, PersonId, TextRef } from './types.ts';

/** Why a span counts, or why it does not. */
export type SpanWhy =
  /** Counted: around the clock, the hours of a workday, a day of a target in days. */
  | { readonly kind: 'always' | 'working' | 'calendar_day' }
  /** Not counted: nights and lunch, days of rest, the day of the start. */
  | { readonly kind: 'outside_hours' | 'weekend' | 'first_day' }
  /** Nothing to count: the workday that a date waits for, and the way to a time that was agreed on. */
  | { readonly kind: 'due_day' | 'agreed' }
  /** A make-up day and a day with hours of its own count, a holiday does not. */
  | { readonly kind: 'makeup' | 'special' | 'holiday'; readonly name?: string }
  /** Asked for, and approved where somebody had to. */
  | { readonly kind: 'suspended'; readonly by: PersonId; readonly reason?: TextRef; readonly approvedBy?: PersonId }
  /** Resolved, and waiting for the reporter's word until it was reopened. */
  | { readonly kind: 'awaiting_confirmation'; readonly by: PersonId };

/** A part of a clock's time with one reason; neighbours differ. */
export interface ExplainedSpan {
  readonly from: Instant;
  /** Absent for a pause that has not ended. */
  readonly to?: Instant;
  readonly counted: boolean;
  readonly why: SpanWhy;
  /** Counted time, or counted days of a target in days, up to the end of this span. Only where it counts. */
  readonly total?: { readonly ms: DurationMs } | { readonly days: number };
}

/** Every instant of [from, to) with its reason. @throws {CalendarYearMissing} */
export function spansBetween(calendar: Calendar, from: Instant, to: Instant): readonly ExplainedSpan[] {
  if (to <= from) return [];
  if (calendar.kind === 'always') return [{ from, to, counted: true, why: { kind: 'always' } }];
  const found: ExplainedSpan[] = [];
  for (let day = dayOf(from); startOfDay(day) < to; day += 1) {
    const start = Math.max(from, startOfDay(day));
    found.push(...spansOfDay(calendar, dateOfDay(day), start, Math.min(to, startOfDay(day + 1))));
  }
  return found;
}

function spansOfDay(calendar: Calendar, date: CivilDate, from: Instant, to: Instant): readonly ExplainedSpan[] {
  const kind = dayKind(calendar, date);
  const found: ExplainedSpan[] = [];
  let at = from;
  for (const span of countedSpans(calendar, from, to)) {
    if (span.from > at) found.push({ from: at, to: span.from, counted: false, why: { kind: 'outside_hours' } });
    found.push({ ...span, counted: true, why: workedWhy(kind) });
    at = span.to;
  }
  if (at < to) found.push({ from: at, to, counted: false, why: restWhy(kind) });
  return found;
}

/**
 * The days of a target that names a date, up to that date.
 * @param dueAt what `addTarget` makes of it
 * @throws {CalendarYearMissing}
 */
export function spansToDate(
  calendar: Calendar,
  from: Instant,
  target: Target,
  dueAt: Instant,
): readonly ExplainedSpan[] {
  if ('until' in target) return dueAt > from ? [{ from, to: dueAt, counted: false, why: { kind: 'agreed' } }] : [];
  const first = dayOf(from);
  const found: ExplainedSpan[] = [];
  let days = 0;
  for (let day = first; startOfDay(day) < dueAt; day += 1) {
    const why =
      day === first ? ({ kind: 'first_day' } as const) : dayWhy(calendar, day - first, dateOfDay(day), target);
    const counted = isCountedDay(why);
    if (counted) days += 1;
    const span = { from: Math.max(from, startOfDay(day)), to: Math.min(dueAt, startOfDay(day + 1)), counted, why };
    found.push(counted ? { ...span, total: { days } } : span);
  }
  return found;
}

/** @param index of the day, the first after that of the start being 1 */
function dayWhy(calendar: Calendar, index: number, date: CivilDate, target: Target): SpanWhy {
  if ('days' in target && index <= target.days) return { kind: 'calendar_day' };
  const kind = dayKind(calendar, date);
  const isRest = kind.kind === 'weekend' || kind.kind === 'holiday';
  if (isRest) return restWhy(kind);
  return 'workdayEnds' in target ? workedWhy(kind) : { kind: 'due_day' };
}

function isCountedDay({ kind }: SpanWhy): boolean {
  return kind === 'calendar_day' || kind === 'working' || kind === 'makeup' || kind === 'special';
}

function workedWhy({ kind, name }: DayKind): SpanWhy {
  if (kind !== 'makeup' && kind !== 'special') return { kind: 'working' };
  return name === undefined ? { kind } : { kind, name };
}

function restWhy({ kind, name }: DayKind): SpanWhy {
  if (kind === 'weekend') return { kind };
  if (kind !== 'holiday') return { kind: 'outside_hours' };
  return name === undefined ? { kind } : { kind, name };
}

/** Joins neighbours of one reason, and says after each span that counts how much has by then. */
export function joined(spans: readonly ExplainedSpan[]): readonly ExplainedSpan[] {
  const found: ExplainedSpan[] = [];
  let ms = 0;
  for (const span of spans) {
    if (span.counted) ms += (span.to ?? span.from) - span.from;
    const known = span.counted ? { ...span, total: span.total ?? { ms } } : span;
    const last = found.at(-1);
    if (last && last.to === known.from && isSameReason(last.why, known.why)) {
      found.splice(-1, 1, { ...known, from: last.from });
    } else found.push(known);
  }
  return found;
}

function isSameReason(one: SpanWhy, other: SpanWhy): boolean {
  if ('by' in one || 'by' in other || one.kind !== other.kind) return false;
  return nameIn(one) === nameIn(other);
}

function nameIn(why: SpanWhy): string | undefined {
  return 'name' in why ? why.name : undefined;
}

/** How many workdays, and days of rest, are touched by these spans: what stands for the middle of a long timeline. */
export function daysTouched(spans: readonly ExplainedSpan[]): { readonly counted: number; readonly rest: number } {
  const worked = new Set<CivilDate>();
  const all = new Set<CivilDate>();
  for (const span of spans) {
    const last = Math.max(span.from, (span.to ?? span.from) - 1);
    for (let day = dayOf(span.from); day <= dayOf(last); day += 1) {
      all.add(dateOfDay(day));
      if (span.counted) worked.add(dateOfDay(day));
    }
  }
  return { counted: worked.size, rest: all.size - worked.size };
}
