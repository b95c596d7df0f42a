import { isRecurring, waitsForRequest } from './clock-rules.ts';
import { calendarOf, dueInstant, isOpen, isOver } from './clocks.ts';
import type { Contract } from './contract.ts';
import type { Refusal } from './decision-types.ts';
import type { Env } from './env.ts';
import { requestChanges, waitingRules } from './on-request.ts';
import {
  type ClockChange,
  IN_WORK,
  type MergedReport,
  type Ticket,
  type TicketClock,
  type TicketEvent,
} from './ticket-types.ts';
import type { Actor, Instant } from './types.ts';

/** Why a ticket can't follow another one. */
export function mergeRefusal(ticket: Ticket, into: Ticket): Refusal | undefined {
  if (into.id === ticket.id) return { reason: 'merge_itself' };
  if (into.contractId !== ticket.contractId) return { reason: 'merge_other_contract' };
  if (into.status === 'merged') return { reason: 'merge_main_is_merged' };
  return into.status === 'closed' || into.status === 'cancelled' ? { reason: 'merge_ended' } : undefined;
}

/** The ticket follows the main one from now on; its own clocks end without judgement, since the main one's are judged. */
export function mergedEvent(ticket: Ticket, into: Ticket, actor: Actor, env: Env): TicketEvent {
  return {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: env.now,
    by: actor.id,
    type: 'merged',
    into: into.id,
    intoNumber: into.number,
    clocks: ticket.clocks.filter(isOpen).map(({ id }) => ({ op: 'void', id, at: env.now })),
  };
}

/** What the main ticket takes over: the report, and those that were merged into that before. The earliest report counts. */
export function absorbedEvents(main: Ticket, ticket: Ticket, actor: Actor, env: Env): readonly TicketEvent[] {
  const { id, number, reporterId, reportedAt } = ticket;
  const earliest = Math.min(main.reportedAt, reportedAt);
  const at = Math.max(env.now, main.lastActAt);
  const reports: readonly MergedReport[] = [{ ticketId: id, number, reporterId, reportedAt }, ...(ticket.merged ?? [])];
  return reports.map((report, index) => ({
    id: env.newEventId(),
    ticketId: main.id,
    at,
    by: actor.id,
    type: 'absorbed',
    report,
    reportedAt: earliest,
    clocks: index === 0 ? earlierChanges(main, earliest, env.contract, at) : [],
  }));
}

/**
 * The open clocks that counted from the later report count from the earliest. What is over stays as it missed its target, what
 * stopped is not judged again, and no progress was owed before. What waited for the customer's word starts where the earliest
 * report does not wait for it.
 */
function earlierChanges(main: Ticket, earliest: Instant, contract: Contract, now: Instant): readonly ClockChange[] {
  if (earliest === main.reportedAt || !IN_WORK.includes(main.status)) return [];
  const isMoved = (clock: TicketClock) =>
    isOpen(clock) && !isRecurring(clock) && clock.startedAt === main.reportedAt && !isOver(clock, now);
  const due = main.clocks.filter(isMoved).map((clock): ClockChange => {
    const dueAt = dueInstant({ ...clock, startedAt: earliest }, calendarOf(clock, contract));
    return { op: 'due', id: clock.id, startedAt: earliest, at: now, ...(dueAt === undefined ? {} : { dueAt }) };
  });
  const freed = waitingRules(main, contract).filter((rule) => !waitsForRequest(rule, contract, earliest));
  return [...due, ...requestChanges(freed, main, contract, { startedAt: earliest, now })];
}
