import { assert } from './assert.ts';
import { isOpen, isOver } from './clocks.ts';
import type { TicketClock } from './ticket-types.ts';
import type { Instant } from './types.ts';

/** What a timer saw at `at`: an open clock that is over is recorded as missed, until a step or a pause says otherwise. */
export function noticed(clock: TicketClock, at: Instant): TicketClock {
  if (clock.breach || !isOpen(clock) || !isOver(clock, at)) return clock;
  assert(clock.dueAt !== undefined, `clock ${clock.id} is over without being due`);
  return { ...clock, breached: true, breach: { dueAt: clock.dueAt, at, by: 'reminder' } };
}

/**
 * Would a step at `at` have come too late? What was over before a change of level is measured by the due instant that was in
 * force.
 */
export function isMissedAt({ breach, dueAt }: TicketClock, at: Instant): boolean {
  const inForce = breach?.by === 'level_change' ? breach.dueAt : dueAt;
  return inForce !== undefined && at > inForce;
}

/** A clock that has ended with its judgement. One that stopped in time has missed nothing, whatever a timer saw meanwhile. */
export function stoppedAs(clock: TicketClock, stop: { readonly at: Instant; readonly breached: boolean }): TicketClock {
  const { breach, ...rest } = clock;
  const stopped = { ...rest, stoppedAt: stop.at, breached: stop.breached };
  if (!stop.breached) return stopped;
  const dueAt = breach?.dueAt ?? clock.dueAt;
  assert(dueAt !== undefined, `clock ${clock.id} is over without being due`);
  const by = breach?.by === 'level_change' ? breach.by : 'stop';
  return { ...stopped, breach: { dueAt, at: breach?.at ?? stop.at, by } };
}

/**
 * From `from` on the clock does not count: what it missed later was none. What was over before a change of level is measured by
 * the due instant that was in force, so that it is all one whether the pause or the level was decided first.
 */
export function unlessOverBy(clock: TicketClock, from: Instant): TicketClock {
  const { breach, ...rest } = clock;
  if (!breach || (breach.by === 'level_change' && (breach.unpausable || from > breach.dueAt))) return clock;
  const { dueAt } = clock;
  if (dueAt === undefined || from <= dueAt) return { ...rest, breached: false };
  if (breach.by !== 'level_change') return clock;
  return { ...rest, breach: { dueAt, at: breach.at, by: isOpen(clock) ? 'reminder' : 'stop' } };
}
