import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { type MovableClock, standingClock } from '../../bot/clock.ts';
import { ulidIds } from '../../bot/ids.ts';
import { createBot } from '../../bot/main.ts';
import type { Bot } from '../../bot/types.ts';
import { type OpenStore, openStore } from '../../db/open.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { chatId, type Instant, personId, type Role } from '../../domain/types.ts';
import type { Update } from '../../platforms/types.ts';
import { FakePlatform } from '../bot/fake-platform.ts';
import type { Draws } from './random.ts';

const PLATFORM = 'fake';
const GROUP = 'ops';
const STEPS_MAX = 1_000_000;
/** How often both replicas wake at the same instant; else one of them comes first and leaves the other nothing. */
const BOTH_AT_ONCE = 0.25;
const PEOPLE: readonly (readonly [key: string, role: Role])[] = [
  ['wang', 'reporter'],
  ['li', 'engineer'],
  ['zhou', 'engineer'],
  ['zhao', 'manager'],
  ['qian', 'supervisor'],
];

type Said<T = Update> = T extends Update ? Omit<T, 'platform' | 'updateId' | 'chat' | 'from' | 'receivedAt'> : never;

interface Replica {
  readonly bot: Bot;
  readonly platform: FakePlatform;
}

/** Two replicas of the true program on one database, under one clock; either of them can be killed and started. */
export class SimWorld {
  readonly store: OpenStore;
  readonly clock: MovableClock;
  readonly #contract: Contract;
  readonly #draws: Draws;
  readonly #ids;
  readonly #replicas: (Replica | undefined)[] = [undefined, undefined];
  readonly #delivered: FakePlatform[] = [];
  #made = 0;

  private constructor(store: OpenStore, clock: MovableClock, contract: Contract, draws: Draws) {
    this.store = store;
    this.clock = clock;
    this.#contract = contract;
    this.#draws = draws;
    this.#ids = ulidIds(() => draws.next());
  }

  static async open(options: { url: string; start: Instant; contract: Contract; draws: Draws }): Promise<SimWorld> {
    const { contract, draws, start, url } = options;
    const clock = standingClock(start);
    const store = await openStore(url, { clock, random: () => draws.next() });
    await store.migrate();
    const group = { platform: PLATFORM, externalId: GROUP, kind: 'group', title: GROUP } as const;
    await store.saveChat({ ...group, id: chatId(PLATFORM, GROUP), contractId: contract.id });
    for (const [key, role] of PEOPLE) {
      const id = await store.savePerson({ id: personId(key), name: key }, { platform: PLATFORM, userId: key });
      const duty = key === 'li' ? { dutyOrder: 1 } : {};
      await store.saveMember(contract.id, { personId: id, roles: [role], ...duty });
    }
    return new SimWorld(store, clock, contract, draws);
  }

  /** How often a reminder of the ticket was shown, alone or among others of the same instant. */
  remindersShown({ id, number }: Pick<Ticket, 'id' | 'number'>): number {
    const shown = this.#delivered.flatMap((platform) => platform.delivered);
    const alone = shown.filter(({ key }) => key.startsWith(`remind:${id}:`));
    const together = shown
      .filter(({ key }) => key.startsWith('digest:'))
      .flatMap(({ content }) => content.card?.fields.filter(({ label }) => label === number) ?? []);
    return alone.length + together.length;
  }

  get isUp(): boolean {
    return this.#replicas.some((replica) => replica !== undefined);
  }

  async up(place: number): Promise<void> {
    if (this.#replicas[place]) return;
    const platform = new FakePlatform();
    this.#delivered.push(platform);
    const bot = createBot({
      // The database outlives the program.
      store: { ...this.store, close: async () => undefined },
      clock: this.clock,
      ids: this.#ids,
      random: () => this.#draws.next(),
      platforms: [platform],
      contracts: [this.#contract],
      log: pino({ level: 'silent' }),
      drive: 'manual',
      // What a contract wants every day by itself would be most of the year's work, and is no clock.
      routines: [],
    });
    this.#replicas[place] = { bot, platform };
    await bot.start();
    await this.settle();
  }

  /** As kill -9. */
  down(place: number): void {
    this.#replicas[place]?.bot.kill();
    this.#replicas[place] = undefined;
  }

  /** Everything that becomes due on the way happens at its own instant. */
  async runTo(target: Instant): Promise<void> {
    for (let steps = 0; ; steps += 1) {
      if (steps > STEPS_MAX) throw new Error('the program is due again and again without end');
      const due = await this.#nextDueAt();
      if (due === undefined || due >= target) break;
      await this.#stepTo(due);
    }
    await this.#stepTo(target);
  }

  /** One of the replicas works off what is due, or both at once, so that they claim the same rows. */
  async settle(): Promise<void> {
    const isBoth = this.#draws.chance(BOTH_AT_ONCE);
    if (this.isUp) await settleAll(isBoth ? this.#up : [this.#draws.pick(this.#up)]);
  }

  /** Each reaches a replica of its own, all before the first is handled. */
  async hear(said: readonly (readonly [from: string, update: Said])[]): Promise<void> {
    const hearing = said.map(() => this.#draws.pick(this.#up));
    await Promise.all(
      said.map(async ([from, update], place) => {
        const platform = hearing[place]?.platform;
        if (!platform?.receiver) throw new Error('a replica is up and does not listen');
        this.#made += 1;
        await platform.receiver.receive({
          ...update,
          platform: PLATFORM,
          updateId: `u${this.#made}`,
          chat: { externalId: GROUP, kind: 'group' },
          from: { userId: from, name: from },
          receivedAt: this.clock.now(),
        });
      }),
    );
    await settleAll([...new Set(hearing)]);
  }

  async close(): Promise<void> {
    for (const place of this.#replicas.keys()) this.down(place);
    // What the killed ones had in hand ends first.
    await setImmediate();
    await this.store.close();
  }

  get #up(): readonly Replica[] {
    return this.#replicas.flatMap((replica) => replica ?? []);
  }

  async #nextDueAt(): Promise<Instant | undefined> {
    const dues = await Promise.all(this.#up.map(({ bot }) => bot.nextDueAt()));
    const known = dues.flatMap((due) => due ?? []);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  async #stepTo(at: Instant): Promise<void> {
    this.clock.jumpTo(at);
    for (const { bot } of this.#up) await bot.clockMoved();
    await this.settle();
  }
}

async function settleAll(replicas: readonly Replica[]): Promise<void> {
  await Promise.all(replicas.map(({ bot }) => bot.settle()));
}
