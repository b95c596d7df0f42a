import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { type OpenStore, openStore } from '../../db/open.ts';
import type { Contract } from '../../domain/contract.ts';
import { ROUTINES } from '../../handlers/routines.ts';
import { advance } from '../advance.ts';
import type { AlertPost } from '../alert-scene.ts';
import type { MovableClock } from '../clock.ts';
import { ulidIds } from '../ids.ts';
import { createBot } from '../main.ts';
import type { Bot } from '../types.ts';
import { type Cast, seat } from './cast.ts';
import { type Link, link } from './link.ts';
import type { PlayWorld } from './world.ts';

/** Marks a database that holds plays and nothing else: no INSTANCE_ID can be spelled like that. */
export const PLAY_INSTANCE = 'play:';

/** Routines that open rounds and documents, and sum up the day. */
const RECURRING: ReadonlySet<string> = new Set(['obligations', 'daily_report']);

export interface StageOptions {
  readonly url: string;
  readonly contracts: readonly Contract[];
  readonly cast: Cast;
  readonly world: PlayWorld;
  readonly clock: MovableClock;
  readonly log: Logger;
  /** What contracts owe again and again is left out where it is false. */
  readonly recurring: boolean;
  /** Two plays with the same seed are the same to the byte. */
  readonly seed: string;
}

/** The database is somebody's installation: a play would write tickets into its ledger. */
export class NotForPlay extends Error {
  readonly code = 'not_for_play';
}

/** The true program on its stage: it can be killed and started again, the database and the world remain. */
export class Stage {
  readonly #options: StageOptions;
  readonly #link: Link = link();
  readonly #random: () => number;
  #store: OpenStore | undefined;
  #bot: Bot | undefined;

  private constructor(options: StageOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  /** What an earlier play left in the database is erased. @throws {NotForPlay} */
  static async set(options: StageOptions): Promise<Stage> {
    requireRotas(options);
    const stage = new Stage(options);
    const store = await stage.#open();
    try {
      await clear(store);
    } catch (error) {
      await store.close();
      throw error;
    }
    const made = { now: options.clock.now(), ids: ulidIds(stage.#random) };
    await seat(store, options.cast, options.world.platform, made);
    await stage.up();
    return stage;
  }

  /** For looking; also while the bot is down. */
  get store(): OpenStore {
    if (!this.#store) throw new Error('the stage was struck');
    return this.#store;
  }

  get isUp(): boolean {
    return this.#bot !== undefined;
  }

  /** Lets everything happen that is due until then, at its own instant; at the present one nothing happens. */
  async runTo(at: number): Promise<void> {
    // What was received and shall not be handled yet must survive a step at the same instant.
    if (at <= this.#options.clock.now()) return;
    if (this.#bot) await advance(this.#bot, this.#options.clock, at);
    else this.#options.clock.jumpTo(at);
  }

  async settle(): Promise<void> {
    await this.#bot?.settle();
  }

  /** As kill -9: what was received and not yet handled stays in the database as it is. */
  async down(): Promise<void> {
    this.#bot?.kill();
    this.#bot = undefined;
    this.#link.cut();
    this.#options.world.cut();
    await this.#store?.close();
    this.#store = await this.#open();
  }

  async up(): Promise<void> {
    if (this.#bot) return;
    const { clock, contracts, log, recurring, world } = this.#options;
    const bot = createBot({
      store: this.store,
      clock,
      ids: ulidIds(this.#random),
      random: this.#random,
      platforms: [this.#link.wrap(world.adapter(this.store))],
      contracts,
      routines: recurring ? ROUTINES : ROUTINES.filter(({ name }) => !RECURRING.has(name)),
      log,
      drive: 'manual',
      instanceId: PLAY_INSTANCE,
    });
    this.#bot = bot;
    await bot.start();
    await bot.settle();
  }

  /** Monitoring reports. @returns false when nobody hears it */
  async alert(post: AlertPost): Promise<boolean> {
    await this.#bot?.receiveAlerts(post);
    return this.isUp;
  }

  redeliver(): Promise<boolean> {
    const { world } = this.#options;
    return world.again ? world.again() : this.#link.again();
  }

  /** The end of the play. */
  async strike(): Promise<void> {
    if (this.#bot) await this.#bot.stop();
    else await this.#store?.close();
    this.#bot = undefined;
    this.#store = undefined;
  }

  async #open(): Promise<OpenStore> {
    const { clock, url } = this.#options;
    const store = await openStore(url, { clock, random: this.#random, openFor: 'running' });
    this.#store = store;
    return store;
  }
}

/** @throws a scenario puts people on a rota that its pack does not have */
function requireRotas({ cast, contracts }: StageOptions): void {
  for (const { contractId, plan } of cast.plans) {
    const known = contracts.find(({ id }) => id === contractId)?.rotas.map(({ id }) => id) ?? [];
    if (known.includes(plan.rotaId)) continue;
    throw new Error(`the pack ${contractId} has no rota ${plan.rotaId}; known: ${known.join(', ') || 'none'}`);
  }
}

/** Looks whose database it is before anything in it is changed. @throws {NotForPlay} */
async function clear(store: OpenStore): Promise<void> {
  if ((await store.schemaAge()) !== 'none') {
    const id = (await store.instance())?.id;
    if (id !== PLAY_INSTANCE) {
      const owner = id === undefined ? 'is no play’s' : `belongs to the installation ${id}`;
      throw new NotForPlay(`the database ${owner}; give play an empty one with --db`);
    }
  }
  await store.migrate();
  await store.eraseEverything();
}

/** Hash counter as a source of numbers in [0, 1): slow, but a play needs few of them, and it is the same everywhere. */
function seededRandom(seed: string): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return createHash('sha256').update(`${seed}:${drawn}`).digest().readUInt32BE(0) / 2 ** 32;
  };
}
