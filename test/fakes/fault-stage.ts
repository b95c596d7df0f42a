import { pino } from 'pino';
import { expect } from 'vitest';
import { standingClock } from '../../bot/clock.ts';
import type { Cast, CastPerson } from '../../bot/play/cast.ts';
import { wordsOf } from '../../bot/play/check-shown.ts';
import { observe, type SeenTicket } from '../../bot/play/observe.ts';
import { Stage } from '../../bot/play/stage.ts';
import type { Shown } from '../../bot/play/world.ts';
import { zh } from '../../cards/text.zh.ts';
import { loadContracts } from '../../contracts/load.ts';
import { parseCivil } from '../../domain/civil.ts';
import { contractId, type DurationMs, type Instant, personId, type Role } from '../../domain/types.ts';
import { eventually } from '../support/eventually.ts';
import type { ChatWorld } from './chat-world.ts';

export const NINE: Instant = parseCivil('2026-03-03', '09:00');
export const OPS = 'ops';
export const CONTRACT = contractId('guangzhou-credit');

const contract = (await loadContracts('contracts')).find((each) => each.contract.id === CONTRACT)!.contract;

const person = (key: string, name: string, role: Role, dutyOrder?: number): CastPerson => ({
  ...{ key, id: personId(key), name, roles: [role], posts: [] },
  ...(dutyOrder !== undefined && { dutyOrder }),
});
export const CAST: Cast = {
  chats: [{ key: OPS, title: '信用广州运维群', contractId: CONTRACT, isBound: true }],
  people: [
    person('wang', '王敏', 'reporter'),
    person('li', '李工', 'engineer', 1),
    person('zhou', '周工', 'engineer', 2),
    person('zhao', '赵经理', 'manager'),
    person('qian', '钱监理', 'supervisor'),
  ],
  contracts: [CONTRACT],
  plans: [],
};

/** The whole program on a fake platform, on a clock that a test moves. */
export interface FaultStage<World extends ChatWorld> {
  readonly stage: Stage;
  readonly world: World;
  now(): Instant;
  /** Lets so much time pass, with all that is due in it. */
  pass(ms: DurationMs): Promise<void>;
  say(person: string, text: string): Promise<void>;
  /** Presses the newest card's button; it is stored, and not handled yet. */
  tap(person: string, action: string): Promise<void>;
  /** A report, and its card. */
  report(): Promise<void>;
  /** Resolves when the bot has taken in so many callbacks, repeated ones included. */
  heard(callbacks: number): Promise<void>;
  /** What was said in the group by the bot or for it, in order. */
  words(): readonly string[];
  tickets(): Promise<readonly SeenTicket[]>;
  verdicts(): Promise<readonly (string | undefined)[]>;
  close(): Promise<void>;
}

export async function openFaultStage<World extends ChatWorld>(
  url: string,
  openWorld: (cast: Cast, botName: string, now: () => Instant) => Promise<World>,
): Promise<FaultStage<World>> {
  const clock = standingClock(NINE);
  const now = () => clock.now();
  const world = await openWorld(CAST, zh.botName, now);
  const log = pino({ level: 'silent' });
  const stage = await Stage.set({
    url,
    contracts: [contract],
    cast: CAST,
    world,
    clock,
    log,
    recurring: false,
    seed: 'faults',
  });
  const seen = () => observe(stage.store, [CONTRACT], { now: now(), verifies: true });
  const ofBot = () => world.shown.filter(({ by, chat }) => by === undefined && chat === OPS);
  const say = (by: string, text: string) => world.say({ chat: OPS, person: by, text: `@${zh.botName} ${text}` });
  return {
    ...{ stage, world, now },
    pass: (ms) => stage.runTo(now() + ms),
    say,
    async tap(by, action) {
      const card = ofBot().findLast((shown) => offers(shown, action));
      const button = card?.card?.actions.find((each) => each.action === action);
      if (!card || !button?.subject) throw new Error(`no card offers ${action}`);
      const { id: subject, version } = button.subject;
      const { messageId } = card;
      await world.tap({ chat: OPS, person: by, messageId, action, subject, version, form: {} });
    },
    async report() {
      await say('wang', '信用广州网站打不开了');
      await stage.settle();
    },
    heard: (callbacks) => eventually(() => expect(world.stored).toBe(callbacks), 100_000),
    words: () => ofBot().map(wordsOf),
    tickets: async () => (await seen()).tickets,
    verdicts: async () => (await seen()).ledgers.map(({ verified }) => verified),
    async close() {
      await stage.strike();
      await world.close();
    },
  };
}

function offers({ card }: Shown, action: string): boolean {
  return card?.actions.some((each) => each.action === action) ?? false;
}
