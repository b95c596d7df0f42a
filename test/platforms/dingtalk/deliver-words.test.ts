import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '../../../platforms/dingtalk/output.ts';
import { createTapLinks } from '../../../platforms/dingtalk/tap-links.ts';
import type { AccountRef, Delivery } from '../../../platforms/types.ts';
import { refusal } from '../../fakes/dingtalk/answer.ts';
import {
  APP,
  CREATE,
  card,
  GROUP,
  guest,
  li,
  NET,
  OPS,
  type OutputStage,
  people,
  posting,
  ROBOT,
  SINGLE,
  saying,
  setStage,
  wang,
} from './output-stage.ts';

let stage: OutputStage;
let output: Output;

beforeEach(async () => {
  stage = await setStage();
  output = stage.output();
});
afterEach(() => stage.close());

describe('without a template', () => {
  const links = createTapLinks({ clientSecret: APP.clientSecret, publicUrl: 'https://bot.example' });

  test('a card is words with what may be typed, and those whom it is for get links in private', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li, wang] }));
    expect(stage.seen()).toEqual([expect.stringMatching(/^session markdown → li,wang: .*接单 7/s)]);
    expect(stage.private('wang'), 'there is nothing for her to do').toEqual([]);
    const [message] = stage.fake.rooms.in({ kind: 'single', userId: 'li' });
    const shown = stage.fake.robot.links.get(message?.id ?? '') ?? [];
    expect(shown.map(({ title }) => title)).toEqual(['接单', '到场']);
    const token = shown[0]?.url.split('/').at(-1) ?? '';
    expect(links.open(token)).toMatchObject({
      person: li,
      chat: OPS,
      button: { action: 'acknowledge', subject: 't7' },
    });
    expect(stage.bodies(CREATE)).toEqual([]);
  });

  test('whose turn it is gets his links once, with the ticket’s bare title, and whoever is only told gets none', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await stage.opensSession(output, OPS);
    const said = { card: { ...card, tone: 'warning', badge: '处理中' }, lines: [['王敏 已上报']], people } as const;
    const content = { ...said, asWords: true, asNews: true } as const;
    await output.deliver(posting({ content, rings: [wang], turn: [li] }));
    await output.deliver(posting({ content, rings: [wang], turn: [li], isRepeat: true }));
    expect(stage.seen()).toEqual([expect.stringMatching(/^session markdown → wang: 王敏 已上报/)]);
    expect([stage.private('li').length, stage.private('wang').length]).toEqual([1, 0]);
    expect(stage.counted.filter((kind) => kind.startsWith('call'))).toHaveLength(1);
    const [message] = stage.fake.rooms.in({ kind: 'single', userId: 'li' });
    const [first] = stage.fake.robot.links.get(message?.id ?? '') ?? [];
    expect(links.open(first?.url.split('/').at(-1) ?? '')?.about).toBe(card.title);
  });

  test('a change that nobody is rung for brings whose turn it is his links', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ content: { card, lines: [['李工 接单']], people, asNews: true }, turn: [li] }));
    expect(stage.private('li')).toHaveLength(1);
  });

  test('who is rung in private gets one message, with the links', async () => {
    output = stage.output({ hasTemplate: false }, { links });
    await output.deliver(posting({ chat: NET, rings: [li, wang] }));
    expect(stage.private('li')).toHaveLength(1);
    expect(stage.private('wang')).toHaveLength(1);
    expect(stage.missed).toEqual([]);
  });

  test('in economy nobody gets links', async () => {
    output = stage.output({ hasTemplate: false, isEconomy: true }, { links });
    await stage.opensSession(output, OPS);
    await output.deliver(posting({ rings: [li] }));
    expect(stage.bodies(SINGLE)).toEqual([]);
  });
});

describe('a word to one person', () => {
  const direct = (to: AccountRef): Delivery => ({
    op: 'direct',
    key: 'd1',
    chat: OPS,
    to,
    content: { lines: [['您没有这个权限。']], people },
  });

  test('goes by the address of his own chat, else by the API', async () => {
    await stage.opensSession(output, 'user:li');
    await output.deliver(direct(li));
    await output.deliver({ ...direct(wang), key: 'd2' });
    expect([stage.private('li')[0], stage.private('wang')[0]]).toEqual([
      'session markdown → li: 您没有这个权限。',
      'markdown → wang: 您没有这个权限。',
    ]);
  });

  test.each<[string, AccountRef]>([
    ['whom the organisation does not know', { userId: 'nobody' }],
    ['who is a guest and has not spoken for long', guest],
  ])('%s is refused for good, so that the group gets it', async (_name, to) => {
    await expect(output.deliver(direct(to))).rejects.toMatchObject({ code: 'unreachable', retryable: false });
  });

  test('whom DingTalk slows down is refused for good, so that the group gets it', async () => {
    stage.fake.robot.flowControlled.add('li');
    await expect(output.deliver(direct(li))).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('who is a guest is answered while his address lives', async () => {
    const session = stage.fake.webhooks.openSession({ kind: 'single', userId: 'li' });
    await output.sessions.heard(`guest:${guest.userId}`, session);
    await output.deliver(direct(guest));
    expect(stage.private('li')).toHaveLength(1);
  });
});

describe('words', () => {
  test('longer than a message go in parts, whole, also where line breaks take two bytes each', async () => {
    const lines = Array.from({ length: 400 }, (_, index) => `第 ${index} 行“${'长'.repeat(20)}”`);
    await output.deliver(posting({ content: { lines: lines.map((line) => [line]), people } }));
    const texts = stage.fake.rooms.in({ kind: 'group', chatId: OPS }).map(({ text }) => text);
    expect(texts.length).toBeGreaterThan(1);
    expect(lines.filter((line) => !texts.some((text) => text.includes(line)))).toEqual([]);
    expect(stage.complaints()).toEqual([]);
  });

  test('of which a part was refused for a while are not said from the start again', async () => {
    const lines = Array.from({ length: 400 }, (_, index) => [`第 ${index} 行${'长'.repeat(20)}`]);
    let asked = 0;
    stage.fake.faults.refuse = ({ path }) => {
      if (path !== GROUP) return undefined;
      asked += 1;
      return asked === 2 ? refusal('Forbidden.AccessDenied.QpsLimitForAppkeyAndApi') : undefined;
    };
    const long = posting({ content: { lines, people } });
    await expect(output.deliver(long)).rejects.toMatchObject({ retryable: true });
    const { messages = 0 } = await output.deliver(long);
    expect(stage.seen()).toHaveLength(messages);
  });

  test('that ring and are long are said once, and mention with the first part', async () => {
    output = stage.output({ robots: new Map([[OPS, ROBOT]]) });
    const lines = Array.from({ length: 400 }, (_, index) => [`第 ${index} 行${'长'.repeat(20)}`]);
    await output.deliver(posting({ content: { lines, people }, rings: [li] }));
    const seen = stage.fake.rooms.in({ kind: 'group', chatId: OPS });
    expect(seen.map(({ rings }) => rings)).toEqual([['li'], ...Array(seen.length - 1).fill([])]);
    expect(stage.bodies(GROUP)).toEqual([]);
  });

  test('in an ephemeral form are refused, for DingTalk has none', async () => {
    const { chat, content, key } = saying('x');
    const ephemeral = output.deliver({ op: 'ephemeral', chat, content, key, to: li });
    await expect(ephemeral).rejects.toMatchObject({ code: 'no_ephemeral', retryable: false });
  });
});
