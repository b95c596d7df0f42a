import { assert } from './assert.ts';
import { isMissedAt, noticed, stoppedAs, unlessOverBy } from './breach.ts';
import { isSamePromise } from './clock-rules.ts';
import { calendarOf, dueInstant, dueOf, isOpen, isOver, openPause } from './clocks.ts';
import type { ClockName, ClockRule, Contract } from './contract.ts';
import type { Breach, ClockChange, Pause, Stage, TicketClock } from './ticket-types.ts';
import type { Instant, PersonId } from './types.ts';

/** Where a new clock comes in: what its rule does not say. */
export interface ClockStart {
  /** From here the target counts. */
  readonly startedAt: Instant;
  /** When it was started, which may be later: no stage is owed before. */
  readonly now: Instant;
  /** From 1, for a clock that recurs or was restarted. */
  readonly round?: number | undefined;
  readonly pauses?: readonly Pause[];
  readonly stages?: readonly Stage[];
  /** What it is known to have missed already. */
  readonly breach?: Breach | undefined;
}

/** A ticket's clock by a rule of the pack; it carries all that judging it later needs. */
export function clockOfRule(rule: ClockRule, contract: Contract, start: ClockStart): TicketClock {
  const clock: TicketClock = {
    id: clockId(rule.id, start.round),
    ruleId: rule.id,
    clock: rule.clock,
    binding: rule.binding,
    clause: rule.clause,
    target: rule.target,
    calendar: rule.calendar,
    pausable: rule.pausable,
    startedAt: start.startedAt,
    armedAt: start.now,
    breached: start.breach !== undefined,
    ...(start.breach && { breach: start.breach }),
    pauses: start.pauses ?? [],
    stages: start.stages ?? [],
  };
  return withDue(clock, dueInstant(clock, calendarOf(rule, contract)));
}

function withDue(clock: TicketClock, due: Instant | undefined): TicketClock {
  const { dueAt, ...rest } = clock;
  return { ...rest, ...ifKnown(due) };
}

function ifKnown(dueAt: Instant | undefined): { readonly dueAt?: Instant } {
  return dueAt === undefined ? {} : { dueAt };
}

/** The same clock afresh from `now`: the next hour's progress, or a new time to resolve. What was agreed on is agreed on anew. */
export function nextRound(
  clock: TicketClock,
  clocks: readonly TicketClock[],
  contract: Contract,
  start: { readonly now: Instant; readonly pauses: readonly Pause[] },
): TicketClock {
  const round = 1 + lastRound(clocks, clock);
  const { stoppedAt, voidedAt, breach, ...kept } = clock;
  const next: TicketClock = {
    ...kept,
    ...('until' in clock.target && { target: { agreed: true } }),
    id: clockId(clock.ruleId, round),
    startedAt: start.now,
    armedAt: start.now,
    breached: false,
    pauses: start.pauses,
    stages: [],
  };
  return withDue(next, dueInstant(next, calendarOf(clock, contract)));
}

export function clockId(ruleId: string, round: number | undefined): string {
  return round === undefined ? ruleId : `${ruleId}#${round}`;
}

/** Absent for a clock that neither recurs nor was restarted. */
export function roundOf(clock: TicketClock): number | undefined {
  return clock.id === clock.ruleId ? undefined : Number(clock.id.slice(clock.ruleId.length + 1));
}

/** The newest round of a promise under whatever level, so that no round's number comes twice; 0 before the first. */
export function lastRound(
  clocks: readonly TicketClock[],
  promise: { readonly clock: ClockName; readonly binding: ClockRule['binding'] },
): number {
  return Math.max(0, ...clocks.filter((clock) => isSamePromise(promise, clock)).map((clock) => roundOf(clock) ?? 1));
}

/** Ends an open clock with its judgement. One that is paused runs again first: its time is up now. */
export function stopChanges(clock: TicketClock, contract: Contract, now: Instant): readonly ClockChange[] {
  const before = openPause(clock) ? [resumeChange(clock, contract, now)] : learntDue(clock, contract);
  const running = before.reduce(applyToClock, clock);
  return [...before, { op: 'stop', id: clock.id, at: now, breached: isOver(running, now) }];
}

/** Ends an open clock that nobody promises any more: as missed if it is over, else without judgement. */
export function endChanges(clock: TicketClock, contract: Contract, now: Instant): readonly ClockChange[] {
  const stops = stopChanges(clock, contract, now);
  const isMissed = stops.some((change) => change.op === 'stop' && change.breached);
  return isMissed ? stops : [{ op: 'void', id: clock.id, at: now }];
}

/**
 * What a step that was done at `at`, and is entered now, does to a clock that it would have stopped then: nothing where that
 * stopped earlier.
 */
export function lateStopChanges(
  clock: TicketClock,
  contract: Contract,
  step: { readonly at: Instant; readonly now: Instant },
): readonly ClockChange[] {
  const at = Math.max(step.at, clock.startedAt);
  if (clock.stoppedAt !== undefined) {
    return clock.stoppedAt <= at ? [] : [{ op: 'restop', id: clock.id, at, breached: isMissedAt(clock, at) }];
  }
  const before = openPause(clock) ? [resumeChange(clock, contract, step.now)] : learntDue(clock, contract);
  const running = before.reduce(applyToClock, clock);
  return [...before, { op: 'stop', id: clock.id, at, breached: isMissedAt(running, at) }];
}

/** A due instant that the table of holidays did not reach when the clock was started, and reaches now. */
export function learntDue(clock: TicketClock, contract: Contract): readonly (ClockChange & { op: 'due' })[] {
  const dueAt = dueOf(clock, contract);
  return clock.dueAt !== undefined || dueAt === undefined ? [] : [{ op: 'due', id: clock.id, dueAt }];
}

/** @param clock is paused */
export function resumeChange(clock: TicketClock, contract: Contract, now: Instant): ClockChange & { op: 'resume' } {
  const pauses = closeOpenPause(clock.pauses, now);
  const from = openPause(clock)?.from ?? now;
  return { op: 'resume', id: clock.id, at: now, ...ifKnown(dueAfter(clock, { from, pauses }, contract)) };
}

/**
 * With a pause more. What was over when that began stays due when it was, be the calendar another one by now; nor does a
 * calendar that was corrected since make it due earlier.
 */
function dueAfter(
  clock: TicketClock,
  { from, pauses }: { readonly from: Instant; readonly pauses: readonly Pause[] },
  contract: Contract,
): Instant | undefined {
  const { dueAt: known = -Infinity } = clock;
  if (clock.dueAt !== undefined && known < from) return known;
  const dueAt = dueInstant({ ...clock, pauses }, calendarOf(clock, contract));
  return dueAt === undefined ? undefined : Math.max(dueAt, known);
}

/** A stopped clock runs on; the time since its stop is a pause. A day that was agreed on and kept is agreed on anew. */
export function restartChanges(
  clock: TicketClock,
  contract: Contract,
  reopening: { readonly now: Instant; readonly by: PersonId },
): readonly ClockChange[] {
  assert(clock.stoppedAt !== undefined, `clock ${clock.id} did not stop, so it can't run on`);
  const to = Math.max(reopening.now, clock.stoppedAt);
  const pause: Pause = { from: clock.stoppedAt, to, cause: 'resolved', by: reopening.by };
  const dueAt = ifKnown(dueAfter(clock, { from: pause.from, pauses: [...clock.pauses, pause] }, contract));
  const isAgreedAnew = 'until' in clock.target && !clock.breached;
  return [
    { op: 'restart', id: clock.id, pause, ...dueAt },
    ...(isAgreedAnew ? [{ op: 'due', id: clock.id, target: { agreed: true } } as const] : []),
  ];
}

/** A clock is judged again with a pause that is approved when it is over already. @param pause has ended */
export function rejudgeChange(clock: TicketClock, contract: Contract, pause: Pause): ClockChange {
  const dueAt = dueAfter(clock, { from: pause.from, pauses: pausesWith(clock.pauses, pause) }, contract);
  return { op: 'rejudge', id: clock.id, pause, ...ifKnown(dueAt) };
}

/** While it lasts a pause takes the place of those that the clock had. */
function pausesWith(pauses: readonly Pause[], pause: Pause): readonly Pause[] {
  const { to: end = Infinity } = pause;
  const before = pauses
    .filter(({ from }) => from < pause.from)
    .map((other) => ({ ...other, to: Math.min(other.to ?? pause.from, pause.from) }));
  const after = pauses
    .filter(({ to = Infinity }) => to > end)
    .map((other) => ({ ...other, from: Math.max(other.from, end) }));
  return [...before, pause, ...after];
}

export function closeOpenPause(pauses: readonly Pause[], now: Instant): readonly Pause[] {
  return pauses.map((pause) => (pause.to === undefined ? { ...pause, to: Math.max(now, pause.from) } : pause));
}

/** Replays one change. Everything that it needs is in the change: no pack, no calendar. */
export function applyClockChange(clocks: readonly TicketClock[], change: ClockChange): readonly TicketClock[] {
  if (change.op === 'start') return withStarted(clocks, change.clock, change.replaces);
  assert(
    clocks.some((clock) => clock.id === change.id),
    `no clock ${change.id} to ${change.op}`,
  );
  return clocks.map((clock) => (clock.id === change.id ? applyToClock(clock, change) : clock));
}

function withStarted(
  clocks: readonly TicketClock[],
  started: TicketClock,
  replaces: string | undefined,
): readonly TicketClock[] {
  const others = clocks.filter((clock) => clock.id !== started.id || clock.voidedAt === undefined);
  assert(
    started.id === replaces || !others.some((clock) => clock.id === started.id),
    `clock ${started.id} was started twice`,
  );
  if (replaces === undefined) return [...others, started];
  assert(
    others.some((clock) => clock.id === replaces),
    `no clock ${replaces} to replace`,
  );
  return others.map((clock) => (clock.id === replaces ? started : clock));
}

function applyToClock(clock: TicketClock, change: Exclude<ClockChange, { op: 'start' }>): TicketClock {
  switch (change.op) {
    case 'stop':
      assert(isOpen(clock), `clock ${clock.id} has ended already`);
      return stoppedAs(clock, change);
    case 'void':
      assert(isOpen(clock), `clock ${clock.id} has ended already`);
      return { ...clock, voidedAt: change.at };
    case 'restart': {
      const { stoppedAt, ...running } = clock;
      const pauses = change.pause ? [...clock.pauses, change.pause] : clock.pauses;
      const armedAt = change.pause?.to ?? clock.armedAt ?? clock.startedAt;
      return withDue({ ...running, pauses, armedAt }, change.dueAt);
    }
    case 'pause':
      assert(isOpen(clock) && !openPause(clock), `clock ${clock.id} can't be paused`);
      return { ...unlessOverBy(clock, change.pause.from), pauses: pausesWith(clock.pauses, change.pause) };
    case 'rejudge':
      assert(
        change.pause.to !== undefined,
        `the pause of clock ${clock.id} is not over, so it can't be judged with it`,
      );
      return withDue(
        { ...unlessOverBy(clock, change.pause.from), pauses: pausesWith(clock.pauses, change.pause) },
        change.dueAt,
      );
    case 'due': {
      const { startedAt = clock.startedAt, target = clock.target, at: armedAt } = change;
      return withDue({ ...clock, startedAt, target, ...(armedAt === undefined ? {} : { armedAt }) }, change.dueAt);
    }
    case 'restop':
      assert(clock.stoppedAt !== undefined, `clock ${clock.id} did not stop, so it can't have stopped earlier`);
      return stoppedAs(clock, change);
    case 'resume':
      assert(isOpen(clock) && openPause(clock), `clock ${clock.id} is not paused`);
      return withDue({ ...clock, pauses: closeOpenPause(clock.pauses, change.at), armedAt: change.at }, change.dueAt);
    case 'stage':
      return { ...noticed(clock, change.at), stages: [...new Set([...clock.stages, ...change.stages])] };
  }
}
