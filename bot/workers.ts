import { assert } from '../domain/assert.ts';
import type { Contract } from '../domain/contract.ts';
import { type ContractId, DAY, type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Platform, Receiver } from '../platforms/types.ts';
import type { Written } from './attempt.ts';
import { recordOnContract } from './contract-record.ts';
import type { Deps } from './deps.ts';
import { Dispatcher } from './dispatcher.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { guardInstance, type InstanceGuard } from './instance-guard.ts';
import { type KeyedQueue, keyedQueue } from './keyed-queue.ts';
import type { Life } from './mortal.ts';
import {
  followPack,
  type Pack,
  type PackShelf,
  type PackWish,
  putInForce,
  type RefusedPack,
  refusePack,
} from './packs.ts';
import { BEAT_EVERY_MS, createPresence, type Presence } from './presence.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { readiness } from './readiness.ts';
import { armRoutines } from './routine-timers.ts';
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
/** A table of more old rows than so many times the above is swept on in the next hour. */
const SWEEP_ROUNDS_MAX = 200;
const CONNECT_EVERY_MS = 5 * SECOND;
const ROUTINES_EVERY_MS = MINUTE;
/** Replicas go by one pack within this. */
const FOLLOW_EVERY_MS = 5 * SECOND;
/** The start waits no longer than this for a platform, for edited packs, or for what was left to be handled; all go on behind it. */
const START_LIMIT_MS = 10 * SECOND;
const STUCK_AFTER_MS = 120 * SECOND;
const DRAIN_LIMIT_MS = 15 * SECOND;
/** For a run of a loop that is under way. */
const PULSE_STOP_LIMIT_MS = 5 * SECOND;
const PLATFORM_STOP_LIMIT_MS = 5 * SECOND;
const ROUNDS_MAX = 10_000;
const NEVER: Instant = Number.POSITIVE_INFINITY;

/** The bot ends: the update was not stored. A platform that gets no acknowledgement delivers it again. */
class Stopping extends Error {
  readonly code = 'stopping';
}

export interface WorkersOptions extends Pick<BotOptions, 'drive' | 'instanceId' | 'packValues'> {
  /** A contract takes the place of the one that `Deps.contracts` had under its id. */
  readonly replace: (contract: Contract) => void;
}

/** The workers and what drives them: loops when live, `settle` under a virtual clock. The work itself is the same. */
export class Workers implements Bot {
  readonly #deps: Deps;
  readonly #life: Life;
  readonly #options: WorkersOptions;
  readonly #shelf: PackShelf;
  readonly #chores: KeyedQueue;
  readonly #dispatcher: Dispatcher;
  readonly #inbox: Inbox;
  readonly #timers: Timers;
  readonly #presence: Presence;
  readonly #work: Pulse;
  readonly #pulses: readonly Pulse[];
  /** Platforms that this process may use and that are not started yet. */
  readonly #unstarted = new Set<Platform>();
  readonly #started = new Set<Platform>();
  #guard: InstanceGuard | undefined;
  #sleepsUntil: Instant = NEVER;
  #isStarted = false;
  #isStopping = false;
  #failingSince: Instant | undefined;
  /** Packs are put in force one after the other. */
  #packsTaken: Promise<unknown> = Promise.resolve();
  #packsInHand = 0;

  constructor(deps: Deps, life: Life, options: WorkersOptions) {
    this.#deps = deps;
    this.#life = life;
    this.#options = options;
    const isStopping = () => this.#isStopping;
    this.#shelf = {
      deps,
      onWritten: this.#onWritten,
      replace: options.replace,
      isStopping,
      unreadable: new Set(),
    };
    const onError = (error: unknown) => deps.log.error({ err: error }, 'a record could not be written');
    this.#chores = keyedQueue({ limit: 1, onError });
    this.#dispatcher = new Dispatcher(deps, {
      maySpeak: (platform) => this.#guard?.maySpeak(platform) ?? false,
      onMute: (span) => this.#recordMute(span),
      isGathering: () => this.#timers.size > 0,
    });
    this.#inbox = createInbox(deps, updatePipeline(deps), this.#onWritten);
    this.#timers = createTimers(deps, this.#onWritten, (more) => {
      this.#dispatcher.gathered();
      if (more && this.#isLive) this.#work.poke();
    });
    this.#presence = createPresence(deps, this.#onWritten, this.#isLive);
    this.#work = createPulse(() => this.#workOnce(), STUCK_AFTER_MS);
    this.#pulses = [
      this.#work,
      this.#repeated('sealing', SEAL_EVERY_MS, () => sealLedgers(deps)),
      this.#repeated('the sign of life', BEAT_EVERY_MS, () => this.#presence.beat()),
      this.#repeated('housekeeping', SWEEP_EVERY_MS, async () => {
        const olderThan = deps.clock.now() - KEEP_HANDLED_MS;
        for (let rounds = 0; rounds < SWEEP_ROUNDS_MAX && !this.#isStopping; rounds += 1) {
          if ((await deps.store.sweep(olderThan, SWEEP_MAX)) < SWEEP_MAX) return;
        }
      }),
      // People can be imported by another process.
      this.#repeated('arming routines', ROUTINES_EVERY_MS, async () => {
        // One contract's trouble is not the next one's.
        for (const id of deps.contracts.keys()) await this.#untroubled('arming routines', () => this.#armRoutines(id));
      }),
      this.#repeated('following the packs', FOLLOW_EVERY_MS, () => this.#followPacks()),
      this.#repeated('connecting', CONNECT_EVERY_MS, () => this.#startPlatforms()),
    ];
  }

  readonly health: Bot['health'] = {
    live: () => !this.#life.isOver && this.#pulses.every((pulse) => !pulse.isStuck),
    ready: () =>
      readiness({
        deps: this.#deps,
        isStarted: this.#isStarted,
        failingSince: this.#failingSince,
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
    // Tens of thousands of open tickets may be due at another time by an edited pack.
    await this.#untroubled('putting the packs in force', () =>
      withTimeLimit(this.#takeOwnPacks(), START_LIMIT_MS, 'putting the packs in force'),
    );
    // What was left comes before what is heard from now on.
    await this.#takeUpUpdates();
    for (const platform of platforms.values()) if (this.#guard.maySpeak(platform.name)) this.#unstarted.add(platform);
    await this.#untroubled('connecting', () =>
      withTimeLimit(this.#startPlatforms(), START_LIMIT_MS, 'the start of a platform'),
    );
    // Before anything is answered, so that the notice comes first.
    this.#chores.open();
    await this.#chores.idle();
    this.#isStarted = true;
    if (!this.#isLive) return this.#chores.close();
    this.#inbox.open();
    // A reminder must not come of what somebody did before the stop and nobody has handled yet.
    await this.#untroubled('handling what was left', () =>
      withTimeLimit(this.#inbox.idle(), START_LIMIT_MS, 'handling what was left'),
    );
    this.#openAll();
    for (const pulse of this.#pulses) pulse.start();
  }

  async settle(): Promise<void> {
    const isLooping = this.#work.isOn;
    // What the loop is claiming at this moment is in no queue yet, so nobody here would wait for it.
    if (isLooping) await this.#work.stop();
    try {
      await this.#workOff();
    } finally {
      if (isLooping && !this.#isStopping && !this.#life.isOver) this.#work.start();
    }
  }

  async #workOff(): Promise<void> {
    await this.#followPacks();
    await this.#startPlatforms();
    this.#openAll();
    for (let rounds = 0; ; rounds += 1) {
      assert(rounds < ROUNDS_MAX, 'the bot finds work without end at one instant');
      const before = this.#dispatcher.progress;
      const taken = (await this.#takeUpUpdates()) + (await this.#takeUp());
      for (const queue of this.#queues) await queue.idle();
      const isInHand = this.#inbox.size + this.#chores.size + this.#timers.size > 0;
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

  async #takeOwnPacks(): Promise<void> {
    for (const contract of this.#deps.contracts.values()) {
      await this.takePack({ contract, value: this.#options.packValues?.get(contract.id) }, 'found');
    }
  }

  /** Whatever other replicas have put in force. While this one puts a pack in force it need not look. */
  async #followPacks(): Promise<void> {
    const { contracts, store } = this.#deps;
    if (!store.mayHaveReplicas) return;
    for (const id of contracts.keys()) {
      if (this.#packsInHand > 0) return;
      await this.#untroubled('following the packs', () => this.#inTurn(() => followPack(this.#shelf, id)));
    }
  }

  takePack(pack: Pack, wish: PackWish = 'edited'): Promise<void> {
    return this.#inTurn(() => putInForce(this.#shelf, pack, wish));
  }

  refusePack(refused: RefusedPack): Promise<void> {
    return this.#inTurn(() => refusePack(this.#shelf, refused));
  }

  #inTurn(job: () => Promise<void>): Promise<void> {
    this.#packsInHand += 1;
    const turn = this.#packsTaken.then(job).finally(() => {
      this.#packsInHand -= 1;
    });
    this.#packsTaken = turn.catch(() => undefined);
    return turn;
  }

  async stop(): Promise<void> {
    const { clock, owner, store } = this.#deps;
    // First of all: what is heard from now on is refused, and comes again to whoever is next.
    this.#isStopping = true;
    const within = (limitMs: DurationMs, what: string, job: () => Promise<void>) =>
      this.#untroubled(what, () => withTimeLimit(job(), limitMs, what));
    await within(PULSE_STOP_LIMIT_MS, 'stopping the loops', async () => {
      await Promise.all(this.#pulses.map((pulse) => pulse.stop()));
    });
    await within(DRAIN_LIMIT_MS, 'putting packs in force', async () => void (await this.#packsTaken));
    if (this.#isStarted) await within(DRAIN_LIMIT_MS, 'finishing what is in hand', () => this.settle());
    this.#closeAll();
    this.#dispatcher.stop();
    for (const platform of this.#started) {
      await within(PLATFORM_STOP_LIMIT_MS, `stopping ${platform.name}`, () => platform.stop());
    }
    await within(DRAIN_LIMIT_MS, 'marking what was sent', () => this.#dispatcher.idle());
    await within(DRAIN_LIMIT_MS, 'taking leave', async () => {
      if (this.#isStarted) await this.#presence.farewell();
      await sealLedgers(this.#deps);
    });
    // Last: whoever takes over finds nothing in hand.
    await within(DRAIN_LIMIT_MS, 'giving back what was held', () => store.releaseLeases(owner, clock.now()));
    await store.close();
    this.#life.isOver = true;
  }

  kill(): void {
    this.#life.isOver = true;
    this.#closeAll();
    for (const pulse of this.#pulses) void pulse.stop();
  }

  get #queues() {
    return [this.#inbox, this.#chores, this.#timers, this.#dispatcher];
  }

  get #isLive(): boolean {
    return this.#options.drive === 'live';
  }

  readonly #onWritten = ({ changes, contractId, rows }: Written): void => {
    this.#dispatcher.take(rows);
    if ((changes.roster ?? []).length > 0) this.#chores.push('chores', () => this.#armRoutines(contractId));
    // Where the loop sleeps past a new timer.
    if (this.#isLive && changes.setTimers?.some((timer) => timer.fireAt < this.#sleepsUntil)) this.#work.poke();
  };

  /** A routine may be due at another time with another roster. */
  async #armRoutines(id: ContractId): Promise<void> {
    const contract = this.#deps.contracts.get(id);
    if (contract) await armRoutines(this.#deps, this.#onWritten, contract);
  }

  #receiver(platform: string): Receiver {
    return {
      receive: async (update) => {
        // The sender of a real process would find its connection broken.
        assert(!this.#life.isOver, 'the process is gone');
        if (this.#isStopping) throw new Stopping('the bot is stopping; send it again');
        return this.#inbox.receive(update);
      },
      connection: (state, reason) => this.#connection(platform, state, reason),
    };
  }

  /** Starts what is not started yet; one that can't be counts as disconnected, and is tried again. */
  async #startPlatforms(): Promise<void> {
    if (this.#isStopping) return;
    const starting = [...this.#unstarted];
    // So that the next run does not start it a second time while this one waits.
    this.#unstarted.clear();
    await Promise.all(starting.map((platform) => this.#startPlatform(platform)));
  }

  async #startPlatform(platform: Platform): Promise<void> {
    try {
      await platform.start(this.#receiver(platform.name));
      this.#started.add(platform);
    } catch (error) {
      const { log } = this.#deps;
      log.error({ err: error, platform: platform.name, code: 'platform_start' }, 'a platform could not be started');
      this.#unstarted.add(platform);
      this.#connection(platform.name, 'down', 'it could not be started');
    }
  }

  #connection(platform: string, state: 'up' | 'down', reason: string): void {
    if (this.#life.isOver) return;
    const at = this.#deps.clock.now();
    this.#chores.push('chores', () => this.#presence.connection(platform, state, reason, at));
  }

  /** Takes up and handles what nobody handles, all of it: before timers judge what people did. @returns how much */
  async #takeUpUpdates(): Promise<number> {
    for (let taken = 0; ; ) {
      await this.#inbox.idle();
      const more = await this.#inbox.recover();
      if (more === 0) return taken;
      taken += more;
    }
  }

  /** Takes up what is due; what one of the three meets does not keep the others from theirs. @returns how much */
  async #takeUp(): Promise<number> {
    const now = this.#deps.clock.now();
    const dueAt = (await this.#deps.store.nextDueAt()) ?? NEVER;
    if (dueAt > now && (this.#dispatcher.nextWakeAt() ?? NEVER) > now) return 0;
    let taken = 0;
    const failures: unknown[] = [];
    const step = async (job: () => Promise<number>): Promise<void> => {
      try {
        taken += await job();
      } catch (error) {
        failures.push(error);
      }
    };
    await step(() => this.#inbox.recover());
    await step(() => this.#timers.takeUp());
    await step(async () => {
      await this.#dispatcher.poll();
      return 0;
    });
    if (failures.length > 0) throw failures[0];
    return taken;
  }

  async #workOnce(): Promise<DurationMs> {
    const waitMs = await this.#untroubled('the work loop', async () => {
      await this.#takeUp();
      const now = this.#deps.clock.now();
      this.#sleepsUntil = Math.min((await this.nextDueAt()) ?? NEVER, now + POLL_EVERY_MS);
      return Math.max(1, this.#sleepsUntil - now);
    });
    if (waitMs !== undefined) this.#failingSince = undefined;
    else this.#failingSince ??= this.#deps.clock.now();
    return waitMs ?? POLL_EVERY_MS;
  }

  /** At once when it matters, since this process may end before the silence does, and once more with its end. */
  #recordMute({ chat, ...span }: MuteSpan): void {
    const { contractId, id, platform } = chat;
    const type = span.to === undefined ? 'bot_mute_began' : 'bot_mute';
    this.#deps.log.warn({ platform, chatId: id, ...span, code: type }, 'the bot could not speak for a while');
    if (contractId === undefined) return;
    const fields = { platform, chat: id, ...span };
    this.#chores.push('chores', () => recordOnContract(this.#deps, this.#onWritten, contractId, type, fields));
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
    for (const queue of this.#queues) queue.open();
  }

  #closeAll(): void {
    for (const queue of this.#queues) queue.close();
  }
}
