import { lateStopChanges } from './clock-changes.ts';
import { isRecurring } from './clock-rules.ts';
import type { Contract } from './contract.ts';
import type { Refusal } from './decision-types.ts';
import { stoppedBy } from './step-clocks.ts';
import type { ClockChange, LateEntry, LateStep, Milestone, Ticket } from './ticket-types.ts';
import type { Instant } from './types.ts';

/** The milestone of a step; 报告领导 is none. */
export const MILESTONE_OF = {
  acknowledge: 'acknowledged',
  arrive: 'arrived',
  diagnose: 'diagnosed',
  work_around: 'worked_around',
  resolve: 'resolved',
} as const satisfies Record<Exclude<LateStep, 'report_up'>, Milestone>;

/** Why a step can't have been done at the instant that is claimed. A resolution is only dated back to its own round. */
export function lateEntryRefusal(
  ticket: Ticket,
  { step, claimedAt }: Pick<LateEntry, 'step' | 'claimedAt'>,
  now: Instant,
): Refusal | undefined {
  const recorded = step === 'report_up' ? ticket.reportedUp : ticket.milestones[MILESTONE_OF[step]];
  if (step === 'resolve' && !recorded) return { reason: 'not_resolved' };
  const earliest = step === 'resolve' ? lastReopenedAt(ticket) : ticket.reportedAt;
  const isPossible = claimedAt >= earliest && claimedAt < Math.min(now, recorded?.at ?? now);
  return isPossible ? undefined : { reason: 'late_entry_range' };
}

/** The report, while nobody has reopened it. */
function lastReopenedAt(ticket: Ticket): Instant {
  const resolving = ticket.clocks.filter(({ clock }) => clock === 'resolve');
  const resumed = resolving.flatMap(({ pauses }) =>
    pauses.flatMap(({ cause, to = 0 }) => (cause === 'resolved' ? [to] : [])),
  );
  const restarted = ticket.reopenings > 0 ? resolving.map(({ startedAt }) => startedAt) : [];
  return Math.max(ticket.reportedAt, ...resumed, ...restarted);
}

/**
 * What a late entry does to clocks once it is approved: those that the step would have stopped are judged by the instant at
 * which it was done. It told the customer nothing then, so it is no progress; only a resolution ends the rounds of that.
 */
export function lateEntryChanges(
  ticket: Ticket,
  { step, claimedAt }: LateEntry,
  contract: Contract,
  now: Instant,
): readonly ClockChange[] {
  const stopped = stoppedBy(step, ticket);
  return ticket.clocks
    .filter((clock) => stopped.includes(clock.clock) && clock.voidedAt === undefined)
    .filter((clock) => step === 'resolve' || !isRecurring(clock))
    .flatMap((clock) => lateStopChanges(clock, contract, { at: claimedAt, now }));
}
