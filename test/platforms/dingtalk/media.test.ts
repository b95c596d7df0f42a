// What comes with a message: by a code for an address, only from DingTalk's own places, and with few calls.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../domain/types.ts';
import { createMedia } from '../../../platforms/dingtalk/media.ts';
import { PlatformError } from '../../../platforms/types.ts';

const NOW = Date.parse('2026-03-03T09:00:00+08:00');
const PICTURE = Buffer.from('a picture of a broken printer');
const OFFICIAL = { apiBase: 'https://api.dingtalk.com', oapiBase: 'https://oapi.dingtalk.com' };
const LOCAL = { apiBase: 'http://127.0.0.1:1', oapiBase: 'http://127.0.0.1:2' };
type Settings = Parameters<typeof createMedia>[0];

const servers: Server[] = [];
let now: number;
beforeEach(() => {
  now = NOW;
});
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

/** Where the gateway is the one that serves the files. */
const localAt = (address: string | Error): Settings =>
  typeof address === 'string' ? { ...LOCAL, oapiBase: new URL(address).origin } : LOCAL;

/** @param addresses what the codes lead to, the last one again and again; an error is thrown */
function stage(
  addresses: readonly [string | Error, ...(string | Error)[]],
  settings: Settings = localAt(addresses[0]),
  http: typeof fetch = fetch,
) {
  const asked: string[] = [];
  const fetchFile = createMedia(settings, {
    clock: { now: () => now },
    http,
    api: {
      async downloadUrl(code) {
        const address = addresses[Math.min(asked.length, addresses.length - 1)] ?? '';
        asked.push(code);
        if (address instanceof Error) throw address;
        return address;
      },
    },
  });
  const get = (code = 'CODE-1') => fetchFile({ kind: 'image', source: code }, { maxBytes: 1_000 });
  return { get, asked };
}

async function failure(of: Promise<unknown>): Promise<{ code: string; retryable: boolean }> {
  const error = await of.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PlatformError)) throw new Error('it did not fail as a platform does', { cause: error });
  return { code: error.code, retryable: error.retryable };
}

describe('a file', () => {
  test('is fetched from where its code leads, with the name that is told there', async () => {
    const url = await serve((_request, response) =>
      response
        .writeHead(200, { 'content-disposition': `attachment; filename*=UTF-8''%E6%95%85%E9%9A%9C.png` })
        .end(PICTURE),
    );
    const { asked, get } = stage([`${url}/a?Expires=1&Signature=s`]);
    const file = await get();
    expect([Buffer.from(file.bytes), file.name, asked]).toEqual([PICTURE, '故障.png', ['CODE-1']]);
  });

  test('that is larger than may be is refused for good', async () => {
    const url = await serve((_request, response) => response.end(Buffer.alloc(1_001)));
    expect(await failure(stage([url]).get())).toEqual({ code: 'too_large', retryable: false });
  });

  test('whose code is over is lost', async () => {
    const code = 'invalidParameter.robotCode.downloadCode';
    const over = new PlatformError('400', { code, retryable: false });
    expect(await failure(stage([over]).get())).toEqual({ code: 'expired', retryable: false });
  });

  test('whose code could not be asked for is tried again', async () => {
    const busy = new PlatformError('500', { code: 'system.busy', retryable: true });
    expect(await failure(stage([busy]).get())).toEqual({ code: 'system.busy', retryable: true });
  });

  test.each([401, 403, 404, 410])('that is not at its new address (%i) is lost', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status).end());
    expect(await failure(stage([url]).get())).toEqual({ code: 'expired', retryable: false });
  });
});

describe('a download that broke off', () => {
  let isBroken: boolean;
  let status: number;
  let url: string;
  beforeEach(async () => {
    isBroken = true;
    status = 200;
    url = await serve((request, response) => {
      if (isBroken) request.socket.destroy();
      else response.writeHead(status).end(PICTURE);
    });
  });

  test('is tried again at the same address, without another call, for ten minutes', async () => {
    const { asked, get } = stage([url]);
    for (const at of [NOW, NOW + MINUTE, NOW + 10 * MINUTE - 1]) {
      now = at;
      expect(await failure(get())).toEqual({ code: 'media_download', retryable: true });
    }
    expect(asked).toHaveLength(1);
    now = NOW + 10 * MINUTE;
    await failure(get());
    expect(asked).toHaveLength(2);
    isBroken = false;
    expect(Buffer.from((await get()).bytes)).toEqual(PICTURE);
    expect(asked).toHaveLength(2);
  });

  test('has another address asked for when that one is over', async () => {
    const { asked, get } = stage([url]);
    await failure(get());
    isBroken = false;
    status = 403;
    expect(await failure(get())).toEqual({ code: 'http_403', retryable: true });
    status = 200;
    expect(Buffer.from((await get()).bytes)).toEqual(PICTURE);
    expect(asked).toHaveLength(2);
  });
});

describe('where files lie', () => {
  const recording = () => {
    const asked: string[] = [];
    const http: typeof fetch = async (target) => {
      asked.push(String(target));
      return new Response(PICTURE);
    };
    return { asked, http };
  };

  test.each([
    ['https://down-cdn.dingtalk.com/ddmedia/a?bizType=im', undefined],
    ['https://wukong-file-im-zjk.oss-cn-zhangjiakou.aliyuncs.com/a?Signature=s%2B', undefined],
    [
      'http://wukong-file-im-zjk.oss-cn-zhangjiakou.aliyuncs.com/a?Signature=s%2B',
      'https://wukong-file-im-zjk.oss-cn-zhangjiakou.aliyuncs.com/a?Signature=s%2B',
    ],
    ['https://gateway.example.gov.cn:8443/files/a', undefined],
  ])('is DingTalk’s, its storage or a configured gateway, always by https: %s', async (address, otherwise) => {
    const { asked, http } = recording();
    const gateway = { ...OFFICIAL, apiBase: 'https://gateway.example.gov.cn:8443/dingtalk' };
    await stage([address], gateway, http).get();
    expect(asked).toEqual([otherwise ?? address]);
  });

  test.each([
    'https://example.com/a.png',
    'https://dingtalk.com.example.com/a',
    'https://evildingtalk.com/a',
    'https://user:pass@down.dingtalk.com/a',
    'https://down.dingtalk.com:8443/a',
    'http://127.0.0.1:9/metadata',
    'https://100.100.100.200/latest/meta-data',
    'ftp://down.dingtalk.com/a',
    'file:///etc/passwd',
    'not an address',
    '',
  ])('is nowhere else, and nobody is asked: %s', async (address) => {
    const { asked, http } = recording();
    expect(await failure(stage([address], OFFICIAL, http).get())).toEqual({ code: 'media_address', retryable: false });
    expect(asked).toEqual([]);
  });

  test('is not left by a redirect', async () => {
    const http: typeof fetch = async () =>
      new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/admin' } });
    expect(await failure(stage(['https://down.dingtalk.com/a'], OFFICIAL, http).get())).toEqual({
      code: 'media_address',
      retryable: false,
    });
  });

  test('is with a gateway on this machine that gateway, and no other port', async () => {
    const inside = await serve((_request, response) => response.end('a database’s page'));
    const gateway = await serve((request, response) =>
      request.url === '/a' ? response.end(PICTURE) : response.writeHead(302, { location: `${inside}/secrets` }).end(),
    );
    const settings = localAt(gateway);
    expect(Buffer.from((await stage([`${gateway}/a`], settings).get()).bytes)).toEqual(PICTURE);
    for (const address of [`${inside}/secrets`, `${gateway}/b`, gateway.replace('127.0.0.1', 'localhost')]) {
      expect(await failure(stage([address], settings).get())).toEqual({ code: 'media_address', retryable: false });
    }
  });

  const PRIVATE = { ...OFFICIAL, fileHosts: ['files.example.gov.cn:8443', '*.oss.example.gov.cn'] };
  test.each([
    ['https://files.example.gov.cn:8443/a', 'https://files.example.gov.cn:8443/a'],
    ['http://bucket.oss.example.gov.cn/a', 'https://bucket.oss.example.gov.cn/a'],
    ['https://files.example.gov.cn/a', undefined],
    ['https://bucket.oss.example.gov.cn:9000/a', undefined],
    ['https://oss.example.gov.cn/a', undefined],
    ['https://evil-oss.example.gov.cn/a', undefined],
  ])('is besides where the settings of a private edition say: %s', async (address, fetched) => {
    const { asked, http } = recording();
    await stage([address], PRIVATE, http)
      .get()
      .catch(() => undefined);
    expect(asked).toEqual(fetched === undefined ? [] : [fetched]);
  });
});
