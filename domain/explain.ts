import { type Calendar, elapsedMs, whereKnown } from './calendar.ts';
import { calendarOf, dueInstant, openPause, startOfDate } from './clocks.ts';
import type { Contract, Target } from './contract.ts';
import { type ExplainedSpan, joined, spansBetween, spansToDate } from './explain-spans.ts';
import { addTarget, isCounted, targetMs } from './targets.ts';
import type { Pause, Ticket, TicketClock, TicketEvent } from './ticket-types.ts';
import type { CivilDate, DurationMs, Instant, PersonId, TextRef } from './types.ts';

/** The way from a start to a due instant. */
export interface DueTimeline {
  readonly startedAt: Instant;
  readonly spans: readonly ExplainedSpan[];
  readonly dueAt?: Instant;
  /** Why there is none: it is still to be agreed on, the table of holidays ends before, a pause is open. */
  readonly noDue?: 'agreed' | 'calendar_ends' | 'paused';
  /** With `calendar_ends`: the last day that is known. */
  readonly knownTo?: CivilDate;
  /** Counted time for a length, wall time for a date; absent where nobody can say. */
  readonly targetMs?: DurationMs;
}

/** Where a clock's start comes from. */
export type StartCause =
  | { readonly kind: 'report' }
  /** Of a ticket that was merged into this one, and came earlier. */
  | { readonly kind: 'other_report'; readonly number: string }
  /** Of a report that joined it and never was a ticket, and came earlier. */
  | { readonly kind: 'joined_report' }
  /** Of a date: found afresh, from a start that is later by the time that did not count. */
  | { readonly kind: 'deferral' }
  | { readonly kind: 'request' | 'resolution' | 'reopening' | 'progress' | 'level_change' };

export interface ClockExplanation extends DueTimeline {
  readonly clock: TicketClock;
  readonly start: StartCause;
  /**
   * The due instant by which the clock is judged, where the present calendar leads to another one: it was corrected after the
   * clock had ended, or was over.
   */
  readonly judgedBy?: Instant;
  /** What may have moved the due instant, in its order: level, system, agreement, merging, late entries. Nothing that was undone. */
  readonly changes: readonly TicketEvent[];
  readonly packHash: string;
}

const MOVING = [
  'level_changed',
  'system_changed',
  'arrival_requested',
  'due_agreed',
  'late_entry_approved',
  'absorbed',
  'split_off',
  'reopened',
  'calendar_changed',
] as const satisfies readonly TicketEvent['type'][];

/** Why is this clock due then? @param events all of the ticket */
export function explainClock(
  ticket: Ticket,
  clock: TicketClock,
  contract: Contract,
  events: readonly TicketEvent[],
): ClockExplanation {
  const valid = withoutUndone(events);
  const timeline = timelineOf(clock, calendarOf(clock, contract), reasonsOf(valid));
  const isOther = clock.dueAt !== undefined && timeline.dueAt !== undefined && clock.dueAt !== timeline.dueAt;
  return {
    ...timeline,
    clock,
    start: timeline.startedAt === clock.startedAt ? startCause(ticket, clock, valid) : { kind: 'deferral' },
    ...(isOther && { judgedBy: clock.dueAt }),
    changes: valid.filter(({ type }) => MOVING.some((moving) => moving === type)),
    packHash: ticket.packHash,
  };
}

/** When is a target due that starts then, and why? */
export function explainTarget(calendar: Calendar, target: Target, startedAt: Instant): DueTimeline {
  if ('agreed' in target) return { startedAt, spans: [], noDue: 'agreed' };
  const dueAt = whereKnown(() => addTarget(calendar, startedAt, target));
  if (dueAt === undefined) return unknownDue(calendar, startedAt);
  const spans = isCounted(target)
    ? spansBetween(calendar, startedAt, dueAt)
    : spansToDate(calendar, startedAt, target, dueAt);
  return { startedAt, spans: joined(spans), dueAt, ...lengthOf(calendar, target, startedAt) };
}

/** How much of a span counts, and why. @throws {CalendarYearMissing} */
export function explainSpan(
  calendar: Calendar,
  from: Instant,
  to: Instant,
): { readonly spans: readonly ExplainedSpan[]; readonly countedMs: DurationMs } {
  return { spans: joined(spansBetween(calendar, from, to)), countedMs: elapsedMs(calendar, from, to) };
}

/** Reasons of suspensions with the instant from which they count, ascending, and who approved them. */
type Reasons = readonly { readonly at: Instant; readonly reason: TextRef; readonly approvedBy?: PersonId }[];

function timelineOf(clock: TicketClock, calendar: Calendar, reasons: Reasons): DueTimeline {
  const { startedAt, target } = clock;
  if (!isCounted(target)) {
    const from = whereKnown(() => dateFoundFrom(clock, calendar));
    return from === undefined ? unknownDue(calendar, startedAt) : explainTarget(calendar, target, from);
  }
  if (clock.pauses.length === 0) return explainTarget(calendar, target, startedAt);
  const length = lengthOf(calendar, target, startedAt);
  const dueAt = dueInstant(clock, calendar);
  const open = openPause(clock);
  // Used up by the instant of the pause: the due instant stands, and no pause moves it.
  const isHeld = open !== undefined && !(dueAt !== undefined && dueAt < open.from);
  if (isHeld) {
    const spans = whereKnown(() => pausedSpans(clock, calendar, reasons)) ?? [];
    return { startedAt, spans: joined(spans), noDue: 'paused', ...length };
  }
  if (dueAt === undefined) return unknownDue(calendar, startedAt);
  return { startedAt, spans: joined(pausedSpans(clock, calendar, reasons, dueAt)), dueAt, ...length };
}

/** What was agreed on is not found from anywhere. @throws {CalendarYearMissing} */
function dateFoundFrom(clock: TicketClock, calendar: Calendar): Instant {
  return 'until' in clock.target ? clock.startedAt : startOfDate(clock, calendar);
}

/** @param end absent for a clock that stands still: up to its open pause */
function pausedSpans(
  { pauses, startedAt }: TicketClock,
  calendar: Calendar,
  reasons: Reasons,
  end = Number.POSITIVE_INFINITY,
): readonly ExplainedSpan[] {
  const found: ExplainedSpan[] = [];
  let at = startedAt;
  for (const pause of pauses) {
    if (pause.from >= end && pause.to === undefined) break;
    found.push(...spansBetween(calendar, at, Math.min(pause.from, end)));
    if (pause.from > end) return found;
    const from = Math.max(at, pause.from);
    if (pause.to === undefined) return [...found, pauseSpan(pause, from, reasons)];
    if (pause.to > from) found.push({ ...pauseSpan(pause, from, reasons), to: pause.to });
    at = Math.max(at, pause.to);
  }
  return [...found, ...spansBetween(calendar, at, end)];
}

function pauseSpan(pause: Pause, from: Instant, reasons: Reasons): ExplainedSpan {
  if (pause.cause === 'resolved') {
    return { from, counted: false, why: { kind: 'awaiting_confirmation', by: pause.by } };
  }
  // A round of progress that starts meanwhile starts paused, later than the suspension.
  const { at, ...asked } = reasons.findLast((one) => one.at <= pause.from) ?? {};
  return { from, counted: false, why: { kind: 'suspended', by: pause.by, ...asked } };
}

function reasonsOf(events: readonly TicketEvent[]): Reasons {
  return events.flatMap((event, index): Reasons => {
    if (event.type === 'suspended') return [{ at: event.at, reason: event.reason }];
    if (event.type !== 'suspension_requested') return [];
    const approvedBy = answerTo(events.slice(index + 1))?.by;
    return [{ at: event.at, reason: event.reason, ...(approvedBy !== undefined && { approvedBy }) }];
  });
}

/** The approval of what was asked for before these events. */
function answerTo(later: readonly TicketEvent[]): TicketEvent | undefined {
  const next = later.find(({ type }) => type === 'suspension_approved' || type === 'suspension_requested');
  return next?.type === 'suspension_approved' ? next : undefined;
}

function unknownDue(calendar: Calendar, startedAt: Instant): DueTimeline {
  const known = calendar.kind === 'working' ? { knownTo: calendar.spec.daysTo } : {};
  return { startedAt, spans: [], noDue: 'calendar_ends', ...known };
}

function lengthOf(calendar: Calendar, target: Target, startedAt: Instant): { readonly targetMs?: DurationMs } {
  const ms = whereKnown(() => targetMs(calendar, target, startedAt));
  return ms === undefined ? {} : { targetMs: ms };
}

function startCause(ticket: Ticket, clock: TicketClock, events: readonly TicketEvent[]): StartCause {
  const merged = ticket.merged?.find(({ reportedAt }) => reportedAt === clock.startedAt);
  if (merged?.number !== undefined) return { kind: 'other_report', number: merged.number };
  if (merged) return { kind: 'joined_report' };
  if (clock.startedAt === ticket.reportedAt) return { kind: 'report' };
  const starter = events.findLast(({ clocks }) =>
    clocks.some((change) => change.op === 'start' && change.clock.id === clock.id),
  );
  switch (starter?.type) {
    case 'arrival_requested':
      return { kind: 'request' };
    case 'resolved':
    case 'late_entry_approved':
      return { kind: 'resolution' };
    case 'reopened':
      return { kind: 'reopening' };
    case 'level_changed':
    case 'system_changed':
      return { kind: 'level_change' };
    case 'opened':
    case undefined:
      return { kind: 'report' };
    default:
      return { kind: 'progress' };
  }
}

function withoutUndone(events: readonly TicketEvent[]): readonly TicketEvent[] {
  const undone = new Set(events.flatMap((event) => (event.type === 'undone' ? [event.undoes] : [])));
  return events.filter(({ id }) => !undone.has(id));
}
