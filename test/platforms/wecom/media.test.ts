// What comes with a message: only from WeCom's own places, never more than it may be, decrypted and checked.
import { createCipheriv, randomBytes } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../domain/types.ts';
import { type Attachment, PlatformError } from '../../../platforms/types.ts';
import { fetchMedia, mediaAttachment } from '../../../platforms/wecom/media.ts';
import type { WecomSettings } from '../../../platforms/wecom/types.ts';

const NOW = Date.parse('2026-03-03T09:00:00+08:00');
const KEY = Buffer.from('0123456789abcdef0123456789abcdef').toString('base64');
const PICTURE = Buffer.from('a picture of a broken printer');
const MAX = { maxBytes: 1_000 };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** @returns its address on the loopback */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serving = (bytes: Uint8Array, headers: Record<string, string> = {}, status = 200) =>
  serve((_request, response) => response.writeHead(status, headers).end(bytes));

/** As WeCom does it: AES-256-CBC, the key's beginning as IV, PKCS#7 to 32 bytes. */
function encrypted(plain: Uint8Array, key = KEY): Buffer {
  const raw = Buffer.from(key, 'base64');
  const length = 32 - (plain.byteLength % 32);
  const cipher = createCipheriv('aes-256-cbc', raw, raw.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(length, length)), cipher.final()]);
}

function settings(apiBase: string, entrance?: WecomSettings['entrance']): WecomSettings {
  const socket = { kind: 'socket', botId: 'bot', secret: 'secret', wsUrl: 'wss://openws.work.weixin.qq.com' } as const;
  return { botName: '值班铃', entrance: entrance ?? socket, apiBase, webhooks: new Map() };
}

function get(url: string, how: { key?: string; now?: number; settings?: WecomSettings; http?: typeof fetch } = {}) {
  const attachment = mediaAttachment('image', { url, aeskey: how.key }, NOW);
  const clock = { now: () => how.now ?? NOW };
  return fetchMedia({ http: how.http ?? fetch, clock }, how.settings ?? settings(url), attachment, MAX);
}

async function failure(of: Promise<unknown>): Promise<{ code: string; retryable: boolean }> {
  const error = await of.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw new Error('it did not fail as a platform does', { cause: error });
  return { code: error.code, retryable: error.retryable };
}

describe('what is fetched', () => {
  test('is decrypted with the key that came with the message', async () => {
    const url = await serving(encrypted(PICTURE));
    expect(Buffer.from((await get(url, { key: KEY })).bytes)).toEqual(PICTURE);
  });

  test('is decrypted with the key of all messages in callback mode, where it comes without one', async () => {
    const url = await serving(encrypted(PICTURE));
    const aesKey = KEY.slice(0, 43);
    const callback = settings(url, { kind: 'callback', token: 'token', aesKey, receiveId: '' });
    expect(Buffer.from((await get(url, { settings: callback })).bytes)).toEqual(PICTURE);
  });

  test.each([31, 32, 33, 64])('comes whole whatever the padding is: %i bytes', async (length) => {
    const plain = randomBytes(length);
    expect(Buffer.from((await get(await serving(encrypted(plain)), { key: KEY })).bytes)).toEqual(plain);
  });

  test.each([
    [`attachment; filename*=UTF-8''%E6%95%85%E9%9A%9C.png; filename="x.png"`, '故障.png'],
    ['attachment; filename="report 1.pdf"', 'report 1.pdf'],
    ['attachment; filename=%E6%95%85%E9%9A%9C.log', '故障.log'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\temp\\\\a.txt"', 'a.txt'],
    ['attachment; filename="100%.txt"', '100%.txt'],
    ['inline', undefined],
  ])('has the name of the header: %s', async (disposition, name) => {
    const url = await serving(PICTURE, { 'content-disposition': disposition });
    expect((await get(url)).name).toBe(name);
  });

  test('follows a redirect to another place of WeCom, and to no other port of this machine', async () => {
    const inside = await serving(PICTURE);
    const url = await serve((request, response) => {
      if (request.url === '/there') return response.end(PICTURE);
      const location = request.url === '/out' ? `${inside}/secrets` : '/there';
      return response.writeHead(302, { location }).end();
    });
    expect(Buffer.from((await get(url)).bytes)).toEqual(PICTURE);
    const astray = { code: 'media_address', retryable: false };
    expect(await failure(get(`${url}/out`, { settings: settings(url) }))).toEqual(astray);
    expect(await failure(get(inside, { settings: settings(url) }))).toEqual(astray);
  });
});

describe('what is refused', () => {
  test.each([
    ['a key that is not the one', Buffer.from('f'.repeat(32)).toString('base64')],
    ['a key that is too short', 'c2hvcnQ='],
  ])('for good: %s', async (_name, key) => {
    const url = await serving(encrypted(PICTURE));
    expect(await failure(get(url, { key }))).toEqual({ code: 'undecryptable', retryable: false });
  });

  test('for good: more bytes than may be, announced or not', async () => {
    const announced = await serving(Buffer.alloc(1_001));
    expect(await failure(get(announced))).toEqual({ code: 'too_large', retryable: false });
    let sent = 0;
    const endless = await serve((_request, response) => {
      const write = () => {
        sent += 1;
        if (response.write(Buffer.alloc(65_536))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
    });
    expect(await failure(get(endless))).toEqual({ code: 'too_large', retryable: false });
    expect(sent).toBeLessThan(1_000);
  });

  test('exactly as many bytes as may be are no more than that, encrypted or not', async () => {
    const most = randomBytes(MAX.maxBytes);
    expect((await get(await serving(most))).bytes).toHaveLength(MAX.maxBytes);
    expect((await get(await serving(encrypted(most)), { key: KEY })).bytes).toHaveLength(MAX.maxBytes);
    const more = encrypted(randomBytes(MAX.maxBytes + 1));
    expect(await failure(get(await serving(more), { key: KEY }))).toEqual({ code: 'too_large', retryable: false });
  });

  test.each([
    [403, NOW + 5 * MINUTE - 1, { code: 'http_403', retryable: true }],
    [403, NOW + 5 * MINUTE, { code: 'expired', retryable: false }],
    [404, NOW + 6 * MINUTE, { code: 'expired', retryable: false }],
    [500, NOW, { code: 'http_500', retryable: true }],
    [429, NOW + 6 * MINUTE, { code: 'http_429', retryable: true }],
    [400, NOW, { code: 'http_400', retryable: false }],
  ])('an answer %i at %i', async (status, now, expected) => {
    const url = await serving(Buffer.alloc(0), {}, status);
    expect(await failure(get(url, { now }))).toEqual(expected);
  });

  test.each([
    'https://example.com/a.png',
    'http://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/a.png',
    'https://qq.com.example.com/a.png',
    'https://evilqq.com/a.png',
    'http://127.0.0.1:9/metadata',
    'https://169.254.169.254/latest',
    'file:///etc/passwd',
    'not an address',
  ])('for good, and nobody is asked: %s', async (url) => {
    const http = () => Promise.reject(new Error('somebody was asked'));
    const official = settings('https://qyapi.weixin.qq.com');
    expect(await failure(get(url, { settings: official, http }))).toEqual({ code: 'media_address', retryable: false });
  });

  test.each([
    'https://ww-aibot-img-1258476243.cos.ap-guangzhou.myqcloud.com/a?sign=1',
    'https://wework.qq.com/a',
    'https://gateway.example.gov.cn/a',
  ])('but WeCom’s own places and a configured gateway are asked: %s', async (url) => {
    const asked: string[] = [];
    const http: typeof fetch = async (target) => {
      asked.push(String(target));
      return new Response(PICTURE);
    };
    await get(url, { settings: settings('https://gateway.example.gov.cn/wecom'), http });
    expect(asked).toEqual([url]);
  });

  test.each([
    ['https://gateway.example.gov.cn:8443', 'https://gateway.example.gov.cn:9443/a', true],
    ['https://gateway.example.gov.cn:8443', 'https://gateway.example.gov.cn/a', true],
    ['https://gateway.example.gov.cn:8443', 'http://gateway.example.gov.cn:9080/a', false],
    ['https://gateway.example.gov.cn:8443', 'https://li:secret@gateway.example.gov.cn:9443/a', false],
    ['https://gateway.example.gov.cn:8443', 'https://files.gateway.example.gov.cn:9443/a', false],
    ['https://127.0.0.1:8443', 'https://127.0.0.1:9443/a', false],
    ['https://localhost:8443', 'https://localhost:9443/a', false],
  ])('or not: a gateway at %s has its files at %s: %o', async (apiBase, url, isAsked) => {
    const asked: string[] = [];
    const http: typeof fetch = async (target) => {
      asked.push(String(target));
      return new Response(PICTURE);
    };
    await get(url, { settings: settings(apiBase), http }).catch(() => undefined);
    expect(asked).toEqual(isAsked ? [url] : []);
  });

  test('a redirect out of WeCom', async () => {
    const http: typeof fetch = async () =>
      new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/admin' } });
    const official = settings('https://qyapi.weixin.qq.com');
    expect(await failure(get('https://wework.qq.com/a', { settings: official, http }))).toEqual({
      code: 'media_address',
      retryable: false,
    });
  });

  test('a redirect to what is no address, without a word of it', async () => {
    const http: typeof fetch = async () =>
      new Response(null, { status: 302, headers: { location: 'https://[q-sign-algorithm' } });
    const failed: unknown = await get('https://wework.qq.com/a', { http }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 'media_address', retryable: false, cause: undefined });
    expect(String(failed)).not.toContain('q-sign');
  });

  test('a connection that fails is tried again', async () => {
    const http = () => Promise.reject(new TypeError('fetch failed'));
    expect(await failure(get('https://wework.qq.com/a', { http }))).toMatchObject({ retryable: true });
  });

  test('what was kept of an attachment makes no sense', async () => {
    const attachment: Attachment = { kind: 'image', source: 'no json' };
    const deps = { http: fetch, clock: { now: () => NOW } };
    expect(await failure(fetchMedia(deps, settings('https://qyapi.weixin.qq.com'), attachment, MAX))).toEqual({
      code: 'media_address',
      retryable: false,
    });
  });
});
