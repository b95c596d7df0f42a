import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE } from '../../../domain/types.ts';
import { createApiClient } from '../../../platforms/wecom/api-client.ts';
import { type AppMessages, createAppMessages } from '../../../platforms/wecom/app.ts';
import { type Calls, createCalls } from '../../../platforms/wecom/calls.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

const SEND = '/cgi-bin/message/send';
const CALL = '/cgi-bin/pstncc/call';
const credentials = { corpId: 'ww1', secret: 'app-secret' };
const ok = { errcode: 0, errmsg: 'ok' };

let server: ApiServer;
let now: number;
let app: AppMessages;
let calls: Calls;

beforeEach(async () => {
  server = await startApiServer();
  server.answers('/cgi-bin/gettoken', { ...ok, access_token: 'token-1', expires_in: 7_200 });
  now = Date.UTC(2026, 2, 2, 1);
  const clock = { now: () => now };
  const api = createApiClient(server, { clock, http: fetch });
  app = createAppMessages({ ...credentials, agentId: 1_000_002 }, { api, clock });
  calls = createCalls(credentials, api);
});
afterEach(() => server.close());

const receivers = () => server.bodies(SEND).map((body) => (body as { touser: string }).touser);

describe("an app's message", () => {
  test('goes to each of those named', async () => {
    expect(await app.send(['Li', 'wang'], '即将超时')).toEqual([]);
    expect(server.bodies(SEND)).toEqual([
      { touser: 'Li|wang', agentid: 1_000_002, msgtype: 'text', text: { content: '即将超时' } },
    ]);
  });

  test.each<[string, object, readonly string[]]>([
    ['all were reached', { ...ok, invaliduser: '' }, []],
    ['one is out of sight, whom WeCom names in lower case', { ...ok, invaliduser: 'li' }, ['Li']],
    ['one has no licence', { ...ok, unlicenseduser: 'wang' }, ['wang']],
    ['one of each', { ...ok, invaliduser: 'li', unlicenseduser: 'wang' }, ['Li', 'wang']],
    ['nobody is in sight', { errcode: 81_013, errmsg: 'all invalid' }, ['Li', 'wang']],
  ])('when %s', async (_name, answer, missed) => {
    server.answers(SEND, answer);
    expect(await app.send(['Li', 'wang'], 'x')).toEqual(missed);
  });

  test('from an address that is not allowed is an error', async () => {
    server.answers(SEND, { errcode: 60_020, errmsg: 'not allow to access from your ip' });
    await expect(app.send(['li'], 'x')).rejects.toMatchObject({ code: '60020', retryable: false });
  });

  test('never goes to everybody', async () => {
    expect(await app.send(['@all', 'a|b', 'li'], 'x')).toEqual(['@all', 'a|b']);
    expect(receivers()).toEqual(['li']);
  });

  test('of more than 2,048 bytes goes as several', async () => {
    await app.send(['li'], `${'一'.repeat(600)}\n${'二'.repeat(600)}`);
    const contents = server.bodies(SEND).map((body) => (body as { text: { content: string } }).text.content);
    expect(contents).toEqual(['一'.repeat(600), '二'.repeat(600)]);
  });

  test('to more than a thousand people goes as several', async () => {
    await app.send(
      Array.from({ length: 1_001 }, (_, index) => `u${index}`),
      'x',
    );
    expect(receivers().map((touser) => touser.split('|').length)).toEqual([1_000, 1]);
  });

  test('shows no link that somebody wrote', async () => {
    await app.send(['li'], '<a href="http://evil.example">详情</a>');
    expect(JSON.stringify(server.bodies(SEND))).not.toContain('<a');
  });

  test('that WeCom would silently drop, the thirty-first within a minute, counts as not delivered', async () => {
    for (let sent = 0; sent < 30; sent += 1) expect(await app.send(['li'], 'x')).toEqual([]);
    now += MINUTE - 1;
    expect(await app.send(['li', 'wang'], 'x')).toEqual(['li']);
    expect(receivers().at(-1)).toBe('wang');
    now += 1;
    expect(await app.send(['li'], 'x')).toEqual([]);
  });
});

describe('a call', () => {
  test('names those who were not called', async () => {
    server.answers(CALL, {
      ...ok,
      states: [
        { code: 0, callid: 'c1', userid: 'li' },
        { code: 13, callid: 'c2', userid: 'wang' },
      ],
    });
    expect(await calls.call(['li', 'wang'])).toEqual([{ userId: 'wang', code: 13 }]);
    expect(server.bodies(CALL)).toEqual([{ callee_userid: ['li', 'wang'] }]);
  });

  test.each([
    [301_049, 'may not use'],
    [301_050, 'not opened'],
    [301_051, 'no money'],
  ])('that is refused (%i) says why', async (errcode, why) => {
    server.answers(CALL, { errcode, errmsg: 'refused' });
    await expect(calls.call(['li'])).rejects.toMatchObject({
      code: String(errcode),
      retryable: false,
      message: expect.stringContaining(why),
    });
  });

  test('is done when WeCom says so without telling of each', async () => {
    expect(await calls.call(['li'])).toEqual([]);
  });
});
