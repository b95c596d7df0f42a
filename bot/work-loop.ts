import type { Changes } from '../db/changes.ts';
import { type DurationMs, type Instant, SECOND } from '../domain/types.ts';
import type { Deps } from './deps.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Inbox } from './inbox.ts';
import { STUCK_AFTER_MS, untroubled } from './loops.ts';
import { createPulse, type Pulse } from './pulse.ts';
import type { Timers } from './timers.ts';

/** The safety net behind everything that is woken at once. */
const POLL_EVERY_MS = SECOND;
const NEVER: Instant = Number.POSITIVE_INFINITY;

export interface WorkLoopParts {
  readonly inbox: Inbox;
  readonly timers: Timers;
  readonly dispatcher: Dispatcher;
}

/** Takes up what is due: updates that nobody handles, timers, messages. */
export class WorkLoop {
  readonly #deps: Deps;
  readonly #parts: WorkLoopParts;
  /** Runs when something is due, and once a second. */
  readonly pulse: Pulse;
  #sleepsUntil: Instant = NEVER;
  #failingSince: Instant | undefined;

  constructor(deps: Deps, parts: WorkLoopParts) {
    this.#deps = deps;
    this.#parts = parts;
    this.pulse = createPulse(() => this.#run(), STUCK_AFTER_MS);
  }

  /** Since when each run meets an error. */
  get failingSince(): Instant | undefined {
    return this.#failingSince;
  }

  /** Strictly later than now: what is due now and could not be done waits for something else. */
  async nextDueAt(): Promise<Instant | undefined> {
    const now = this.#deps.clock.now();
    const inStore = (await this.#deps.store.nextDueAt(now)) ?? NEVER;
    const inLanes = this.#parts.dispatcher.nextWakeAt() ?? NEVER;
    const earliest = Math.min(inStore, inLanes > now ? inLanes : NEVER);
    return earliest === NEVER ? undefined : earliest;
  }

  /** Does it sleep past what a commit has made due: a new timer, or what waited for a chat to be bound? */
  sleepsPast({ boundChat, setTimers }: Changes): boolean {
    return boundChat !== undefined || (setTimers?.some((timer) => timer.fireAt < this.#sleepsUntil) ?? false);
  }

  /** Takes up and handles what nobody handles, all of it: before timers judge what people did. @returns how much */
  async takeUpUpdates(): Promise<number> {
    const { inbox } = this.#parts;
    for (let taken = 0; ; ) {
      await inbox.idle();
      const more = await inbox.recover();
      if (more === 0) return taken;
      taken += more;
    }
  }

  /** Takes up what is due; what one of the three meets does not keep the others from theirs. @returns how much */
  async takeUp(): Promise<number> {
    const { dispatcher, inbox, timers } = this.#parts;
    const now = this.#deps.clock.now();
    const dueAt = (await this.#deps.store.nextDueAt()) ?? NEVER;
    if (dueAt > now && (dispatcher.nextWakeAt() ?? NEVER) > now) return 0;
    let taken = 0;
    const failures: unknown[] = [];
    const step = async (job: () => Promise<number>): Promise<void> => {
      try {
        taken += await job();
      } catch (error) {
        failures.push(error);
      }
    };
    await step(() => inbox.recover());
    await step(() => timers.takeUp());
    await step(async () => {
      await dispatcher.poll();
      return 0;
    });
    if (failures.length > 0) throw failures[0];
    return taken;
  }

  async #run(): Promise<DurationMs> {
    const { clock, log } = this.#deps;
    const waitMs = await untroubled(log, 'the work loop', async () => {
      await this.takeUp();
      const now = clock.now();
      this.#sleepsUntil = Math.min((await this.nextDueAt()) ?? NEVER, now + POLL_EVERY_MS);
      return Math.max(1, this.#sleepsUntil - now);
    });
    if (waitMs !== undefined) this.#failingSince = undefined;
    else this.#failingSince ??= clock.now();
    return waitMs ?? POLL_EVERY_MS;
  }
}
