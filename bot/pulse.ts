import type { DurationMs } from '../domain/types.ts';

/** Calls a job again and again, at the latest when its own answer says, earlier when poked. */
export interface Pulse {
  start(): void;
  /** Run now, or again right after the run that is under way. */
  poke(): void;
  /** Resolves when no run is under way and none will follow. */
  stop(): Promise<void>;
  /** Between `start` and `stop`. */
  readonly isOn: boolean;
  /** For the health check: a run that never ends shows. */
  readonly isStuck: boolean;
}

/** @param job returns how long to wait until the next run; it deals with its own errors */
export function createPulse(job: () => Promise<DurationMs>, stuckAfterMs: DurationMs): Pulse {
  let isOn = false;
  let isPoked = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stuckTimer: NodeJS.Timeout | undefined;
  let isStuck = false;

  const run = async (): Promise<void> => {
    stuckTimer = setTimeout(() => {
      isStuck = true;
    }, stuckAfterMs);
    stuckTimer.unref();
    let waitMs: DurationMs;
    do {
      isPoked = false;
      waitMs = await job();
    } while (isPoked && isOn);
    clearTimeout(stuckTimer);
    isStuck = false;
    running = undefined;
    if (isOn) timer = setTimeout(begin, waitMs);
  };
  const begin = (): void => {
    clearTimeout(timer);
    running ??= run();
  };

  return {
    start() {
      isOn = true;
      begin();
    },
    poke() {
      isPoked = true;
      if (isOn) begin();
    },
    async stop() {
      isOn = false;
      clearTimeout(timer);
      await running;
    },
    get isOn() {
      return isOn;
    },
    get isStuck() {
      return isStuck;
    },
  };
}
