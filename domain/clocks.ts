import { assert } from './assert.ts';
import { addMs, type Calendar, elapsedMs, targetMs } from './calendar.ts';
import type { Contract } from './contract.ts';
import type { Pause, TicketClock } from './ticket-types.ts';
import type { DurationMs, Instant } from './types.ts';

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'void';

/** How much of its target a clock has used, in its own calendar's time. */
export interface ClockUse {
  readonly usedMs: DurationMs;
  readonly targetMs: DurationMs;
  /** Negative when over. */
  readonly leftMs: number;
  /** `breached` is for good, whether the clock still runs or not. */
  readonly state: ClockState;
  /** The last instant that counts; says nothing while the clock is paused. */
  readonly dueAt: Instant;
}

/** How a clock stands at `now`, or stood when it ended. @throws {CalendarYearMissing} */
export function clockUse(clock: TicketClock, contract: Contract, now: Instant): ClockUse {
  const calendar = calendarOf(clock, contract);
  const target = targetMs(calendar, clock.target);
  const used = usedMs(clock, calendar, clock.stoppedAt ?? clock.voidedAt ?? now);
  return { usedMs: used, targetMs: target, leftMs: target - used, state: stateOf(clock, now), dueAt: clock.dueAt };
}

function stateOf(clock: TicketClock, now: Instant): ClockState {
  if (clock.voidedAt !== undefined) return 'void';
  if (isOver(clock, now)) return 'breached';
  if (clock.stoppedAt !== undefined) return 'met';
  return openPause(clock) ? 'paused' : 'running';
}

/** Has it missed its target, be it that nobody has noticed yet? A clock that has breached stays breached. */
export function isOver(clock: TicketClock, now: Instant): boolean {
  if (clock.breached) return true;
  if (clock.stoppedAt !== undefined) return false;
  return (openPause(clock)?.from ?? now) > clock.dueAt;
}

/** Neither stopped nor void: it is still owed. A paused clock is open. */
export function isOpen(clock: TicketClock): boolean {
  return clock.stoppedAt === undefined && clock.voidedAt === undefined;
}

/** The pause that an open clock is in. */
export function openPause(clock: TicketClock): Pause | undefined {
  const last = clock.pauses.at(-1);
  return last && last.to === undefined ? last : undefined;
}

export function calendarOf(clock: { readonly calendar: string }, contract: Contract): Calendar {
  const calendar = contract.calendars[clock.calendar];
  assert(calendar, `contract ${contract.id} has no calendar ${clock.calendar}`);
  return calendar;
}

/** Counted time from the start to `until`, pauses left out. */
function usedMs(clock: TicketClock, calendar: Calendar, until: Instant): DurationMs {
  let used = 0;
  let from = clock.startedAt;
  for (const pause of clock.pauses) {
    used += elapsedMs(calendar, from, Math.min(pause.from, until));
    from = Math.max(from, pause.to ?? until);
  }
  return used + elapsedMs(calendar, from, until);
}

/**
 * The instant at which a clock has used `ms` of counted time, with its pauses left out.
 * @returns undefined when an open pause comes first
 * @throws {CalendarYearMissing}
 */
export function instantOfUse(clock: TicketClock, calendar: Calendar, ms: DurationMs): Instant | undefined {
  let left = ms;
  let from = clock.startedAt;
  for (const pause of clock.pauses) {
    const reached = addMs(calendar, from, left);
    // Used up at the very instant of the pause: whatever is said during the pause still counts.
    if (reached < pause.from) return reached;
    if (pause.to === undefined) return undefined;
    left = Math.max(0, left - elapsedMs(calendar, from, pause.from));
    from = Math.max(from, pause.to);
  }
  return addMs(calendar, from, left);
}

/** The last instant that counts. While a pause is open: as if that pause were not. @throws {CalendarYearMissing} */
export function dueInstant(clock: TicketClock, calendar: Calendar): Instant {
  const finished = clock.pauses.filter((pause) => pause.to !== undefined);
  const due = instantOfUse({ ...clock, pauses: finished }, calendar, targetMs(calendar, clock.target));
  assert(due !== undefined, 'a clock without an open pause has a due instant');
  return due;
}
