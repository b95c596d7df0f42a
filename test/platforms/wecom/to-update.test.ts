import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../domain/types.ts';
import { toUpdate } from '../../../platforms/wecom/to-update.ts';

const AT = 1_780_000_003_000;
const group = { chattype: 'group', chatid: 'wrGROUP1', from: { userid: 'zhangsan' }, create_time: 1_780_000_000 };
const single = { chattype: 'single', from: { userid: 'zhangsan' } };
const text = (content: string) => ({ msgtype: 'text', text: { content } });
const image = { msgtype: 'image', image: { url: 'https://files.qq.com/1', aeskey: 'KEY1' } };

const parse = (body: unknown, reqId = 'REQ1') => toUpdate({ reqId, receivedAt: AT, body }, '值班铃');
const updateOf = (body: unknown, reqId?: string) => {
  const parsed = parse(body, reqId);
  return 'update' in parsed ? parsed.update : parsed.ignored;
};

describe('the second that WeCom names', () => {
  test.each([
    ['received within it: the receipt', 650, 650],
    ['received at its very beginning', 0, 0],
    ['received later: its last millisecond', 1000, 999],
    ['received before it, by a wrong clock: its beginning, which is not believed', -1, 0],
  ])('%s', (_name, receivedAfterMs, sentAfterMs) => {
    const second = group.create_time * SECOND;
    const body = { ...group, msgid: 'M', ...text('在') };
    const parsed = toUpdate({ reqId: 'R', receivedAt: second + receivedAfterMs, body }, '值班铃');
    expect(parsed).toMatchObject({ update: { sentAt: second + sentAfterMs } });
  });
});

describe('a tap in the second that WeCom names', () => {
  const taps = {
    msgtype: 'event',
    event: { eventtype: 'template_card_event', template_card_event: { event_key: 'acknowledge.1.T1', task_id: 'd1' } },
  };
  test.each([0, 650, 999, 1000, 4000])('received %i ms after its beginning counts from there', (receivedAfterMs) => {
    const second = group.create_time * SECOND;
    const parsed = toUpdate(
      { reqId: 'R', receivedAt: second + receivedAfterMs, body: { ...group, ...taps } },
      '值班铃',
    );
    expect(parsed).toMatchObject({ update: { type: 'action', sentAt: second } });
  });
});

describe('a message', () => {
  test('of a group, with its times, its sender and its group untouched', () => {
    expect(updateOf({ ...group, msgid: 'M1', aibotid: 'BOT', ...text('@值班铃 3号楼空调不制冷') })).toEqual({
      platform: 'wecom',
      type: 'message',
      updateId: 'msg:M1',
      chat: { externalId: 'wrGROUP1', kind: 'group' },
      from: { userId: 'zhangsan' },
      sentAt: 1_780_000_000 * SECOND + 999,
      receivedAt: AT,
      text: '3号楼空调不制冷',
      addressed: true,
    });
  });

  test('of a single chat', () => {
    expect(updateOf({ ...single, from: { userid: 'li' }, msgid: 'M2', ...text('今天谁值班') })).toMatchObject({
      chat: { externalId: 'user:li', kind: 'private' },
      from: { userId: 'li' },
      text: '今天谁值班',
    });
  });

  test.each([
    ['voice, which comes as words', { msgtype: 'voice', voice: { content: '系统打不开' } }, '系统打不开'],
    [
      'mixed: its words are joined',
      { msgtype: 'mixed', mixed: { msg_item: [text('@值班铃 打不开'), image, text('请看图')] } },
      '打不开\n请看图',
    ],
    [
      'an odd part of mixed is left out',
      { msgtype: 'mixed', mixed: { msg_item: [7, null, text('在'), { x: 1 }] } },
      '在',
    ],
    ['nothing but the mention', text('@值班铃'), ''],
    ['an odd quote costs nothing', { ...text('在'), quote: { msgtype: 7 } }, '在'],
    ['an odd time costs nothing', { ...text('在'), create_time: 'yesterday' }, '在'],
  ])('%s', (_name, body, words) => {
    expect(updateOf({ ...group, msgid: 'M', ...body })).toMatchObject({ type: 'message', text: words });
  });

  test.each([
    ['image', image],
    ['file', { msgtype: 'file', file: { url: 'https://files.qq.com/1', aeskey: 'KEY1' } }],
    ['video', { msgtype: 'video', video: { url: 'https://files.qq.com/1', aeskey: 'KEY1' } }],
  ])('%s alone is an attachment with no words', (kind, body) => {
    const update = updateOf({ ...single, msgid: 'M', ...body });
    expect(update).toMatchObject({ text: '', attachments: [{ kind, validUntil: AT + 5 * MINUTE }] });
    expect(JSON.stringify(update)).toContain('KEY1');
  });

  test('pictures of mixed and of what is quoted are its attachments', () => {
    const update = updateOf({
      ...group,
      msgid: 'M',
      msgtype: 'mixed',
      mixed: { msg_item: [text('@值班铃 看图'), image, image] },
      quote: image,
    });
    expect(update).toMatchObject({
      quote: {},
      attachments: [{ kind: 'image' }, { kind: 'image' }, { kind: 'image', quoted: true }],
    });
    expect(update).not.toMatchObject({ attachments: [{ quoted: true }, {}, {}] });
  });

  test.each([
    ['text', { quote: text('GZ-1 待接单') }, { text: 'GZ-1 待接单' }],
    ['mixed', { quote: { msgtype: 'mixed', mixed: { msg_item: [text('一'), image] } } }, { text: '一' }],
    ['a kind without words', { quote: { msgtype: 'template_card' } }, {}],
  ])('quotes %s', (_name, quote, quoted) => {
    expect(updateOf({ ...group, msgid: 'M', ...text('@值班铃 接单'), ...quote })).toMatchObject({
      quote: quoted,
    });
  });

  test('that WeCom gave no id is not taken for another one', () => {
    const first = updateOf({ ...group, ...text('@值班铃 在') }, 'REQ1');
    const second = updateOf({ ...group, ...text('@值班铃 在') }, 'REQ2');
    expect(first).not.toEqual(second);
    expect(first).toMatchObject({ updateId: expect.stringMatching(/^msg:[0-9a-f]{64}$/) });
  });

  test('with a very long id fits the database', () => {
    const update = updateOf({ ...group, msgid: 'M'.repeat(300), ...text('在') });
    expect(update).toMatchObject({ updateId: expect.stringMatching(/^msg:[0-9a-f]{64}$/) });
  });
});

describe('a tap', () => {
  const nested = (more: object = {}) => ({
    msgtype: 'event',
    event: {
      eventtype: 'template_card_event',
      template_card_event: {
        event_key: 'acknowledge.3.T1',
        task_id: 'dCARD',
        card_type: 'button_interaction',
        ...more,
      },
    },
  });
  const flat = {
    msgtype: 'event',
    event: { eventtype: 'template_card_event', event_key: 'acknowledge.3.T1', task_id: 'dCARD' },
  };

  test.each([
    ['nested, as on the wire', nested()],
    ['flat, as in the types of the SDK', flat],
  ])('%s', (_name, body) => {
    expect(updateOf({ ...group, msgid: 'E1', ...body })).toMatchObject({
      type: 'action',
      updateId: 'tap:E1',
      action: 'acknowledge',
      version: 3,
      subject: 'T1',
      form: {},
      handle: 'dCARD',
      tapToken: `${AT}|dCARD|REQ1`,
      from: { userId: 'zhangsan' },
    });
  });

  test.each([
    ['as a list', { selected_item: [{ question_key: 'confirm.rating', option_ids: { option_id: ['5'] } }] }],
    ['as one', { selected_item: { question_key: 'confirm.rating', option_ids: { option_id: '5' } } }],
  ])('brings what was chosen, %s', (_name, selected_items) => {
    const body = nested({ event_key: 'confirm.3.T1', selected_items });
    expect(updateOf({ ...group, msgid: 'E1', ...body })).toMatchObject({
      action: 'confirm',
      form: { rating: '5' },
    });
  });

  test('with the drop-down does what was chosen there', () => {
    const chosen = { selected_item: [{ question_key: 'chosen', option_ids: { option_id: ['suspend.4.T2'] } }] };
    const body = nested({ event_key: 'chosen.3.T1', selected_items: chosen });
    expect(updateOf({ ...group, msgid: 'E1', ...body })).toMatchObject({
      action: 'suspend',
      version: 4,
      subject: 'T2',
    });
  });

  test('without an id: the same second is the same tap, another second is another one', () => {
    const at = (create_time: number | undefined, reqId: string) =>
      updateOf({ ...group, create_time, ...nested() }, reqId);
    const id = (create_time: number | undefined, reqId: string) => {
      const update = at(create_time, reqId);
      return typeof update === 'string' ? update : update.updateId;
    };
    expect(id(1, 'REQ1')).toBe(id(1, 'REQ2'));
    expect(id(1, 'REQ1')).not.toBe(id(2, 'REQ1'));
    expect(id(undefined, 'REQ1')).not.toBe(id(undefined, 'REQ2'));
  });
});

describe('what else comes', () => {
  test('somebody opens his chat with the bot', () => {
    expect(updateOf({ ...single, msgid: 'J1', msgtype: 'event', event: { eventtype: 'enter_chat' } })).toMatchObject({
      type: 'join',
      updateId: 'join:J1',
      chat: { externalId: 'user:zhangsan', kind: 'private' },
    });
  });

  test.each([
    ['a kind of message that nobody knows', { ...group, msgid: 'M', msgtype: 'location' }, 'location'],
    ['feedback', { ...group, msgtype: 'event', event: { eventtype: 'feedback_event' } }, 'feedback_event'],
    ['an event without a kind', { ...group, msgtype: 'event' }, 'none'],
    [
      'a button of nobody',
      { ...group, msgtype: 'event', event: { eventtype: 'template_card_event', event_key: '?' } },
      'none of ours',
    ],
    [
      'a tap without a button',
      { ...group, msgtype: 'event', event: { eventtype: 'template_card_event' } },
      'names no button',
    ],
    ['a group that is not named', { chattype: 'group', from: { userid: 'li' }, ...text('在') }, 'without its id'],
    ['no sender', { ...text('在') }, 'without a sender'],
    ['null', null, 'without a sender'],
    ['a list', [], 'without a sender'],
    ['words', '在', 'without a sender'],
    ['text without words', { ...group, msgtype: 'text' }, 'text'],
  ])('%s is left alone', (_name, body, why) => {
    expect(updateOf(body)).toContain(why);
  });
});
