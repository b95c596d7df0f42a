import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import { PlatformError } from '../../../platforms/types.ts';
import { type ApiClient, createApiClient } from '../../../platforms/wecom/api-client.ts';
import { type ApiReply, type ApiServer, startApiServer } from './api-server.ts';

const app = { corpId: 'ww0123456789', secret: 'app-secret-0123456789' };
const other = { corpId: 'ww0123456789', secret: 'other-secret-012345678' };
const ask = { path: '/cgi-bin/message/send', body: { agentid: 1 } };
const ok = { errcode: 0, errmsg: 'ok' };
const token = (value: string, seconds = 7_200) => ({ ...ok, access_token: value, expires_in: seconds });

let server: ApiServer;
let now: number;
let api: ApiClient;

beforeEach(async () => {
  server = await startApiServer();
  now = Date.UTC(2026, 2, 2, 1);
  api = client();
  server.answers('/cgi-bin/gettoken', token('token-1'), token('token-2'), token('token-3'));
});
afterEach(() => server.close());

const client = (limitMs?: number) => createApiClient(server, { clock: { now: () => now }, http: fetch }, limitMs);
const fetches = () => server.requests.filter(({ path }) => path === '/cgi-bin/gettoken');
const tokensUsed = () => server.requests.flatMap(({ query }) => query.access_token ?? []);
const failureOf = async (attempt: Promise<unknown>): Promise<PlatformError> => {
  const error: unknown = await attempt.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof PlatformError) return error;
  throw error;
};

describe('the token', () => {
  test('is fetched once for many callers', async () => {
    await Promise.all(Array.from({ length: 20 }, () => api.requestAs(app, ask)));
    expect(fetches()).toHaveLength(1);
    expect(fetches()[0]).toMatchObject({
      method: 'GET',
      query: { corpid: app.corpId, corpsecret: app.secret },
    });
    expect(new Set(tokensUsed())).toEqual(new Set(['token-1']));
  });

  test("of one app is not another's", async () => {
    await api.requestAs(app, ask);
    await api.requestAs(other, ask);
    expect(tokensUsed()).toEqual(['token-1', 'token-2']);
  });

  test.each([
    ['just before its last five minutes', 7_200 * SECOND - 5 * MINUTE - 1, 'token-1'],
    ['from its last five minutes on', 7_200 * SECOND - 5 * MINUTE, 'token-2'],
  ])('%s', async (_name, laterMs, used) => {
    await api.requestAs(app, ask);
    now += laterMs;
    await api.requestAs(app, ask);
    expect(tokensUsed().at(-1)).toBe(used);
  });

  test('that lives for a short time only is used for half of it', async () => {
    server.answers('/cgi-bin/gettoken', token('short', 60), token('next'));
    await api.requestAs(app, ask);
    now += 29 * SECOND;
    await api.requestAs(app, ask);
    now += SECOND;
    await api.requestAs(app, ask);
    expect(tokensUsed()).toEqual(['short', 'short', 'next']);
  });

  test.each([40_014, 42_001])(
    'that died early (%i) is fetched anew, and the request repeated once',
    async (errcode) => {
      server.answers(ask.path, { errcode, errmsg: 'dead' }, { ...ok, msgid: 'm1' });
      expect(await api.requestAs(app, ask)).toMatchObject({ msgid: 'm1' });
      expect(tokensUsed()).toEqual(['token-1', 'token-2']);
    },
  );

  test('that dies again is not fetched a third time', async () => {
    server.answers(ask.path, { errcode: 42_001, errmsg: 'dead' });
    expect(await failureOf(api.requestAs(app, ask))).toMatchObject({ code: '42001', retryable: true });
    expect(tokensUsed()).toEqual(['token-1', 'token-2']);
    expect(fetches()).toHaveLength(2);
  });

  test('that died for many callers at once is fetched anew once', async () => {
    await api.requestAs(app, ask);
    server.answers(ask.path, ({ query }) => (query.access_token === 'token-1' ? { errcode: 42_001 } : ok));
    await Promise.all(Array.from({ length: 5 }, () => api.requestAs(app, ask)));
    expect(fetches()).toHaveLength(2);
  });

  test('is not asked for again for a minute with a wrong secret', async () => {
    server.answers('/cgi-bin/gettoken', { errcode: 40_001, errmsg: 'invalid credential' }, token('token-1'));
    expect(await failureOf(api.requestAs(app, ask))).toMatchObject({ code: '40001', retryable: false });
    now += MINUTE - 1;
    expect(await failureOf(api.requestAs(app, ask))).toMatchObject({ code: '40001' });
    expect(fetches()).toHaveLength(1);
    now += 1;
    await api.requestAs(app, ask);
    expect(fetches()).toHaveLength(2);
  });

  test('that is missing in the answer is an error, and asked for again', async () => {
    server.answers('/cgi-bin/gettoken', ok, token('token-1'));
    expect(await failureOf(api.requestAs(app, ask))).toMatchObject({ code: 'bad_answer', retryable: true });
    await api.requestAs(app, ask);
    expect(tokensUsed()).toEqual(['token-1']);
  });
});

describe('an answer', () => {
  test.each<[string, ApiReply, { code: string; retryable: boolean; retryAfterMs?: number }]>([
    ['busy', { errcode: -1, errmsg: 'busy' }, { code: '-1', retryable: true, retryAfterMs: 5 * SECOND }],
    ['too often', { errcode: 45_009, errmsg: 'freq' }, { code: '45009', retryable: true, retryAfterMs: MINUTE }],
    ['wrong address of the server', { errcode: 60_020, errmsg: 'ip' }, { code: '60020', retryable: false }],
    ['nobody in sight', { errcode: 81_013, errmsg: 'all invalid' }, { code: '81013', retryable: false }],
    ['wrong webhook', { errcode: 93_000, errmsg: 'invalid webhook url' }, { code: '93000', retryable: false }],
    ['unknown number', { errcode: 99_999, errmsg: 'new' }, { code: '99999', retryable: false }],
    ['no number', { errmsg: 'ok' }, { code: 'bad_answer', retryable: true }],
    ['no JSON', { status: 200, raw: '<html>login</html>' }, { code: 'bad_answer', retryable: true }],
    ['a list', { status: 200, raw: '[]' }, { code: 'bad_answer', retryable: true }],
    ['the server failed', { status: 502, raw: 'bad gateway' }, { code: 'http_502', retryable: true }],
    ['the server has too much to do', { status: 429, raw: '' }, { code: 'http_429', retryable: true }],
    ['no such place', { status: 404, raw: '' }, { code: 'http_404', retryable: false }],
    ['the connection broke', 'hang up', { code: 'unconnected', retryable: true }],
  ])('%s', async (_name, reply, error) => {
    server.answers(ask.path, reply);
    expect(await failureOf(api.request(ask))).toMatchObject(error);
  });

  test('that does not come in time is an error that may pass', async () => {
    server.answers(ask.path, 'silence');
    const impatient = client(20);
    expect(await failureOf(impatient.request(ask))).toMatchObject({ code: 'timed_out', retryable: true });
  });

  test('leads nowhere else', async () => {
    server.answers(ask.path, { status: 302, raw: '', location: `${server.apiBase}/elsewhere` });
    expect(await failureOf(api.request(ask))).toMatchObject({ code: 'unconnected' });
    expect(server.requests).toHaveLength(1);
  });

  test('tells the address that the administrator has to allow', async () => {
    const errmsg = `not allow to access from your ip, hint: [${'1'.repeat(40)}], from ip: 203.0.113.7, more info at https`;
    server.answers(ask.path, { errcode: 60_020, errmsg });
    expect((await failureOf(api.request(ask))).message).toContain('203.0.113.7');
  });
});

describe('a key', () => {
  const key = 'webhook-key-0f1e2d3c';
  const keyed = { path: '/cgi-bin/webhook/send', query: { key }, body: {} };

  test.each<[string, ApiReply]>([
    ['is repeated by WeCom', { errcode: 93_000, errmsg: `invalid webhook url key=${key}` }],
    ['does not reach it', 'hang up'],
    ['is answered with a page', { status: 500, raw: key }],
  ])('is in no error when it %s', async (_name, reply) => {
    server.answers(keyed.path, reply);
    expect(inspect(await failureOf(api.request(keyed)), { depth: 9 })).not.toContain(key);
  });

  test('is in no error when the address makes no sense', async () => {
    const astray = createApiClient({ apiBase: 'nowhere' }, { clock: { now: () => now }, http: fetch });
    const error = await failureOf(astray.request(keyed));
    expect(inspect(error, { depth: 9 })).not.toContain(key);
    expect(error.code).toBe('unconnected');
  });

  test('is in no error when the network names the address', async () => {
    const http = (input: unknown) => Promise.reject(new TypeError(`no route to ${String(input)}`));
    const error = await failureOf(createApiClient(server, { clock: { now: () => now }, http }).request(keyed));
    expect(inspect(error, { depth: 9 })).not.toContain(key);
    expect(error.message).toContain('no route');
  });

  test('of an app is in no error either, nor is its token', async () => {
    server.answers(ask.path, { errcode: 40_058, errmsg: 'bad field, access_token=token-1' });
    const error = inspect(await failureOf(api.requestAs(app, ask)), { depth: 9 });
    expect(error).not.toContain('token-1');
    server.answers('/cgi-bin/gettoken', { errcode: 40_001, errmsg: `wrong corpsecret ${other.secret}` });
    expect(inspect(await failureOf(api.requestAs(other, ask)), { depth: 9 })).not.toContain(other.secret);
  });
});
