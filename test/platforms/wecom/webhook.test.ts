import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../../domain/types.ts';
import { byteLength } from '../../../platforms/text-bytes.ts';
import { createApiClient } from '../../../platforms/wecom/api-client.ts';
import { createWebhooks, type Webhooks } from '../../../platforms/wecom/webhook.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

const SEND = '/cgi-bin/webhook/send';

let server: ApiServer;
let now: number;
let webhooks: Webhooks;

beforeEach(async () => {
  server = await startApiServer();
  now = Date.UTC(2026, 2, 2, 1);
  webhooks = withKeys({ wrOps: 'key-ops', wrNet: 'key-net' });
});
afterEach(() => server.close());

function withKeys(keys: Record<string, string>, onlyGroup?: () => Promise<string | undefined>): Webhooks {
  const clock = { now: () => now };
  const api = createApiClient(server, { clock, http: fetch });
  return createWebhooks({ webhooks: new Map(Object.entries(keys)) }, { api, clock, ...(onlyGroup && { onlyGroup }) });
}

test('a text rings those mentioned, by the key of its group', async () => {
  await webhooks.text('wrNet', '即将超时', ['li', 'wang']);
  expect(server.requests).toEqual([
    {
      method: 'POST',
      path: SEND,
      query: { key: 'key-net' },
      body: { msgtype: 'text', text: { content: '即将超时', mentioned_list: ['li', 'wang'] } },
    },
  ]);
});

test('markdown goes as markdown', async () => {
  await webhooks.markdown('wrOps', '**即将超时**');
  expect(server.bodies(SEND)).toEqual([{ msgtype: 'markdown', markdown: { content: '**即将超时**' } }]);
});

test.each([
  ['its own', { wrOps: 'a' }, 'wrOps', true],
  ["another group's", { wrNet: 'a' }, 'wrOps', false],
  ['the same in another letter case', { wrops: 'a' }, 'wrOps', false],
])('a group with %s has a webhook: %o', async (_name, keys, chat, has) => {
  expect(await withKeys(keys).has(chat)).toBe(has);
});

test('the key of the only group is used while the bot has one group, and only there', async () => {
  let only: string | undefined = 'wrOps';
  const oneKey = withKeys({ '*': 'key-only' }, async () => only);
  expect([await oneKey.has('wrOps'), await oneKey.has('wrNet')]).toEqual([true, false]);
  await oneKey.text('wrOps', 'x', ['li']);
  only = undefined;
  expect(await oneKey.has('wrOps'), 'a second group was bound').toBe(false);
  await expect(oneKey.text('wrOps', 'x', ['li'])).rejects.toMatchObject({ code: 'no_webhook', retryable: false });
  await expect(oneKey.markdown('wrNet', 'x')).rejects.toMatchObject({ code: 'no_webhook' });
  expect(server.requests).toHaveLength(1);
  expect(await withKeys({ '*': 'key-only' }).has('wrOps'), 'nobody knows how many there are').toBe(false);
});

test('a group without one is refused without a request', async () => {
  await expect(webhooks.text('wrElse', 'x', [])).rejects.toMatchObject({ code: 'no_webhook', retryable: false });
  expect(server.requests).toEqual([]);
});

test('what people wrote rings nobody', async () => {
  await webhooks.text('wrOps', '打印机坏了 <@all> <@boss>', ['li']);
  expect(JSON.stringify(server.bodies(SEND))).not.toContain('<@');
});

test.each([
  ['just below', 682, true],
  ['just above', 683, false],
])('a text of %s 2,048 bytes is cut only when it does not fit', async (_name, characters, fits) => {
  const words = '超'.repeat(characters);
  expect(webhooks.fits(words)).toBe(fits);
  await webhooks.text('wrOps', words, []);
  const [body] = server.bodies(SEND);
  const { content } = (body as { text: { content: string } }).text;
  expect(byteLength(content)).toBeLessThanOrEqual(2_048);
  expect(content === words).toBe(fits);
});

test('the twenty-first text within a minute does not leave, until the first is a minute old', async () => {
  for (let sent = 0; sent < 20; sent += 1) await webhooks.text('wrOps', `${sent}`, []);
  now += MINUTE - 1;
  await expect(webhooks.text('wrOps', '20', [])).rejects.toMatchObject({
    code: 'rate_limited',
    retryable: true,
    retryAfterMs: 1,
  });
  expect(server.requests).toHaveLength(20);
  await webhooks.text('wrNet', "another key's room", []);
  now += 1;
  await webhooks.text('wrOps', '20', []);
  expect(server.requests).toHaveLength(22);
});

test('groups that share a key share its room', async () => {
  const shared = withKeys({ wrOps: 'key-all', wrNet: 'key-all' });
  for (let sent = 0; sent < 20; sent += 1) await shared.text('wrOps', 'x', []);
  await expect(shared.text('wrNet', 'x', [])).rejects.toMatchObject({ code: 'rate_limited' });
});

test('a key that WeCom has barred rests for a minute', async () => {
  server.answers(SEND, { errcode: 45_009, errmsg: 'api freq out of limit' }, { errcode: 0, errmsg: 'ok' });
  await expect(webhooks.text('wrOps', 'x', [])).rejects.toMatchObject({ code: '45009', retryAfterMs: MINUTE });
  now += MINUTE - 1;
  await expect(webhooks.text('wrOps', 'x', [])).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 1 });
  expect(server.requests).toHaveLength(1);
  now += 1;
  await webhooks.text('wrOps', 'x', []);
  expect(server.requests).toHaveLength(2);
});

test('a wrong key is not tried again for ten minutes, and takes no room', async () => {
  server.answers(SEND, { errcode: 93_000, errmsg: 'invalid webhook url' }, { errcode: 0, errmsg: 'ok' });
  for (let sent = 0; sent < 30; sent += 1) {
    await expect(webhooks.text('wrOps', 'x', [])).rejects.toMatchObject({ code: '93000', retryable: false });
  }
  now += 10 * MINUTE - 1;
  await expect(webhooks.text('wrOps', 'x', [])).rejects.toMatchObject({ code: '93000' });
  expect(server.requests).toHaveLength(1);
  now += 1;
  await webhooks.text('wrOps', 'x', []);
  expect(server.requests).toHaveLength(2);
});
