import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../domain/types.ts';
import type { Conversation } from '../../../platforms/conversations.ts';
import type { RingRequest } from '../../../platforms/ringing.ts';
import { createSaidParts } from '../../../platforms/said-parts.ts';
import { PlatformError } from '../../../platforms/types.ts';
import { createApiClient } from '../../../platforms/wecom/api-client.ts';
import { createAppMessages } from '../../../platforms/wecom/app.ts';
import { createCalls } from '../../../platforms/wecom/calls.ts';
import { NOT_CONNECTED } from '../../../platforms/wecom/errors.ts';
import { createWecomRinging, type WecomRinging } from '../../../platforms/wecom/ringing.ts';
import { createSpeakers, type Speakers } from '../../../platforms/wecom/speakers.ts';
import type { WecomMessage } from '../../../platforms/wecom/types.ts';
import { createWebhooks } from '../../../platforms/wecom/webhook.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

const WEBHOOK = '/cgi-bin/webhook/send';
const APP = '/cgi-bin/message/send';
const CALL = '/cgi-bin/pstncc/call';
const ok = { errcode: 0, errmsg: 'ok' };
const busy = { errcode: -1, errmsg: 'busy' };
const credentials = { corpId: 'ww1', secret: 'app-secret' };
const li = { userId: 'li', name: '李工' };
const wang = { userId: 'wang' };

let server: ApiServer;
let now: number;
let speakers: Speakers;
let pushed: string[];
let pushFails: PlatformError | undefined;
let missed: string[];
let warned: unknown[];
let isAwayLong: boolean;

beforeEach(async () => {
  server = await startApiServer();
  server.answers('/cgi-bin/gettoken', { ...ok, access_token: 'token-1', expires_in: 7_200 });
  now = Date.UTC(2026, 2, 2, 1);
  speakers = createSpeakers({ clock: { now: () => now }, notes: memoryNotes() });
  pushed = [];
  pushFails = undefined;
  missed = [];
  warned = [];
  isAwayLong = false;
});
afterEach(() => server.close());

type Way = 'webhook' | 'app' | 'bot' | 'calls';

function ringing(...ways: readonly Way[]): WecomRinging {
  const clock = { now: () => now };
  const api = createApiClient(server, { clock, http: fetch });
  const log = { debug: () => undefined, info: () => undefined, error: () => undefined };
  const warn = (fields: { code?: unknown }) => void warned.push(fields.code);
  return createWecomRinging({
    webhooks: createWebhooks(
      { webhooks: new Map(ways.includes('webhook') ? [['wrOps', 'key-ops']] : []) },
      { api, clock },
    ),
    ...(ways.includes('app') && { app: createAppMessages({ ...credentials, agentId: 1 }, { api, clock }) }),
    ...(ways.includes('calls') && { calls: createCalls(credentials, api) }),
    ...(ways.includes('bot') && { push }),
    speakers,
    parts: createSaidParts(),
    log: { ...log, warn },
    isAwayLong: () => isAwayLong,
    onMissed: (how, people) => void missed.push(`${how} ${people}`),
  });
}

async function push(to: Conversation, message: WecomMessage): Promise<void> {
  const words = message.msgtype === 'markdown' ? message.markdown.content : message.msgtype;
  if (pushFails) throw pushFails;
  pushed.push(`${to.kind === 'single' ? to.userId : to.chatId}: ${words}`);
}

const request = (over: Partial<RingRequest> = {}): RingRequest => ({
  key: 'k1',
  chat: 'wrOps',
  rings: [li, wang],
  text: '工单 12 即将超时',
  ...over,
});
const receivers = () => server.bodies(APP).map((body) => (body as { touser: string }).touser);
const mentioned = () =>
  server.bodies(WEBHOOK).map((body) => (body as { text: { mentioned_list: string[] } }).text.mentioned_list);

describe('a ring', () => {
  test('goes by the webhook of the group alone', async () => {
    await speakers.heard('li');
    await ringing('webhook', 'app', 'bot').ring(request());
    expect(mentioned()).toEqual([['li', 'wang']]);
    expect([receivers(), pushed, missed]).toEqual([[], [], []]);
  });

  test.each<[string, readonly Way[], string[], string[], string[]]>([
    ['by the app, to all of them', ['app', 'bot'], ['li|wang'], [], []],
    ['by the bot, to those who have spoken to it', ['bot'], [], ['li: 工单 12 即将超时'], ['ring 1']],
    ['to nobody, which is counted', [], [], [], ['ring 2']],
  ])('goes without a webhook %s', async (_name, ways, byApp, byBot, lost) => {
    await speakers.heard('li');
    await ringing(...ways).ring(request());
    expect([receivers(), pushed, missed]).toEqual([byApp, byBot, lost]);
    expect(warned).toEqual(lost.length > 0 ? ['wecom_unrung'] : []);
  });

  test('that the app can not bring to somebody goes by the bot', async () => {
    await speakers.heard('wang');
    server.answers(APP, { ...ok, invaliduser: 'wang' });
    await ringing('app', 'bot').ring(request());
    expect(pushed).toEqual(['wang: 工单 12 即将超时']);
    expect(missed).toEqual([]);
  });

  test.each([
    ['is barred for a while', { errcode: 45_009, errmsg: 'freq' }],
    ['was removed', { errcode: 93_000, errmsg: 'invalid webhook url' }],
    ['is away', { status: 502, raw: '' }],
  ])('goes in private when the webhook %s', async (_name, answer) => {
    server.answers(WEBHOOK, answer);
    await ringing('webhook', 'app').ring(request());
    expect(receivers()).toEqual(['li|wang']);
    expect(missed).toEqual([]);
    expect(warned).toHaveLength(1);
  });

  test('goes in private when the webhook has had its twenty messages of the minute', async () => {
    const bell = ringing('webhook', 'app');
    for (let sent = 0; sent < 20; sent += 1) await bell.ring(request({ key: `k${sent}` }));
    await bell.ring(request({ key: 'k20' }));
    expect(server.bodies(WEBHOOK)).toHaveLength(20);
    expect(receivers()).toEqual(['li|wang']);
  });

  test('that may still get through is repeated, for those only who were not rung', async () => {
    await speakers.heard('wang');
    const bell = ringing('app', 'bot');
    server.answers(APP, { ...ok, invaliduser: 'wang' });
    pushFails = new PlatformError('away', { code: 'not_connected', retryable: true });
    await expect(bell.ring(request())).rejects.toBe(pushFails);
    pushFails = undefined;
    await bell.ring(request());
    expect(receivers()).toEqual(['li|wang', 'wang']);
    expect(pushed).toEqual(['wang: 工单 12 即将超时']);
    expect(missed).toEqual([]);
  });

  test('waits for a webhook where nothing else reaches them', async () => {
    server.answers(WEBHOOK, { errcode: 45_009, errmsg: 'freq' }, ok);
    const bell = ringing('webhook');
    await expect(bell.ring(request())).rejects.toMatchObject({ code: '45009', retryable: true, retryAfterMs: MINUTE });
    now += MINUTE;
    await bell.ring(request());
    expect(mentioned()).toEqual([
      ['li', 'wang'],
      ['li', 'wang'],
    ]);
    expect(missed).toEqual([]);
  });

  test('is given up at the third try: the messages behind it must go on', async () => {
    server.answers(APP, busy);
    const bell = ringing('app');
    const say = async () => undefined;
    await expect(bell.follow(request(), say)).rejects.toMatchObject({ code: '-1', retryable: true });
    await expect(bell.follow(request(), say)).rejects.toMatchObject({ code: '-1' });
    await bell.follow(request(), say);
    expect(missed).toEqual(['ring 2']);
    expect(warned).toContain('wecom_unrung');
  });

  test('of what waits is not given up before it stands', async () => {
    server.answers(APP, busy, busy, busy, busy, ok);
    const bell = ringing('app');
    for (let tries = 0; tries < 4; tries += 1)
      await expect(bell.ring(request())).rejects.toMatchObject({ code: '-1', retryable: true });
    await bell.follow(request(), async () => undefined);
    expect([receivers().length, missed]).toEqual([5, []]);
  });

  test('that will never get through is not repeated', async () => {
    server.answers(APP, { errcode: 60_020, errmsg: 'ip' });
    await ringing('app').ring(request());
    expect(warned).toEqual(['60020', 'wecom_unrung']);
  });

  test('does not ring somebody in his own chat, where the post does', async () => {
    await ringing('webhook', 'app').ring(request({ chat: 'user:li', rings: [li] }));
    expect(server.requests).toEqual([]);
    expect(missed).toEqual([]);
  });

  test('rings somebody who is named twice once', async () => {
    await ringing('app').ring(request({ rings: [li, li] }));
    expect(receivers()).toEqual(['li']);
  });

  test('shows in private what somebody wrote as it is', async () => {
    await speakers.heard('li');
    await ringing('bot').ring(request({ rings: [li], text: '[点这里](http://evil.example) <@wang>' }));
    expect(pushed).toHaveLength(1);
    expect(pushed[0]).not.toMatch(/\]\(|<@/);
  });

  test('that is repeated while it is under way is not doubled', async () => {
    const bell = ringing('webhook');
    await Promise.all([bell.ring(request()), bell.ring(request())]);
    expect(server.bodies(WEBHOOK)).toHaveLength(1);
  });

  test('does not know a person any more whose last word is 400 days old', async () => {
    await speakers.heard('li');
    now += 400 * DAY;
    expect(await speakers.knows('li')).toBe(true);
    now += 1;
    expect(await speakers.knows('li')).toBe(false);
  });
});

describe('a call', () => {
  test('is made besides the ring', async () => {
    await ringing('webhook', 'calls').ring(request({ calls: [wang] }));
    expect(mentioned()).toEqual([['li', 'wang']]);
    expect(server.bodies(CALL)).toEqual([{ callee_userid: ['wang'] }]);
  });

  test('is made even when the ring has to be repeated, and not made again then', async () => {
    server.answers(WEBHOOK, busy, ok);
    const bell = ringing('webhook', 'calls');
    await expect(bell.ring(request({ calls: [wang] }))).rejects.toMatchObject({ code: '-1' });
    await bell.ring(request({ calls: [wang] }));
    expect(server.bodies(CALL)).toHaveLength(1);
    expect(server.bodies(WEBHOOK)).toHaveLength(2);
  });

  test('that WeCom could not make is counted', async () => {
    server.answers(CALL, { ...ok, states: [{ code: 13, callid: '', userid: 'wang' }] });
    await ringing('webhook', 'calls').ring(request({ calls: [li, wang] }));
    expect(missed).toEqual(['call 1']);
    expect(warned).toEqual(['wecom_uncalled']);
  });

  test('that may get through later is repeated, without ringing again', async () => {
    server.answers(CALL, busy, ok);
    const bell = ringing('webhook', 'calls');
    await expect(bell.ring(request({ calls: [wang] }))).rejects.toMatchObject({ code: '-1' });
    await bell.ring(request({ calls: [wang] }));
    expect(server.bodies(WEBHOOK)).toHaveLength(1);
    expect(server.bodies(CALL)).toHaveLength(2);
  });

  test('is left out where there is no telephone', async () => {
    await ringing('webhook').ring(request({ calls: [wang] }));
    expect(missed).toEqual([]);
  });
});

describe('a text that rings', () => {
  let said: number;
  beforeEach(() => {
    said = 0;
  });
  const say = async () => {
    said += 1;
  };

  test('stands in the group once: the webhook says it', async () => {
    await ringing('webhook', 'app').say(request(), say);
    expect(mentioned()).toEqual([['li', 'wang']]);
    expect([said, receivers()]).toEqual([0, []]);
  });

  test.each<[string, readonly Way[], Partial<RingRequest>, string[]]>([
    ['without a webhook', ['app'], {}, ['li|wang']],
    ['that rings nobody', ['webhook', 'app'], { rings: [] }, []],
  ])('%s is said by the bot', async (_name, ways, over, byApp) => {
    await ringing(...ways).say(request(over), say);
    expect([said, receivers()]).toEqual([1, byApp]);
  });

  test('that is too long for a webhook is said by the bot, and rung by the webhook', async () => {
    await ringing('webhook').say(request({ text: '超'.repeat(1_000) }), say);
    expect(said).toBe(1);
    expect(mentioned()).toEqual([['li', 'wang']]);
  });

  test('that the webhook refuses is said by the bot and rung in private', async () => {
    server.answers(WEBHOOK, { errcode: 93_000, errmsg: 'invalid webhook url' });
    await ringing('webhook', 'app').say(request(), say);
    expect([said, receivers()]).toEqual([1, ['li|wang']]);
    expect(server.bodies(WEBHOOK)).toHaveLength(1);
  });

  test('is not said again when only its ring is repeated', async () => {
    server.answers(APP, busy, ok);
    const bell = ringing('app');
    await expect(bell.say(request(), say)).rejects.toMatchObject({ code: '-1' });
    await bell.say(request(), say);
    expect([said, receivers()]).toEqual([1, ['li|wang', 'li|wang']]);
  });

  test('that can never be said is rung and called all the same', async () => {
    const failure = new PlatformError('spam', { code: '40201', retryable: false });
    const bell = ringing('app', 'calls');
    await expect(bell.say(request({ calls: [li] }), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(receivers()).toEqual(['li|wang']);
    expect(server.bodies(CALL)).toEqual([{ callee_userid: ['li'] }]);
  });

  test('that can not be said for a while is rung at once, and once', async () => {
    server.answers(APP, { ...ok, invaliduser: 'wang' });
    const failure = new PlatformError('silent', { code: 'no_way_out', retryable: true, retryAfterMs: MINUTE });
    const bell = ringing('app');
    for (let tries = 0; tries < 3; tries += 1) {
      await expect(bell.say(request(), () => Promise.reject(failure))).rejects.toBe(failure);
      expect(receivers()).toEqual(['li|wang']);
    }
    await bell.say(request(), async () => undefined);
    expect(receivers()).toEqual(['li|wang']);
    expect(missed).toEqual(['ring 1']);
  });

  test('that waits for its line is told by its own error, also where no ring gets through, and rings once it can', async () => {
    isAwayLong = true;
    server.answers(APP, ...Array<object>(4).fill({ status: 502, raw: '' }), ok);
    const away = new PlatformError('away', { code: NOT_CONNECTED, retryable: true, isShut: true });
    const bell = ringing('app');
    for (const way of [bell.say, bell.follow, bell.say, bell.follow])
      await expect(way(request(), () => Promise.reject(away))).rejects.toBe(away);
    expect([receivers().length, missed, warned]).toEqual([4, [], Array(4).fill('http_502')]);
    await bell.follow(request(), say);
    await bell.follow(request(), say);
    expect([receivers().length, missed]).toEqual([5, []]);
  });

  test('that can not be said now is not rung: it is all repeated', async () => {
    const failure = new PlatformError('away', { code: 'not_connected', retryable: true });
    await expect(ringing('app').say(request(), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(receivers()).toEqual([]);
  });
});

describe('an answer to one person', () => {
  const tell = (bell: WecomRinging) =>
    bell.direct({ key: 'k1', to: li, byApp: async (app) => (await app.send(['li'], '第一段')).length === 0 }, () =>
      push({ kind: 'single', userId: 'li' }, { msgtype: 'markdown', markdown: { content: '第一段' } }),
    );
  const failure = (code: string, retryable: boolean, retryAfterMs?: number) =>
    new PlatformError(code, { code, retryable, ...(retryAfterMs !== undefined && { retryAfterMs }) });

  test('is said by the bot where he has spoken to it', async () => {
    await speakers.heard('li');
    await tell(ringing('bot', 'app'));
    expect(pushed).toEqual(['li: 第一段']);
    expect(receivers()).toEqual([]);
  });

  test.each<[string, boolean, PlatformError | undefined]>([
    ['he never spoke to the bot', false, undefined],
    ['the bot may not write to him', true, failure('93006', false)],
    ['his chat has had too much', true, failure('846607', true, MINUTE)],
    ['the bot is away', true, failure('not_connected', true)],
  ])('is sent by the app when %s', async (_name, hasSpoken, error) => {
    if (hasSpoken) await speakers.heard('li');
    pushFails = error;
    await tell(ringing('bot', 'app'));
    expect(server.bodies(APP)).toEqual([{ touser: 'li', agentid: 1, msgtype: 'text', text: { content: '第一段' } }]);
  });

  test.each<[string, readonly Way[], object]>([
    ['there is no way to him', ['bot'], ok],
    ['the app does not see him', ['bot', 'app'], { errcode: 81_013, errmsg: 'all invalid' }],
    ['the app is not allowed', ['bot', 'app'], { errcode: 60_020, errmsg: 'ip' }],
    ['the app has to wait long', ['bot', 'app'], { errcode: 45_009, errmsg: 'freq' }],
  ])('is refused for good when %s, so that the group gets it', async (_name, ways, reply) => {
    server.answers(APP, reply);
    await expect(tell(ringing(...ways))).rejects.toMatchObject({ code: 'unreachable', retryable: false });
  });

  test('is repeated where it may get through soon, and refused for good at the third try', async () => {
    await speakers.heard('li');
    pushFails = failure('no_answer', true);
    const bell = ringing('bot');
    await expect(tell(bell)).rejects.toMatchObject({ code: 'no_answer' });
    await expect(tell(bell)).rejects.toMatchObject({ code: 'no_answer' });
    await expect(tell(bell)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
