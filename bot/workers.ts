import { assert } from '../domain/assert.ts';
import type { Contract } from '../domain/contract.ts';
import { type ContractId, type DurationMs, type Instant, MINUTE, SECOND } from '../domain/types.ts';
import type { Loss } from '../platforms/supervisor.ts';
import type { PlatformTrouble, Receiver } from '../platforms/types.ts';
import { type AlertPost, alertUpdates } from './alert-scene.ts';
import type { Written } from './attempt.ts';
import { Connections, HOLD_EVERY_MS } from './connections.ts';
import { recordOnContract } from './contract-record.ts';
import type { Deps } from './deps.ts';
import { Dispatcher } from './dispatcher.ts';
import { SWEEP_EVERY_MS, sweepOut } from './housekeeping.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { guardInstance, type InstanceGuard } from './instance-guard.ts';
import { type KeyedQueue, keyedQueue } from './keyed-queue.ts';
import { repeated, untroubled } from './loops.ts';
import type { Life } from './mortal.ts';
import { PackTurns } from './pack-turns.ts';
import type { Pack, PackWish, RefusedPack } from './packs.ts';
import { BEAT_EVERY_MS, createPresence, type Presence } from './presence.ts';
import type { Pulse } from './pulse.ts';
import { readiness } from './readiness.ts';
import { armRoutines } from './routine-timers.ts';
import { sealLedgers } from './sealer.ts';
import type { MuteSpan } from './speech.ts';
import { withTimeLimit } from './time-limit.ts';
import { createTimers, type Timers } from './timers.ts';
import { createTroubles, type Troubles } from './troubles.ts';
import type { Bot, BotOptions, Line } from './types.ts';
import { updatePipeline } from './updates.ts';
import { WorkLoop } from './work-loop.ts';

const SEAL_EVERY_MS = 500;
const CONNECT_EVERY_MS = 5 * SECOND;
const ROUTINES_EVERY_MS = MINUTE;
/** So soon what could not be told is told after all. */
const TELL_EVERY_MS = MINUTE;
/** Replicas go by one pack within this. */
const FOLLOW_EVERY_MS = 5 * SECOND;
/** The start waits no longer than this for a platform, for edited packs, or for what was left to be handled; all go on behind it. */
const START_LIMIT_MS = 10 * SECOND;
const DRAIN_LIMIT_MS = 15 * SECOND;
/** For a run of a loop that is under way. */
const PULSE_STOP_LIMIT_MS = 5 * SECOND;
const ROUNDS_MAX = 10_000;

/** What a platform says of its connection. */
interface LineNews {
  readonly state: 'up' | 'down';
  readonly reason: string;
  readonly how: Loss['kind'] | undefined;
  readonly since: Instant | undefined;
}

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
  readonly #packs: PackTurns;
  readonly #chores: KeyedQueue;
  readonly #dispatcher: Dispatcher;
  readonly #inbox: Inbox;
  readonly #timers: Timers;
  readonly #presence: Presence;
  readonly #troubles: Troubles;
  readonly #work: WorkLoop;
  readonly #pulses: readonly Pulse[];
  readonly #connections: Connections;
  /** It goes on while a stop finishes what is in hand: until then nobody else may connect. */
  readonly #holding: Pulse;
  #guard: InstanceGuard | undefined;
  #isStarted = false;
  #isStopping = false;

  constructor(deps: Deps, life: Life, options: WorkersOptions) {
    this.#deps = deps;
    this.#life = life;
    this.#options = options;
    const isStopping = () => this.#isStopping;
    this.#packs = new PackTurns(deps, {
      deps,
      onWritten: this.#onWritten,
      replace: options.replace,
      isStopping,
      unreadable: new Set(),
    });
    const onError = (error: unknown) => deps.log.error({ err: error }, 'a record could not be written');
    this.#chores = keyedQueue({ limit: 1, onError });
    this.#dispatcher = new Dispatcher(deps, {
      maySpeak: (platform) => (this.#guard?.maySpeak(platform) ?? false) && this.#connections.holds(platform),
      onMute: (span) => this.#recordMute(span),
      connectedSince: (platform) => this.#connections.heldSince(platform),
      isGathering: () => this.#timers.size > 0,
    });
    this.#inbox = createInbox(deps, updatePipeline(deps), this.#onWritten);
    this.#timers = createTimers(deps, this.#onWritten, (more) => {
      this.#dispatcher.gathered();
      if (more && this.#isLive) this.#work.pulse.poke();
    });
    this.#presence = createPresence(deps, this.#onWritten, this.#isLive);
    this.#troubles = createTroubles(deps, this.#onWritten);
    const regularly = (name: string, everyMs: DurationMs, job: () => Promise<void>) =>
      repeated(deps.log, name, everyMs, job);
    const connecting = regularly('connecting', CONNECT_EVERY_MS, () => this.#connections.start());
    this.#connections = new Connections(deps, {
      receiver: (platform) => this.#receiver(platform),
      onFailedStart: (platform) =>
        this.#connection(platform, {
          state: 'down',
          reason: 'it could not be started',
          how: undefined,
          since: undefined,
        }),
      onStandby: (platform) => {
        this.#dispatcher.standby(platform);
        this.#chores.push('chores', async () => this.#presence.standby(platform));
      },
      onYield: (platform) => this.#presence.gaveUp(platform),
      onHeld: () => connecting.poke(),
      isStopping,
    });
    this.#holding = regularly('holding the connections', HOLD_EVERY_MS, () => this.#connections.hold());
    this.#work = new WorkLoop(deps, { inbox: this.#inbox, timers: this.#timers, dispatcher: this.#dispatcher });
    this.#pulses = [
      this.#work.pulse,
      regularly('sealing', SEAL_EVERY_MS, () => sealLedgers(deps)),
      regularly('the sign of life', BEAT_EVERY_MS, () => this.#presence.beat()),
      regularly('telling troubles', TELL_EVERY_MS, async () => this.#tellTroubles()),
      regularly('housekeeping', SWEEP_EVERY_MS, () => sweepOut(deps, isStopping)),
      // People can be imported by another process.
      regularly('arming routines', ROUTINES_EVERY_MS, async () => {
        // One contract's trouble is not the next one's.
        for (const id of deps.contracts.keys()) {
          await untroubled(deps.log, 'arming routines', () => this.#armRoutines(id));
        }
      }),
      regularly('following the packs', FOLLOW_EVERY_MS, () => this.#packs.follow()),
      connecting,
    ];
  }

  readonly health: Bot['health'] = {
    live: () => !this.#life.isOver && [...this.#pulses, this.#holding].every((pulse) => !pulse.isStuck),
    ready: () =>
      readiness({
        deps: this.#deps,
        isStarted: this.#isStarted,
        failingSince: this.#work.failingSince,
        mute: this.#guard?.reason,
        presence: this.#presence,
        speech: this.#dispatcher.speech,
        troubles: this.#troubles,
      }),
  };

  async start(): Promise<void> {
    const { platforms, store } = this.#deps;
    await store.migrate();
    await store.breakStaleLeases();
    this.#guard = await guardInstance(this.#deps, this.#options.instanceId);
    // Tens of thousands of open tickets may be due at another time by an edited pack.
    await this.#untroubled('putting the packs in force', () =>
      withTimeLimit(this.#packs.takeOwn(this.#options.packValues), START_LIMIT_MS, 'putting the packs in force'),
    );
    // What was left comes before what is heard from now on.
    await this.#work.takeUpUpdates();
    const { maySpeak } = this.#guard;
    this.#connections.use([...platforms.values()].filter((platform) => maySpeak(platform.name)));
    await this.#untroubled('holding the connections', () => this.#connections.hold());
    // From now on: the rest of the start may take longer than a lease.
    if (this.#isLive) this.#holding.start();
    await this.#untroubled('connecting', () =>
      withTimeLimit(this.#connections.start(), START_LIMIT_MS, 'the start of a platform'),
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
    const isLooping = this.#work.pulse.isOn;
    // What the loop is claiming at this moment is in no queue yet, so nobody here would wait for it.
    if (isLooping) await this.#work.pulse.stop();
    try {
      await this.#workOff();
    } finally {
      if (isLooping && !this.#isStopping && !this.#life.isOver) this.#work.pulse.start();
    }
  }

  async #workOff(): Promise<void> {
    await this.#packs.follow();
    await this.#connections.hold();
    await this.#connections.start();
    this.#tellTroubles();
    this.#openAll();
    for (let rounds = 0; ; rounds += 1) {
      assert(rounds < ROUNDS_MAX, 'the bot finds work without end at one instant');
      const before = this.#dispatcher.progress;
      const taken = (await this.#work.takeUpUpdates()) + (await this.#work.takeUp());
      for (const queue of this.#queues) await queue.idle();
      const isInHand = this.#inbox.size + this.#chores.size + this.#timers.size > 0;
      if (taken === 0 && this.#dispatcher.progress === before && !isInHand) break;
    }
    await sealLedgers(this.#deps);
    await this.#presence.beat();
    if (!this.#isLive) this.#closeAll();
  }

  async nextDueAt(): Promise<Instant | undefined> {
    const instants = [await this.#work.nextDueAt(), this.#connections.nextLookAt()].filter((at) => at !== undefined);
    return instants.length === 0 ? undefined : Math.min(...instants);
  }

  async clockMoved(): Promise<void> {
    this.#presence.clockMoved();
    if (this.#isLive) this.#work.pulse.poke();
  }

  lines(): readonly Line[] {
    const lines = [...this.#deps.platforms.values()].filter(
      ({ capabilities, name }) =>
        capabilities.reachesRealPeople && this.#guard?.maySpeak(name) && this.#connections.holds(name),
    );
    return lines.map(({ name }) => this.#presence.line(name));
  }

  takePack(pack: Pack, wish: PackWish = 'edited'): Promise<void> {
    return this.#packs.take(pack, wish);
  }

  refusePack(refused: RefusedPack): Promise<void> {
    return this.#packs.refuse(refused);
  }

  async stop(): Promise<void> {
    const { clock, owner, store } = this.#deps;
    // First of all: what is heard from now on comes again to whoever is next, or is stored for him.
    this.#isStopping = true;
    const within = (limitMs: DurationMs, what: string, job: () => Promise<void>) =>
      this.#untroubled(what, () => withTimeLimit(job(), limitMs, what));
    await within(PULSE_STOP_LIMIT_MS, 'stopping the loops', async () => {
      await Promise.all(this.#pulses.map((pulse) => pulse.stop()));
    });
    await within(DRAIN_LIMIT_MS, 'putting packs in force', async () => this.#packs.idle());
    if (this.#isStarted) await within(DRAIN_LIMIT_MS, 'finishing what is in hand', () => this.settle());
    this.#closeAll();
    this.#dispatcher.stop();
    await this.#connections.stop();
    await within(PULSE_STOP_LIMIT_MS, 'stopping the loops', () => this.#holding.stop());
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
    for (const pulse of [...this.#pulses, this.#holding]) void pulse.stop();
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
    if (this.#isLive && this.#work.sleepsPast(changes)) this.#work.pulse.poke();
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
        const comesAgain = this.#deps.platforms.get(platform)?.capabilities.replaysMissed ?? false;
        if (this.#isStopping && comesAgain) throw new Stopping('the bot is stopping; send it again');
        return this.#inbox.receive(update);
      },
      connection: (state, reason, how, since) => this.#connection(platform, { state, reason, how, since }),
      trouble: (trouble) => this.#trouble(platform, trouble),
    };
  }

  hasContract(id: ContractId): boolean {
    return this.#deps.contracts.has(id);
  }

  async receiveAlerts(post: AlertPost): Promise<'accepted' | 'duplicate'> {
    assert(!this.#life.isOver, 'the process is gone');
    if (this.#isStopping) throw new Stopping('the bot is stopping; send it again');
    const outcomes = [];
    for (const update of await alertUpdates(this.#deps, post)) outcomes.push(await this.#inbox.receive(update));
    return outcomes.includes('accepted') ? 'accepted' : 'duplicate';
  }

  #connection(platform: string, { how, reason, since, state }: LineNews): void {
    // What a connection says that was given up is no news.
    if (this.#life.isOver || !this.#connections.holds(platform)) return;
    this.#connections.line(platform, state, how);
    const at = this.#deps.clock.now();
    this.#chores.push('chores', () => this.#presence.connection(platform, state, reason, { at, since }));
  }

  #trouble(platform: string, trouble: PlatformTrouble): void {
    if (this.#life.isOver) return;
    const now = this.#deps.clock.now();
    this.#troubles.met(platform, trouble, now);
    this.#deps.log.warn({ platform, ...trouble, code: trouble.code }, 'a platform has to be settled with');
    this.#tellTroubles();
  }

  #tellTroubles(): void {
    if (this.#troubles.isOwed) this.#chores.push('chores', () => this.#troubles.tell());
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

  /** Whatever it meets is logged: what comes behind it is not kept from going on. */
  async #untroubled(name: string, job: () => Promise<void>): Promise<void> {
    await untroubled(this.#deps.log, name, job);
  }

  #openAll(): void {
    for (const queue of this.#queues) queue.open();
  }

  #closeAll(): void {
    for (const queue of this.#queues) queue.close();
  }
}
