import { assert } from './assert.ts';
import { addMs, alwaysCalendar, type Calendar, elapsedMs, whereKnown } from './calendar.ts';
import { CLOCK_NAMES, type Contract } from './contract.ts';
import { addTarget, isCounted, targetMs } from './targets.ts';
import type { Pause, TicketClock } from './ticket-types.ts';
import { DAY, type DurationMs, type Instant } from './types.ts';

/** `unknown`: its due instant lies beyond the table of holidays. `unagreed`: the two sides have named none yet. */
export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'void' | 'unknown' | 'unagreed';

/** How much of its target a clock has used: in its own calendar's time, or in wall time where the target is a date. */
export interface ClockUse {
  /** Absent where the table of holidays ends before. */
  readonly usedMs?: DurationMs;
  /** Absent where the table of holidays ends before the date, or nobody has named one. */
  readonly targetMs?: DurationMs;
  /** Negative when over; absent with either. */
  readonly leftMs?: number;
  /** `breached`: the target is missed, whether the clock still runs or not. */
  readonly state: ClockState;
  /** The last instant that counts; says nothing while the clock is paused. Absent where nobody can say. */
  readonly dueAt?: Instant;
}

/** How a clock stands at `now`, or stood when it ended. What the table of holidays does not reach is absent, never an error. */
export function clockUse(clock: TicketClock, contract: Contract, now: Instant): ClockUse {
  const calendar = calendarOf(clock, contract);
  const target = lengthMs(clock, calendar);
  const until = clock.stoppedAt ?? clock.voidedAt ?? now;
  const used = whereKnown(() => usedMs(clock, countedBy(clock, calendar), until));
  const dueAt = isOpen(clock) ? dueOf(clock, contract) : clock.dueAt;
  return {
    ...(used === undefined ? {} : { usedMs: used }),
    ...(target === undefined ? {} : { targetMs: target }),
    ...(used === undefined || target === undefined ? {} : { leftMs: target - used }),
    state: stateOf({ ...clock, ...(dueAt === undefined ? {} : { dueAt }) }, now),
    ...(dueAt === undefined ? {} : { dueAt }),
  };
}

function stateOf(clock: TicketClock, now: Instant): ClockState {
  if (clock.voidedAt !== undefined) return 'void';
  if (isOver(clock, now)) return 'breached';
  if (isOpen(clock) && openPause(clock)) return 'paused';
  if (clock.dueAt === undefined && !('agreed' in clock.target)) return 'unknown';
  if (clock.stoppedAt !== undefined) return 'met';
  return clock.dueAt === undefined ? 'unagreed' : 'running';
}

/**
 * Has it missed its target, be it that nobody has noticed yet? An open clock is judged by its instants alone: that a reminder
 * has noticed it is no judgement. What was over before a change of level stays over, and a stopped clock is as it was judged.
 */
export function isOver(clock: TicketClock, now: Instant): boolean {
  if (clock.stoppedAt !== undefined) return clock.breached;
  if (clock.breach?.by === 'level_change') return true;
  return clock.dueAt !== undefined && (openPause(clock)?.from ?? now) > clock.dueAt;
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

/** A date is reached by the wall clock, whatever the calendar counts. */
function countedBy(clock: TicketClock, calendar: Calendar): Calendar {
  return isCounted(clock.target) ? calendar : alwaysCalendar();
}

/** What the clock may use up until its due instant; undefined where nobody can say that. */
function lengthMs(clock: TicketClock, calendar: Calendar): DurationMs | undefined {
  if (isCounted(clock.target)) return targetMs(calendar, clock.target, clock.startedAt);
  const dueAt = dueInstant(clock, calendar);
  return dueAt === undefined ? undefined : usedMs(clock, alwaysCalendar(), dueAt);
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
 * @returns undefined when an open pause comes first, or the table of holidays ends first
 */
export function instantOfUse(clock: TicketClock, calendar: Calendar, ms: DurationMs): Instant | undefined {
  return whereKnown(() => reachedAt(clock, calendar, ms));
}

function reachedAt(clock: TicketClock, calendar: Calendar, ms: DurationMs): Instant | undefined {
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

/**
 * When a share of what the clock may use is used up, rounded up: never early.
 * @returns undefined as `instantOfUse`, and where nobody can say when it is due
 */
export function instantOfShare(clock: TicketClock, calendar: Calendar, permille: number): Instant | undefined {
  const length = lengthMs(clock, calendar);
  if (length === undefined) return undefined;
  return instantOfUse(clock, countedBy(clock, calendar), Math.ceil((length * permille) / 1000));
}

/**
 * The last instant that counts. While a pause is open: as if that pause were not.
 * @returns undefined where the table of holidays ends before, since a missing year is never guessed, and for what the two
 * sides have still to agree on
 */
export function dueInstant(clock: TicketClock, calendar: Calendar): Instant | undefined {
  const finished = clock.pauses.filter((pause) => pause.to !== undefined);
  return whereKnown(() => {
    if (!isCounted(clock.target)) return addTarget(calendar, startOfDate(clock, calendar), clock.target);
    return reachedAt({ ...clock, pauses: finished }, calendar, targetMs(calendar, clock.target, clock.startedAt) ?? 0);
  });
}

/**
 * From where a target that is a date is found: the start, later by the pauses that began before the date, rounded to whole
 * days: a wait of minutes over midnight does not buy a weekend, and one of most of a day is not lost.
 * @throws {CalendarYearMissing}
 */
export function startOfDate({ startedAt, pauses, target }: TicketClock, calendar: Calendar): Instant {
  let waitedMs = 0;
  const from = () => startedAt + Math.round(waitedMs / DAY) * DAY;
  for (const pause of pauses) {
    const dueAt = addTarget(calendar, from(), target);
    if (dueAt === undefined || dueAt < pause.from) break;
    waitedMs += (pause.to ?? pause.from) - pause.from;
  }
  return from();
}

/**
 * The most urgent first, at one instant the contract's promise before the supplier's own; of what nobody can say the due
 * instant comes last.
 */
export function byDueInstant(a: TicketClock, b: TicketClock): number {
  const own = ({ binding }: TicketClock) => Number(binding === 'internal');
  return (a.dueAt ?? Number.MAX_SAFE_INTEGER) - (b.dueAt ?? Number.MAX_SAFE_INTEGER) || own(a) - own(b);
}

/** In the order of a ticket's life, as people are used to reading them; of one kind the contract's promise first. */
export function inOrderOfLife(clocks: readonly TicketClock[]): readonly TicketClock[] {
  const place = ({ clock }: TicketClock) => CLOCK_NAMES.indexOf(clock);
  return clocks.toSorted((a, b) => place(a) - place(b) || byDueInstant(a, b));
}

/** The due instant that a clock carries, or else what the contract's present calendar says. */
export function dueOf(clock: TicketClock, contract: Contract): Instant | undefined {
  return clock.dueAt ?? dueInstant(clock, calendarOf(clock, contract));
}
