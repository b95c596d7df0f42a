import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Card } from '../../cards/types.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Ticket } from '../../domain/ticket-types.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { timeLeftQuestion } from '../../handlers/time-left.ts';
import { readLine } from '../cards/read-card.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
afterEach(() => desk.store.close());
const numbers = (card: Card) => card.fields.map(({ label }) => label);
const fields = (card: Card) => card.fields.map(({ label, value }) => `${label}：${readLine(value)}`);

/** The Guangzhou pack with one promise: to resolve within so long. */
async function openWith(ms: number): Promise<Contract> {
  const base = await Desk.open();
  await base.store.close();
  const [rule] = base.contract.clocks;
  const clock = { ...rule!, id: 'resolve', clock: 'resolve', levels: [], target: { ms }, calendar: 'always' } as const;
  desk = await Desk.open({ clocks: [{ ...clock, pausable: true }] });
  return desk.contract;
}

describe('快超时', () => {
  test.each([
    ['just over two hours before its end it is not', 10 * HOUR, 8 * HOUR - 1, 0],
    ['two hours before its end it is', 10 * HOUR, 8 * HOUR, 1],
    ['in its last instant it is', 10 * HOUR, 10 * HOUR, 1],
    ['what is over is not near any more', 10 * HOUR, 10 * HOUR + 1, 0],
    ['a long one just before four fifths is not', 100 * HOUR, 80 * HOUR - 1, 0],
    ['a long one at four fifths is, though hours are left', 100 * HOUR, 80 * HOUR, 1],
  ])('%s', async (_name, ms, afterMs, count) => {
    await openWith(ms);
    await desk.report();
    desk.now = NINE + afterMs;
    expect((await desk.say('zhao', '快超时')).card().fields).toHaveLength(count);
  });

  test('the most urgent comes first, and what stands still is not there', async () => {
    await openWith(2 * HOUR);
    const first = await desk.report('信用广州网站打不开了', 'wang');
    desk.now = NINE + MINUTE;
    const second = await desk.report('双公示系统报错500', 'chen');
    desk.now = NINE + 2 * MINUTE;
    expect(numbers((await desk.say('li', '快到期')).card())).toEqual([first.number, second.number]);
    await desk.do('li', 'acknowledge', first);
    await desk.do('li', 'suspend', first, { reason: '等待厂家' });
    await desk.do('qian', 'approve_suspension', first);
    expect(numbers((await desk.say('li', 'due soon')).card())).toEqual([second.number]);
  });

  test('what is over already does not stand in for what is due soon', async () => {
    desk = await Desk.open();
    await desk.report();
    desk.now = NINE + 80 * MINUTE;
    const [said] = fields((await desk.say('li', '快超时')).card());
    expect(said).toContain('解决 还剩 40 分钟');
    expect(said).not.toContain('已超时');
  });

  test('nothing near is said so', async () => {
    await openWith(100 * HOUR);
    expect((await desk.say('li', '快超时')).card().title).toBe('没有即将超时的工单。');
  });
});

describe('还剩多久', () => {
  let ticket: Ticket;
  beforeEach(async () => {
    desk = await Desk.open();
    ticket = await desk.report();
  });

  test.each([
    '1 还剩多久',
    '1还剩多久？',
    '工单1还剩多久',
    '工单 1 还剩多久?',
    '还剩多久 1',
    'how long left 1',
    'ticket 1 how long left?',
    'GZ-260303-01 还剩多久',
  ])('%s', async (text) => {
    desk.now = NINE + MINUTE;
    const card = (await desk.say('wang', text)).card();
    expect(card.title).toContain(ticket.number);
    expect(card.fields.length).toBeGreaterThan(2);
  });

  test('each open clock says what is left, or how long it is over', async () => {
    desk.now = NINE + 6 * MINUTE;
    const said = fields((await desk.say('wang', '1 还剩多久')).card());
    expect(said).toContain('到场：已超时 1 分钟（应于 09:05 前完成）');
    expect(said).toContain('解决：还剩 1 小时 54 分（11:00 前）');
  });

  test('what is paused says so, and what has stopped is not there', async () => {
    await desk.do('li', 'arrive', ticket);
    await desk.do('li', 'suspend', ticket, { reason: '等待厂家' });
    await desk.do('qian', 'approve_suspension', ticket);
    const said = fields((await desk.say('wang', '1 还剩多久')).card());
    expect(said).toContain('解决：已暂停计时');
    expect(said.filter((field) => field.startsWith('到场'))).toEqual([]);
  });

  test.each(['还剩多久', '工单还剩多久', '工单还剩多久？', 'how long left'])(
    '%s without a number is about the only ticket that one can mean',
    async (text) => {
      expect((await desk.say('wang', text)).card().title).toContain(ticket.number);
    },
  );

  test('thousands of spaces are no question, and are read at once', () => {
    expect(timeLeftQuestion().test(`还剩多久${' '.repeat(8_000)}${'x'.repeat(50)}`)).toBe(false);
  });

  test('without a number, of several tickets one is asked which, his own before those of others', async () => {
    const other = await desk.report('双公示系统报错500', 'chen');
    expect((await desk.say('chen', '还剩多久')).card().title).toContain(other.number);
    const card = (await desk.say('zhao', '还剩多久')).card();
    expect(card.title).toBe('您想查询哪张工单？');
    expect(numbers(card)).toEqual([other.number, ticket.number]);
    expect(card.footnote).toBe('例：回复「2 还剩多久」');
  });

  test('without a number and without a ticket it says that there is none', async () => {
    await desk.do('wang', 'cancel', ticket, { reason: '误报' });
    expect((await desk.say('wang', '还剩多久')).lines).toEqual(['没有未办结的工单。']);
    expect(await desk.tickets()).toHaveLength(1);
  });

  test('a closed ticket has nothing left', async () => {
    await desk.do('wang', 'cancel', ticket, { reason: '误报' });
    expect((await desk.say('wang', '1 还剩多久')).card().title).toBe(`${ticket.number} 没有在计的时限（已撤销）。`);
  });

  test('an unknown number is answered, and a sentence with these words is none of them', async () => {
    expect((await desk.say('wang', '9 还剩多久')).lines).toEqual([
      '没有找到工单「9」。发送「未办结」可查看未办结工单。',
    ]);
    const before = (await desk.tickets()).length;
    const said = await desk.say('wang', '信用广州网站打不开了，修好还剩多久');
    expect(said.all.map(({ content }) => content.card?.title)).not.toContain(`${ticket.number} 剩余时间`);
    expect((await desk.tickets()).length).toBeGreaterThanOrEqual(before);
  });
});
