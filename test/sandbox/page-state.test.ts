import { describe, expect, test } from 'vitest';
import type { SandboxState } from '../../platforms/sandbox/api-types.ts';
import type { CardView, MessageView, RoomView } from '../../platforms/sandbox/types.ts';
import { durationWords } from '../../web/state/format.ts';
import { mentionAt } from '../../web/state/mention-completion.ts';
import { reduceSession } from '../../web/state/session.ts';
import { isOpen, leftMs, ticketsOnCards, turnOf } from '../../web/state/tickets.ts';
import { markRead, unreadOf } from '../../web/state/unread.ts';
import { en } from '../../web/text.en.ts';
import { zh } from '../../web/text.zh.ts';

const MINUTE = 60_000;
const clock = { label: '到场', startedAt: 0, dueAt: 5 * MINUTE, breached: false };

const said = (order: number, userId = 'wang'): MessageView => ({
  id: `m${order}`,
  chat: 'ops',
  order,
  at: order * MINUTE,
  from: 'person',
  userId,
  clientId: `c${order}`,
  text: 'x',
  heard: 'delivered',
});
const card = (more: Partial<CardView>): CardView => ({
  tone: 'info',
  title: 'GZ-260303-01',
  lines: [],
  fields: [],
  clocks: [clock],
  actions: [],
  othersActions: [],
  subject: { id: 't1', version: 1 },
  ...more,
});
const posted = (order: number, shown: CardView): Extract<MessageView, { from: 'bot' }> => ({
  id: `m${order}`,
  chat: 'ops',
  order,
  at: order * MINUTE,
  from: 'bot',
  lines: [],
  mentionsViewer: false,
  hadClocks: true,
  card: shown,
});
const room = (messages: readonly MessageView[]): RoomView => ({
  key: 'ops',
  title: '运维群',
  kind: 'group',
  team: '广州信用',
  system: { zh: '信用广州', en: 'Credit Guangzhou' },
  messages,
});
const state = (messages: readonly MessageView[]): SandboxState => ({
  botName: '值班铃',
  botConnected: true,
  viewer: 'wang',
  personas: [],
  rooms: [room(messages)],
  now: 0,
  lastEventId: 'a-1',
});

describe('the session', () => {
  const start = reduceSession(undefined, { type: 'loaded', state: state([said(1), said(3)]), heardAtMs: 0 });
  const told = (message: MessageView) =>
    reduceSession(start, { type: 'told', event: { type: 'message', message }, heardAtMs: 0 });

  test.each([
    ['a new message goes to the end', said(4), ['m1', 'm3', 'm4']],
    ['a late one goes where its order says', said(2), ['m1', 'm2', 'm3']],
    ['one that is told again stays in its place', said(1, 'li'), ['m1', 'm3']],
    ['one of another room changes nothing here', { ...said(4), chat: 'other' }, ['m1', 'm3']],
  ])('%s', (_what, message, ids) => {
    expect(told(message)?.rooms[0]?.messages.map(({ id }) => id)).toEqual(ids);
  });

  test('an event that was overtaken by a fresh state does not bring the old one back', () => {
    expect(
      reduceSession(undefined, { type: 'told', event: { type: 'bot', connected: true }, heardAtMs: 0 }),
    ).toBeUndefined();
  });

  test('a clock without a next event forgets the one before', () => {
    const due = reduceSession(start, { type: 'told', event: { type: 'clock', now: 1, nextDueAt: 9 }, heardAtMs: 5 });
    expect(due?.clock).toEqual({ now: 1, nextDueAt: 9, heardAtMs: 5 });
    expect(reduceSession(due, { type: 'told', event: { type: 'clock', now: 9 }, heardAtMs: 6 })?.clock).toEqual({
      now: 9,
      heardAtMs: 6,
    });
  });
});

describe('whose turn it is', () => {
  const own = (action: string) => ({ action, label: action, style: 'primary' as const });
  const others = (action: string, users: string[]) => ({ action, label: action, users });
  const turn = (shown: CardView) => {
    const [ticket] = ticketsOnCards([room([posted(1, shown)])]);
    const found = ticket && turnOf(ticket, 'wang', ['wang', 'li', 'zhou', 'wu']);
    return found && { step: found.step, users: found.users, isViewers: found.isViewers };
  };

  test.each([
    [
      'the engineers, those on duty first',
      card({ actions: [own('supplement')], othersActions: [others('acknowledge', ['wu', 'zhou', 'li'])] }),
      { step: 'acknowledge', users: ['li', 'zhou'], isViewers: false },
    ],
    [
      'whom the card rings, before those who come first',
      card({
        fields: [{ label: '处理人', value: [{ mention: { userId: 'wu', name: '吴工' } }] }],
        othersActions: [others('acknowledge', ['li', 'zhou', 'wu'])],
      }),
      { step: 'acknowledge', users: ['wu'], isViewers: false },
    ],
    ['the viewer', card({ actions: [own('confirm')] }), { step: 'confirm', users: ['wang'], isViewers: true }],
    [
      'the earliest step, where a later one is offered, too',
      card({ actions: [own('resolve'), own('arrive')] }),
      { step: 'arrive', users: ['wang'], isViewers: true },
    ],
    ['nobody’s on a closed ticket', card({ actions: [own('supplement')] }), undefined],
  ])('%s', (_what, shown, expected) => {
    expect(turn(shown)).toEqual(expected);
  });

  const told = (shown: CardView) => {
    const [ticket] = ticketsOnCards([room([posted(1, shown)])]);
    const found = ticket && turnOf(ticket, 'wang', ['wang', 'li', 'qian']);
    return found && { step: found.step, action: found.action, beside: found.beside, users: found.users };
  };
  test.each([
    [
      'a request for suspension: the supervisor’s, though the way to the solution stays open',
      card({ actions: [own('resolve'), own('diagnose')], othersActions: [others('approve_suspension', ['qian'])] }),
      { step: 'resolve', action: 'approve_suspension', beside: [], users: ['qian'] },
    ],
    [
      'a suspension: theirs who can end it',
      card({ othersActions: [others('resume', ['li', 'qian']), others('arrive', ['li'])] }),
      { step: 'arrive', action: 'resume', beside: [], users: ['li', 'qian'] },
    ],
    [
      'a solution: its engineer’s, who also owes the diagnosis and the report',
      card({ othersActions: ['resolve', 'report_up', 'diagnose'].map((name) => others(name, ['li'])) }),
      { step: 'resolve', action: 'resolve', beside: ['diagnose', 'report_up'], users: ['li'] },
    ],
    [
      'an arrival: nothing beside it yet',
      card({ othersActions: ['arrive', 'diagnose'].map((name) => others(name, ['li'])) }),
      { step: 'arrive', action: 'arrive', beside: [], users: ['li'] },
    ],
  ])('with %s', (_what, shown, expected) => {
    expect(told(shown)).toEqual(expected);
  });

  test('a reminder, which has buttons but no clocks of its own, does not stand for the ticket', () => {
    const own = posted(1, card({ title: 'own' }));
    const { hadClocks: _none, ...reminder } = posted(2, card({ title: 'reminder', clocks: [] }));
    expect(ticketsOnCards([room([own, reminder])]).map((ticket) => ticket.card.title)).toEqual(['own']);
  });

  test('a closed ticket, whose card shows no clocks any more, is still the latest one', () => {
    const [ticket] = ticketsOnCards([room([posted(1, card({ clocks: [] }))])]);
    expect(ticket).toMatchObject({ id: 't1', messageId: 'm1' });
    expect(ticket && [isOpen(ticket), turnOf(ticket, 'wang', [])]).toEqual([false, undefined]);
  });

  test('of two cards of a ticket the newer one counts', () => {
    const cards = [posted(1, card({ title: 'old' })), posted(2, card({ title: 'new' }))];
    expect(ticketsOnCards([room(cards)]).map((ticket) => ticket.messageId)).toEqual(['m2']);
  });

  test.each([
    ['a running clock keeps it open', card({}), true],
    [
      'so does a step that is to be done',
      card({ clocks: [{ ...clock, stoppedAt: 1 }], othersActions: [others('confirm', ['li'])] }),
      true,
    ],
    ['with neither it is closed', card({ clocks: [{ ...clock, stoppedAt: 1 }] }), false],
  ])('%s', (_what, shown, expected) => {
    expect(ticketsOnCards([room([posted(1, shown)])]).map(isOpen)).toEqual([expected]);
  });
});

test.each([
  ['runs down', clock, 4 * MINUTE, MINUTE],
  ['is over by as much', clock, 6 * MINUTE, -MINUTE],
  ['stands when stopped', { ...clock, stoppedAt: 2 * MINUTE }, 60 * MINUTE, 3 * MINUTE],
  ['stands when paused', { ...clock, pausedAt: 3 * MINUTE }, 60 * MINUTE, 2 * MINUTE],
])('a clock %s', (_what, shown, now, left) => {
  expect(leftMs(shown, now)).toBe(left);
});

test.each([
  [0, '0 分 00 秒', '0:00'],
  [1, '0 分 01 秒', '0:01'],
  [59_001, '1 分 00 秒', '1:00'],
  [-61_000, '1 分 01 秒', '1:01'],
  [3_600_000, '1 小时 00 分', '1 h 00 min'],
  [90_000_000, '1 天 1 小时', '1 d 1 h'],
])('%i ms read %s and %s', (ms, chinese, english) => {
  expect([durationWords(ms, zh), durationWords(ms, en)]).toEqual([chinese, english]);
});

describe('unread', () => {
  test('counts what came since, not what one said oneself', () => {
    const marks = markRead({}, 'wang', room([said(1)]));
    expect(unreadOf(room([said(1), said(2, 'li'), said(3, 'wang')]), 'wang', marks)).toEqual({
      count: 1,
      mentions: false,
    });
    expect(unreadOf(room([said(1)]), 'li', marks).count).toBe(1);
  });

  test('says when one was mentioned', () => {
    const rings: MessageView = { id: 'm1', chat: 'ops', order: 1, at: 0, from: 'bot', lines: [], mentionsViewer: true };
    expect(unreadOf(room([rings]), 'wang', {})).toEqual({ count: 1, mentions: true });
  });
});

test.each([
  ['an @ offers everybody', '@', { from: 0, names: ['值班铃', '李工', 'Bob'] }],
  ['letters narrow it down, in any case', '你好 @b', { from: 3, names: ['Bob'] }],
  ['a full-width one, too', '＠李', { from: 0, names: ['李工'] }],
  ['a name that is complete offers nothing', '@李工', undefined],
  ['nor does one that was finished with a blank', '@李工 ', undefined],
  ['nor one that nobody has', '@王', undefined],
  ['nor a text without', '李', undefined],
])('%s', (_what, draft, expected) => {
  expect(mentionAt(draft, draft.length, ['值班铃', '李工', 'Bob'])).toEqual(expected);
});

test('English is complete and has no Chinese but the name of the other language', () => {
  const { otherLanguage: _name, ...words } = en;
  expect(
    JSON.stringify(words, (_key, value: unknown) => (typeof value === 'function' ? String(value) : value)),
  ).not.toMatch(/\p{Script=Han}/u);
  expect(Object.keys(en.errors).toSorted()).toEqual(Object.keys(zh.errors).toSorted());
  expect(en.suggestions).toHaveLength(zh.suggestions.length);
});
