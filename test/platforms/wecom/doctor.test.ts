// What the operator is told: right where all is right, and where something is wrong, what it is and where to click.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wecomPlaces } from '../../../cards/text.zh.doctor.ts';
import type { Finding } from '../../../platforms/finding.ts';
import { openEnvelope } from '../../../platforms/wecom/callback-crypto.ts';
import { type Examination, examineWecom } from '../../../platforms/wecom/doctor.ts';
import type { WecomSettings } from '../../../platforms/wecom/types.ts';
import { type FakeWecom, startFakeWecom } from '../../fakes/wecom/server.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

const BOT = { id: 'aib-1', secret: 'secret-of-the-bot', name: '值班铃' };
const KEY = '693a91f6-7b4c-4bc4-97a0-0ec2ef5aaa01';
const APP = { corpId: 'ww1', secret: 'secret-of-the-app', agentId: 1_000_002 };
const CALLBACK = {
  kind: 'callback',
  token: 'opsbotToken01',
  aesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
  receiveId: '',
} as const;

let fake: FakeWecom;
let api: ApiServer;
const servers: Server[] = [];
beforeEach(async () => {
  fake = await startFakeWecom({ bot: BOT, now: () => Date.now() });
  api = await startApiServer();
});
afterEach(async () => {
  await fake.close();
  await api.close();
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

function settings(more: Partial<WecomSettings> = {}): WecomSettings {
  const entrance = { kind: 'socket', botId: BOT.id, secret: BOT.secret, wsUrl: fake.wsUrl } as const;
  return { botName: BOT.name, entrance, apiBase: api.apiBase, webhooks: new Map(), ...more };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function found(
  about: string,
  given: Partial<WecomSettings> = {},
  more: Partial<Examination> & { readonly aheadMs?: number } = {},
): Promise<readonly Finding[]> {
  const { aheadMs = 0, ...rest } = more;
  const deps = {
    clock: { now: () => Date.now() + aheadMs },
    http: fetch,
    log: silent,
    random: () => 0.5,
    pause: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  };
  const all = await examineWecom({ settings: settings(given), deps, places: wecomPlaces, ...rest });
  expect(JSON.stringify(all), 'a secret was told').not.toMatch(/secret-of|opsbotToken01|693a91f6/);
  return all.filter((finding) => finding.about === about);
}

describe('the long connection', () => {
  test('is right', async () => {
    expect(await found('connection')).toMatchObject([{ grade: 'ok' }]);
    expect(fake.transcript.frames('aibot_subscribe')).toHaveLength(1);
  });

  test('has a wrong secret, and the place of the right one is named', async () => {
    const entrance = { kind: 'socket', botId: BOT.id, secret: 'secret-of-another', wsUrl: fake.wsUrl } as const;
    const [finding] = await found('connection', { entrance });
    expect(finding).toMatchObject({ grade: 'bad', seen: expect.stringContaining('WECOM_BOT_SECRET') });
    expect(finding?.remedy).toContain('智能机器人');
  });

  test('can’t be made', async () => {
    fake.faults.refusesConnections = true;
    const [finding] = await found('connection');
    expect(finding).toMatchObject({ grade: 'bad', remedy: expect.stringMatching(/127\.0\.0\.1 on port \d+/) });
  });

  test('can’t be made without a network: nothing of the bot’s is suspected', async () => {
    const entrance = { kind: 'socket', botId: BOT.id, secret: BOT.secret, wsUrl: 'ws://127.0.0.1:2' } as const;
    const [finding] = await found('connection', { entrance });
    expect(finding).toMatchObject({ grade: 'bad', remedy: 'let this machine reach 127.0.0.1 on port 2' });
  });

  test('is not tried where a program has it: that one would lose it', async () => {
    const findings = await found('connection', {}, { whyNotConnect: 'a running program holds it' });
    expect(findings).toMatchObject([{ grade: 'ok', seen: 'not tried: a running program holds it' }]);
    expect(fake.transcript.frames('aibot_subscribe')).toEqual([]);
  });
});

describe('the clock', () => {
  test.each([
    [0, 'ok'],
    [30_000, 'warn'],
    [62_000, 'bad'],
    [-62_000, 'bad'],
  ])('is %i ms off', async (aheadMs, grade) => {
    expect(await found('clock', {}, { aheadMs })).toMatchObject([{ grade }]);
  });

  test('is unknown where nobody answers, and that is said', async () => {
    expect(await found('api', { apiBase: 'http://127.0.0.1:9' })).toMatchObject([{ grade: 'warn' }]);
  });
});

describe('webhooks', () => {
  test('none: with --send it is said that nothing was sent', async () => {
    const [finding] = await found('webhook', {}, { testLine: '测试' });
    expect(finding?.seen).toContain('nothing was sent');
  });

  test('none: mentions do not ring in the group', async () => {
    const [finding] = await found('webhook');
    expect(finding).toMatchObject({ grade: 'warn', remedy: expect.stringContaining('消息推送') });
  });

  test('are not tried without being told to: each try is a message in the group', async () => {
    const webhooks = new Map([['wrGROUP', KEY]]);
    expect(await found('webhook', { webhooks })).toMatchObject([{ grade: 'ok' }]);
    expect(api.bodies('/cgi-bin/webhook/send')).toEqual([]);
  });

  test('are tried with --send, and the line rings nobody', async () => {
    const webhooks = new Map([['wrGROUP', KEY]]);
    expect(await found('webhook', { webhooks }, { testLine: '测试' })).toMatchObject([{ grade: 'ok' }]);
    expect(api.bodies('/cgi-bin/webhook/send')).toEqual([
      { msgtype: 'text', text: { content: '测试', mentioned_list: [] } },
    ]);
  });

  test('one that was removed', async () => {
    api.answers('/cgi-bin/webhook/send', { errcode: 93000, errmsg: 'invalid webhook url' });
    const [finding] = await found('webhook', { webhooks: new Map([['*', KEY]]) }, { testLine: '测试' });
    expect(finding).toMatchObject({ grade: 'bad', seen: expect.stringContaining('93000') });
  });

  test('a whole address in the place of a key', async () => {
    const [finding] = await found('webhook', { webhooks: new Map([['*', 'https-qyapi']]) });
    expect(finding).toMatchObject({ grade: 'bad', remedy: expect.stringContaining('key=') });
  });
});

describe('the self-built app', () => {
  const token = { errcode: 0, errmsg: 'ok', access_token: 't', expires_in: 7200 };

  test('answers', async () => {
    api.answers('/cgi-bin/gettoken', token);
    api.answers('/cgi-bin/agent/get', { errcode: 0, errmsg: 'ok', name: '值班通知', close: 0 });
    expect(await found('app', { app: APP })).toMatchObject([
      { grade: 'ok', seen: expect.stringContaining('值班通知') },
    ]);
  });

  test('lets this machine not in: the address that WeCom sees is told', async () => {
    api.answers('/cgi-bin/gettoken', token);
    api.answers('/cgi-bin/agent/get', {
      errcode: 60020,
      errmsg:
        'not allow to access from your ip, hint: [1], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com',
    });
    const [finding] = await found('app', { app: APP });
    expect(finding).toMatchObject({ grade: 'bad' });
    expect(finding?.remedy).toContain('203.0.113.7');
    expect(finding?.remedy).toContain('企业可信 IP');
  });

  test.each([
    [{ errcode: 40001, errmsg: 'invalid credential' }, 'WECOM_APP_SECRET'],
    [{ errcode: 40013, errmsg: 'invalid corpid' }, 'WECOM_CORP_ID'],
  ])('has a wrong setting: %j', async (answer, setting) => {
    api.answers('/cgi-bin/gettoken', answer);
    expect(await found('app', { app: APP })).toMatchObject([{ grade: 'bad', seen: expect.stringContaining(setting) }]);
  });

  test('is switched off', async () => {
    api.answers('/cgi-bin/gettoken', token);
    api.answers('/cgi-bin/agent/get', { errcode: 0, errmsg: 'ok', name: '值班通知', close: 1 });
    expect(await found('app', { app: APP })).toMatchObject([{ grade: 'bad' }]);
  });

  test('for calls nobody is called', async () => {
    api.answers('/cgi-bin/gettoken', token);
    expect(await found('call', { call: APP })).toMatchObject([{ grade: 'ok' }]);
    expect(api.bodies('/cgi-bin/pstncc/call')).toEqual([]);
  });
});

describe('the callback', () => {
  /** @returns an address at which somebody answers an echo as `answer` says */
  async function door(answer: (echo: string) => { status: number; body: string }, keys = CALLBACK): Promise<string> {
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://bot.example');
      const part = (name: string) => searchParams.get(name) ?? undefined;
      const query = { signature: part('msg_signature'), timestamp: part('timestamp'), nonce: part('nonce') };
      const opened = openEnvelope(keys, query, part('echostr') ?? '', Date.now());
      const { body, status } = opened.ok ? answer(opened.message) : { status: 403, body: '' };
      response.writeHead(status).end(body);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const right = (echo: string) => ({ status: 200, body: echo });
  const callbackFound = (publicUrl?: string) =>
    found('callback', { entrance: CALLBACK }, publicUrl === undefined ? {} : { publicUrl });

  test('answers as WeCom wants it', async () => {
    expect(await callbackFound(await door(right))).toMatchObject([
      { grade: 'ok' },
      { grade: 'warn', seen: expect.stringContaining('can’t reach 127.0.0.1') },
    ]);
  });

  test('has no address', async () => {
    expect(await callbackFound()).toMatchObject([{ grade: 'bad', remedy: expect.stringContaining('PUBLIC_URL') }]);
  });

  test('runs with another token', async () => {
    const address = await door(right, { ...CALLBACK, token: 'another' as typeof CALLBACK.token });
    expect(await callbackFound(address)).toMatchObject([
      { grade: 'bad', remedy: expect.stringContaining('WECOM_CALLBACK_TOKEN') },
      { grade: 'warn' },
    ]);
  });

  test.each([
    ['a login page', () => ({ status: 200, body: '<html>' })],
    ['with quotes around it', (echo: string) => ({ status: 200, body: `"${echo}"` })],
    ['a redirect', () => ({ status: 302, body: '' })],
  ])('answers something else: %s', async (_name, answer) => {
    expect(await callbackFound(await door(answer))).toMatchObject([{ grade: 'bad' }, { grade: 'warn' }]);
  });

  test('is asked by a proxy under another name, which is told from wrong settings', async () => {
    const refusing = () => ({ status: 403, body: '{"error":"host_refused"}' });
    const [finding] = await callbackFound(await door(refusing));
    expect(finding?.remedy).toContain('proxy_set_header Host $host');
  });

  test('is not there', async () => {
    const address = await door(right);
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    expect(await callbackFound(address)).toMatchObject([
      { grade: 'bad', seen: expect.stringContaining('ECONNREFUSED') },
      { grade: 'warn' },
    ]);
  });

  test('goes without https', async () => {
    const [, finding] = await callbackFound('http://bot.invalid');
    expect(finding).toMatchObject({ grade: 'warn', seen: expect.stringContaining('not https') });
  });
});
