import type { Instant, TicketId } from '../types.ts';
import { isMissed } from './outcome-time.ts';
import type { ClockOutcome, TicketOutcome } from './ticket-outcome.ts';

/**
 * The tickets that count, each with what the ones that follow it have missed: a promise that was missed for several reports of the
 * same fault is missed once. Cancelled ones cost nothing, nor do those that follow one.
 */
export function countedTickets(outcomes: readonly TicketOutcome[], now: Instant): readonly TicketOutcome[] {
  const merged = outcomes.filter(({ standing }) => standing === 'merged');
  const missed = missedByMain(merged, outcomes, now);
  return outcomes.flatMap((main) => {
    if (main.standing === 'cancelled' || main.standing === 'merged') return [];
    const ofFollowers = missed.get(main.ticketId);
    return ofFollowers ? { ...main, clocks: [...main.clocks, ...ofFollowers] } : main;
  });
}

function missedByMain(
  merged: readonly TicketOutcome[],
  outcomes: readonly TicketOutcome[],
  now: Instant,
): ReadonlyMap<TicketId, readonly ClockOutcome[]> {
  const missed = new Map<TicketId, ClockOutcome[]>();
  if (merged.length === 0) return missed;
  const byId = new Map(outcomes.map((outcome) => [outcome.ticketId, outcome]));
  for (const follower of merged) {
    const clocks = follower.clocks.filter((clock) => isMissed(clock, now));
    const main = clocks.length === 0 ? undefined : mainOf(follower, byId);
    if (main) missed.set(main.ticketId, [...(missed.get(main.ticketId) ?? []), ...clocks]);
  }
  return missed;
}

/** By the id of each merged one the ticket that counts in its place, where that is among these. */
export function mainTickets(outcomes: readonly TicketOutcome[]): ReadonlyMap<TicketId, TicketId> {
  const merged = outcomes.filter(({ standing }) => standing === 'merged');
  if (merged.length === 0) return new Map();
  const byId = new Map(outcomes.map((outcome) => [outcome.ticketId, outcome]));
  return new Map(
    merged.flatMap((follower) => {
      const main = mainOf(follower, byId);
      return main ? [[follower.ticketId, main.ticketId]] : [];
    }),
  );
}

/** What a merged ticket follows in the end; undefined where that is not among these. */
function mainOf(merged: TicketOutcome, byId: ReadonlyMap<TicketId, TicketOutcome>): TicketOutcome | undefined {
  const seen = new Set<TicketId>();
  let at: TicketOutcome | undefined = merged;
  while (at?.mergedInto !== undefined && !seen.has(at.ticketId)) {
    seen.add(at.ticketId);
    at = byId.get(at.mergedInto);
  }
  return at?.mergedInto === undefined ? at : undefined;
}
