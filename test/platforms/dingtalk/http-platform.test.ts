// The whole adapter in HTTP mode, before a DingTalk that delivers by HTTP.
import type Router from '@koa/router';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CATALOGUES } from '../../../cards/language.ts';
import type { Card } from '../../../cards/types.ts';
import { personId } from '../../../domain/types.ts';
import { CARD_VARIABLES } from '../../../platforms/dingtalk/card-contract.ts';
import { type DingtalkPlatform, dingtalkPlatform } from '../../../platforms/dingtalk/platform.ts';
import { createTapLinks } from '../../../platforms/dingtalk/tap-links.ts';
import type { DingtalkSettings } from '../../../platforms/dingtalk/types.ts';
import type { Update, WireContent } from '../../../platforms/types.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/server.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { memoryUsage } from '../../support/memory-usage.ts';
import { type RoutesServer, serveRoutes } from '../../support/routes-server.ts';

const NOW = Date.parse('2026-03-03T09:00:00+08:00');
const APP = { clientId: 'dingfake', clientSecret: 'app-secret-0123456789', robotCode: 'dingfake' } as const;
const TEMPLATE = '11111111-1111-4111-8111-111111111111.schema';
const OPS = 'cidOPS==';
const LI = personId('li');

let fake: FakeDingtalk;
let server: RoutesServer;
let bot: DingtalkPlatform;
let received: Update[];
let troubles: object[];
let onUpdate: (update: Update) => Promise<void>;
beforeEach(async () => {
  received = [];
  troubles = [];
  onUpdate = async () => undefined;
  const mounted = Promise.withResolvers<Router>();
  server = await serveRoutes(mounted.resolve);
  const clock = { now: () => NOW };
  fake = await startFakeDingtalk({
    ...{ app: APP, botName: '值班铃', now: clock.now, robotUrl: `${server.url}/dingtalk/robot` },
    templates: [{ id: TEMPLATE, name: 'bell', variables: CARD_VARIABLES.map(({ name }) => name), isPublished: true }],
  });
  fake.members.people.set('li', { userId: 'li', name: '李工' });
  fake.members.addGroup({ chatId: OPS, title: '运维群' });
  bot = open(await mounted.promise);
});
afterEach(async () => {
  await bot.stop();
  await server.close();
  await fake.close();
  expect(fake.log.complaints).toEqual([]);
});

function open(router: Router): DingtalkPlatform {
  const settings: DingtalkSettings = {
    ...APP,
    ...{ apiBase: fake.apiBase, oapiBase: fake.oapiBase, publicUrl: server.url, cardTemplateId: TEMPLATE },
    ...{ botName: '值班铃', robots: new Map(), isEconomy: false, monthly: { calls: 5_000, messages: 3_000 } },
    entrance: { kind: 'http', cardSecret: 'aSecretForTapsOnCards' },
  };
  const note = (fields: object) => void troubles.push(fields);
  const platform = dingtalkPlatform(
    settings,
    {
      ...{ clock: { now: () => NOW }, random: () => 0.5, notes: memoryNotes(), usage: memoryUsage(), http: fetch },
      log: { debug: () => undefined, info: () => undefined, warn: note, error: note },
      pause: () => Promise.reject(new Error('nothing is waited for')),
    },
    { ...CATALOGUES.zh.dingtalk, en: CATALOGUES.en.dingtalk },
    { tapAnswerMs: 1_000 },
  );
  platform.mount?.(router);
  return platform;
}

const start = () =>
  bot.start({
    async receive(update) {
      if (received.some(({ updateId }) => updateId === update.updateId)) return 'duplicate';
      received.push(update);
      // The bot works on it behind the answer.
      void onUpdate(update);
      return 'accepted';
    },
    connection: () => undefined,
    trouble: () => undefined,
  });

function content(badge: string): WireContent {
  const card: Card = {
    ...{ tone: 'info', title: '工单 7：三楼空调不制冷', badge, lines: [], fields: [], clocks: [] },
    actions: [{ action: 'acknowledge', label: '接单', style: 'primary', for: [LI], command: '接单 7' }],
    subject: { id: '01JQ', version: 3 },
  };
  return { card, lines: [], people: { [LI]: { userId: 'li', name: '李工' } } };
}

const group = { kind: 'group', chatId: OPS } as const;
const shownTo = (messageId: string, userId: string) => JSON.stringify(fake.rooms.view(messageId, userId));

test('a message is heard with its sender, and heard once', async () => {
  await start();
  expect(await fake.people.say({ room: group, from: 'li', text: '@值班铃 三楼空调不制冷' })).toBe('delivered');
  expect(await fake.people.again()).toBe('delivered');
  expect(received).toMatchObject([
    { type: 'message', text: '三楼空调不制冷', chat: { externalId: OPS }, from: { userId: 'li', name: '李工' } },
  ]);
});

test('before the start DingTalk is told to come again', async () => {
  expect(await fake.people.say({ room: group, from: 'li', text: '@值班铃 在吗' })).toBe('bot_away');
  expect(troubles).toMatchObject([{ code: 'dingtalk_callback_untaken' }]);
  await start();
  expect(await fake.people.again()).toBe('delivered');
  expect(received).toHaveLength(1);
});

test('a tap on a card repaints it for the one who tapped, and then for everybody', async () => {
  await start();
  const receipt = await bot.deliver({ op: 'post', key: 'k1', chat: OPS, content: content('待接单') });
  const [message] = fake.rooms.in(group);
  const { handle } = receipt;
  if (!message || handle === undefined) throw new Error('no card');
  const updated = Promise.withResolvers<unknown>();
  onUpdate = async (update) => {
    if (update.type !== 'action' || update.tapToken === undefined) throw new Error('no tap');
    const { tapToken } = update;
    const repaint = bot.deliver({ op: 'update', key: 'k2', chat: OPS, handle, content: content('已接单'), tapToken });
    await repaint.then(updated.resolve, updated.reject);
  };
  expect(await fake.people.tap({ messageId: message.id, from: 'li', button: ({ text }) => text === '接单' })).toBe(
    'delivered',
  );
  expect(shownTo(message.id, 'li')).toContain('已接单');
  await updated.promise;
  expect(shownTo(message.id, 'wang')).toContain('已接单');
  expect(received).toMatchObject([
    {
      ...{ type: 'action', action: 'acknowledge', version: 3, subject: '01JQ', handle },
      ...{ chat: { externalId: OPS, kind: 'group' }, from: { userId: 'li' } },
    },
  ]);
});

test('a link of a person is his tap, once, and only while the platform runs', async () => {
  const address = createTapLinks({ ...APP, publicUrl: server.url }).linkFor(
    {
      ...{ person: { userId: 'li', name: '李工' }, chat: OPS, label: '接单', about: '工单 7', language: 'zh' },
      button: { action: 'acknowledge', version: 3, subject: '01JQ', form: {} },
    },
    NOW,
  );
  if (address === undefined) throw new Error('no link');
  const press = async () => (await fetch(address, { method: 'POST' })).status;
  expect(await press()).toBe(503);
  await start();
  expect([await press(), await press()]).toEqual([200, 200]);
  expect(received).toMatchObject([{ type: 'action', action: 'acknowledge', from: { userId: 'li', name: '李工' } }]);
});
