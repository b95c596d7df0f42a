// What people send beside their words in the sandbox: uploaded, said, heard by the bot, fetched by it, and shown.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryMedia } from '../../bot/media-folder.ts';
import { type SandboxPage, sandboxRoutes } from '../../bot/sandbox-http.ts';
import type { SandboxFile } from '../../platforms/sandbox/types.ts';
import { Uploads } from '../../platforms/sandbox/uploads.ts';
import type { MessageUpdate } from '../../platforms/types.ts';
import { keepingHistory, type ListeningBot, listeningBot, openSandbox } from './cast.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const BYTES = { 'content-type': 'application/octet-stream' };
const MEGABYTE = 1_024 * 1_024;

describe('a file that somebody sends', () => {
  const history = keepingHistory();
  const { platform, say, server: sandbox, clock } = openSandbox({ history });
  let bot: ListeningBot;
  let server: Server;
  let page: SandboxPage;
  let address = '';

  beforeAll(async () => {
    bot = listeningBot();
    await platform.start(bot);
    const router = new Router();
    page = sandboxRoutes(router, {
      ...{ server: sandbox, clock: { now: () => clock.at }, media: memoryMedia(), log: quiet },
      nextDueAt: async () => undefined,
    });
    const app = new Koa().use(router.routes());
    server = await new Promise<Server>((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox/api`;
  });
  afterAll(() => {
    page.close();
    server.closeAllConnections();
    server.close();
  });

  const upload = (bytes: Uint8Array<ArrayBuffer>, name = '现场.png', headers: Record<string, string> = BYTES) =>
    fetch(`${address}/upload?${new URLSearchParams({ name })}`, { method: 'POST', headers, body: bytes });
  const uploaded = async (bytes: Uint8Array<ArrayBuffer>, name?: string): Promise<SandboxFile> =>
    (await upload(bytes, name)).json() as Promise<SandboxFile>;
  const heard = () => bot.heard.at(-1) as MessageUpdate;

  test('comes to the bot with the words, and the bot can fetch it', async () => {
    const picture = await uploaded(new Uint8Array(PNG));
    const log = await uploaded(new TextEncoder().encode('10:02 连接数据库失败\n'), '日志.txt');
    await say('wang', '@值班铃 网站打不开了', { files: [picture.hash, log.hash], clientId: 'both' });
    const [first, second] = heard().attachments ?? [];
    expect(heard().attachments).toMatchObject([
      { kind: 'image', name: '现场.png' },
      { kind: 'file', name: '日志.txt' },
    ]);
    const fetchIt = platform.fetch?.bind(platform);
    expect(Buffer.from((await fetchIt!(first!, { maxBytes: 1_000 })).bytes).equals(PNG)).toBe(true);
    await expect(fetchIt!(second!, { maxBytes: 3 })).rejects.toMatchObject({ code: 'too_large', retryable: false });
    await expect(fetchIt!({ kind: 'file', source: 'f'.repeat(64) }, { maxBytes: 3 })).rejects.toMatchObject({
      code: 'expired',
      retryable: false,
    });
  });

  test('needs no words in private, and has to be meant for the bot in a group', async () => {
    const { hash } = await uploaded(new Uint8Array(PNG));
    expect(await say('wang', '', { chat: 'private-wang', files: [hash], clientId: 'alone' })).toMatchObject({
      message: { heard: 'delivered', text: '' },
    });
    expect(heard()).toMatchObject({ text: '', attachments: [{ kind: 'image' }] });
    expect(await say('wang', '', { files: [hash], clientId: 'group' })).toMatchObject({
      message: { heard: 'not_addressed' },
    });
  });

  test('is shown to whoever is in the chat, also after a restart while it is kept, and to nobody else', async () => {
    const { hash } = await uploaded(new Uint8Array(PNG));
    const said = await say('wang', '@值班铃 截图', { files: [hash], clientId: 'shown' });
    const message = said.ok ? said.message.id : '';
    const get = (more: Record<string, string>) =>
      fetch(`${address}/file?${new URLSearchParams({ chat: 'ops', message, file: hash, persona: 'li', ...more })}`);
    const shown = await get({});
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await get({ persona: 'ma' })).status).toBe(404);
    expect((await get({ file: 'f'.repeat(64) })).status).toBe(404);
    const again = openSandbox({ history });
    await again.server.load();
    expect(again.server.fileOf('ops', message, 'li', hash)).toMatchObject({ name: '现场.png' });
    expect(again.server.bytesOf(hash)).toBeUndefined();
  });

  test('that is said again is the same message, also when its bytes are forgotten', async () => {
    const other = openSandbox({ history });
    const first = await say('wang', '@值班铃 再看', {
      files: [(await uploaded(new Uint8Array(PNG))).hash],
      clientId: 'twice',
    });
    const hash = first.ok ? (first.message.files?.[0]?.hash ?? '') : '';
    expect(await other.say('wang', '@值班铃 再看', { files: [hash], clientId: 'twice' })).toMatchObject({
      ok: true,
      message: { files: [{ hash }] },
    });
  });

  test.each([
    ['that was never uploaded', ['f'.repeat(64)], 'unknown_file'],
    ['of which there are too many', Array.from({ length: 10 }, () => 'f'.repeat(64)), 'too_many_files'],
    ['that is none', [], 'empty_text'],
  ])('%s is refused', async (_name, files, refusal) => {
    expect(await say('wang', '', { files, clientId: `no-${refusal}` })).toEqual({ ok: false, refusal });
  });

  test.each([
    ['of the largest size is taken', 20 * MEGABYTE, 200, undefined],
    ['of one byte more is refused', 20 * MEGABYTE + 1, 422, 'file_too_large'],
    ['of no bytes is refused', 0, 422, 'empty_file'],
  ])('%s', async (_name, size, status, error) => {
    const answer = await upload(new Uint8Array(size), 'a.bin');
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as { error?: string }).error).toBe(error);
  });

  test.each<[string, Record<string, string>, number]>([
    ['a form', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['plain text, which any page can send', { 'content-type': 'text/plain' }, 415],
    ['another page', { ...BYTES, origin: 'https://evil.example' }, 403],
  ])('is not taken from %s', async (_name, headers, status) => {
    expect((await upload(new Uint8Array(PNG), 'a.png', headers)).status).toBe(status);
  });
});

test('the oldest uploads are forgotten before memory runs out, the newest never', () => {
  const uploads = new Uploads();
  const put = (fill: number) =>
    uploads.put({ bytes: new Uint8Array(20 * MEGABYTE).fill(fill), name: '', mediaType: 'text/plain' }).hash;
  const hashes = [1, 2, 3, 4, 5].map(put);
  expect(hashes.every((hash) => uploads.bytes(hash))).toBe(true);
  const [first = '', second = ''] = hashes;
  expect(put(1), 'the same bytes again take no more room').toBe(first);
  const sixth = put(6);
  expect(uploads.bytes(second), 'the first was sent again meanwhile').toBeUndefined();
  expect(uploads.bytes(first)).toBeDefined();
  expect(uploads.bytes(sixth)).toBeDefined();
});
