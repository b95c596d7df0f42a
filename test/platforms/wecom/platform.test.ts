// The whole adapter: the true SDK, our supervisor, rendering and ringing, against the fake WeCom.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WECOM_WORDS } from '../../../bot/wecom.ts';
import type { Card, CardAction } from '../../../cards/types.ts';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import { cardIdOf } from '../../../platforms/card-id.ts';
import type { PlatformDeps } from '../../../platforms/deps.ts';
import type { PlatformNotes } from '../../../platforms/notes.ts';
import type { Delivery, Update, WireContent } from '../../../platforms/types.ts';
import { type WecomPlatform, wecomPlatform } from '../../../platforms/wecom/platform.ts';
import type { WecomSettings } from '../../../platforms/wecom/types.ts';
import { BOT, type FakeStand, NINE, setFake } from '../../fakes/wecom/sdk-client.ts';
import { eventually } from '../../support/eventually.ts';
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
/** Ends what waits. */
let waits: (() => void)[];
/** They outlive the process. */
let notes: PlatformNotes;

beforeEach(async () => {
  stand = await setFake();
  [now, heard, states, warned, waits, notes] = [NINE, [], [], [], [], memoryNotes()];
  platform = make();
  await start();
});
afterEach(async () => {
  await platform.stop();
  await stand.close();
});

function make(entrance: WecomSettings['entrance'] = longConnection()): WecomPlatform {
  const quiet = () => undefined;
  const deps: PlatformDeps = {
    clock: { now: () => now },
    random: () => 0,
    log: { debug: quiet, info: quiet, warn: (fields) => void warned.push(fields), error: quiet },
    pause(_ms, signal) {
      const { promise, reject, resolve } = Promise.withResolvers<void>();
      waits.push(resolve);
      signal.addEventListener('abort', () => reject(new Error('stopped')));
      return promise;
    },
    notes,
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
    trouble: () => undefined,
  });
  await eventually(() => expect(states.slice(before)).toEqual(['up']));
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
  await eventually(() => expect(taps()).toHaveLength(before + 1));
  const update = taps().at(-1);
  if (update?.type !== 'action' || update.tapToken === undefined || update.handle === undefined) {
    throw new Error('the tap has no token');
  }
  return { ...update, tapToken: update.tapToken, handle: update.handle };
}

describe('a card', () => {
  test('is posted with its handle, and a tap on it comes back with it', async () => {
    const { handle } = await post('card:1', shows(cardOf('空调不制冷')));
    expect(handle).toBe(cardIdOf('card:1'));
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
    expect([titleFor('wang', 0), titleFor('wang', 1)]).toEqual(['本卡片已失效', '🟡 空调不制冷，已派单']);
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
      handle: cardIdOf('card:1'),
      messages: 1,
    });
    expect(said()).toHaveLength(1);
  });

  test('a card that a killed process had sent counts as sent', async () => {
    await post('card:1', shows(cardOf('空调不制冷')));
    await platform.stop();
    platform = make();
    await start();
    expect(await post('card:1', shows(cardOf('空调不制冷')), { isRepeat: true })).toEqual({
      handle: cardIdOf('card:1'),
      messages: 1,
    });
    expect(said()).toHaveLength(1);
    expect(warned).toContainEqual(expect.objectContaining({ code: 'wecom_card_known' }));
  });

  test('a card that is refused at its first sending goes as text', async () => {
    stand.fake.faults.refuse = ({ body }) =>
      JSON.stringify(body).includes('template_card') ? { errcode: 42014, errmsg: 'invalid task_id' } : undefined;
    expect(await post('card:1', shows(cardOf('空调不制冷')))).not.toHaveProperty('handle');
    expect(said().map(({ form, text }) => [form, text.includes('接单 7')])).toEqual([['markdown', true]]);
    expect(warned).toContainEqual(expect.objectContaining({ code: 'wecom_card_refused' }));
    // The same when the dispatcher, which does not know how far it came, repeats it.
    expect(await post('card:1', shows(cardOf('空调不制冷')), { isRepeat: true })).not.toHaveProperty('handle');
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

describe('words that WeCom refuses', () => {
  const quoting = (): Card => ({
    ...cardOf('GZ-260303-01 信用广州网站'),
    badge: '待接单',
    lines: [['「发票代开」']],
    fields: [{ label: '时限', value: ['响应 09:10 前'] }],
  });
  const refuseWords = (words: RegExp) => {
    stand.fake.faults.refuse = ({ body }) =>
      words.test(JSON.stringify(body)) ? { errcode: 40201, errmsg: 'spam' } : undefined;
  };

  test('are said once more without what people wrote: number, state and due time are kept', async () => {
    refuseWords(/发票/);
    const { handle } = await post('card:1', shows(quoting()));
    expect(handle).toBe(cardIdOf('card:1'));
    expect(said()).toHaveLength(1);
    const shown = JSON.stringify(stand.fake.rooms.view(said()[0]!.id, 'li'));
    for (const kept of ['GZ-260303-01', '待接单', '09:10', '「……」']) expect(shown).toContain(kept);
    expect(warned).toContainEqual({ code: 'wecom_words_refused', key: 'card:1' });
  });

  test('in a text as well', async () => {
    refuseWords(/发票/);
    await post('t', says('李工 补充 GZ-260303-01：「发票代开」。'));
    expect(said().map(({ text }) => text)).toEqual(['李工 补充 GZ-260303-01：「……」。']);
  });

  test.each([
    ['also without them', shows(quoting()), /GZ/, 2],
    ['where nobody is quoted', shows(cardOf('空调')), /空调/, 1],
  ])('for good are a dead letter: %s', async (_name, content, words, frames) => {
    refuseWords(words);
    await expect(post('card:1', content)).rejects.toMatchObject({ code: '40201', retryable: false });
    expect(stand.fake.transcript.frames('aibot_send_msg')).toHaveLength(frames);
  });

  test('are not tried again when the other form has to be repeated', async () => {
    refuseWords(/./);
    let refused = 0;
    stand.fake.faults.refuse = () => {
      refused += 1;
      if (refused === 1) return { errcode: 40201, errmsg: 'spam' };
      return refused === 2 ? { errcode: -1, errmsg: 'busy' } : undefined;
    };
    await expect(post('card:1', shows(quoting()))).rejects.toMatchObject({ code: '-1', retryable: true });
    await post('card:1', shows(quoting()));
    expect([refused, said().length]).toEqual([3, 1]);
  });
});

describe('the budget', () => {
  test('a text that goes ahead of its card counts as well, what a webhook says does not', async () => {
    const long = { ...cardOf('长'), lines: [['字'.repeat(900)]] };
    expect(await post('two', shows(long))).toMatchObject({ messages: 2, handle: cardIdOf('two') });
    const ring = { lines: [[{ mention: { userId: 'li' } }, ' 请接单']], people: {} };
    expect(await post('ring', ring, { rings: [{ userId: 'li' }] })).toEqual({ messages: 0 });
  });

  test('is not used by what never left', async () => {
    await platform.stop();
    for (let count = 0; count < 40; count += 1) {
      await expect(post('p', says('早'), { isUrgent: true })).rejects.toMatchObject({ code: 'not_connected' });
    }
    await start();
    for (let count = 0; count < 30; count += 1) await post(`p${count}`, says('早'), { isUrgent: true });
    expect(said()).toHaveLength(30);
  });

  test('30 a minute for a conversation, and not one frame more', async () => {
    const full = { code: 'rate_limited', retryable: true, retryAfterMs: MINUTE };
    for (let count = 0; count < 24; count += 1) await post(`p${count}`, says('早'));
    await expect(post('p30', says('早')), 'a fifth is kept').rejects.toMatchObject(full);
    for (let count = 24; count < 30; count += 1) await post(`p${count}`, says('超时'), { isUrgent: true });
    await expect(post('p31', says('超时'), { isUrgent: true })).rejects.toMatchObject(full);
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
    expect(handle).toBe(cardIdOf('nag'));
    expect(said().map(({ form, from, rings }) => [from, form, rings])).toEqual([
      ['bot', 'button_interaction', []],
      ['webhook', 'text', ['li']],
    ]);
  });

  test('an answer to one person goes to his own chat, where he has spoken', async () => {
    const answer = { op: 'direct', key: 'a1', chat: OPS, to: li, content: says('只有值班人员可以接单') } as const;
    await expect(platform.deliver(answer)).rejects.toMatchObject({ code: 'unreachable', retryable: false });
    await stand.fake.people.say({ room: single, from: 'li', text: '你好' });
    await eventually(() => expect(heard).toHaveLength(1));
    await platform.deliver({ ...answer, key: 'a2' });
    expect(stand.fake.rooms.in(single).at(-1)).toMatchObject({ from: 'bot', text: '只有值班人员可以接单' });
  });

  const nag = { ...shows(cardOf('快超时')), lines: [[{ mention: li }, ' 请接单']] };
  const rings = () => said().map(({ from, rings: rung, text }) => [from, rung, text]);

  test.each([
    [93001, true],
    [40201, false],
  ])('a card that the group is not shown for %i rings all the same, once', async (errcode, retryable) => {
    stand.fake.faults.refuse = () => ({ errcode, errmsg: 'no' });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(post('nag', nag, { rings: [li] })).rejects.toMatchObject({ code: `${errcode}`, retryable });
      pass(MINUTE);
    }
    expect(rings()).toEqual([['webhook', ['li'], '@李工 请接单']]);
  });

  test.each([
    ['just under half a minute rings nobody yet', 30 * SECOND - 1, []],
    ['half a minute rings, once', 30 * SECOND, [['webhook', ['li'], '@李工 请接单']]],
  ])('a card that waits for a connection that has been away for %s', async (_name, awayMs, expected) => {
    stand.fake.faults.refusesConnections = true;
    stand.fake.sockets.breakAll();
    await eventually(() => expect(states).toEqual(['up', 'down']));
    pass(awayMs);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(post('nag', nag, { rings: [li] })).rejects.toMatchObject({ code: 'not_connected', isShut: true });
    }
    expect(rings()).toEqual(expected);
    stand.fake.faults.refusesConnections = false;
    waits.at(-1)?.();
    await eventually(() => expect(states.at(-1)).toBe('up'));
    await post('nag', nag, { rings: [li] });
    expect(said().filter(({ from }) => from === 'webhook')).toHaveLength(1);
  });

  describe('an answer to one person with a card', () => {
    const answer = { op: 'direct', key: 'a1', chat: OPS, to: li, content: shows(cardOf('请补充')) } as const;
    const inHisChat = () => stand.fake.rooms.in(single).flatMap(({ form, from }) => (from === 'bot' ? [form] : []));
    beforeEach(async () => {
      await stand.fake.people.say({ room: single, from: 'li', text: '你好' });
      await eventually(() => expect(heard).toHaveLength(1));
    });

    test('that a killed process had sent counts as sent: the group does not get it', async () => {
      await platform.deliver(answer);
      await platform.stop();
      platform = make();
      await start();
      await platform.deliver({ ...answer, isRepeat: true });
      expect(inHisChat()).toEqual(['button_interaction']);
    });

    test('goes on where it stopped', async () => {
      const long = { ...answer, content: says('甲'.repeat(6_000), '乙'.repeat(6_000)) };
      let sent = 0;
      stand.fake.faults.refuse = () => {
        sent += 1;
        return sent === 2 ? { errcode: 846609, errmsg: 'not subscribed' } : undefined;
      };
      await expect(platform.deliver(long)).rejects.toMatchObject({ code: '846609', retryable: true });
      await eventually(() => expect(states.at(-1)).toBe('down'));
      await platform.stop();
      await start();
      await platform.deliver({ ...long, isRepeat: true });
      expect(stand.fake.rooms.in(single).map(({ text }) => text[0])).toEqual(['你', '甲', '乙']);
    });

    test('that WeCom refuses goes to him as text', async () => {
      stand.fake.faults.refuse = ({ body }) =>
        JSON.stringify(body).includes('template_card') ? { errcode: 40016, errmsg: 'buttons' } : undefined;
      await platform.deliver(answer);
      expect(inHisChat()).toEqual(['markdown']);
    });
  });

  test('whoever opens his chat with the bot is welcomed, though he never spoke', async () => {
    await stand.fake.people.enter('li');
    await eventually(() => expect(heard).toMatchObject([{ type: 'join', chat: { externalId: 'user:li' } }]));
    await platform.deliver({ op: 'post', key: 'hi', chat: 'user:li', content: says('您好') });
    expect(stand.fake.rooms.in(single)).toMatchObject([{ from: 'bot', text: '您好' }]);
    await expect(
      platform.deliver({ op: 'post', key: 'hi2', chat: 'user:li', content: says('再说一句') }),
    ).rejects.toMatchObject({ code: '93006' });
  });

  test('a welcome that comes too late is none', async () => {
    await stand.fake.people.enter('li');
    await eventually(() => expect(heard).toHaveLength(1));
    pass(4_501);
    await expect(
      platform.deliver({ op: 'post', key: 'hi', chat: 'user:li', content: says('您好') }),
    ).rejects.toMatchObject({ code: '93006', retryable: false });
    expect(stand.fake.transcript.frames('aibot_respond_welcome_msg')).toEqual([]);
  });
});

describe('what is said in a chat', () => {
  test('is stored in its order, though a first one takes longer and a second one is stored at its second attempt', async () => {
    await platform.stop();
    const slow = Promise.withResolvers<void>();
    const up = Promise.withResolvers<void>();
    const stored: string[] = [];
    let isAway = true;
    await platform.start({
      async receive(update) {
        const text = update.type === 'message' ? update.text : '';
        if (text === '一') await slow.promise;
        if (text === '二' && isAway) throw new Error('the database is away');
        stored.push(text);
        return 'accepted';
      },
      connection: () => up.resolve(),
      trouble: () => undefined,
    });
    await up.promise;
    const say = (room: typeof group | typeof single, text: string) =>
      stand.fake.people.say({ room, from: 'li', text: `@值班铃 ${text}` });
    for (const text of ['一', '二', '三']) await say(group, text);
    await say(single, '别处');
    await eventually(() => expect(stored).toEqual(['别处']));
    const waiting = waits.length;
    slow.resolve();
    await eventually(() => expect(waits).toHaveLength(waiting + 1));
    expect(stored).toEqual(['别处', '一']);
    isAway = false;
    waits.at(-1)?.();
    await eventually(() => expect(stored).toEqual(['别处', '一', '二', '三']));
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
    await eventually(() => expect(heard).toHaveLength(1));
    const [update] = heard;
    const attachment = update?.type === 'message' ? update.attachments?.[0] : undefined;
    const file = await platform.fetch?.(attachment!, { maxBytes: 1_000 });
    expect(Buffer.from(file!.bytes).toString()).toBe('a picture');
  });
});
