import { beforeEach, describe, expect, test } from 'vitest';
import { SECOND } from '../../../domain/types.ts';
import { createEar } from '../../../platforms/dingtalk/ear.ts';
import { createChatSigner } from '../../../platforms/dingtalk/signed-chat.ts';
import { tapParamsOf } from '../../../platforms/dingtalk/tap-params.ts';
import type { RawCallback, TapRepaint } from '../../../platforms/dingtalk/types.ts';
import type { Update } from '../../../platforms/types.ts';

const NINE = Date.UTC(2026, 2, 3, 1);
const repaint = { params: { title: '已接单' } };
const session = {
  sessionWebhook: 'https://oapi.dingtalk.com/robot/sendBySession?session=1',
  sessionWebhookExpiredTime: NINE + 90,
};

let now: number;
let events: string[];
let received: Update[];
let waiting: Map<string, PromiseWithResolvers<TapRepaint | undefined>>;
let receive: (update: Update) => Promise<'accepted' | 'duplicate'>;
let heardSession: () => Promise<void>;

beforeEach(() => {
  [now, events, received, waiting] = [NINE, [], [], new Map()];
  receive = async () => 'accepted';
  heardSession = async () => undefined;
});

function ear() {
  const quiet = () => undefined;
  return createEar({
    ...{ botName: '值班铃', chats: createChatSigner('app-secret') },
    clock: { now: () => now },
    log: { debug: quiet, info: (_fields, message) => void events.push(message), warn: quiet, error: quiet },
    receiver: {
      async receive(update) {
        events.push('receive');
        const outcome = await receive(update);
        received.push(update);
        return outcome;
      },
    },
    posted: { cardOf: async () => undefined },
    sessions: {
      async heard(chat, { until, url }) {
        events.push(`session ${chat} ${url} ${until}`);
        await heardSession();
      },
    },
    answers: {
      wait({ deliveryId }) {
        events.push(`wait ${deliveryId}`);
        const answer = Promise.withResolvers<TapRepaint | undefined>();
        waiting.set(deliveryId, answer);
        return answer.promise;
      },
    },
    quota: {
      count: (kind) => void events.push(`count ${kind}`),
      exhausted: async (of) => void events.push(`exhausted ${of}`),
      settle: async () => void events.push('settle'),
    },
  });
}

const raw = (topic: RawCallback['topic'], body: unknown, deliveryId = 'frame1'): RawCallback => ({
  ...{ topic, deliveryId, receivedAt: now, body },
});
const message = (more: object = {}) => ({
  ...{ msgtype: 'text', msgId: 'M1', conversationType: '2', conversationId: 'cidOPS', senderStaffId: 'wang' },
  ...{ text: { content: ' 打不开' }, ...more },
});
const tap = (userId = 'wang', action = 'acknowledge', form = {}) => ({
  ...{ userId, outTrackId: 'dCARD', spaceId: 'cidOPS' },
  value: JSON.stringify({
    cardPrivateData: { params: tapParamsOf({ action, version: 1, subject: 'T1', form }, 'cidOPS') },
  }),
});

describe('a message', () => {
  test('is taken in after it is noted how to answer it, and counted', async () => {
    expect(await ear()(raw('message', message(session)))).toBeUndefined();
    expect(events).toEqual([
      `session cidOPS ${session.sessionWebhook} ${NINE + 90}`,
      'receive',
      'count message',
      'settle',
    ]);
  });

  test('is taken in though it can not be noted how to answer it', async () => {
    heardSession = () => Promise.reject(new Error('the database is away'));
    await ear()(raw('message', message(session)));
    expect(received).toHaveLength(1);
  });

  test('that can not be stored is not acknowledged, and not counted', async () => {
    receive = () => Promise.reject(new Error('the database is away'));
    await expect(ear()(raw('message', message()))).rejects.toThrow('the database is away');
    expect(events).toEqual(['receive']);
  });

  test('without its words tells that the quota is used up', async () => {
    await ear()(raw('message', message({ text: undefined, errorCode: 20_001 })));
    expect(received).toMatchObject([{ withheld: 'quota' }]);
    expect(events.at(-1)).toBe('exhausted messages');
  });

  test('of nobody is left alone, acknowledged and counted', async () => {
    expect(await ear()(raw('message', {}))).toBeUndefined();
    expect(events).toEqual(['a callback is left alone', 'count message', 'settle']);
  });
});

describe('a tap', () => {
  test('is waited for before it is stored, and answered with what its card becomes', async () => {
    receive = async () => {
      waiting.get('frame1')?.resolve(repaint);
      return 'accepted';
    };
    expect(await ear()(raw('card', tap()))).toBe(repaint);
    expect(events).toEqual(['wait frame1', 'receive', 'count message', 'settle']);
  });

  test('that was stored before is acknowledged at once', async () => {
    receive = async () => 'duplicate';
    expect(await ear()(raw('card', tap()))).toBeUndefined();
  });

  test('that comes again under another name, while nobody has answered it, is the same', async () => {
    const hear = ear();
    const both = [hear(raw('card', tap(), 'frame1')), hear(raw('card', tap(), 'frame2'))];
    waiting.get('frame1')?.resolve(repaint);
    expect(await Promise.all(both)).toEqual([repaint, repaint]);
    expect(received).toHaveLength(1);
  });

  test.each([
    ['within three seconds is the same', 3 * SECOND, 1],
    ['after three seconds is another one', 3 * SECOND + 1, 2],
    ['by a clock that was set back is another one', -1, 2],
  ])('that nobody has answered in time, and that comes again %s', async (_name, afterMs, count) => {
    const hear = ear();
    const first = hear(raw('card', tap(), 'frame1'));
    waiting.get('frame1')?.resolve(undefined);
    await first;
    now += afterMs;
    const second = hear(raw('card', tap(), 'frame2'));
    waiting.get('frame2')?.resolve(undefined);
    await second;
    expect(received).toHaveLength(count);
  });

  test.each([
    ['of another person', tap('li')],
    ['on another button', tap('wang', 'details')],
    ['with another choice', tap('wang', 'acknowledge', { rating: '5' })],
    ['on another card', { ...tap(), outTrackId: 'dOTHER' }],
  ])('at the same moment %s is another one', async (_name, other) => {
    const hear = ear();
    const both = [hear(raw('card', tap(), 'frame1')), hear(raw('card', other, 'frame2'))];
    for (const { resolve } of waiting.values()) resolve(undefined);
    await Promise.all(both);
    expect(received).toHaveLength(2);
  });

  test('after one that was answered is another one', async () => {
    const hear = ear();
    for (const frame of ['frame1', 'frame2']) {
      const heard = hear(raw('card', tap(), frame));
      waiting.get(frame)?.resolve(repaint);
      await heard;
    }
    expect(received).toHaveLength(2);
  });

  test('after one that could not be stored counts', async () => {
    const hear = ear();
    receive = () => Promise.reject(new Error('the database is away'));
    await expect(hear(raw('card', tap()))).rejects.toThrow('the database is away');
    receive = async () => 'accepted';
    const again = hear(raw('card', tap()));
    waiting.get('frame1')?.resolve(repaint);
    expect(await again).toBe(repaint);
    expect(received).toHaveLength(1);
  });
});
