import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../../domain/types.ts';
import { Desk, NINE, type PersonKey } from './harness.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.store.close());

async function ask(by: PersonKey = 'wang') {
  const said = await desk.say(by, '网站是不是打不开了？');
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
    const said = await desk.say('wang', '网站是不是打不开了？', { sentAt: NINE - MINUTE });
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
    const quote = { handle: desk.handleOf(await desk.say('wang', '网站是不是打不开了？')) };
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
