import type { Period } from '../assessment/facts.ts';
import { isMissed } from '../assessment/outcome-time.ts';
import type { TicketOutcome } from '../assessment/ticket-outcome.ts';
import { civilDate, civilMonth, dateOfDay, dayNumber } from '../civil.ts';
import type { ClockName } from '../contract.ts';
import type { CivilDate, Instant, TicketId } from '../types.ts';
import type { Share, TicketFigures, TicketRow } from './report-types.ts';

/** A report over more days than these is told by months. */
const DAYS_MAX = 62;

export interface TicketsOfPeriod {
  readonly period: Period;
  readonly now: Instant;
  /** All that are known, those reported earlier and later among them. */
  readonly outcomes: readonly TicketOutcome[];
  /** Of those that count what they missed, with what those that follow them did: `countedTickets`. */
  readonly counted: readonly TicketOutcome[];
}

/** A ticket belongs to the period of its report; what is done about it is told of the day on which it is done. */
export function ticketFigures({ counted, now, outcomes, period }: TicketsOfPeriod): TicketFigures {
  const missed = missedOf(counted, now);
  const reported = outcomes
    .filter(({ reportedAt }) => isWithin(period, reportedAt))
    .toSorted((a, b) => a.reportedAt - b.reportedAt || (a.number < b.number ? -1 : 1));
  const shares = (idOf: (ticket: TicketOutcome) => string | undefined) => sharesOf(reported, idOf, missed);
  return {
    reported: reported.length,
    resolved: reported.filter(isDone).length,
    open: reported.filter(({ standing }) => standing === 'open').length,
    cancelled: reported.filter(({ standing }) => standing === 'cancelled').length,
    merged: reported.filter(({ standing }) => standing === 'merged').length,
    carriedOver: outcomes.filter((ticket) => ticket.reportedAt < period.from && wasOpenAt(ticket, period.from)).length,
    breached: reported.filter(({ ticketId }) => missed.has(ticketId)).length,
    byKind: shares(({ kind }) => kind),
    bySystem: shares(({ systemId }) => systemId),
    byLevel: shares(({ level }) => level),
    byDepartment: shares(({ departmentId }) => departmentId),
    byDay: byDay(period, reported, outcomes),
    rows: reported.map((ticket) => rowOf(ticket, missed.get(ticket.ticketId) ?? [])),
  };
}

/** The contract's clocks that were missed, by ticket; one that missed none is not among them. */
export function missedOf(counted: readonly TicketOutcome[], now: Instant): ReadonlyMap<TicketId, readonly ClockName[]> {
  const missed = new Map<TicketId, readonly ClockName[]>();
  for (const { clocks, ticketId } of counted) {
    const names = clocks.flatMap((one) => (one.binding === 'contract' && isMissed(one, now) ? one.clock : []));
    if (names.length > 0) missed.set(ticketId, [...new Set(names)]);
  }
  return missed;
}

export function isWithin({ from, to }: Pick<Period, 'from' | 'to'>, at: Instant): boolean {
  return from <= at && at < to;
}

export function isDone({ standing }: TicketOutcome): boolean {
  return standing === 'resolved' || standing === 'closed';
}

/** What was cancelled or merged later is not counted: when that was is not known here. */
function wasOpenAt({ pauses, resolvedAt, standing }: TicketOutcome, at: Instant): boolean {
  if (standing === 'cancelled' || standing === 'merged') return false;
  const wasResolved = pauses.some(({ cause, from, to }) => cause === 'resolved' && from < at && at < (to ?? Infinity));
  return !wasResolved && (resolvedAt === undefined || resolvedAt >= at);
}

function sharesOf(
  reported: readonly TicketOutcome[],
  idOf: (ticket: TicketOutcome) => string | undefined,
  missed: ReadonlyMap<TicketId, unknown>,
): readonly Share[] {
  const groups = [...Map.groupBy(reported, idOf)].map(([id, tickets]) => ({
    id,
    reported: tickets.length,
    resolved: tickets.filter(isDone).length,
    breached: tickets.filter(({ ticketId }) => missed.has(ticketId)).length,
  }));
  return groups.toSorted((a, b) => b.reported - a.reported || ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
}

/** Days, or the first days of months: those of the period's first and last month may be cut by it. */
function byDay(
  period: Period,
  reported: readonly TicketOutcome[],
  outcomes: readonly TicketOutcome[],
): TicketFigures['byDay'] {
  const [first, last] = [dayNumber(period.firstDay), dayNumber(period.lastDay)];
  const days = Array.from({ length: last - first + 1 }, (_, place) => dateOfDay(first + place));
  const isByMonth = days.length > DAYS_MAX;
  const keyOf = isByMonth ? civilMonth : civilDate;
  const count = (instants: readonly Instant[]) => {
    const found = new Map<string, number>();
    for (const at of instants) found.set(keyOf(at), (found.get(keyOf(at)) ?? 0) + 1);
    return found;
  };
  const came = count(reported.map(({ reportedAt }) => reportedAt));
  const done = count(
    outcomes.flatMap((ticket) => {
      const { resolvedAt } = ticket;
      return resolvedAt !== undefined && isDone(ticket) && isWithin(period, resolvedAt) ? [resolvedAt] : [];
    }),
  );
  const starts: readonly CivilDate[] = isByMonth
    ? days.filter((day, place) => place === 0 || day.endsWith('-01'))
    : days;
  return starts.map((day) => {
    const key = isByMonth ? day.slice(0, 7) : day;
    return { day, reported: came.get(key) ?? 0, resolved: done.get(key) ?? 0 };
  });
}

function rowOf(ticket: TicketOutcome, missed: readonly ClockName[]): TicketRow {
  const { acknowledgedAt, arrivedAt, assigneeId, departmentId, rating, resolvedAt, systemId } = ticket;
  return {
    number: ticket.number,
    kind: ticket.kind,
    ...(systemId !== undefined && { systemId }),
    ...(departmentId !== undefined && { departmentId }),
    level: ticket.level,
    standing: ticket.standing,
    reportedAt: ticket.reportedAt,
    ...(acknowledgedAt !== undefined && { acknowledgedAt }),
    ...(arrivedAt !== undefined && { arrivedAt }),
    ...(resolvedAt !== undefined && { resolvedAt }),
    ...(assigneeId !== undefined && { assigneeId }),
    ...(rating !== undefined && { rating }),
    missed,
  };
}
