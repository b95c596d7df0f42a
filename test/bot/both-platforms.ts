import { advance } from '../../bot/advance.ts';
import { type MovableClock, standingClock } from '../../bot/clock.ts';
import { createBot } from '../../bot/main.ts';
import type { Bot } from '../../bot/types.ts';
import type { OpenStore } from '../../db/open.ts';
import type { Contract } from '../../domain/contract.ts';
import { chatId, type Instant, type PersonId, personId, type Role } from '../../domain/types.ts';
import type { Routine } from '../../handlers/routine-types.ts';
import type { Capabilities, Delivery, Update, WireLine } from '../../platforms/types.ts';
import { FakePlatform } from './fake-platform.ts';
import { CONTRACT, contract, NINE, packValue, setStand } from './stand.ts';

export type Side = 'wecom' | 'dingtalk';

interface Seat {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly on: readonly Side[];
  readonly dutyOrder?: number;
  readonly isGuest?: true;
}

/** Made-up people of one contract; an account has its person's key as its id. */
export const SEATS: Readonly<Record<string, Seat>> = {
  wang: { name: '王敏', roles: ['reporter'], on: ['wecom'] },
  chen: { name: '陈晓', roles: ['reporter'], on: ['dingtalk'] },
  li: { name: '李工', roles: ['engineer'], on: ['dingtalk'], dutyOrder: 1 },
  zhou: { name: '周工', roles: ['engineer'], on: ['wecom'], dutyOrder: 2 },
  zhao: { name: '赵经理', roles: ['manager'], on: ['wecom', 'dingtalk'] },
  qian: { name: '钱监理', roles: ['supervisor'], on: ['dingtalk'] },
};

export interface Seen {
  readonly op: Delivery['op'];
  readonly chat: string;
  /** Of whom it is for alone. */
  readonly to?: string;
  readonly said: string;
  readonly rings: readonly string[];
  readonly delivery: Delivery;
}

export interface BothOptions {
  readonly seats?: Readonly<Record<string, Seat>>;
  /** Groups of the contract; `wecom:ops` and `dingtalk:hall` when absent. */
  readonly groups?: readonly string[];
  readonly routines?: readonly Routine[];
  readonly capabilities?: Partial<Record<Side, Partial<Capabilities>>>;
  readonly now?: Instant;
  /** To the pack of the contract. */
  readonly changes?: Partial<Contract>;
}

/** One process, one contract, and two chat services with the people of each. */
export class Both {
  readonly store: OpenStore;
  readonly bot: Bot;
  readonly platforms: Readonly<Record<Side, FakePlatform>>;
  readonly clock: MovableClock;
  readonly #stand: Awaited<ReturnType<typeof setStand>>;
  #told = 0;
  readonly #looked = { wecom: 0, dingtalk: 0 };

  private constructor(stand: Awaited<ReturnType<typeof setStand>>, options: BothOptions) {
    const { capabilities } = options;
    this.#stand = stand;
    this.store = stand.store;
    this.clock = stand.clock;
    this.platforms = {
      wecom: new FakePlatform({ privateAnswer: 'direct', ...capabilities?.wecom }, 'wecom'),
      dingtalk: new FakePlatform({ privateAnswer: 'direct', ...capabilities?.dingtalk }, 'dingtalk'),
    };
    this.bot = createBot({
      ...{ clock: stand.clock, random: stand.random, store: stand.store, ids: stand.deps.ids, log: stand.deps.log },
      metrics: stand.deps.metrics,
      platforms: Object.values(this.platforms),
      contracts: [{ ...contract, ...options.changes }],
      packValues: new Map([[CONTRACT, packValue]]),
      routines: options.routines ?? [],
      drive: 'manual',
    });
  }

  static async open(url: string, options: BothOptions = {}): Promise<Both> {
    const stand = await setStand(url, new FakePlatform(), standingClock(options.now ?? NINE));
    const { store } = stand;
    for (const { id } of await store.members(CONTRACT)) await store.removeMember(CONTRACT, id);
    for (const group of options.groups ?? ['wecom:ops', 'dingtalk:hall']) {
      const [platform = '', externalId = ''] = group.split(':');
      const id = chatId(platform, externalId);
      await store.saveChat({ id, platform, externalId, kind: 'group', title: externalId, contractId: CONTRACT });
    }
    for (const [key, { dutyOrder, isGuest, name, on, roles }] of Object.entries(options.seats ?? SEATS)) {
      for (const platform of on) {
        await store.savePerson(
          { id: personId(`p-${key}`), name },
          { platform, userId: key, ...(isGuest && { isGuest }) },
        );
      }
      const member = { personId: personId(`p-${key}`), roles, ...(dutyOrder !== undefined && { dutyOrder }) };
      await store.saveMember(CONTRACT, member);
    }
    const both = new Both(stand, options);
    await both.bot.start();
    await both.bot.settle();
    return both;
  }

  person(key: string): PersonId {
    return personId(`p-${key}`);
  }

  async say(side: Side, by: string, text: string, more: Partial<Update> = {}): Promise<void> {
    await this.#hear(side, by, { type: 'message', text, addressed: true, ...more } as Partial<Update>);
  }

  /** Taps the button on the card of this delivery. */
  async tap(
    side: Side,
    by: string,
    seen: Seen | undefined,
    action: string,
    form: Record<string, string> = {},
    chat?: Update['chat'],
  ) {
    const { content, key } = seen!.delivery as Extract<Delivery, { op: 'post' }>;
    const button = content.card?.actions.find((one) => one.action === action);
    const subject = button?.subject ?? content.card?.subject;
    await this.#hear(side, by, {
      type: 'action',
      action,
      subject: subject!.id,
      version: subject!.version,
      form,
      handle: `h:${key}`,
      tapToken: `token ${this.#told}`,
      ...(chat && { chat }),
    } as Partial<Update>);
  }

  async #hear(side: Side, by: string, what: Partial<Update>): Promise<void> {
    this.#told += 1;
    const home = side === 'wecom' ? 'ops' : 'hall';
    const update = {
      platform: side,
      updateId: `u${this.#told}`,
      chat: { externalId: home, kind: 'group' },
      from: { userId: by },
      receivedAt: this.clock.now(),
      ...what,
    } as Update;
    await this.platforms[side].receiver!.receive(update);
    await this.bot.settle();
  }

  async advance(target: Instant): Promise<void> {
    await advance(this.bot, this.clock, target);
  }

  /** What was shown on a platform since the last look. */
  seen(side: Side): readonly Seen[] {
    const { delivered } = this.platforms[side];
    const fresh = delivered.slice(this.#looked[side]).map(seenOf);
    this.#looked[side] = delivered.length;
    return fresh;
  }

  /** Ends the looks back: what was shown until now is not looked at. */
  forget(): void {
    this.seen('wecom');
    this.seen('dingtalk');
  }

  async close(): Promise<void> {
    await this.bot.stop();
    await this.#stand.close();
  }
}

function seenOf(delivery: Delivery): Seen {
  const { card, lines } = delivery.content;
  const said = [
    ...lines.map(lineOf),
    ...(card ? [card.title, card.badge ?? '', ...(card.lines as WireLine[]).map(lineOf)] : []),
  ];
  return {
    op: delivery.op,
    chat: delivery.chat,
    ...('to' in delivery && { to: delivery.to.userId }),
    said: said.join('\n'),
    rings: delivery.op === 'post' ? (delivery.rings ?? []).map(({ userId }) => userId) : [],
    delivery,
  };
}

function lineOf(line: WireLine): string {
  return line
    .map((run) => {
      if (typeof run === 'string') return run;
      if ('bold' in run) return run.bold;
      return typeof run.mention === 'string' ? `@${run.mention}` : `@${run.mention.name}`;
    })
    .join('');
}

const opened: Both[] = [];

/** As it stands after the start, with nothing shown yet. */
export async function begin(options: BothOptions = {}): Promise<Both> {
  const both = await Both.open(':memory:', options);
  opened.push(both);
  both.forget();
  return both;
}

/** Ends all that `begin` has opened. */
export async function closeAll(): Promise<void> {
  for (const both of opened.splice(0)) await both.close();
}

export const DOWN = '信用广州网站打不开了，大厅没法办业务';
export const rung = (seen: readonly Seen[]) => seen.flatMap(({ rings }) => rings);
export const said = (seen: readonly Seen[]) => seen.map((one) => one.said).join('\n');
export const ticketOf = async (both: Both, number = 1) => both.store.ticketByDailyNumber(CONTRACT, number);
