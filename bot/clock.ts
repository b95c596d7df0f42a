import type { Clock, DurationMs, Instant } from '../domain/types.ts';

/** A clock that can be run forward: the sandbox's fast-forward, and scenarios. */
export interface MovableClock extends Clock {
  /** To `target`, or nowhere when that has passed: a ledger's instants never run backwards. */
  jumpTo(target: Instant): void;
}

/** Runs with `base`, ahead of it by all jumps. */
export function movableClock(base: Clock): MovableClock {
  let aheadMs: DurationMs = 0;
  const now = () => base.now() + aheadMs;
  return {
    now,
    jumpTo(target) {
      aheadMs += Math.max(0, target - now());
    },
  };
}

/** Stands still between jumps, so that a run can be repeated to the millisecond. */
export function standingClock(start: Instant): MovableClock {
  return movableClock({ now: () => start });
}

/** `base` without its steps backwards: time servers correct a machine's clock now and then. */
export function neverBackwards(base: Clock): Clock {
  let latest: Instant = 0;
  return {
    now() {
      latest = Math.max(latest, base.now());
      return latest;
    },
  };
}
