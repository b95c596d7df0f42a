import { isOpen, openPause } from './clocks.ts';
import type { ClockChange, Pause, Ticket } from './ticket-types.ts';
import type { Instant, PersonId } from './types.ts';

/**
 * Pauses every clock that the pack lets pause.
 * @param from the instant of the request, which may be past: approval counts from there. A clock that started since
 * pauses from its start; one that was over by then stays over.
 */
export function pauseChanges(ticket: Ticket, from: Instant, by: PersonId): readonly ClockChange[] {
  return ticket.clocks
    .filter((clock) => clock.pausable && isOpen(clock) && !openPause(clock))
    .map((clock) => ({
      op: 'pause',
      id: clock.id,
      pause: { from: Math.max(from, clock.startedAt), cause: 'suspended', by },
    }));
}

/**
 * The ticket's suspensions as a pausable clock that started at `startedAt` would have lived them. They are read from the
 * clock that has seen most of them, and from the suspension in force.
 */
export function suspensionPauses(ticket: Ticket, startedAt: Instant): readonly Pause[] {
  const lists = ticket.clocks.map((clock) => clock.pauses.filter((pause) => pause.cause === 'suspended'));
  const longest = lists.reduce((most, list) => (list.length > most.length ? list : most), []);
  const { suspension } = ticket;
  const isKnown = longest.some((pause) => pause.to === undefined);
  const current: readonly Pause[] =
    suspension?.approvedBy && !isKnown ? [{ from: suspension.requestedAt, cause: 'suspended', by: suspension.by }] : [];
  return [...longest, ...current]
    .filter((pause) => pause.to === undefined || pause.to > startedAt)
    .map((pause) => ({ ...pause, from: Math.max(pause.from, startedAt) }));
}
