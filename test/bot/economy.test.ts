// What an ordinary ticket costs on a platform that charges by the call.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { advance } from '../../bot/advance.ts';
import type { Bot } from '../../bot/types.ts';
import { MINUTE } from '../../domain/types.ts';
import type { Delivery } from '../../platforms/types.ts';
import { FakePlatform } from './fake-platform.ts';
import { botOn, CONTRACT, type Stand, saying, setStand, tapping } from './stand.ts';

/** Of a ticket from its report to its close. */
const CALLS_MAX = 6;

let stand: Stand;
let bot: Bot;
beforeEach(async () => {
  const economy = new FakePlatform({ cards: 'living', privateAnswer: 'sparing', buttonsPerViewer: false });
  stand = await setStand(':memory:', economy);
  bot = botOn(stand);
  await bot.start();
});
afterEach(() => stand.close());

const isCall = (delivery: Delivery) =>
  delivery.op === 'direct' ||
  (delivery.op === 'post' && delivery.content.card !== undefined && !delivery.content.asWords) ||
  (delivery.op === 'update' && !delivery.onlyToTapper);
const calls = () => stand.platform.delivered.filter(isCall);
const ticket = async () => (await stand.store.ticketsWithClocks(CONTRACT, { limit: 2 }))[0];

async function say(from: string, text: string) {
  await stand.platform.receiver?.receive({ ...saying(text, { from }), receivedAt: stand.clock.now() });
  await bot.settle();
}
/** As on a card that stands since the step before. */
async function tap(from: string, action: string, form: Record<string, string> = {}) {
  const it = await ticket();
  const update = tapping(action, it?.id ?? '', it?.version ?? 0, from);
  await stand.platform.receiver?.receive({ ...update, form, tapToken: 'token', receivedAt: stand.clock.now() });
  await bot.settle();
}
const later = (ms: number) => advance(bot, stand.clock, stand.clock.now() + ms);

test('an ordinary ticket costs at most six calls from report to close', async () => {
  await say('wang', '信用广州网站打不开了，大厅没法办业务');
  const id = (await ticket())?.id;
  await later(MINUTE);
  await tap('li', 'acknowledge');
  await tap('li', 'arrive');
  await tap('li', 'diagnose', { text: '证书过期' });
  await tap('li', 'report_up');
  await tap('li', 'progress', { text: '正在部署新证书' });
  await say('li', '进展 1 证书已签发');
  await later(100 * MINUTE);
  const reminders = stand.platform.delivered.filter(({ key }) => key.startsWith('remind:'));
  expect(reminders.length, 'people were reminded').toBeGreaterThan(3);
  await tap('li', 'resolve', { cause: '证书过期', action: '更换证书' });
  await tap('wang', 'confirm', { rating: '5' });
  expect((await ticket())?.status ?? 'closed').toBe('closed');
  expect(new Set(calls().map(({ ticketId }) => ticketId))).toEqual(new Set([id]));
  expect(calls().length).toBeLessThanOrEqual(CALLS_MAX);
  expect(calls().map((it) => it.content.card?.badge)).toEqual(['待接单', '处理中', '已到场', '待确认', '已办结']);
});

test('a step that is taken back is shown to everybody, since it ends the buttons of before', async () => {
  await say('wang', '信用广州网站打不开了，大厅没法办业务');
  await tap('li', 'acknowledge');
  await tap('li', 'arrive');
  await say('li', '诊断 1 证书过期');
  const before = calls().length;
  await say('li', '撤回 1');
  const [shown] = calls().slice(before);
  expect(shown?.content.card?.subject?.version).toBe((await ticket())?.turnedAtVersion);
});
