import { afterEach, describe, expect, test } from 'vitest';
import type { Card } from '../../cards/types.ts';
import { workingCalendar } from '../../domain/calendar.ts';
import { parseCivil } from '../../domain/civil.ts';
import { offPeak } from '../../domain/off-peak.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';
import { managerDigest } from '../../handlers/manager-digest.ts';
import { readLine } from '../cards/read-card.ts';
import { Desk, NINE } from './harness.ts';

let desk: Desk;
afterEach(() => desk.store.close());
const fields = (card: Card) => Object.fromEntries(card.fields.map(({ label, value }) => [label, readLine(value)]));

describe('its time', () => {
  test.each([
    ['just before it, today', '08:49:59', '2026-03-03'],
    ['at it, tomorrow', '08:50', '2026-03-04'],
  ])('%s', async (_name, time, day) => {
    desk = await Desk.open({ digestAt: '08:50' });
    const given = { contract: desk.contract, roster: { rotas: [], plans: [], changes: [], members: [] } };
    expect(managerDigest.nextAt(given, parseCivil('2026-03-03', time))).toBe(parseCivil(day, '08:50'));
  });

  test('a full hour is left to others, and it still comes once a day', async () => {
    desk = await Desk.open({ digestAt: '09:00' });
    const given = { contract: desk.contract, roster: { rotas: [], plans: [], changes: [], members: [] } };
    const nominal = parseCivil('2026-03-03', '09:00');
    const first = managerDigest.nextAt(given, nominal) ?? 0;
    expect(first).toBe(offPeak(nominal, desk.contract.id));
    expect(first).toBeGreaterThan(nominal);
    expect(managerDigest.nextAt(given, first)).toBe(first + DAY);
  });

  test('a contract that does not want it has none', async () => {
    desk = await Desk.open();
    const given = { contract: desk.contract, roster: { rotas: [], plans: [], changes: [], members: [] } };
    expect(managerDigest.nextAt(given, NINE)).toBeUndefined();
  });
});

test('what is open, over, due today and waits for an approval, to each manager for himself', async () => {
  desk = await Desk.open();
  const ticket = await desk.report();
  const other = await desk.report('双公示系统报错500', 'chen');
  await desk.do('li', 'acknowledge', other);
  await desk.do('li', 'suspend', other, { reason: '等待厂家' });
  desk.now = NINE + 6 * MINUTE;
  const said = await desk.run(managerDigest);
  expect(said.all.map((outgoing) => [outgoing.op, outgoing.op === 'answer' && outgoing.to])).toEqual([
    ['answer', 'zhao'],
  ]);
  expect(fields(said.card())).toMatchObject({
    未办结: '2 张',
    已超时: '2 张',
    今日到期: '2 张',
    待审批: other.number,
    [ticket.number]: '信用广州网站；「信用广州网站打不开了，大厅没法办业务」；待接单；到场 已超时 1 分钟',
    [other.number]: expect.stringContaining('李工'),
  });
  expect(said.card()).not.toHaveProperty('footnote');
});

test('it lists ten tickets, those that are over first, and says how many more there are', async () => {
  desk = await Desk.open();
  const reports = ['信用广州网站打不开了', '双公示系统报错500'];
  for (let count = 0; count < 5; count += 1) {
    for (const report of reports) {
      desk.now += MINUTE;
      await desk.report(`${report}，第${count}次`, count % 2 === 0 ? 'wang' : 'chen');
    }
  }
  desk.now += MINUTE;
  const newest = await desk.report('信用广州网站打不开了，急', 'wang');
  const card = (await desk.run(managerDigest)).card();
  expect(card.title).toBe('广州信用 3月3日 工单提示');
  const listed = card.fields.map(({ label }) => label).filter((label) => label.startsWith('GZ-'));
  expect(listed).toHaveLength(10);
  expect(listed).not.toContain(newest.number);
  expect(card.footnote).toBe('另有 1 张未办结工单，发送「未办结」查看。');
});

test('nothing to say is not said', async () => {
  desk = await Desk.open();
  expect((await desk.run(managerDigest)).all).toEqual([]);
});

test('a second run on the same day says nothing more', async () => {
  desk = await Desk.open();
  await desk.report();
  await desk.run(managerDigest);
  desk.now = NINE + HOUR;
  expect((await desk.run(managerDigest)).all).toEqual([]);
});

describe('holidays that nobody has entered yet', () => {
  const KNOWN_TO = '2026-12-31';
  test.each([
    ['two months before, on a Monday', '2026-11-02', true],
    ['not on the days after it', '2026-11-03', false],
    ['on every day of the last two weeks', '2026-12-17', true],
    ['not before it is announced', '2026-10-26', false],
    ['although the term ends before: faults are taken after it', '2026-11-02', true, '2026-12-30'],
  ])('%s', async (_name, day, isTold, termTo = '2028-12-31') => {
    const base = await Desk.open();
    const working = base.contract.calendars.working!;
    await base.store.close();
    if (working.kind === 'always') throw new Error('working is a calendar with days');
    const calendars = { working: workingCalendar({ ...working.spec, daysTo: KNOWN_TO }) };
    desk = await Desk.open({ calendars, clocks: [], term: { from: '2026-01-01', to: termTo } });
    desk.now = parseCivil(day, '08:50');
    const said = await desk.run(managerDigest);
    expect(said.all).toHaveLength(isTold ? 1 : 0);
    if (isTold) expect(fields(said.card()).节假日安排).toContain('2026 年');
  });
});
