import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../domain/types.ts';
import { Desk, NINE, type PersonKey } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.store.close());

async function ask(by: PersonKey = 'wang') {
  const said = await desk.say(by, '网站是打不开了吗');
  const { subject } = said.card();
  if (!subject) throw new Error('the question has no subject');
  return subject;
}

describe('in doubt the bot asks', () => {
  test('登记为故障: the clocks start at what was said, and the asker is the reporter, whoever taps', async () => {
    const question = await ask();
    desk.now = NINE + MINUTE;
    const said = await desk.tap('zhao', 'draft_incident', question);
    const [ticket] = await desk.tickets();
    expect(ticket).toMatchObject({ reporterId: 'wang', reportedAt: NINE, systemId: 'credit-website' });
    expect(said.ops).toEqual(['refresh', 'post']);
    expect(said.card(0)).toMatchObject({ title: '已登记为 GZ-260303-01', actions: [] });
  });

  test('a question about a message that came late counts from when it was sent', async () => {
    const said = await desk.say('wang', '网站是打不开了吗', { sentAt: NINE - MINUTE });
    await desk.tap('wang', 'draft_incident', said.card().subject ?? { id: '', version: 0 });
    expect(await desk.tickets()).toMatchObject([{ reportedAt: NINE - MINUTE, receivedAt: NINE }]);
  });

  test('不是: no ticket, and the card loses its buttons', async () => {
    const said = await desk.tap('wang', 'draft_dismiss', await ask());
    expect(said.card()).toMatchObject({ title: '好的，不作登记。', actions: [] });
    expect(await desk.tickets()).toEqual([]);
  });

  test.each([
    ['the same tap twice', 'draft_incident', 'draft_incident', 1],
    ['a dismissal after the registration', 'draft_incident', 'draft_dismiss', 1],
    ['a registration after the dismissal', 'draft_dismiss', 'draft_incident', 0],
  ])('%s: the first answer counts', async (_name, first, second, tickets) => {
    const question = await ask();
    await desk.tap('wang', first, question);
    const said = await desk.tap('li', second, question);
    expect(said.ops).toEqual(['answer']);
    expect(said.lines).toEqual(['该问题已有人答复。']);
    expect(await desk.tickets()).toHaveLength(tickets);
  });

  test('another reporter can not answer for the one who was asked', async () => {
    const said = await desk.tap('chen', 'draft_incident', await ask());
    expect(said.ops).toEqual(['answer']);
    expect(await desk.tickets()).toEqual([]);
  });

  test('a made-up question is answered with nothing but a sentence', async () => {
    const said = await desk.tap('wang', 'draft_incident', { id: 'none', version: 1 });
    expect(said.lines).toEqual(['该按钮已失效，请按最新卡片操作。']);
  });
});

describe('nobody’s words vanish', () => {
  const entries = async () =>
    (
      await desk.store.entries(
        desk.contract.id,
        ['draft_asked', 'draft_reminded', 'draft_dismissed', 'draft_registered'],
        0,
        desk.now + 1,
      )
    ).map(({ body }): unknown => JSON.parse(body));

  test('the supplier’s people can not say that a customer’s words are no report', async () => {
    const question = await ask();
    for (const by of ['li', 'zhao'] as const) {
      const said = await desk.tap(by, 'draft_dismiss', question);
      expect(said.ops).toEqual(['answer']);
      expect(said.lines[0]).toContain('须由发言人本人或监理选择');
    }
    expect((await desk.tap('qian', 'draft_dismiss', question)).card().actions).toEqual([]);
    expect(await entries()).toMatchObject([
      { type: 'draft_asked', saidBy: 'wang', text: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      { type: 'draft_dismissed', saidBy: 'wang', by: 'qian' },
    ]);
  });

  test('who registered somebody’s words is recorded, with what they are now', async () => {
    await desk.tap('li', 'draft_incident', await ask());
    const [ticket] = await desk.tickets();
    expect((await entries())[1]).toMatchObject({ type: 'draft_registered', by: 'li', ticketId: ticket?.id });
    const [opened] = ticket ? await desk.store.ticketEvents(ticket.id) : [];
    expect(opened).toMatchObject({ type: 'opened', by: 'li', reporterId: 'wang' });
  });

  test('the speaker is rung at once, and duty after five minutes, once', async () => {
    expect((await desk.say('wang', '网站是打不开了吗')).lines).toEqual(['@wang 请确认以下内容是否登记为故障。']);
    expect(await desk.store.nextDueAt()).toBe(NINE + 5 * MINUTE);
    desk.now = NINE + 5 * MINUTE;
    const said = await desk.fireTimers();
    expect(said.lines).toEqual(['@li 王敏 的以下发言已过 5 分钟仍未确认是否报障，请核实后登记。']);
    expect(said.card().actions.map(({ action }) => action)).toEqual(['draft_incident', 'draft_dismiss']);
    expect(await desk.store.nextDueAt()).toBeUndefined();
    expect((await entries()).at(-1)).toMatchObject({ type: 'draft_reminded' });
  });

  test.each(['draft_incident', 'draft_dismiss'])('an answered question (%s) rings nobody later', async (action) => {
    const question = await ask();
    await desk.tap('wang', action, question);
    desk.now = NINE + 5 * MINUTE;
    expect((await desk.fireTimers()).lines.join()).not.toContain('仍未确认');
  });

  test('a tap on a question of the day before yesterday registers nothing either', async () => {
    const question = await ask();
    desk.now = NINE + DAY + 1;
    const said = await desk.tap('wang', 'draft_incident', question);
    expect(said.lines).toEqual(['该内容发送于 3月3日 09:00，已超过 1 天，不能再据此登记。如仍有故障，请重新报障。']);
    expect(await desk.tickets()).toEqual([]);
  });
});

describe('typed answers, for platforms without buttons', () => {
  test('登记 answers the newest question to the same person in the same chat', async () => {
    await ask('chen');
    await ask('wang');
    await desk.say('chen', '登记', { chat: 'other' });
    expect(await desk.tickets()).toEqual([]);
    await desk.say('chen', '登记');
    expect(await desk.tickets()).toMatchObject([{ reporterId: 'chen' }]);
  });

  test('登记 in a reply to somebody else’s question answers that one, for those who may', async () => {
    const quote = { handle: desk.handleOf(await desk.say('wang', '网站是打不开了吗')) };
    expect((await desk.say('chen', '登记', { quote })).ops).toEqual(['answer']);
    await desk.say('li', '登记', { quote });
    expect(await desk.tickets()).toMatchObject([{ reporterId: 'wang' }]);
  });

  test('不登记 dismisses; a second word finds nothing to answer', async () => {
    await ask();
    expect((await desk.say('wang', '不是')).card().title).toBe('好的，不作登记。');
    expect((await desk.say('wang', '登记')).lines).toEqual(['没有待登记的内容。请直接说明哪个系统出了什么问题。']);
  });

  test('a question of the day before yesterday is not registered by accident', async () => {
    await ask();
    desk.now = NINE + DAY + 1;
    await desk.say('wang', '登记');
    expect(await desk.tickets()).toEqual([]);
  });

  test('报障 with a text needs no question', async () => {
    await desk.say('wang', '报障 打印机没反应');
    expect(await desk.tickets()).toMatchObject([{ reporterId: 'wang', status: 'open' }]);
  });
});
