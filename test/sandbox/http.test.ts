import { request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import { afterEach, describe, expect, test } from 'vitest';
import { memoryMedia } from '../../bot/media-folder.ts';
import { type SandboxDeps, sandboxRoutes } from '../../bot/sandbox-http.ts';
import type { SandboxState, WindowEvent } from '../../platforms/sandbox/api-types.ts';
import { acknowledgeForLi, lines, listeningBot, openSandbox, post, postCard, START } from './cast.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** The routes on a port of their own, and a bot that listens. */
async function serve(deps: Partial<SandboxDeps> = {}, time: 'movable clock' | 'true clock' = 'movable clock') {
  const sandbox = openSandbox();
  const bot = listeningBot();
  await sandbox.platform.start(bot);
  const moves: (number | 'next')[] = [];
  const advance = async (target: number | 'next') => {
    moves.push(target);
    // Moving takes a while, in which another request can arrive.
    for (let turns = 0; turns < 50; turns += 1) await new Promise(setImmediate);
    if (target !== 'next') sandbox.clock.at = target;
  };
  const router = new Router();
  const page = sandboxRoutes(router, {
    server: sandbox.server,
    clock: { now: () => sandbox.clock.at },
    media: memoryMedia(),
    nextDueAt: async () => undefined,
    ...(time === 'movable clock' && { advance }),
    log: quiet,
    ...deps,
  });
  const app = new Koa();
  app.use(router.routes());
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  closers.push(() => {
    page.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { ...sandbox, bot, moves, page, port };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** `fetch` does not let one choose the Host header; this does. */
function send(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const saying = { chat: 'ops', persona: 'wang', clientId: 'c1', text: '@值班铃 网站打不开了' };
const postJson = (port: number, path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(port, path, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
const errorOf = (answer: Answer) => (JSON.parse(answer.body) as { error: string }).error;

describe('who may speak to the sandbox', () => {
  test.each([
    ['localhost', (port: number) => `localhost:${port}`],
    ['127.0.0.1', (port: number) => `127.0.0.1:${port}`],
    ['[::1]', (port: number) => `[::1]:${port}`],
    ['any letter case', (port: number) => `LOCALHOST:${port}`],
    ['PUBLIC_URL', () => 'bell.example.test:8443'],
  ])('%s is us', async (_name, host) => {
    const { port } = await serve({ publicUrl: 'https://bell.example.test:8443/' });
    expect((await send(port, '/sandbox/api/state', { headers: { host: host(port) } })).status).toBe(200);
  });

  test('a proxy that writes out the port which PUBLIC_URL has anyway asks for us, and with another port does not', async () => {
    const { port } = await serve({ publicUrl: 'https://bell.example.test/' });
    const statusOf = async (host: string) => (await send(port, '/sandbox/api/state', { headers: { host } })).status;
    expect(await statusOf('bell.example.test:443')).toBe(200);
    expect(await statusOf('bell.example.test:8443')).toBe(403);
    expect(await statusOf('x@bell.example.test')).toBe(403);
    expect(await statusOf('bell.example.test/x')).toBe(403);
  });

  test.each([
    ['a name that was rebound to the loopback address', (port: number) => `evil.example:${port}`],
    ['a name that begins like ours', (port: number) => `localhost.evil.example:${port}`],
    ['another port', (port: number) => `localhost:${port + 1}`],
    ['no port, which means 80', () => 'localhost'],
    ['another loopback address', (port: number) => `127.0.0.2:${port}`],
  ])('%s is refused, for the page and for the API', async (_name, host) => {
    const { port, bot } = await serve();
    for (const path of ['/', '/sandbox/api/state', '/sandbox/api/events', '/sandbox/app.js']) {
      const answer = await send(port, path, { headers: { host: host(port) } });
      expect([answer.status, errorOf(answer)]).toEqual([403, 'host_refused']);
    }
    expect((await postJson(port, '/sandbox/api/say', saying, { host: host(port) })).status).toBe(403);
    expect(bot.heard).toEqual([]);
  });

  test.each([
    ['another page', 'https://evil.example'],
    ['another program on this machine', 'http://127.0.0.1:1'],
    ['a sandboxed frame', 'null'],
  ])('a request of %s is refused', async (_name, origin) => {
    const { port, bot } = await serve();
    const answer = await postJson(port, '/sandbox/api/say', saying, { origin });
    expect([answer.status, errorOf(answer)]).toEqual([403, 'origin_refused']);
    expect(bot.heard).toEqual([]);
  });

  test('a cross-site request without an Origin is refused, our own is not', async () => {
    const { port, bot } = await serve();
    expect((await postJson(port, '/sandbox/api/say', saying, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const own = { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    expect((await postJson(port, '/sandbox/api/say', saying, own)).status).toBe(200);
    expect(bot.heard).toHaveLength(1);
  });

  test.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['plain text, which any page can send', 'text/plain'],
    ['no type', undefined],
    ['a type that only begins like JSON', 'application/json-patch'],
  ])('%s is not JSON', async (_name, type) => {
    const { port, bot } = await serve();
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const answer = await send(port, '/sandbox/api/say', { method: 'POST', headers, body: JSON.stringify(saying) });
    expect([answer.status, errorOf(answer)]).toEqual([415, 'type_refused']);
    expect(bot.heard).toEqual([]);
  });

  test('JSON with a charset is JSON', async () => {
    const { port } = await serve();
    const type = { 'content-type': 'application/json; charset=utf-8' };
    expect((await postJson(port, '/sandbox/api/say', saying, type)).status).toBe(200);
  });
});

describe('what is refused with a reason', () => {
  test.each([
    ['JSON that is broken', '/sandbox/api/say', '{"chat":', 400, 'bad_json'],
    [
      'a body over the limit',
      '/sandbox/api/say',
      JSON.stringify({ ...saying, text: 'x'.repeat(300_000) }),
      413,
      'too_large',
    ],
    [
      'a text over the limit',
      '/sandbox/api/say',
      JSON.stringify({ ...saying, text: 'x'.repeat(20_001) }),
      422,
      'text_too_long',
    ],
    ['an unknown chat', '/sandbox/api/say', JSON.stringify({ ...saying, chat: 'nowhere' }), 422, 'unknown_chat'],
    ['a field too many', '/sandbox/api/say', JSON.stringify({ ...saying, admin: true }), 400, 'bad_request'],
    ['a field too few', '/sandbox/api/say', JSON.stringify({ ...saying, clientId: undefined }), 400, 'bad_request'],
    ['a client id with blanks', '/sandbox/api/say', JSON.stringify({ ...saying, clientId: 'a b' }), 400, 'bad_request'],
    ['a list', '/sandbox/api/tap', '[]', 400, 'bad_request'],
    ['a clock that stands', '/sandbox/api/clock', JSON.stringify({ advanceMs: 0 }), 400, 'bad_request'],
    ['a clock that runs backwards', '/sandbox/api/clock', JSON.stringify({ advanceMs: -1 }), 400, 'bad_request'],
    [
      'a clock that leaps over a month',
      '/sandbox/api/clock',
      JSON.stringify({ advanceMs: 31 * 86_400_000 + 1 }),
      400,
      'bad_request',
    ],
    ['the next event when there is none', '/sandbox/api/clock', JSON.stringify({ to: 'next' }), 409, 'nothing_due'],
  ])('%s', async (_what, path, body, status, error) => {
    const { port, bot, moves } = await serve();
    const answer = await send(port, path, { method: 'POST', headers: JSON_TYPE, body });
    expect([answer.status, errorOf(answer)]).toEqual([status, error]);
    expect([bot.heard, moves]).toEqual([[], []]);
  });

  test('a state for nobody', async () => {
    const { port } = await serve();
    expect((await send(port, '/sandbox/api/state?persona=nobody')).status).toBe(422);
    expect((await send(port, '/sandbox/api/events?persona=nobody')).status).toBe(422);
  });
});

describe('what the API does', () => {
  test('a text of the full length comes through, whatever it is made of', async () => {
    const { port, bot } = await serve();
    // A control character takes six bytes in JSON: the worst case of the body limit.
    const text = `@值班铃 ${'\u0001'.repeat(19_000)}`;
    expect((await postJson(port, '/sandbox/api/say', { ...saying, text })).status).toBe(200);
    expect(bot.heard).toMatchObject([{ text: '\u0001'.repeat(19_000) }]);
  });

  test('a tap reaches the bot with its form', async () => {
    const { port, bot, platform } = await serve();
    const messageId = await postCard(platform, [acknowledgeForLi]);
    const body = {
      chat: 'ops',
      persona: 'li',
      clientId: 't1',
      messageId,
      action: 'acknowledge',
      form: { cause: '证书' },
    };
    expect(JSON.parse((await postJson(port, '/sandbox/api/tap', body)).body)).toEqual({ ok: true, heard: 'delivered' });
    expect(bot.heard).toMatchObject([{ type: 'action', form: { cause: '证书' } }]);
  });

  test('the clock moves by as much as asked, and two windows at once add up', async () => {
    const { port, moves } = await serve();
    const hour = { advanceMs: 3_600_000 };
    await Promise.all([postJson(port, '/sandbox/api/clock', hour), postJson(port, '/sandbox/api/clock', hour)]);
    expect(moves).toEqual([START + 3_600_000, START + 7_200_000]);
  });

  test('the clock goes to the next event where there is one', async () => {
    const { port, moves } = await serve({ nextDueAt: async () => START + 150_000 });
    const answer = await postJson(port, '/sandbox/api/clock', { to: 'next' });
    expect(JSON.parse(answer.body)).toMatchObject({ nextDueAt: START + 150_000 });
    expect(moves).toEqual(['next']);
  });

  test('the page comes with a policy that lets no foreign or inline script run', async () => {
    const { port } = await serve();
    const page = await send(port, '/');
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.body).not.toMatch(/<script(?![^>]*\bsrc=)|\son\w+=|style=/);
    expect(page.body).not.toMatch(/(?:src|href)="(?!\/)/);
  });

  test('the script is built once and then known by its tag', async () => {
    const { port, page } = await serve();
    await page.warmUp();
    const script = await send(port, '/sandbox/app.js');
    expect([script.status, script.headers['content-type']]).toEqual([200, 'text/javascript; charset=utf-8']);
    const again = await send(port, '/sandbox/app.js', { headers: { 'if-none-match': String(script.headers.etag) } });
    expect([again.status, again.body]).toEqual([304, '']);
  });
});

/**
 * Reads events until as many have come as asked for. News of the clock come in between, a moment after messages: they are left
 * out unless asked for.
 */
async function readEvents(
  port: number,
  query: string,
  count: number,
  { lastEventId, kind }: { lastEventId?: string; kind?: 'clock' } = {},
) {
  const aborter = new AbortController();
  const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const response = await fetch(`http://127.0.0.1:${port}/sandbox/api/events?${query}`, {
    signal: aborter.signal,
    headers,
  });
  const events: { id: string; event: WindowEvent }[] = [];
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const all = [...text.matchAll(/id: (.*)\ndata: (.*)\n\n/g)].map(([, id, data]) => ({
      id: id!,
      event: JSON.parse(data!) as WindowEvent,
    }));
    const wanted = all.filter(({ event }) => (event.type === 'clock') === (kind === 'clock'));
    if (wanted.length < count) continue;
    events.push(...wanted);
    break;
  }
  aborter.abort();
  return events;
}

const readState = async (port: number, persona: string): Promise<SandboxState> =>
  JSON.parse((await send(port, `/sandbox/api/state?persona=${persona}`)).body);

describe('windows', () => {
  test('what happened since the state was read is told, once and in order', async () => {
    const { port, say, platform } = await serve();
    await say('wang', '早上好');
    const { lastEventId } = await readState(port, 'li');
    await say('wang', '你好');
    await platform.deliver(post('k', lines('已登记')));
    const query = `persona=li&after=${lastEventId}`;
    const events = await readEvents(port, query, 3);
    expect(events.map(({ event }) => event)).toMatchObject([
      { type: 'message', message: { text: '你好', heard: 'sending' } },
      { type: 'message', message: { text: '你好', heard: 'not_addressed' } },
      { type: 'message', message: { from: 'bot', lines: [['已登记']] } },
    ]);
    // A browser that was cut off says where: its header counts, not the address it was opened with.
    const resumed = await readEvents(port, query, 1, { lastEventId: events[1]!.id });
    expect(resumed).toEqual([events[2]]);
  });

  test('what is for one person only is told to his windows alone', async () => {
    const { port, platform } = await serve();
    const { lastEventId } = await readState(port, 'wang');
    await platform.deliver({
      key: 'p',
      chat: 'ops',
      op: 'ephemeral',
      to: { userId: 'li' },
      content: lines('仅您可见'),
    });
    await platform.deliver(post('k', lines('大家可见')));
    const told = async (persona: string, count: number) =>
      (await readEvents(port, `persona=${persona}&after=${lastEventId}`, count)).map(({ event }) =>
        event.type === 'message' && event.message.from === 'bot' ? event.message.lines : event.type,
      );
    expect(await told('li', 2)).toEqual([[['仅您可见']], [['大家可见']]]);
    expect(await told('wang', 1)).toEqual([[['大家可见']]]);
  });

  test.each([
    ['of another run of the program', 'other-1'],
    ['that never was', `${START.toString(36)}-999`],
    ['that is no id', 'x'],
  ])('one that resumes from an event %s is told to read everything again', async (_what, after) => {
    const { port } = await serve();
    expect(await readEvents(port, `persona=li&after=${after}`, 1)).toMatchObject([{ event: { type: 'reset' } }]);
  });

  test('a moved clock is told to all', async () => {
    const { port } = await serve();
    const { lastEventId } = await readState(port, 'li');
    await postJson(port, '/sandbox/api/clock', { advanceMs: 60_000 });
    const events = await readEvents(port, `persona=li&after=${lastEventId}`, 1, { kind: 'clock' });
    expect(events).toMatchObject([{ event: { type: 'clock', now: START + 60_000 } }]);
  });
});

test('where real people are served as well, the clock is not moved', async () => {
  const { moves, port } = await serve({}, 'true clock');
  const answer = await postJson(port, '/sandbox/api/clock', { advanceMs: 60_000 });
  expect([answer.status, errorOf(answer), moves]).toEqual([409, 'true_clock', []]);
});

describe('a file of the bot', () => {
  const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
  const bytesOf = { image: PNG, document: Buffer.from('<script>alert(1)</script>') };

  async function serveFile(kind: 'image' | 'document', name: string, mediaType: string) {
    const media = memoryMedia();
    const world = await serve({ media });
    await media.keep(bytesOf[kind]);
    const file = { kind, name, mediaType, bytes: bytesOf[kind] };
    const delivery = { op: 'file', key: 'f1', chat: 'ops', file, content: lines('日报') } as const;
    const { handle = '' } = await world.platform.deliver(delivery);
    const path = (persona: string, more: Record<string, string> = {}) =>
      `/sandbox/api/file?${new URLSearchParams({ chat: 'ops', message: handle, persona, ...more })}`;
    return { ...world, media, path };
  }

  test('is drawn in the page where it is a picture', async () => {
    const { path, port } = await serveFile('image', '日报.png', 'image/png');
    const response = await fetch(`http://127.0.0.1:${port}${path('wang')}`);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
    const { headers } = response;
    expect(headers.get('content-type')).toBe('image/png');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''%E6/);
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const again = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
    expect((await send(port, path('wang'), again)).status, 'the browser has it already').toBe(304);
  });

  test.each([
    ['a document', 'document', '周报.docx', 'application/zip'],
    ['a page', 'document', '页面.html', 'text/html'],
    ['a drawing that can hold a script', 'image', '图.svg', 'image/svg+xml'],
  ] as const)('is only offered for keeping where it is %s', async (_name, kind, name, mediaType) => {
    const { path, port } = await serveFile(kind, name, mediaType);
    const { headers, status } = await send(port, path('wang'));
    expect([status, headers['content-type']]).toEqual([200, 'application/octet-stream']);
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  });

  test.each<[string, Record<string, string>]>([
    ['somebody of another team', { persona: 'ma' }],
    ['nobody', { persona: 'nobody' }],
    ['another room', { chat: 'other' }],
    ['no such message', { message: 'm999999999' }],
    ['a name of a file instead', { message: '../../etc/passwd' }],
    ['nothing', { message: '' }],
  ])('is not given to %s', async (_name, more) => {
    const { path, port } = await serveFile('image', '日报.png', 'image/png');
    const { body, status } = await send(port, path('wang', more));
    expect([status, JSON.parse(body)]).toMatchObject([404, { error: 'unknown_message' }]);
  });

  test('is not given to another page’s host, as nothing is', async () => {
    const { path, port } = await serveFile('image', '日报.png', 'image/png');
    expect((await send(port, path('wang'), { headers: { host: 'evil.example' } })).status).toBe(403);
  });

  test('that is not kept any more is not there', async () => {
    const { media, path, port } = await serveFile('image', '日报.png', 'image/png');
    Object.assign(media, { read: async () => undefined });
    expect((await send(port, path('wang'))).status).toBe(404);
  });
});
