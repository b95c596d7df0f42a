// The whole adapter: the true SDK, our supervisor, rendering and ringing, against the fake WeCom.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WECOM_WORDS } from '../../../bot/wecom.ts';
import type { Card, CardAction } from '../../../cards/types.ts';
import { MINUTE } from '../../../domain/types.ts';
import type { Delivery, Update, WireContent } from '../../../platforms/types.ts';
import { type WecomPlatform, wecomPlatform } from '../../../platforms/wecom/platform.ts';
import { taskIdOf } from '../../../platforms/wecom/task-id.ts';
import type { WecomDeps, WecomSettings } from '../../../platforms/wecom/types.ts';
import { BOT, type FakeStand, NINE, setFake } from '../../fakes/wecom/sdk-client.ts';
import { memoryNotes } from '../../support/memory-notes.ts';

const OPS = 'wrOPS';
const group = { kind: 'group', chatId: OPS } as const;
const single = { kind: 'single', userId: 'li' } as const;

let stand: FakeStand;
let platform: WecomPlatform;
let now: number;
let heard: Update[];
let states: string[];
let warned: unknown[];

beforeEach(async () => {
  stand = await setFake();
  [now, heard, states, warned] = [NINE, [], [], []];
  platform = make();
  await start();
});
afterEach(async () => {
  await platform.stop();
  await stand.close();
});

function make(entrance: WecomSettings['entrance'] = longConnection()): WecomPlatform {
  const quiet = () => undefined;
  const deps: WecomDeps = {
    clock: { now: () => now },
    random: () => 0,
    log: { debug: quiet, info: quiet, warn: (fields) => void warned.push(fields), error: quiet },
    // Nothing here waits for a wait.
    pause: (_ms, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
    notes: memoryNotes(),
    http: fetch,
  };
  return wecomPlatform(
    {
      botName: BOT.name,
      entrance,
      apiBase: stand.fake.apiBase,
      webhooks: new Map([[OPS, 'HOOK']]),
    },
    deps,
    WECOM_WORDS,
  );
}
function longConnection(): WecomSettings['entrance'] {
  return { kind: 'socket', botId: BOT.id, secret: BOT.secret, wsUrl: stand.fake.wsUrl };
}
async function start(): Promise<void> {
  const before = states.length;
  await platform.start({
    async receive(update) {
      heard.push(update);
      return 'accepted';
    },
    connection: (state) => void states.push(state),
  });
  await vi.waitFor(() => expect(states.slice(before)).toEqual(['up']));
}
/** Moves the clocks of both sides. */
function pass(ms: number): void {
  now += ms;
  stand.pass(ms);
}

const button = (action: string, id = 'T1', more: Partial<CardAction> = {}): CardAction => ({
  ...{ action, label: '接单', style: 'primary', for: 'everyone', hint: '回复「接单 7」' },
  ...{ subject: { id, version: 1 } },
  ...more,
});
const cardOf = (title: string, actions: readonly CardAction[] = [button('acknowledge')]): Card => ({
  ...{ tone: 'warning', title, lines: [], fields: [], clocks: [], actions },
  subject: { id: 'T1', version: 1 },
});
const shows = (card: Card): WireContent => ({ card, lines: [], people: {} });
const says = (...words: string[]): WireContent => ({ lines: words.map((line) => [line]), people: {} });
const post = (key: string, content: WireContent, more: Partial<Extract<Delivery, { op: 'post' }>> = {}) =>
  platform.deliver({ op: 'post', key, chat: OPS, content, ...more });
const said = () => stand.fake.rooms.messages.filter(({ from }) => from === 'bot' || from === 'webhook');
const titleFor = (userId: string, place = 0) => stand.fake.rooms.view(said()[place]!.id, userId)?.main_title?.title;
/** Somebody taps the only button of the message. */
async function tap(place = 0, from = 'li', action = 'acknowledge', id = 'T1') {
  const taps = () => heard.filter(({ type }) => type === 'action');
  const before = taps().length;
  await stand.fake.people.tap({ messageId: said()[place]!.id, from, key: `${action}.1.${id}` });
  await vi.waitFor(() => expect(taps()).toHaveLength(before + 1));
  const update = taps().at(-1);
  if (update?.type !== 'action' || update.tapToken === undefined || update.handle === undefined) {
    throw new Error('the tap has no token');
  }
  return { ...update, tapToken: update.tapToken, handle: update.handle };
}

describe('a card', () => {
  test('is posted with its handle, and a tap on it comes back with it', async () => {
    const { handle } = await post('card:1', shows(cardOf('空调不制冷')));
    expect(handle).toBe(taskIdOf('card:1'));
    const tapped = await tap();
    expect(tapped).toMatchObject({ action: 'acknowledge', subject: 'T1', version: 1, handle, from: { userId: 'li' } });
  });

  test('that was tapped changes for everybody', async () => {
    await post('card:1', shows(cardOf('空调不制冷')));
    const { handle, tapToken } = await tap();
    const update = { op: 'update', key: 'u', chat: OPS, handle, tapToken, content: shows(cardOf('已接单')) } as const;
    expect(await platform.deliver(update)).toEqual({ handle });
    expect([titleFor('li'), titleFor('wang')]).toEqual(['🟡 已接单', '🟡 已接单']);
    // A repetition has nothing left to do.
    pass(MINUTE);
    expect(await platform.deliver(update)).toEqual({ handle });
    expect(stand.fake.transcript.frames('aibot_respond_update_msg')).toHaveLength(1);
  });

  test.each([
    ['4.5 s', 4_500, '🟡 已接单'],
    ['more', 4_501, '🟡 空调不制冷'],
  ])('may be changed for %s after the tap, and no longer', async (_name, ms, title) => {
    await post('card:1', shows(cardOf('空调不制冷')));
    const { handle, tapToken } = await tap();
    pass(ms);
    const change = platform.deliver({
      op: 'update',
      key: 'u',
      chat: OPS,
      handle,
      tapToken,
      content: shows(cardOf('已接单')),
    });
    if (ms > 4_500) await expect(change).rejects.toMatchObject({ code: 'tap_expired', retryable: false });
    else await change;
    expect(titleFor('wang')).toBe(title);
  });

  test('can not be changed without a tap', async () => {
    const change = { op: 'update', key: 'u', chat: OPS, handle: 'dX', content: shows(cardOf('已接单')) } as const;
    await expect(platform.deliver(change)).rejects.toMatchObject({ code: 'no_tap', retryable: false });
    await expect(platform.deliver({ ...change, tapToken: 'x' })).rejects.toMatchObject({ code: 'no_tap' });
  });

  test('that is older than the newest loses its buttons when it is tapped', async () => {
    await post('card:1', shows(cardOf('空调不制冷')));
    const { handle } = await post('card:2', shows(cardOf('空调不制冷，已派单')));
    const { tapToken } = await tap(0);
    await expect(
      platform.deliver({
        op: 'update',
        key: 'u',
        chat: OPS,
        handle: handle!,
        tapToken,
        content: shows(cardOf('已接单')),
      }),
    ).rejects.toMatchObject({ code: 'other_card', retryable: false });
    expect([titleFor('wang', 0), titleFor('wang', 1)]).toEqual(['本卡片已过期', '🟡 空调不制冷，已派单']);
    await expect(tap(0)).rejects.toThrow();
  });

  test('about several things keeps its other buttons when one is tapped', async () => {
    await post('digest', shows(cardOf('2 张工单快超时', [button('acknowledge'), button('acknowledge', 'T2')])));
    const { tapToken } = await tap(0);
    await expect(
      platform.deliver({
        op: 'update',
        key: 'u',
        chat: OPS,
        handle: 'dNEW',
        tapToken,
        content: shows(cardOf('已接单')),
      }),
    ).rejects.toMatchObject({ code: 'other_card' });
    expect((await tap(0, 'wang', 'acknowledge', 'T2')).subject).toBe('T2');
  });
});

describe('what is sent twice', () => {
  test('a card whose acknowledgement was lost is there once, and counts as sent', async () => {
    stand.fake.faults.ack = () => 'without_errcode';
    await expect(post('card:1', shows(cardOf('空调不制冷')))).rejects.toMatchObject({ retryable: true });
    stand.fake.faults.ack = () => 'sent';
    expect(await post('card:1', shows(cardOf('空调不制冷')), { isRepeat: true })).toEqual({
      handle: taskIdOf('card:1'),
    });
    expect(said()).toHaveLength(1);
  });

  test('a card that a killed process had sent counts as sent', async () => {
    await post('card:1', shows(cardOf('空调不制冷')));
    await platform.stop();
    platform = make();
    await start();
    expect(await post('card:1', shows(cardOf('空调不制冷')), { isRepeat: true })).toEqual({
      handle: taskIdOf('card:1'),
    });
    expect(said()).toHaveLength(1);
  });

  test('a card that is refused at its first sending goes as text', async () => {
    stand.fake.faults.refuse = ({ body }) =>
      JSON.stringify(body).includes('template_card') ? { errcode: 42014, errmsg: 'invalid task_id' } : undefined;
    expect(await post('card:1', shows(cardOf('空调不制冷')))).toEqual({});
    expect(said().map(({ form, text }) => [form, text.includes('接单 7')])).toEqual([['markdown', true]]);
    expect(warned).toContainEqual(expect.objectContaining({ code: 'wecom_card_refused' }));
    // The same when the dispatcher, which does not know how far it came, repeats it.
    expect(await post('card:1', shows(cardOf('空调不制冷')), { isRepeat: true })).toEqual({});
    expect(said()).toHaveLength(1);
  });

  test('of a long text only what is missing is sent again', async () => {
    const long = says('甲'.repeat(6_000), '乙'.repeat(6_000), '丙'.repeat(6_000));
    let sent = 0;
    stand.fake.faults.refuse = () => {
      sent += 1;
      return sent === 2 ? { errcode: -1, errmsg: 'busy' } : undefined;
    };
    await expect(post('long', long)).rejects.toMatchObject({ code: '-1', retryable: true });
    await post('long', long, { isRepeat: true });
    expect(said().map(({ text }) => text[0])).toEqual(['甲', '乙', '丙']);
  });
});

describe('the budget', () => {
  test('30 a minute for a conversation, and not one frame more', async () => {
    for (let count = 0; count < 30; count += 1) await post(`p${count}`, says('早'));
    await expect(post('p30', says('早'))).rejects.toMatchObject({
      code: 'rate_limited',
      retryable: true,
      retryAfterMs: MINUTE,
    });
    expect(stand.fake.transcript.frames('aibot_send_msg')).toHaveLength(30);
    pass(MINUTE);
    await post('p30', says('早'));
    expect(said()).toHaveLength(31);
  });

  test('what WeCom has counted more than we did rests a minute', async () => {
    stand.fake.faults.refuse = () => ({ errcode: 846607, errmsg: 'frequency' });
    await expect(post('a', says('早'))).rejects.toMatchObject({
      code: '846607',
      retryable: true,
      retryAfterMs: MINUTE,
    });
    stand.fake.faults.refuse = () => undefined;
    await expect(post('a', says('早'))).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: MINUTE });
    pass(MINUTE);
    await post('a', says('早'));
    expect(said()).toHaveLength(1);
  });
});

describe('reaching a person', () => {
  const li = { userId: 'li', name: '李工' };

  test('a text that rings goes by the webhook alone, with a true mention', async () => {
    await post('nag', { lines: [[{ mention: li }, ' 还有 10 分钟']], people: {} }, { rings: [li] });
    expect(said().map(({ form, from, rings }) => [from, form, rings])).toEqual([['webhook', 'text', ['li']]]);
  });

  test('a card that rings is followed by a mention', async () => {
    const content = { ...shows(cardOf('快超时')), lines: [[{ mention: li }, ' 请接单']] };
    const { handle } = await post('nag', content, { rings: [li] });
    expect(handle).toBe(taskIdOf('nag'));
    expect(said().map(({ form, from, rings }) => [from, form, rings])).toEqual([
      ['bot', 'button_interaction', []],
      ['webhook', 'text', ['li']],
    ]);
  });

  test('an answer to one person goes to his own chat, where he has spoken', async () => {
    const answer = { op: 'direct', key: 'a1', chat: OPS, to: li, content: says('只有值班人员可以接单') } as const;
    await expect(platform.deliver(answer)).rejects.toMatchObject({ code: 'unreachable', retryable: false });
    await stand.fake.people.say({ room: single, from: 'li', text: '你好' });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await platform.deliver({ ...answer, key: 'a2' });
    expect(stand.fake.rooms.in(single).at(-1)).toMatchObject({ from: 'bot', text: '只有值班人员可以接单' });
  });

  test('whoever opens his chat with the bot is welcomed, though he never spoke', async () => {
    await stand.fake.people.enter('li');
    await vi.waitFor(() => expect(heard).toMatchObject([{ type: 'join', chat: { externalId: 'user:li' } }]));
    await platform.deliver({ op: 'post', key: 'hi', chat: 'user:li', content: says('您好') });
    expect(stand.fake.rooms.in(single)).toMatchObject([{ from: 'bot', text: '您好' }]);
    await expect(
      platform.deliver({ op: 'post', key: 'hi2', chat: 'user:li', content: says('再说一句') }),
    ).rejects.toMatchObject({ code: '93006' });
  });

  test('a welcome that comes too late is none', async () => {
    await stand.fake.people.enter('li');
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    pass(4_501);
    await expect(
      platform.deliver({ op: 'post', key: 'hi', chat: 'user:li', content: says('您好') }),
    ).rejects.toMatchObject({ code: '93006', retryable: false });
    expect(stand.fake.transcript.frames('aibot_respond_welcome_msg')).toEqual([]);
  });
});

describe('what is said in a chat', () => {
  test('is stored in its order, though a first one takes longer', async () => {
    await platform.stop();
    const slow = Promise.withResolvers<void>();
    const up = Promise.withResolvers<void>();
    const stored: string[] = [];
    await platform.start({
      async receive(update) {
        const text = update.type === 'message' ? update.text : '';
        if (text === '一') await slow.promise;
        if (text === '坏') throw new Error('the database is away');
        stored.push(text);
        return 'accepted';
      },
      connection: () => up.resolve(),
    });
    await up.promise;
    const say = (room: typeof group | typeof single, text: string) =>
      stand.fake.people.say({ room, from: 'li', text: `@值班铃 ${text}` });
    for (const text of ['一', '坏', '二']) await say(group, text);
    await say(single, '别处');
    await vi.waitFor(() => expect(stored).toEqual(['别处']));
    slow.resolve();
    await vi.waitFor(() => expect(stored).toEqual(['别处', '一', '二']));
  });
});

describe('its life', () => {
  test('says nothing of a stop, and can be started again', async () => {
    await platform.stop();
    await platform.stop();
    expect(states).toEqual(['up']);
    await expect(post('a', says('早'))).rejects.toMatchObject({ code: 'not_connected', retryable: true });
    await start();
    await post('a', says('早'));
    expect(states).toEqual(['up', 'up']);
  });

  test('one process alone may be connected', () => {
    expect(platform.capabilities).toMatchObject({
      oneConnection: true,
      updateCard: 'answering_tap',
      perMinute: 30,
      perHour: 1_000,
    });
  });

  test('by callback URL any number of processes may serve, and a stop is no news either', async () => {
    await platform.stop();
    platform = make({
      kind: 'callback',
      token: 'token',
      aesKey: 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY',
      receiveId: '',
    });
    expect(platform.capabilities).not.toHaveProperty('oneConnection');
    expect(platform.mount).toBeDefined();
    await start();
    await platform.stop();
    expect(states).toEqual(['up', 'up']);
  });

  test('brings a picture that came with a message', async () => {
    const image = { bytes: Buffer.from('a picture'), name: '机房.png' };
    await stand.fake.people.say({ room: group, from: 'wang', text: '@值班铃 看图', images: [image] });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    const [update] = heard;
    const attachment = update?.type === 'message' ? update.attachments?.[0] : undefined;
    const file = await platform.fetch?.(attachment!, { maxBytes: 1_000 });
    expect(Buffer.from(file!.bytes).toString()).toBe('a picture');
  });
});
