// Links to kept files: whoever has one opens its file for a day, and nothing else.
import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileLinks, LINK_VALID_MS, linkKeyOf, mountFiles } from '../../bot/file-links.ts';
import { memoryMedia } from '../../bot/media-folder.ts';
import { SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { botOn, NINE, setStand } from './stand.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const LOG = Buffer.from('10:02 连接数据库失败\n');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
const KEY = 'a'.repeat(64);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a link to a file', () => {
  const clock = { at: NINE, now: () => clock.at };
  let base = '';
  let close = () => {};
  const linkTo = (bytes: Uint8Array, name?: string, key = KEY) =>
    fileLinks(key, () => base, clock)({ hash: hashOf(bytes), ...(name !== undefined && { name }) }) ?? '';

  beforeAll(async () => {
    const media = memoryMedia();
    for (const bytes of [PNG, LOG, SVG]) await media.keep(bytes);
    const router = new Router();
    mountFiles(router, { key: KEY, media, clock });
    const app = new Koa().use(router.routes());
    const server = await new Promise<Server>((resolve) => {
      const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
    });
    close = () => void server.close();
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => close());

  test.each([
    ['a picture is shown', PNG, '现场 照片(1).png', 'image/png', 'inline'],
    ['a picture is one by its bytes, whatever it is called', PNG, 'a.txt', 'image/png', 'inline'],
    ['a log is for keeping', LOG, '日志.txt', 'application/octet-stream', 'attachment'],
    ['what could run is never opened', SVG, 'a.png', 'application/octet-stream', 'attachment'],
    ['a file without a name has one', LOG, undefined, 'application/octet-stream', 'attachment'],
  ])('%s', async (_name, bytes, name, type, disposition) => {
    clock.at = NINE;
    const link = linkTo(bytes, name);
    expect(link, 'a chat finds its end').toMatch(
      /^http:\/\/[\w.:]+\/files\/[0-9a-f]{64}\/[\w.%-]+\?until=\d+&sig=[0-9a-f]+$/,
    );
    const response = await fetch(link, { headers: { range: 'bytes=0-3' } });
    expect(response.status, 'never a part of it').toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('content-disposition')).toMatch(new RegExp(`^${disposition}; filename\\*=UTF-8''.+`));
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
  });

  test.each([
    ['just before its end', LINK_VALID_MS - 1, 200],
    ['at its end', LINK_VALID_MS, 410],
  ])('%s', async (_name, after, status) => {
    clock.at = NINE;
    const link = linkTo(LOG, 'a.txt');
    clock.at = NINE + after;
    expect((await fetch(link)).status).toBe(status);
  });

  test('that has expired says in the browser’s language what to do', async () => {
    clock.at = NINE;
    const link = linkTo(LOG);
    clock.at = NINE + LINK_VALID_MS;
    const said = async (language: string) => (await fetch(link, { headers: { 'accept-language': language } })).text();
    expect(await said('zh-CN,zh')).toContain('重新查询工单');
    expect(await said('en-GB')).toContain('expired');
  });

  const swapped = (link: string, from: RegExp, to: string) => link.replace(from, to);
  test.each<[string, (link: string) => string]>([
    ['of another file', (link) => swapped(link, /[0-9a-f]{64}/, hashOf(PNG))],
    ['under another name', (link) => swapped(link, /a\.txt/, 'b.txt')],
    ['for longer', (link) => swapped(link, /until=\d+/, `until=${NINE / SECOND + 999_999}`)],
    ['without a signature', (link) => swapped(link, /&sig=.*/, '')],
    ['with another signature', (link) => swapped(link, /.$/, link.endsWith('0') ? '1' : '0')],
    ['with two signatures', (link) => `${link}&sig=${'0'.repeat(32)}`],
    ['of another installation', () => linkTo(LOG, 'a.txt', 'b'.repeat(64))],
    ['to what is no hash', (link) => swapped(link, /[0-9a-f]{64}/, '..%2F..%2Fetc%2Fpasswd')],
    ['with a path for a name', (link) => swapped(link, /a\.txt/, '..%2Fa.txt')],
    ['with a broken name', (link) => swapped(link, /a\.txt/, '%E0%A4%A')],
  ])('is refused %s', async (_name, change) => {
    clock.at = NINE;
    const response = await fetch(change(linkTo(LOG, 'a.txt')));
    expect([400, 403]).toContain(response.status);
    expect(await response.text()).not.toContain('10:02');
  });

  test('to a file that is gone says so', async () => {
    clock.at = NINE;
    expect((await fetch(linkTo(Buffer.from('never kept')))).status).toBe(404);
  });

  test('keeps the ending of a long name, and is short all the same', () => {
    const link = linkTo(LOG, `${'某市信用信息共享平台'.repeat(12)}.docx`);
    expect(link).toContain('.docx?');
    expect(link.length).toBeLessThan(450);
  });

  test('leads nowhere while no page is served', () => {
    expect(fileLinks(KEY, () => undefined, clock)({ hash: hashOf(LOG) })).toBeUndefined();
  });
});

describeEngines((open) => {
  test('the key of the links is made once, whoever wants it first, and makes the database nobody’s', async () => {
    const stand = await setStand(await open());
    try {
      const other = await stand.reopen();
      const keys = await Promise.all([linkKeyOf(stand.store), linkKeyOf(other), linkKeyOf(stand.store)]);
      expect(new Set(keys).size).toBe(1);
      expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
      expect(await stand.store.instance(), 'a new database is for whoever starts first').toBeUndefined();
      const bot = botOn(stand, { instanceId: 'here' });
      await bot.start();
      expect(await stand.store.instance()).toEqual({ id: 'here' });
      expect(await linkKeyOf(stand.store)).toBe(keys[0]);
      await bot.stop();
    } finally {
      await stand.close();
    }
  });
});
