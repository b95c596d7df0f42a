import { isSamePromise } from './clock-rules.ts';
import { isOpen, isOver } from './clocks.ts';
import { applyEvent } from './fold.ts';
import { isAsked } from './intake-level.ts';
import { actsAs } from './sides.ts';
import type { Ticket, TicketClock, TicketEvent } from './ticket-types.ts';
import type { Actor, Instant } from './types.ts';

/** The contract leaves the level open, or it came with a change of system that a supervisor has to look at. */
export function isLevelAsked({ levelReason, levelAsked }: Pick<Ticket, 'levelReason' | 'levelAsked'>): boolean {
  return isAsked(levelReason) || levelAsked === true;
}

/**
 * The change of system, with the question to the supervisors where it asks for one: its level took the place of one that a person
 * had decided; or somebody else than a supervisor made a promise of the contract milder by it, and none has looked at that yet.
 * @param event of the ticket's change of system
 */
export function withLevelQuestion(ticket: Ticket, event: TicketEvent, actor: Actor): TicketEvent {
  if (event.type !== 'system_changed') return event;
  const after = applyEvent(ticket, event);
  const isOverruled = ticket.levelReason.code === 'person' && after.levelReason.code !== 'person';
  const isUnseen = !actsAs(actor, 'supervisor') && (ticket.levelAsked === true || isMilder(ticket, after, event.at));
  return isOverruled || isUnseen ? { ...event, asksLevel: true } : event;
}

function isMilder(before: Ticket, after: Ticket, now: Instant): boolean {
  return before.clocks
    .filter((clock) => clock.binding === 'contract' && isOpen(clock) && !isOver(clock, now))
    .some((clock) => isMilderIn(after, clock));
}

/** Due later than it was, or not at all. */
function isMilderIn({ clocks }: Ticket, clock: TicketClock): boolean {
  const { dueAt } = clock;
  if (dueAt === undefined) return false;
  const kept = clocks.filter((other) => isOpen(other) && isSamePromise(clock, other));
  return !kept.some((other) => other.dueAt !== undefined && other.dueAt <= dueAt);
}
