import { isOpen, isOver } from './clocks.ts';
import type { Refusal } from './decision-types.ts';
import type { DueProposal } from './request-types.ts';
import type { ClockChange, Ticket, TicketClock } from './ticket-types.ts';
import type { Instant } from './types.ts';

// What the two sides agree on (协商确定): one names a date, and it is due by that once the other has accepted.

/** The open clocks that are due when the two sides say: those without a date first. */
export function agreedClocks({ clocks }: Ticket): readonly TicketClock[] {
  const open = clocks.filter(isOpen);
  return [...open.filter(({ target }) => 'agreed' in target), ...open.filter(({ target }) => 'until' in target)];
}

/** The clock that a date is proposed for: the first that has none yet, else the first whose date may still be another one. */
export function negotiableClock(ticket: Ticket, now: Instant): TicketClock | undefined {
  return agreedClocks(ticket).find((clock) => isNegotiable(clock, now));
}

/** A date that was missed stays missed. */
function isNegotiable(clock: TicketClock, now: Instant): boolean {
  return 'agreed' in clock.target || !isOver(clock, now);
}

/** Why a date can't be proposed. */
export function proposalRefusal(ticket: Ticket, dueAt: Instant, now: Instant): Refusal | undefined {
  if (!negotiableClock(ticket, now)) return { reason: 'agreed_due_missed' };
  return dueAt > now ? undefined : { reason: 'due_in_the_past' };
}

/** Why the date that was proposed can't be accepted any more; nothing where none was. */
export function acceptanceRefusal(ticket: Ticket, now: Instant): Refusal | undefined {
  const { dueProposal } = ticket;
  if (!dueProposal) return undefined;
  const clock = agreedClocks(ticket).find(({ id }) => id === dueProposal.clockId);
  if (!clock || !isNegotiable(clock, now)) return { reason: 'agreed_due_missed' };
  return dueProposal.dueAt > now ? undefined : { reason: 'due_in_the_past' };
}

export function agreedChange({ clockId, dueAt }: DueProposal, now: Instant): ClockChange {
  return { op: 'due', id: clockId, dueAt, target: { until: dueAt }, at: now };
}
