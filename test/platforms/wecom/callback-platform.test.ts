// The whole adapter in callback mode: routes, rendering and ways out, against the fake WeCom.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WECOM_WORDS } from '../../../bot/wecom.ts';
import type { Card } from '../../../cards/types.ts';
import { HOUR, MINUTE, SECOND } from '../../../domain/types.ts';
import type { Update, WireContent } from '../../../platforms/types.ts';
import { type WecomPlatform, wecomPlatform } from '../../../platforms/wecom/platform.ts';
import { BOT, NINE } from '../../fakes/wecom/sdk-client.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/server.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { AES_KEY, TOKEN } from './callback-cast.ts';

const room = { kind: 'group', chatId: 'wrOPS' } as const;

let now: number;
let server: Server;
let fake: FakeWecom;
let platform: WecomPlatform;
/** What the bot does with what it hears, after the callback is stored. */
let react: (update: Update) => Promise<unknown>;
let heard: Update[];
let reactions: Promise<unknown>[];

beforeEach(async () => {
  [now, heard, reactions] = [NINE, [], []];
  react = async () => undefined;
  const router = new Router();
  const handle = new Koa().use(router.routes()).callback();
  server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const keys = { token: TOKEN, aesKey: AES_KEY, receiveId: '' };
  const url = `http://127.0.0.1:${address.port}/wecom/callback`;
  fake = await startFakeWecom({ bot: BOT, callback: { url, ...keys }, now: () => now });
  fake.members.groups.set('wrOPS', { chatId: 'wrOPS', title: '运维群', hasBot: true, isOpen: false });
  platform = make(keys);
  platform.mount?.(router);
  await platform.start({
    async receive(update) {
      if (heard.some(({ updateId }) => updateId === update.updateId)) return 'duplicate';
      heard.push(update);
      reactions.push(Promise.resolve().then(() => react(update)));
      return 'accepted';
    },
    connection: () => undefined,
    trouble: () => undefined,
  });
});
afterEach(async () => {
  await platform.stop();
  server.closeAllConnections();
  server.close();
  await fake.close();
});

function make(keys: { token: string; aesKey: string; receiveId: string }): WecomPlatform {
  const quiet = () => undefined;
  return wecomPlatform(
    { botName: BOT.name, entrance: { kind: 'callback', ...keys }, apiBase: fake.apiBase, webhooks: new Map() },
    {
      clock: { now: () => now },
      random: () => 0,
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      // Nothing here waits until its time is over.
      pause: (_ms, signal) =>
        new Promise((_go, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      notes: memoryNotes(),
      http: fetch,
    },
    WECOM_WORDS,
  );
}

const cardOf = (title: string): Card => ({
  ...{ tone: 'warning', title, lines: [], fields: [], clocks: [] },
  subject: { id: 'T1', version: 1 },
  actions: [
    {
      ...{ action: 'acknowledge', label: '接单', style: 'primary', for: 'everyone', hint: '回复「接单 7」' },
      subject: { id: 'T1', version: 1 },
    },
  ],
});
const shows = (title: string): WireContent => ({ card: cardOf(title), lines: [], people: {} });
const says = (line: string): WireContent => ({ lines: [[line]], people: {} });
const post = (key: string, content: WireContent) => platform.deliver({ op: 'post', key, chat: 'wrOPS', content });
const say = (text: string) => fake.people.say({ room, from: 'wang', text: `@${BOT.name} ${text}` });
const shown = () => fake.rooms.in(room).filter(({ from }) => from === 'bot');
const titles = (place: number) =>
  ['wang', 'li'].map((who) => fake.rooms.view(shown()[place]?.id ?? '', who)?.main_title?.title);

test('a report is answered with a card at once, and a tap on it changes it for everybody', async () => {
  react = () => post('card:1', shows('空调不制冷'));
  expect(await say('空调不制冷')).toBe('delivered');
  await Promise.all(reactions);
  expect(heard).toMatchObject([
    { type: 'message', text: '空调不制冷', addressed: true, chat: { externalId: 'wrOPS' } },
  ]);
  expect(shown().map(({ form }) => form)).toEqual(['button_interaction']);

  react = async (update) => {
    if (update.type !== 'action' || update.tapToken === undefined || update.handle === undefined)
      throw new Error('no tap');
    const { handle, tapToken } = update;
    return platform.deliver({ op: 'update', key: 'u1', chat: 'wrOPS', handle, tapToken, content: shows('李工已接单') });
  };
  now += MINUTE;
  await fake.people.tap({ messageId: shown()[0]?.id ?? '', from: 'li', key: 'acknowledge.1.T1' });
  await Promise.all(reactions);
  expect(heard[1]).toMatchObject({ type: 'action', action: 'acknowledge', subject: 'T1', from: { userId: 'li' } });
  const [wang, li] = titles(0);
  expect(wang).toContain('李工已接单');
  expect(li).toBe(wang);
});

test('reminders go by the addresses that are left, one each, then wait until somebody speaks', async () => {
  react = () => post('card:1', shows('空调不制冷'));
  await say('空调不制冷');
  await Promise.all(reactions);
  now += 30 * MINUTE;
  await post('remind:1', shows('还有 10 分钟'));
  expect(shown().map(({ form }) => form)).toEqual(['button_interaction', 'button_interaction']);
  await expect(post('remind:2', shows('已超时'))).rejects.toMatchObject({ code: 'no_way_out', retryable: true });
  react = () => post('remind:2', shows('已超时'));
  now += MINUTE;
  await say('我的工单');
  await Promise.all(reactions);
  expect(shown()).toHaveLength(3);
});

test('an address that WeCom has forgotten by its own clock costs no message', async () => {
  react = () => post('card:1', shows('空调不制冷'));
  await say('空调不制冷');
  await Promise.all(reactions);
  now += HOUR + SECOND;
  await expect(post('remind:1', says('还有 10 分钟'))).rejects.toMatchObject({ code: 'no_way_out' });
  expect(shown()).toHaveLength(1);
});

test('a message that WeCom delivers twice is answered alike and taken once', async () => {
  react = () => post('card:1', shows('空调不制冷'));
  await say('空调不制冷');
  await Promise.all(reactions);
  await fake.people.again();
  expect(heard).toHaveLength(1);
  expect(shown()).toHaveLength(1);
});
