// One contract with a group on WeCom and one on DingTalk in one process, each behind its true adapter, SDK and fake servers.
import { pino } from 'pino';
import { afterEach, expect, test } from 'vitest';
import { advance } from '../../bot/advance.ts';
import { standingClock } from '../../bot/clock.ts';
import { ulidIds } from '../../bot/ids.ts';
import { createBot } from '../../bot/main.ts';
import { type Cast, type CastPerson, seat } from '../../bot/play/cast.ts';
import { wordsOf } from '../../bot/play/check-shown.ts';
import type { PlayWorld, Shown } from '../../bot/play/world.ts';
import { zh } from '../../cards/text.zh.ts';
import { openStore } from '../../db/open.ts';
import { HOUR, personId, type Role } from '../../domain/types.ts';
import { dingtalkWorld } from '../fakes/dingtalk/world.ts';
import { wecomWorld } from '../fakes/wecom/world.ts';
import { describeEngines } from '../support/engines.ts';
import { CONTRACT, contract, NINE, packValue } from './stand.ts';

const person = (key: string, name: string, role: Role, dutyOrder?: number): CastPerson => ({
  ...{ key, id: personId(key), name, roles: [role], posts: [] },
  ...(dutyOrder !== undefined && { dutyOrder }),
});
const zhao = person('zhao', '赵经理', 'manager');
const cast = (key: string, title: string, ...people: readonly CastPerson[]): Cast => ({
  chats: [{ key, title, contractId: CONTRACT, isBound: true }],
  people,
  contracts: [CONTRACT],
  plans: [],
});
const WECOM = cast('ops', '信用广州运维群', person('wang', '王敏', 'reporter'), zhao);
const DINGTALK = cast(
  ...(['hall', '政务大厅群'] as const),
  person('chen', '陈晓', 'reporter'),
  person('li', '李工', 'engineer', 1),
  person('qian', '钱监理', 'supervisor'),
  zhao,
);

describeEngines((openDatabase) => {
  const ends: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function begin() {
    const clock = standingClock(NINE);
    const now = () => clock.now();
    const random = () => 0.5;
    const ids = ulidIds(Math.random);
    const store = await openStore(await openDatabase(), { clock, random, openFor: 'running' });
    await store.migrate();
    const wecom = await wecomWorld(WECOM, zh.botName, now);
    const dingtalk = await dingtalkWorld(DINGTALK, zh.botName, now, { hasTemplate: true });
    await seat(store, WECOM, 'wecom', { now: NINE, ids });
    await seat(store, DINGTALK, 'dingtalk', { now: NINE, ids });
    const bot = createBot({
      ...{ store, clock, ids, random, log: pino({ level: 'silent' }), routines: [], drive: 'manual' },
      platforms: [wecom.adapter(store), dingtalk.adapter(store)],
      instanceId: 'both',
      contracts: [contract],
      packValues: new Map([[CONTRACT, packValue]]),
    });
    ends.push(
      () => bot.stop(),
      () => wecom.close(),
      () => dingtalk.close(),
    );
    await bot.start();
    await bot.settle();
    const say = async (world: PlayWorld, chat: string, by: string, text: string) => {
      await world.say({ chat, person: by, text: `@${zh.botName} ${text}` });
      await bot.settle();
    };
    const tap = async (world: PlayWorld, chat: string, by: string, action: string) => {
      const card = world.shown.findLast((shown) => shown.card?.actions.some((each) => each.action === action));
      const button = card?.card?.actions.find((each) => each.action === action);
      const { id: subject, version } = (button?.subject ?? card?.card?.subject)!;
      await world.tap({ chat, person: by, messageId: card!.messageId, action, subject, version, form: {} });
      await bot.settle();
    };
    const ticket = (number: number) => store.ticketByDailyNumber(CONTRACT, number);
    return { bot, clock, dingtalk, say, store, tap, ticket, wecom };
  }

  const ofBot = ({ shown }: PlayWorld) => shown.filter(({ by }) => by === undefined);
  const words = (world: PlayWorld) => ofBot(world).map(wordsOf).join('\n');
  const rungIn = (shown: readonly Shown[]) => new Set(shown.flatMap(({ mentions }) => mentions));

  test('a fault of WeCom is taken and resolved from DingTalk, merged across, escalated to each, and confirmed', async () => {
    const { bot, clock, dingtalk, say, tap, ticket, wecom } = await begin();
    await say(wecom, 'ops', 'wang', '信用广州网站打不开了，大厅没法办业务');
    expect(rungIn(ofBot(dingtalk))).toEqual(new Set(['li']));
    expect(words(dingtalk)).toContain('转自企业微信群');
    expect(rungIn(ofBot(wecom))).toEqual(new Set());

    // Nobody takes it: the manager, who is in both groups, is rung where the ticket is, the engineer and the supervisor in theirs.
    await advance(bot, clock, NINE + 2 * HOUR);
    expect(rungIn(ofBot(wecom))).toEqual(new Set(['zhao']));
    expect(rungIn(ofBot(dingtalk))).toEqual(new Set(['li', 'qian']));

    await tap(dingtalk, 'hall', 'li', 'acknowledge');
    expect(await ticket(1)).toMatchObject({ status: 'acknowledged', assigneeId: 'li' });
    await say(dingtalk, 'hall', 'chen', '信用广州网站打不开了');
    await say(dingtalk, 'hall', 'qian', '合并 2 到 1');
    expect(await ticket(2)).toMatchObject({ status: 'merged' });
    expect(await ticket(1)).toMatchObject({ status: 'acknowledged' });

    await say(dingtalk, 'hall', 'li', '解决 1 原因 证书过期 措施 更换证书');
    expect(await ticket(1)).toMatchObject({ status: 'resolved' });
    expect(rungIn(ofBot(wecom))).toContain('wang');
    expect(rungIn(ofBot(dingtalk))).toContain('chen');
    await say(wecom, 'ops', 'wang', '确认 1');
    expect(await ticket(1)).toMatchObject({ status: 'closed' });
    expect([wecom.complaints(), dingtalk.complaints()]).toEqual([[], []]);
  });

  test('words that DingTalk withholds ring who is on duty, and tell the manager on both platforms', async () => {
    const { dingtalk, say, ticket, wecom } = await begin();
    dingtalk.fake.faults.withholdsWords = true;
    await say(dingtalk, 'hall', 'chen', '信用广州网站打不开了');
    expect(await ticket(1)).toBeUndefined();
    expect(words(dingtalk)).toContain('未能读取您刚才的消息，尚未登记工单');
    expect(rungIn(ofBot(dingtalk))).toEqual(new Set(['chen', 'li', 'zhao']));
    expect(rungIn(ofBot(wecom))).toEqual(new Set(['zhao']));
  });

  test('a guest of DingTalk reports, and can not take the ticket; nobody tries to ring him', async () => {
    const { dingtalk, say, ticket } = await begin();
    dingtalk.fake.faults.hidesStaffIds = true;
    await say(dingtalk, 'hall', 'chen', '信用广州网站打不开了');
    await say(dingtalk, 'hall', 'li', '接单 1');
    expect(await ticket(1)).toMatchObject({ status: 'open' });
    expect(words(dingtalk)).toContain('未能识别您的钉钉企业账号');
    expect(rungIn(ofBot(dingtalk))).toEqual(new Set(['li']));
    expect(dingtalk.complaints()).toEqual([]);
  });
});
