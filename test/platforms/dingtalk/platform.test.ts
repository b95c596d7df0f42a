// The whole adapter: the true SDK, our supervisor, rendering and ringing, against the fake DingTalk.
import Router from '@koa/router';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DINGTALK_WORDS } from '../../../bot/dingtalk.ts';
import type { Card, CardAction } from '../../../cards/types.ts';
import { MINUTE, SECOND, ticketId } from '../../../domain/types.ts';
import { cardIdOf } from '../../../platforms/card-id.ts';
import { CARD_VARIABLES } from '../../../platforms/dingtalk/card-contract.ts';
import { type DingtalkPlatform, dingtalkPlatform } from '../../../platforms/dingtalk/platform.ts';
import type { DingtalkSettings } from '../../../platforms/dingtalk/types.ts';
import type { Delivery, PlatformTrouble, Receiver, Update, WireContent } from '../../../platforms/types.ts';
import { type FakeDingtalk, startFakeDingtalk } from '../../fakes/dingtalk/server.ts';
import { eventually } from '../../support/eventually.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { memoryUsage } from '../../support/memory-usage.ts';

const APP = { clientId: 'dingfake', clientSecret: 'a-secret-of-the-app', robotCode: 'dingfake' };
const TEMPLATE = {
  id: 't.schema',
  name: 'dutybell',
  variables: CARD_VARIABLES.map(({ name }) => name),
  isPublished: true,
};
const NINE = Date.UTC(2026, 2, 3, 1);
const group = { kind: 'group', chatId: 'cidOPS==' } as const;
const T1 = ticketId('01TICKET');
const POST = 'POST /v1.0/card/instances/createAndDeliver';
const PUT = 'PUT /v1.0/card/instances';

let fake: FakeDingtalk;
let platform: DingtalkPlatform;
let now: number;
let heard: Update[];
let states: string[];
let troubles: PlatformTrouble[];
let onReceive: (update: Update) => Promise<void>;

beforeEach(async () => {
  [now, heard, states, troubles] = [NINE, [], [], []];
  onReceive = async () => undefined;
  fake = await startFakeDingtalk({ app: APP, botName: '值班铃', templates: [TEMPLATE], now: () => now });
  fake.members.addGroup({ chatId: group.chatId, title: '运维一群' });
  for (const [userId, name] of [
    ['wang', '王五'],
    ['li', '李四'],
  ] as const)
    fake.members.people.set(userId, { userId, name });
  platform = make();
});
afterEach(async () => {
  await platform.stop();
  await fake.close();
});

function settingsOf(more: Partial<DingtalkSettings> = {}): DingtalkSettings {
  return {
    ...{ ...APP, botName: '值班铃', entrance: { kind: 'stream' }, apiBase: fake.apiBase, oapiBase: fake.oapiBase },
    ...{ cardTemplateId: TEMPLATE.id, robots: new Map(), isEconomy: false, monthly: { calls: 5000, messages: 3000 } },
    ...more,
  };
}
function make(settings: DingtalkSettings = settingsOf()): DingtalkPlatform {
  const quiet = () => undefined;
  return dingtalkPlatform(
    settings,
    {
      ...{ clock: { now: () => now }, random: () => 0, notes: memoryNotes(), usage: memoryUsage(), http: fetch },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      pause: async () => undefined,
    },
    DINGTALK_WORDS,
    { tapAnswerMs: 300 },
  );
}
const receiver: Receiver = {
  async receive(update) {
    heard.push(update);
    await onReceive(update);
    return 'accepted';
  },
  connection: (state) => void states.push(state),
  trouble: (trouble) => void troubles.push(trouble),
};
async function start(): Promise<void> {
  await platform.start(receiver);
  await eventually(() => expect(states.at(-1)).toBe('up'));
  await fake.sockets.connected();
}
async function say(text: string, from = 'wang'): Promise<Update> {
  const before = heard.length;
  await fake.people.say({ room: group, from, text: `@值班铃 ${text}` });
  await eventually(() => expect(fake.pushes.unacked).toEqual([]));
  return heard[before]!;
}

const acknowledge: CardAction = { action: 'acknowledge', label: '接单', style: 'primary', for: 'everyone' };
const content = (badge: string, actions: readonly CardAction[] = [acknowledge]): WireContent => {
  const card: Card = {
    title: '工单 7',
    tone: 'warning',
    badge,
    lines: [['打不开']],
    fields: [],
    clocks: [],
    actions,
    subject: { id: T1, version: 3 },
  };
  return { card, lines: [], people: {} };
};
const posting = (key: string): Delivery => ({
  key,
  chat: group.chatId,
  ticketId: T1,
  op: 'post',
  content: content('待接单'),
});
const tap = (from: string, messageId: string) =>
  fake.people.tap({ messageId, from, button: ({ text }) => text === '接单' });

describe('a tap', () => {
  /** A card that stands, and what its update says. */
  async function posted(): Promise<string> {
    await start();
    const { handle } = await platform.deliver(posting('K1'));
    expect(handle).toBe(cardIdOf('K1', content('').card));
    const message = fake.rooms.messages.find(({ card }) => card?.outTrackId === handle);
    return message!.id;
  }
  const update = (update: Update): Delivery => ({
    ...{ key: `U:${update.updateId}`, chat: group.chatId, ticketId: T1, op: 'update', content: content('处理中', []) },
    handle: cardIdOf('K1', content('').card),
    ...(update.type === 'action' && update.tapToken !== undefined && { tapToken: update.tapToken }),
  });

  test('changes the card at once for the one who tapped, then for everybody', async () => {
    const messageId = await posted();
    let done: Promise<unknown> | undefined;
    onReceive = async (tapped) => {
      done = platform.deliver(update(tapped));
    };
    await tap('wang', messageId);
    await eventually(() => expect(done).toBeDefined());
    await done;
    expect(heard.at(-1)).toMatchObject({
      type: 'action',
      action: 'acknowledge',
      subject: T1,
      version: 3,
      from: { userId: 'wang' },
    });
    const passed = fake.log.all.filter(({ channel, direction, request, what }) => {
      const isAck = channel === 'socket' && direction === 'in' && JSON.stringify(what).includes('cardParamMap');
      return isAck || (direction === 'in' && request === PUT);
    });
    expect(passed.map(({ request }) => request ?? 'acknowledged')).toEqual(['acknowledged', PUT]);
    for (const person of ['wang', 'li']) expect(fake.rooms.view(messageId, person)?.title).toContain('处理中');
    expect(fake.log.complaints).toEqual([]);
  });

  test('is answered before its card changes for another reason', async () => {
    const messageId = await posted();
    let done: Promise<unknown> | undefined;
    onReceive = async (tapped) => {
      const { tapToken: _none, ...byAnother } = { tapToken: '', ...update(tapped) };
      done = platform.deliver(byAnother);
    };
    await tap('wang', messageId);
    await eventually(() => expect(done).toBeDefined());
    await done;
    expect(fake.pushes.unacked).toEqual([]);
    expect(fake.log.complaints).toEqual([]);
  });

  test('that changes nothing is acknowledged in time, and an update that comes late still reaches everybody', async () => {
    const messageId = await posted();
    await tap('wang', messageId);
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    await platform.deliver(update(heard.at(-1)!));
    expect(fake.rooms.view(messageId, 'li')?.title).toContain('处理中');
    expect(fake.log.complaints).toEqual([]);
  });

  test('twice in a row by one finger is one', async () => {
    const messageId = await posted();
    const before = heard.length;
    await Promise.all([tap('wang', messageId), tap('wang', messageId)]);
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    expect(heard.length - before).toBe(1);
  });

  test('of two people at once is two', async () => {
    const messageId = await posted();
    await Promise.all([tap('wang', messageId), tap('li', messageId)]);
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    expect(heard.map(({ from }) => from.userId).toSorted()).toEqual(['li', 'wang']);
    expect(new Set(heard.map(({ updateId }) => updateId)).size).toBe(2);
  });

  test.each(['both', 'content', 'value', 'params_beside'] as const)('is understood in the form %s', async (form) => {
    fake.faults.tapForm = form;
    await tap('wang', await posted());
    await eventually(() => expect(heard).toMatchObject([{ action: 'acknowledge' }]));
  });

  test('without what its button hands back is acknowledged, and nothing else', async () => {
    fake.faults.tapForm = 'without_params';
    await tap('wang', await posted());
    await eventually(() => expect(fake.pushes.unacked).toEqual([]));
    expect(heard).toEqual([]);
  });
});

describe('a message', () => {
  test('is answered by the address that came with it, before any other way', async () => {
    await start();
    await say('打不开');
    const words: Delivery = { key: 'W', chat: group.chatId, op: 'post', content: { lines: [['收到']], people: {} } };
    await platform.deliver(words);
    expect(fake.rooms.in(group).at(-1)).toMatchObject({ text: expect.stringContaining('收到') });
    expect(fake.log.requests('POST /robot/sendBySession')).toHaveLength(1);
  });

  test('that comes again in another frame has the same id', async () => {
    await start();
    const first = await say('打不开');
    await fake.people.again(undefined, 'new');
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard[1]?.updateId).toBe(first.updateId);
  });

  test('of somebody who is not of the organisation is a guest’s', async () => {
    fake.members.people.set('gu', { userId: 'gu', name: '顾客', isOutside: true });
    await start();
    expect(await say('打不开', 'gu')).toMatchObject({ from: { name: '顾客', isGuest: true } });
  });

  test('whose words are withheld is told to those who can settle it, once a day', async () => {
    await start();
    fake.faults.withholdsWords = true;
    expect(await say('打不开')).toMatchObject({ withheld: 'quota', text: '', from: { userId: 'wang' } });
    await say('听得到吗');
    await eventually(() => expect(troubles).toEqual([{ code: 'quota_exhausted', of: 'messages' }]));
    now += 24 * 60 * MINUTE;
    await say('今天呢');
    await eventually(() => expect(troubles).toHaveLength(2));
  });
});

describe('the platform', () => {
  test('is told when its line goes, and since when, but not by a stop', async () => {
    await start();
    fake.sockets.announceDisconnect();
    await eventually(() => expect(states).toEqual(['up', 'down', 'up']));
    await platform.stop();
    await eventually(() => expect(fake.sockets.live).toBe(0));
    expect(states).toEqual(['up', 'down', 'up']);
  });

  test('is started again after a stop', async () => {
    await start();
    await platform.stop();
    await eventually(() => expect(fake.sockets.live).toBe(0));
    states = [];
    await start();
    await say('在吗');
    expect(heard).toHaveLength(1);
  });

  test.each([
    ['with cards', {}, { updateCard: 'anytime', cards: 'all', privateAnswer: 'direct', oneConnection: true }],
    ['thrifty', { isEconomy: true }, { updateCard: 'anytime', cards: 'living', privateAnswer: 'sparing' }],
  ] as const)('says what it can do, %s', (_name, more, can) => {
    const always = { perMinute: 20, replaysMissed: false, reachesRealPeople: true, deafMinMs: 5 * SECOND };
    expect(make(settingsOf(more)).capabilities).toMatchObject({ ...always, ...can });
  });

  test('changes no card where there is no template', () => {
    const { cardTemplateId: _none, ...plain } = settingsOf({ isEconomy: true });
    expect(make(plain).capabilities).toMatchObject({ updateCard: 'never', cards: 'all' });
  });

  test('lets any process answer where DingTalk delivers by HTTP', () => {
    const entrance = { kind: 'http', cardSecret: 'S'.repeat(20) } as const;
    const { capabilities } = make(settingsOf({ entrance, publicUrl: 'https://bot.example' }));
    expect(capabilities).not.toHaveProperty('oneConnection');
  });

  test.each([
    ['https://bot.example', true],
    ['http://127.0.0.1:3000', true],
    ['http://bot.example', false],
  ])('has pages for links only where nobody on the way reads them: at %s %o', (publicUrl, areThere) => {
    const router = new Router();
    make(settingsOf({ publicUrl })).mount(router);
    expect(router.stack.length > 0).toBe(areThere);
  });
});

test('a card is posted once', async () => {
  await start();
  await platform.deliver(posting('K1'));
  await platform.deliver({ ...posting('K1'), isRepeat: true });
  expect(fake.log.requests(POST)).toHaveLength(1);
});
