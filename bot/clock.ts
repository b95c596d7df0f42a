import { assert } from '../domain/assert.ts';
import { type Clock, type DurationMs, type Instant, SECOND } from '../domain/types.ts';

/** A clock that can be run forward: the sandbox's fast-forward, and scenarios. */
export interface MovableClock extends Clock {
  /** How far it is ahead of the clock it runs with. */
  readonly aheadMs: DurationMs;
  /** To `target`, or nowhere when that has passed: a ledger's instants never run backwards. */
  jumpTo(target: Instant): void;
  /**
   * Stands still but for jumps until the answer is called: what is due at one instant is worked off at that instant, however
   * long the work takes. It comes out no further behind than it went in.
   */
  hold(): () => void;
}

/** Runs with `base`, ahead of it by all jumps. */
export function movableClock(base: Clock): MovableClock {
  let aheadMs: DurationMs = 0;
  let heldAt: Instant | undefined;
  const running = () => base.now() + aheadMs;
  const leap = (target: Instant) => {
    aheadMs += Math.max(0, target - running());
  };
  return {
    now: () => heldAt ?? running(),
    get aheadMs() {
      return aheadMs;
    },
    jumpTo(target) {
      if (heldAt === undefined) leap(target);
      else heldAt = Math.max(heldAt, target);
    },
    hold() {
      assert(heldAt === undefined, 'the clock is held by somebody else');
      heldAt = running();
      return () => {
        if (heldAt === undefined) return;
        leap(heldAt);
        heldAt = undefined;
      };
    },
  };
}

/** Stands still between jumps, so that a run can be repeated to the millisecond. */
export function standingClock(start: Instant): MovableClock {
  return movableClock({ now: () => start });
}

/** The machine's wall clock was set: by hand, by a time server after a long time without it, or it slept. */
export interface ClockStep {
  /** What the clock said before, and says from now on. */
  readonly from: Instant;
  readonly to: Instant;
}

export interface SteadyClock extends Clock {
  /** Called with each step, before anybody reads the new time. One listener; a later one replaces it. */
  onStep(listener: (step: ClockStep) => void): void;
}

/** A difference up to this is corrected by running a little faster or slower; a greater one is taken over at once. */
export const STEP_MS = 5 * SECOND;
/** How much faster or slower at most. */
const SLEW_SHARE = 0.1;

/**
 * The wall clock without its jitter: it runs with the machine's steady clock and is drawn towards the wall clock, so that it
 * neither stands still nor runs backwards when a time server corrects the machine. A difference that no such correction
 * makes is a step, also backwards: a wrong hour must not stay, and a clock that waits for it to pass would stop every
 * reminder for an hour.
 * @param wall ms UTC @param steady ms since any beginning, never set
 */
export function steadyClock({ steady, wall }: { wall: () => number; steady: () => number }): SteadyClock {
  let readAt = steady();
  let time = wall();
  let listener: ((step: ClockStep) => void) | undefined;
  return {
    now() {
      const steadyNow = steady();
      const wallNow = wall();
      const elapsed = steadyNow - readAt;
      const expected = time + elapsed;
      const difference = wallNow - expected;
      readAt = steadyNow;
      if (Math.abs(difference) > STEP_MS) {
        time = wallNow;
        listener?.({ from: Math.floor(expected), to: Math.floor(wallNow) });
      } else {
        const slewMax = elapsed * SLEW_SHARE;
        time = expected + Math.max(-slewMax, Math.min(slewMax, difference));
      }
      return Math.floor(time);
    },
    onStep(next) {
      listener = next;
    },
  };
}
