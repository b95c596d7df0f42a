import { afterEach, describe, expect, test } from 'vitest';
import { type CalendarQuestion, explainCalendar } from '../../bot/explain-calendar.ts';
import { explainTicket } from '../../bot/explain-ticket.ts';
import { MINUTE } from '../../domain/types.ts';
import { Desk, NINE } from '../handlers/harness.ts';

const PACK = 'contracts/guangzhou-credit.yaml';
const ask = (question: Omit<CalendarQuestion, 'calendar'> & { calendar?: string }) =>
  explainCalendar({ calendar: PACK, ...question });

describe('explain --calendar', () => {
  test('adds a target, with every span to the due instant', async () => {
    const said = await ask({ start: '2026-09-30T17:59', add: '1 workday' });
    expect(said.split('\n')).toMatchInlineSnapshot(`
      [
        "calendar  contracts/guangzhou-credit.yaml#working",
        "start     2026-09-30 wed 17:59",
        "target    1 workday",
        "due       2026-10-08 thu 17:59",
        "",
        "2026-09-30 wed 17:59  2026-09-30 wed 18:00  counts  total 1 min      working hours",
        "2026-09-30 wed 18:00  2026-09-30 wed 24:00  -                        outside working hours",
        "2026-10-01 thu 00:00  2026-10-07 wed 24:00  -                        holiday: 国庆节",
        "2026-10-08 thu 00:00  2026-10-08 thu 09:00  -                        outside working hours",
        "2026-10-08 thu 09:00  2026-10-08 thu 12:00  counts  total 3 h 1 min  working hours",
        "2026-10-08 thu 12:00  2026-10-08 thu 13:00  -                        outside working hours",
        "2026-10-08 thu 13:00  2026-10-08 thu 17:59  counts  total 8 h        working hours",
      ]
    `);
  });

  test('measures between two instants', async () => {
    const said = await ask({ start: '2026-02-13 17:00', end: '2026-02-24' });
    expect(said).toContain('counted   9 h\n');
    expect(said).toMatch(/2026-02-15 sun 00:00 +2026-02-23 mon 24:00 +- +holiday: 春节/);
  });

  test('in JSON for programs', async () => {
    expect(JSON.parse(await ask({ start: '2026-03-06T17:59', add: '2m', json: true }))).toEqual({
      calendar: `${PACK}#working`,
      start: '2026-03-06T17:59:00.000+08:00',
      add: '2m',
      due: '2026-03-09T09:01:00.000+08:00',
      spans: expect.arrayContaining([
        {
          from: '2026-03-09T09:00:00.000+08:00',
          to: '2026-03-09T09:01:00.000+08:00',
          counted: true,
          why: 'working',
          totalMs: 2 * MINUTE,
        },
      ]),
    });
  });

  test.each([
    ['the contract’s time where no offset is written', '2026-03-06T17:59', '2026-03-06 fri 17:59'],
    ['an instant of another zone', '2026-03-06T04:59:30-05:00', '2026-03-06 fri 17:59:30'],
    ['UTC, to the millisecond', '2026-03-06T09:59:00.001Z', '2026-03-06 fri 17:59:00.001'],
    ['a day begins at its 00:00', '2026-03-06', '2026-03-06 fri 00:00'],
    ['24:00 is the next day', '2026-03-06T24:00', '2026-03-07 sat 00:00'],
  ])('%s', async (_name, start, shown) => {
    expect(await ask({ calendar: `${PACK}#always`, start, add: '2h' })).toContain(`start     ${shown}\n`);
  });

  test.each([
    ['no start', {}, /--start: say from when, such as 2026/],
    ['neither length nor end', { start: '2026-01-01' }, /--add, how long, or --end, until when/],
    ['both', { start: '2026-01-01', add: '1h', end: '2026-01-02' }, /either --add/],
    ['a start that is no instant', { start: '2026-02-30', add: '1h' }, /^--start 2026-02-30: write a date and a time/],
    ['a length that is none', { start: '2026-01-01', add: '1d' }, /^--add 1d: write minutes and hours/],
    ['an end before the start', { start: '2026-01-02', end: '2026-01-01' }, /swap them/],
    [
      'a file that is not there',
      { calendar: 'x.yaml', start: '2026-01-01', add: '1h' },
      /x\.yaml: there is no such file/,
    ],
    [
      'a calendar that is not there',
      { calendar: `${PACK}#nope`, start: '2026-01-01', add: '1h' },
      /has no calendar nope; write one of contracts\/guangzhou-credit\.yaml#always, contracts/,
    ],
    ['a year that nobody knows', { start: '2026-01-01', end: '2090-01-01' }, /holidays are known from .* holidayYears/],
  ])('%s is said with its remedy', async (_name, question, problem) => {
    await expect(ask(question)).rejects.toThrow(problem);
  });

  test('a due instant that nobody knows is no error', async () => {
    expect(await ask({ start: '2089-12-31', add: '1 workday' })).toContain(
      'due time unknown (holidays are announced to',
    );
  });
});

describe('explain TICKET', () => {
  let desk: Desk | undefined;
  afterEach(() => desk?.store.close());

  async function explained(said: string, question: Parameters<typeof explainTicket>[3] = {}) {
    desk = await Desk.open();
    const ticket = await desk.report();
    desk.now = NINE + 10 * MINUTE;
    await desk.do('li', 'acknowledge', ticket);
    return explainTicket(desk.store, [desk.contract], said, question);
  }

  test('by its number, the clock that is due first', async () => {
    const said = await explained('GZ-260303-01');
    expect(said).toMatch(/^ticket {4}GZ-260303-01, critical\.\w+, /);
    expect(said).toMatch(/^start {5}2026-03-03 tue 09:00, from the report/m);
    expect(said).toMatch(
      /^2026-03-03 tue 09:00 {2}2026-03-03 tue 09:05 {2}counts {2}total 5 min {2}around the clock$/m,
    );
  });

  test('the clock that is asked for, for programs', async () => {
    expect(JSON.parse(await explained('1', { clock: '解决', json: true }))).toMatchObject({
      ticket: 'GZ-260303-01',
      clock: 'critical.resolve',
      due: '2026-03-03T11:00:00.000+08:00',
      startedBy: { kind: 'report' },
      spans: [{ counted: true, why: 'always', totalMs: 120 * MINUTE }],
    });
  });

  test.each([
    ['no such ticket', 'GZ-260303-09', {}, /^GZ-260303-09: there is no such ticket/],
    ['no such contract', '1', { contract: 'x' }, /^--contract x: write one of guangzhou-credit \(GZ-…\)/],
    [
      'no such clock',
      '1',
      { clock: 'lunch' },
      /^--clock lunch: GZ-260303-01 has no such clock; write one of .*Resolve/,
    ],
  ])('%s is said with its remedy', async (_name, said, question, problem) => {
    await expect(explained(said, question)).rejects.toThrow(problem);
  });
});
