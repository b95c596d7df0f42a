import { isRecurring } from './clock-rules.ts';
import { calendarOf, dueInstant, isOpen, isOver } from './clocks.ts';
import type { Contract } from './contract.ts';
import type { Env } from './env.ts';
import { reportMovedChanges } from './merge.ts';
import { keyOfReport } from './merged-report.ts';
import { actsAs, isSupplier } from './sides.ts';
import {
  type ClockChange,
  IN_WORK,
  type MergedReport,
  type Ticket,
  type TicketClock,
  type TicketEvent,
} from './ticket-types.ts';
import { type Actor, DAY, type Instant } from './types.ts';

/** Why a report can't be taken out of a ticket. */
export type SplitRefusal = 'not_yours' | 'too_late' | 'no_report';

/** How long a report can still be taken out of a ticket that has ended: after that every time limit would be over at its birth. */
export const SPLIT_WITHIN_MS = DAY;

/**
 * Those who supervise or manage the contract may take any report out; whoever reported knows that his own is another fault, also when
 * the ticket has ended meanwhile.
 */
export function splitRefusal(
  main: Ticket,
  report: MergedReport | undefined,
  actor: Actor,
  now: Instant,
): SplitRefusal | undefined {
  if (!report || main.status === 'merged') return 'no_report';
  if (!maySplit(actor) && report.reporterId !== actor.id) return 'not_yours';
  return main.closedAt !== undefined && now - main.closedAt > SPLIT_WITHIN_MS ? 'too_late' : undefined;
}

export function maySplit(actor: Actor): boolean {
  return actsAs(actor, 'manager') || (actsAs(actor, 'supervisor') && !isSupplier(actor));
}

/**
 * What is left of the main ticket: the earliest of the other reports counts from now on.
 * @param split.into the ticket that the report becomes, or goes to @param split.ownReportedAt when the main ticket itself was reported
 */
export function splitOffEvent(
  main: Ticket,
  split: {
    readonly report: MergedReport;
    readonly into: Pick<Ticket, 'id' | 'number'>;
    readonly ownReportedAt: Instant;
    readonly isKnown?: boolean;
  },
  actor: Actor,
  env: Env,
): TicketEvent {
  const { into, ownReportedAt, report } = split;
  const left = (main.merged ?? []).filter((other) => keyOfReport(other) !== keyOfReport(report));
  const earliest = Math.min(ownReportedAt, ...left.map(({ reportedAt }) => reportedAt));
  const at = Math.max(env.now, main.lastActAt);
  return {
    id: env.newEventId(),
    ticketId: main.id,
    at,
    by: actor.id,
    type: 'split_off',
    report,
    into: into.id,
    intoNumber: into.number,
    ...(split.isKnown && { isKnown: true }),
    reportedAt: earliest,
    clocks: laterChanges(main, earliest, env.contract, at),
  };
}

/**
 * What is over only since the report came too early is not over: it was no report of this fault. What is over all the same is over by
 * the time of the others. What stopped is not judged again.
 */
function laterChanges(main: Ticket, earliest: Instant, contract: Contract, now: Instant): readonly ClockChange[] {
  if (earliest === main.reportedAt || !IN_WORK.includes(main.status)) return [];
  const moved = reportMovedChanges(main, earliest, contract, now);
  const over = main.clocks
    .filter(({ id }) => !moved.some((change) => idOfChanged(change) === id))
    .filter((clock) => isOpen(clock) && !isRecurring(clock) && isOver(clock, now))
    // Before the earliest of those that are left nothing counted but for the one that leaves, or has left.
    .filter(({ breach, startedAt }) => startedAt < earliest && breach?.by !== 'level_change')
    .map((clock) => judgedFrom(clock, earliest, contract, now));
  return [...moved, ...over.map((clock): ClockChange => ({ op: 'start', clock, replaces: clock.id }))];
}

function idOfChanged(change: ClockChange): string | undefined {
  return change.op === 'start' ? change.replaces : change.id;
}

/** A clock that is over, as if it had counted from there. */
function judgedFrom(clock: TicketClock, startedAt: Instant, contract: Contract, now: Instant): TicketClock {
  const { breach, dueAt: _dueAt, ...rest } = clock;
  const dueAt = dueInstant({ ...clock, startedAt }, calendarOf(clock, contract));
  const counted = { ...rest, startedAt, ...(dueAt !== undefined && { dueAt }) };
  const isStillOver = dueAt !== undefined && dueAt < now;
  if (!isStillOver) return { ...counted, armedAt: now, breached: false, stages: [] };
  return breach ? { ...counted, breach: { ...breach, dueAt } } : counted;
}
