import { applyClockChange, endChanges } from './clock-changes.ts';
import { bindingRules, isRecurring, isSamePromise, waitsForRequest } from './clock-rules.ts';
import { calendarOf, dueInstant, isOpen, isOver } from './clocks.ts';
import type { Contract } from './contract.ts';
import { levelOf } from './contract-lookup.ts';
import type { Refusal } from './decision-types.ts';
import type { Env } from './env.ts';
import { requestChanges, waitingRules } from './on-request.ts';
import { rebindingChanges } from './rebinding.ts';
import { isSupplier } from './sides.ts';
import {
  type ClockChange,
  IN_WORK,
  type MergedReport,
  type Ticket,
  type TicketClock,
  type TicketEvent,
} from './ticket-types.ts';
import type { Actor, Instant, PersonId } from './types.ts';

/** Everybody whose report it is. */
export function reportersOf({ reporterId, merged = [] }: Ticket): readonly PersonId[] {
  return [reporterId, ...merged.map((report) => report.reporterId)];
}

/** Why a ticket can't follow another one, or not by this person's word. */
export function mergeRefusal(ticket: Ticket, into: Ticket, actor: Actor, contract: Contract): Refusal | undefined {
  if (into.id === ticket.id) return { reason: 'merge_itself' };
  if (into.contractId !== ticket.contractId) return { reason: 'merge_other_contract' };
  if (into.status === 'merged') return { reason: 'merge_main_is_merged' };
  if (into.status === 'closed' || into.status === 'cancelled') return { reason: 'merge_ended' };
  return isSupplier(actor) ? escapeRefusal(ticket, into, contract) : undefined;
}

/**
 * Why a report can't join a ticket, or not by this person's word.
 * @param report.level that its words speak for; absent where they say nothing of it
 */
export function joinRefusal(
  into: Ticket,
  report: { readonly level?: string | undefined; readonly departmentId?: string | undefined },
  actor: Actor,
  contract: Contract,
): Refusal | undefined {
  if (into.status === 'merged') return { reason: 'merge_main_is_merged' };
  if (into.status === 'closed' || into.status === 'cancelled') return { reason: 'merge_ended' };
  if (!isSupplier(actor)) return undefined;
  if (into.status === 'resolved') return { reason: 'merge_main_resolved' };
  if (into.departmentId !== report.departmentId) return { reason: 'merge_loses_promise' };
  const { level = into.level } = report;
  return isMilder(into.level, level, contract) ? { reason: 'merge_milder_level', level: into.level } : undefined;
}

/** By merging nobody of the supplier's gets rid of what the other ticket obliges him to and the main one does not. */
function escapeRefusal(ticket: Ticket, into: Ticket, contract: Contract): Refusal | undefined {
  if (into.status === 'resolved') return { reason: 'merge_main_resolved' };
  if (into.kind === 'service_request' && ticket.kind !== 'service_request') return { reason: 'merge_into_request' };
  const isOther = ticket.systemId !== undefined && into.systemId !== undefined && ticket.systemId !== into.systemId;
  if (isOther) return { reason: 'merge_other_system' };
  if (isMilder(into.level, ticket.level, contract)) return { reason: 'merge_milder_level', level: into.level };
  const isLost = ticket.clocks.some((clock) => isOpen(clock) && isLostIn(into, clock, ticket, contract));
  return isLost ? { reason: 'merge_loses_promise' } : undefined;
}

/** Is the first the milder one? A level that the pack has no more counts as the milder main one, and as the graver merged one. */
export function isMilder(main: string, merged: string, contract: Contract): boolean {
  if (main === merged) return false;
  return (levelOf(contract, main)?.rank ?? Infinity) > (levelOf(contract, merged)?.rank ?? 0);
}

/** A date was agreed on, or somebody was asked to come, for this ticket alone. */
function isLostIn(into: Ticket, clock: TicketClock, ticket: Ticket, contract: Contract): boolean {
  const { target } = clock;
  const same = into.clocks.filter((other) => other.voidedAt === undefined && isSamePromise(clock, other));
  if ('until' in target) return !same.some((other) => isKeptBy(other, target.until));
  const isRequested = bindingRules(contract, ticket).some(
    (rule) => rule.id === clock.ruleId && waitsForRequest(rule, contract, ticket.reportedAt),
  );
  return isRequested && same.length === 0 && into.milestones.arrived === undefined;
}

function isKeptBy({ stoppedAt, dueAt }: TicketClock, until: Instant): boolean {
  return stoppedAt !== undefined || (dueAt !== undefined && dueAt <= until);
}

/** The ticket follows the main one from now on, whose clocks are judged; what its own have missed by now stays missed. */
export function mergedEvent(ticket: Ticket, into: Ticket, actor: Actor, env: Env): TicketEvent {
  return {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: env.now,
    by: actor.id,
    type: 'merged',
    into: into.id,
    intoNumber: into.number,
    clocks: ticket.clocks.filter(isOpen).flatMap((clock) => endChanges(clock, env.contract, env.now)),
  };
}

/**
 * A report of the same fault that never was a ticket. The earliest report counts; where its words are graver than the ticket's level
 * the supervisors are asked, so that nothing becomes milder unseen.
 * @param joined the level that its words speak for; absent where they say nothing of it
 */
export function joinedEvent(
  main: Ticket,
  report: MergedReport,
  joined: { readonly level?: string | undefined; readonly by: Actor },
  env: Env,
): TicketEvent {
  const earliest = Math.min(main.reportedAt, report.reportedAt);
  const at = Math.max(env.now, main.lastActAt);
  const { level = main.level } = joined;
  const asksLevel = isMilder(main.level, level, env.contract) && IN_WORK.includes(main.status);
  return {
    id: env.newEventId(),
    ticketId: main.id,
    at,
    by: joined.by.id,
    type: 'absorbed',
    report,
    reportedAt: earliest,
    ...(asksLevel && { asksLevel }),
    clocks: reportMovedChanges(main, earliest, env.contract, at),
  };
}

/** What the main ticket takes over: the report, and those that were merged into that before. The earliest report counts. */
export function absorbedEvents(main: Ticket, ticket: Ticket, actor: Actor, env: Env): readonly TicketEvent[] {
  const { id, number, chatId, reporterId, reportedAt } = ticket;
  const earliest = Math.min(main.reportedAt, reportedAt);
  const at = Math.max(env.now, main.lastActAt);
  const own: MergedReport = { ticketId: id, number, chatId, reporterId, reportedAt };
  const reports = [own, ...(ticket.merged ?? [])];
  return reports.map((report, index) => ({
    id: env.newEventId(),
    ticketId: main.id,
    at,
    by: actor.id,
    type: 'absorbed',
    report,
    reportedAt: earliest,
    clocks: index === 0 ? reportMovedChanges(main, earliest, env.contract, at) : [],
  }));
}

/**
 * The open clocks that counted from one report count from another, which is the earliest now. What is over stays as it missed its target, what
 * stopped is not judged again, and no progress was owed before. What waited for the customer's word starts where the earliest
 * report does not wait for it; what would have waited for it from there stays as it is. Where the earliest report is of other
 * hours, the rules of those bind.
 */
export function reportMovedChanges(
  main: Ticket,
  earliest: Instant,
  contract: Contract,
  now: Instant,
): readonly ClockChange[] {
  if (earliest === main.reportedAt || !IN_WORK.includes(main.status)) return [];
  const earlier = { ...main, reportedAt: earliest };
  const idsOf = (ticket: Ticket) => bindingRules(contract, ticket).map(({ id }) => id);
  if (idsOf(main).join() === idsOf(earlier).join()) {
    const freed = waitingRules(main, contract).filter((rule) => !waitsForRequest(rule, contract, earliest));
    const starts = requestChanges(freed, main, contract, { startedAt: earliest, now });
    return [...movedChanges(main, main.clocks, earlier, { contract, now }), ...starts];
  }
  const rebound = rebindingChanges(earlier, earlier, contract, now);
  const clocks = rebound.reduce(applyClockChange, main.clocks);
  return [...rebound, ...movedChanges(main, clocks, earlier, { contract, now })];
}

/** @param clocks those of the ticket, some perhaps by another rule already */
function movedChanges(
  main: Ticket,
  clocks: readonly TicketClock[],
  earlier: Ticket,
  { contract, now }: Pick<Env, 'contract' | 'now'>,
): readonly ClockChange[] {
  const { reportedAt } = earlier;
  const rules = bindingRules(contract, earlier);
  const isWaiting = (clock: TicketClock) =>
    rules.some((rule) => rule.id === clock.ruleId && waitsForRequest(rule, contract, reportedAt));
  // One that has another rule by now is over only if it was by its old one.
  const wasOver = (clock: TicketClock) => (main.clocks.includes(clock) ? isOver(clock, now) : clock.breached);
  const isMoved = (clock: TicketClock) =>
    isOpen(clock) && !isRecurring(clock) && clock.startedAt === main.reportedAt && !wasOver(clock) && !isWaiting(clock);
  return clocks.filter(isMoved).map((clock) => {
    const dueAt = dueInstant({ ...clock, startedAt: reportedAt }, calendarOf(clock, contract));
    return { op: 'due', id: clock.id, startedAt: reportedAt, at: now, ...(dueAt === undefined ? {} : { dueAt }) };
  });
}
