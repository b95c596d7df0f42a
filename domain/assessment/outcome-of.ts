import { isOver, openPause } from '../clocks.ts';
import { suspensionPauses } from '../suspension.ts';
import type { Ticket, TicketClock, TicketStatus } from '../ticket-types.ts';
import type { ClockOutcome, OutcomePause, TicketOutcome } from './ticket-outcome.ts';

/** What of a ticket matters to a score. Nothing in it changes by the mere passing of time. */
export function outcomeOf(ticket: Ticket): TicketOutcome {
  const { acknowledged, arrived, resolved } = ticket.milestones;
  const absorbed = ticket.merged?.flatMap(({ ticketId }) => ticketId ?? []) ?? [];
  return {
    ticketId: ticket.id,
    number: ticket.number,
    writes: ticket.writes,
    kind: ticket.kind,
    ...(ticket.systemId !== undefined && { systemId: ticket.systemId }),
    ...(ticket.departmentId !== undefined && { departmentId: ticket.departmentId }),
    level: ticket.level,
    standing: standingOf(ticket.status),
    ...(ticket.mergedInto && { mergedInto: ticket.mergedInto.ticketId }),
    ...(absorbed.length > 0 && { absorbed }),
    chatId: ticket.chatId,
    reportedAt: ticket.reportedAt,
    ...(acknowledged && { acknowledgedAt: acknowledged.at }),
    ...(arrived && { arrivedAt: arrived.at }),
    ...(resolved && { resolvedAt: resolved.at }),
    pauses: pausesOf(ticket),
    reporterId: ticket.reporterId,
    ...(ticket.assigneeId !== undefined && { assigneeId: ticket.assigneeId }),
    ...(ticket.rating !== undefined && { rating: ticket.rating }),
    reopenings: ticket.reopenings,
    clocks: withoutRepeats(ticket.clocks.filter(({ voidedAt }) => voidedAt === undefined).map(clockOutcome)),
  };
}

/** Of the rounds of one rule that were met the first says as much as all of them: an outcome stays short however long it took. */
function withoutRepeats(clocks: readonly ClockOutcome[]): readonly ClockOutcome[] {
  const met = new Set<string>();
  return clocks.filter(({ breached, dueAt, ruleId, stoppedAt }) => {
    if (breached || dueAt === undefined || stoppedAt === undefined) return true;
    const isFirst = !met.has(ruleId);
    met.add(ruleId);
    return isFirst;
  });
}

function standingOf(status: TicketStatus): TicketOutcome['standing'] {
  switch (status) {
    case 'open':
    case 'acknowledged':
    case 'on_site':
      return 'open';
    default:
      return status;
  }
}

function clockOutcome(clock: TicketClock): ClockOutcome {
  const pausedSince = clock.stoppedAt === undefined ? openPause(clock)?.from : undefined;
  return {
    id: clock.id,
    ruleId: clock.ruleId,
    clock: clock.clock,
    binding: clock.binding,
    startedAt: clock.startedAt,
    ...(clock.dueAt !== undefined && { dueAt: clock.dueAt }),
    ...(clock.stoppedAt !== undefined && { stoppedAt: clock.stoppedAt }),
    ...(pausedSince !== undefined && { pausedSince }),
    // Before all time: of one that runs only what stays missed whatever comes.
    breached: isOver(clock, -Infinity),
  };
}

function pausesOf(ticket: Ticket): readonly OutcomePause[] {
  const suspended = suspensionPauses(ticket, ticket.reportedAt).map(
    ({ from, to }): OutcomePause => ({ from, ...(to !== undefined && { to }), cause: 'suspended' }),
  );
  return [...suspended, ...resolvedSpans(ticket)].toSorted((a, b) => a.from - b.from);
}

/**
 * Between a resolution and the reopening after it. Only the clocks remember an earlier resolution: as a pause where they ran on, as
 * the gap between two rounds where they began anew.
 */
function resolvedSpans({ clocks }: Ticket): readonly OutcomePause[] {
  const spans = new Map<number, OutcomePause>();
  const add = (from: number, to: number | undefined): void => {
    if (to !== undefined && to > from) spans.set(from, { from, to, cause: 'resolved' });
  };
  const judged = clocks.filter(({ voidedAt }) => voidedAt === undefined);
  for (const clock of judged) {
    for (const { cause, from, to } of clock.pauses) if (cause === 'resolved') add(from, to);
  }
  const rounds = judged.filter(({ clock }) => clock === 'resolve').toSorted((a, b) => a.startedAt - b.startedAt);
  for (const [place, { ruleId, stoppedAt }] of rounds.entries()) {
    const next = rounds.slice(place + 1).find((other) => other.ruleId === ruleId);
    if (stoppedAt !== undefined) add(stoppedAt, next?.startedAt);
  }
  return [...spans.values()];
}
