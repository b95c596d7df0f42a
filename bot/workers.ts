import { assert } from '../domain/assert.ts';
import { DAY, type DurationMs, HOUR, type Instant, SECOND } from '../domain/types.ts';
import type { Receiver } from '../platforms/types.ts';
import type { Written } from './attempt.ts';
import { recordOnPlatform } from './contract-record.ts';
import type { Deps } from './deps.ts';
import { Dispatcher } from './dispatcher.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { guardInstance, type InstanceGuard } from './instance-guard.ts';
import { type KeyedQueue, keyedQueue } from './keyed-queue.ts';
import type { Life } from './mortal.ts';
import { recordPacks } from './packs.ts';
import { BEAT_EVERY_MS, createPresence, type Presence } from './presence.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { readiness } from './readiness.ts';
import { sealLedgers } from './sealer.ts';
import type { MuteSpan } from './speech.ts';
import { withTimeLimit } from './time-limit.ts';
import { createTimers, type Timers } from './timers.ts';
import type { Bot, BotOptions } from './types.ts';
import { updatePipeline } from './updates.ts';

/** The safety net behind everything that is woken at once. */
const POLL_EVERY_MS = SECOND;
const SEAL_EVERY_MS = 500;
const SWEEP_EVERY_MS = HOUR;
/** A platform that repeats an update does so within this. */
const KEEP_HANDLED_MS = 30 * DAY;
const SWEEP_MAX = 1_000;
const STUCK_AFTER_MS = 120 * SECOND;
const DRAIN_LIMIT_MS = 15 * SECOND;
const PLATFORM_STOP_LIMIT_MS = 5 * SECOND;
const ROUNDS_MAX = 10_000;
const NEVER: Instant = Number.POSITIVE_INFINITY;

/** The workers and what drives them: loops when live, `settle` under a virtual clock. The work itself is the same. */
export class Workers implements Bot {
  readonly #deps: Deps;
  readonly #life: Life;
  readonly #options: Pick<BotOptions, 'drive' | 'instanceId'>;
  readonly #chores: KeyedQueue;
  readonly #dispatcher: Dispatcher;
  readonly #inbox: Inbox;
  readonly #timers: Timers;
  readonly #presence: Presence;
  readonly #work: Pulse;
  readonly #pulses: readonly Pulse[];
  #guard: InstanceGuard | undefined;
  #sleepsUntil: Instant = NEVER;
  #isStarted = false;

  constructor(deps: Deps, life: Life, options: Pick<BotOptions, 'drive' | 'instanceId'>) {
    this.#deps = deps;
    this.#life = life;
    this.#options = options;
    const onError = (error: unknown) => deps.log.error({ err: error }, 'a record could not be written');
    this.#chores = keyedQueue({ limit: 1, onError });
    this.#dispatcher = new Dispatcher(deps, {
      maySpeak: (platform) => this.#guard?.maySpeak(platform) ?? false,
      onMute: (span) => this.#recordMute(span),
    });
    this.#inbox = createInbox(deps, updatePipeline(deps), this.#onWritten);
    this.#timers = createTimers(deps, this.#onWritten);
    this.#presence = createPresence(deps, this.#onWritten, this.#isLive);
    this.#work = createPulse(() => this.#workOnce(), STUCK_AFTER_MS);
    this.#pulses = [
      this.#work,
      this.#repeated('sealing', SEAL_EVERY_MS, () => sealLedgers(deps)),
      this.#repeated('the sign of life', BEAT_EVERY_MS, () => this.#presence.beat()),
      this.#repeated('housekeeping', SWEEP_EVERY_MS, async () => {
        await deps.store.sweep(deps.clock.now() - KEEP_HANDLED_MS, SWEEP_MAX);
      }),
    ];
  }

  readonly health: Bot['health'] = {
    live: () => !this.#life.isOver && this.#pulses.every((pulse) => !pulse.isStuck),
    ready: () =>
      readiness({
        deps: this.#deps,
        isStarted: this.#isStarted,
        mute: this.#guard?.reason,
        presence: this.#presence,
        speech: this.#dispatcher.speech,
      }),
  };

  async start(): Promise<void> {
    const { platforms, store } = this.#deps;
    await store.migrate();
    await store.breakStaleLeases();
    this.#guard = await guardInstance(this.#deps, this.#options.instanceId);
    await recordPacks(this.#deps, this.#onWritten);
    for (const platform of platforms.values()) await platform.start(this.#receiver(platform.name));
    // Before anything is answered, so that the notice comes first.
    await this.#presence.beat();
    this.#isStarted = true;
    if (!this.#isLive) return;
    this.#openAll();
    for (const pulse of this.#pulses) pulse.start();
  }

  async settle(): Promise<void> {
    this.#openAll();
    for (let rounds = 0; ; rounds += 1) {
      assert(rounds < ROUNDS_MAX, 'the bot finds work without end at one instant');
      const before = this.#dispatcher.progress;
      const taken = await this.#takeUp();
      for (const queue of [this.#inbox, this.#chores, this.#dispatcher]) await queue.idle();
      const isInHand = this.#inbox.size + this.#chores.size > 0;
      if (taken === 0 && this.#dispatcher.progress === before && !isInHand) break;
    }
    await sealLedgers(this.#deps);
    await this.#presence.beat();
    if (!this.#isLive) this.#closeAll();
  }

  /** Strictly later than now: what is due now and could not be done waits for something else. */
  async nextDueAt(): Promise<Instant | undefined> {
    const now = this.#deps.clock.now();
    const inStore = (await this.#deps.store.nextDueAt(now)) ?? NEVER;
    const inLanes = this.#dispatcher.nextWakeAt() ?? NEVER;
    const earliest = Math.min(inStore, inLanes > now ? inLanes : NEVER);
    return earliest === NEVER ? undefined : earliest;
  }

  async clockMoved(): Promise<void> {
    this.#presence.clockMoved();
    if (this.#isLive) this.#work.poke();
  }

  async stop(): Promise<void> {
    const { owner, platforms, store } = this.#deps;
    for (const pulse of this.#pulses) await pulse.stop();
    if (this.#isStarted) {
      const finish = () => withTimeLimit(this.settle(), DRAIN_LIMIT_MS, 'the last work');
      await this.#untroubled('finishing what is in hand', finish);
    }
    this.#closeAll();
    for (const platform of platforms.values()) {
      const end = () => withTimeLimit(platform.stop(), PLATFORM_STOP_LIMIT_MS, `stopping ${platform.name}`);
      await this.#untroubled(`stopping ${platform.name}`, end);
    }
    await this.#untroubled('taking leave', async () => {
      if (this.#isStarted) await this.#presence.farewell();
      await sealLedgers(this.#deps);
      await store.releaseLeases(owner);
    });
    await store.close();
    this.#life.isOver = true;
  }

  kill(): void {
    this.#life.isOver = true;
    this.#closeAll();
    for (const pulse of this.#pulses) void pulse.stop();
  }

  get #isLive(): boolean {
    return this.#options.drive === 'live';
  }

  readonly #onWritten = ({ changes, rows }: Written): void => {
    this.#dispatcher.take(rows);
    // Where the loop sleeps past a new timer.
    if (this.#isLive && changes.setTimers?.some((timer) => timer.fireAt < this.#sleepsUntil)) this.#work.poke();
  };

  #receiver(platform: string): Receiver {
    return {
      receive: async (update) => {
        // The sender of a real process would find its connection broken.
        assert(!this.#life.isOver, 'the process is gone');
        return this.#inbox.receive(update);
      },
      connection: (state, reason) => {
        if (this.#life.isOver) return;
        const at = this.#deps.clock.now();
        this.#chores.push('chores', () => this.#presence.connection(platform, state, reason, at));
      },
    };
  }

  /** Takes up what is due. @returns how much */
  async #takeUp(): Promise<number> {
    const now = this.#deps.clock.now();
    const dueAt = (await this.#deps.store.nextDueAt()) ?? NEVER;
    if (dueAt <= now) {
      const taken = (await this.#inbox.recover()) + (await this.#timers.fire());
      await this.#dispatcher.poll();
      return taken;
    }
    if ((this.#dispatcher.nextWakeAt() ?? NEVER) <= now) await this.#dispatcher.poll();
    return 0;
  }

  async #workOnce(): Promise<DurationMs> {
    const waitMs = await this.#untroubled('the work loop', async () => {
      await this.#takeUp();
      const now = this.#deps.clock.now();
      this.#sleepsUntil = Math.min((await this.nextDueAt()) ?? NEVER, now + POLL_EVERY_MS);
      return Math.max(1, this.#sleepsUntil - now);
    });
    return waitMs ?? POLL_EVERY_MS;
  }

  #recordMute({ platform, ...fields }: MuteSpan): void {
    this.#deps.log.warn({ platform, ...fields, code: 'bot_mute' }, 'the bot could not speak for a while');
    const record = { platform, type: 'bot_mute', fields };
    this.#chores.push('chores', () => recordOnPlatform(this.#deps, this.#onWritten, record));
  }

  #repeated(name: string, everyMs: DurationMs, job: () => Promise<void>): Pulse {
    return createPulse(async () => {
      await this.#untroubled(name, job);
      return everyMs;
    }, STUCK_AFTER_MS);
  }

  /** A loop outlives whatever happens in it: the database may be away for a while. */
  async #untroubled<T>(name: string, job: () => Promise<T>): Promise<T | undefined> {
    try {
      return await job();
    } catch (error) {
      this.#deps.log.error({ err: error }, `${name} failed`);
      return undefined;
    }
  }

  #openAll(): void {
    for (const queue of [this.#chores, this.#inbox, this.#dispatcher]) queue.open();
  }

  #closeAll(): void {
    for (const queue of [this.#chores, this.#inbox, this.#dispatcher]) queue.close();
  }
}
