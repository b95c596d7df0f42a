import { rejudgeChange } from './clock-changes.ts';
import { openPause } from './clocks.ts';
import type { Contract } from './contract.ts';
import type { ClockChange, Pause, Ticket } from './ticket-types.ts';
import type { Instant, PersonId } from './types.ts';

/**
 * Pauses every clock that the pack lets pause.
 * @param start.from the instant of the request, which may be past: approval counts from there. A clock that started since
 * pauses from its start; one that was over by then stays over; one that has stopped since is judged with the pause.
 * @param start.to the resolution that came before the decision: it has ended the pause, be the ticket reopened since
 */
export function pauseChanges(
  ticket: Ticket,
  contract: Contract,
  start: { readonly from: Instant; readonly to?: Instant | undefined; readonly by: PersonId },
): readonly ClockChange[] {
  return ticket.clocks
    .filter((clock) => clock.pausable && clock.voidedAt === undefined && !openPause(clock))
    .flatMap((clock): readonly ClockChange[] => {
      const pause: Pause = { from: Math.max(start.from, clock.startedAt), cause: 'suspended', by: start.by };
      const end = Math.min(clock.stoppedAt ?? Infinity, start.to ?? Infinity);
      if (end === Infinity) return [{ op: 'pause', id: clock.id, pause }];
      return end <= pause.from ? [] : [rejudgeChange(clock, contract, { ...pause, to: end })];
    });
}

/** The ticket's suspensions as a pausable clock that started at `startedAt` would have lived them. */
export function suspensionPauses(ticket: Ticket, startedAt: Instant): readonly Pause[] {
  const { suspension, suspensions = [] } = ticket;
  const past = suspensions.map((span): Pause => ({ ...span, cause: 'suspended' }));
  const current: readonly Pause[] = suspension?.approvedBy
    ? [{ from: suspension.requestedAt, cause: 'suspended', by: suspension.by }]
    : [];
  return [...past, ...current]
    .filter((pause) => pause.to === undefined || pause.to > startedAt)
    .map((pause) => ({ ...pause, from: Math.max(pause.from, startedAt) }));
}
