import { rejudgeChange } from './clock-changes.ts';
import { isOpen, openPause } from './clocks.ts';
import type { Contract } from './contract.ts';
import { type ClockChange, IN_WORK, type Pause, type Ticket, type TicketClock } from './ticket-types.ts';
import type { Instant, PersonId } from './types.ts';

/**
 * Pauses every clock that the pack lets pause.
 * @param start.from the instant of the request, which may be past: approval counts from there. A clock that started since
 * pauses from its start; one that was over by then stays over; one that has stopped since is judged with the pause. What was
 * started by the resolution, which ends every pause, is not touched.
 */
export function pauseChanges(
  ticket: Ticket,
  contract: Contract,
  start: { readonly from: Instant; readonly by: PersonId },
): readonly ClockChange[] {
  return ticket.clocks
    .filter((clock) => clock.pausable && clock.voidedAt === undefined && !openPause(clock))
    .flatMap((clock): ClockChange[] => {
      const pause: Pause = { from: Math.max(start.from, clock.startedAt), cause: 'suspended', by: start.by };
      if (clock.stoppedAt === undefined) {
        return IN_WORK.includes(ticket.status) ? [{ op: 'pause', id: clock.id, pause }] : [];
      }
      if (clock.stoppedAt <= pause.from) return [];
      return [rejudgeChange(clock, contract, { ...pause, to: clock.stoppedAt })];
    });
}

/**
 * The ticket's suspensions as a pausable clock that started at `startedAt` would have lived them. Each clock has seen those of
 * its own life: they are put together, with the suspension in force.
 */
export function suspensionPauses(ticket: Ticket, startedAt: Instant): readonly Pause[] {
  const seen = ticket.clocks.flatMap((clock) =>
    clock.pauses
      .filter((pause) => pause.cause === 'suspended')
      .map((pause) => (pause.to === undefined && !isOpen(clock) ? { ...pause, to: endOf(clock, pause) } : pause)),
  );
  const { suspension } = ticket;
  const current: readonly Pause[] = suspension?.approvedBy
    ? [{ from: suspension.requestedAt, cause: 'suspended', by: suspension.by }]
    : [];
  return joined([...seen, ...current])
    .filter((pause) => pause.to === undefined || pause.to > startedAt)
    .map((pause) => ({ ...pause, from: Math.max(pause.from, startedAt) }));
}

/** A clock that became void during a pause has not seen its end. */
function endOf(clock: TicketClock, pause: Pause): Instant {
  return Math.max(pause.from, clock.stoppedAt ?? clock.voidedAt ?? pause.from);
}

/** Spans that touch or overlap as one, in their order. */
function joined(pauses: readonly Pause[]): readonly Pause[] {
  const spans: Pause[] = [];
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (!last || (last.to !== undefined && last.to < pause.from)) spans.push(pause);
    else if (last.to !== undefined) spans[spans.length - 1] = longer(last, pause);
  }
  return spans;
}

function longer(first: Pause, second: Pause): Pause {
  const { to, ...open } = first;
  return to === undefined || second.to === undefined ? open : { ...open, to: Math.max(to, second.to) };
}
