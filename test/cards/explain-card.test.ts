import { describe, expect, test } from 'vitest';
import { explainCard } from '../../cards/explain-card.ts';
import { explainedLines } from '../../cards/explain-lines.ts';
import { holidaysCard } from '../../cards/holidays-card.ts';
import { en } from '../../cards/text.en.ts';
import { zh } from '../../cards/text.zh.ts';
import type { TicketView } from '../../cards/ticket-view.ts';
import { alwaysCalendar, workingCalendar } from '../../domain/calendar.ts';
import type { Contract } from '../../domain/contract.ts';
import { explainClock, explainTarget } from '../../domain/explain.ts';
import { at, china, weekOf } from '../domain/calendar-cases.ts';
import { changeLevel, contractWith, li, minutes, qian, Story, suspend, T0 } from '../domain/fixture.ts';
import { readCard } from './read-card.ts';

const working = workingCalendar(china({ '2026-02-13': [{ from: '09:00', to: '12:00' }] }));
const nobody = { members: [], texts: new Map() };
const shown = (target: Parameters<typeof explainTarget>[1], from: string, text = zh) =>
  explainedLines(explainTarget(working, target, at(from)).spans, nobody, text);

describe('a timeline in a chat', () => {
  test('has a line for each day that counts, and one for what does not', () => {
    expect(shown({ workdays: 1 }, '2026-03-06 17:00')).toEqual([
      '3月6日（周五） 17:00–18:00：计 1 小时，累计 1 小时',
      '3月7日（周六） 至 3月8日（周日）：不计（休息日）',
      '3月9日（周一） 09:00–12:00、13:00–17:00：计 7 小时，累计 8 小时',
    ]);
  });

  test('says at once when it starts outside of working hours', () => {
    expect(shown({ ms: 1 }, '2026-03-03 20:00')[0]).toBe('3月3日 20:00 至 3月4日 09:00：不计（非工作时间）');
  });

  test('names holidays, make-up days and days with hours of their own', () => {
    const lines = shown({ workdays: 2 }, '2026-02-13 09:00');
    expect(lines).toEqual([
      '2月13日（周五） 09:00–12:00（当日另定工作时间）：计 3 小时，累计 3 小时',
      '2月14日（周六） 09:00–12:00、13:00–18:00（春节调休上班）：计 8 小时，累计 11 小时',
      '2月15日（周日） 至 2月23日（周一）：不计（春节放假）',
      '2月24日（周二） 09:00–12:00、13:00–15:00：计 5 小时，累计 16 小时',
    ]);
  });

  test('counts days of a target in days, to 24:00', () => {
    expect(shown({ days: 3 }, '2026-03-04 10:00')).toEqual([
      '3月4日（周三） 10:00–24:00：不计（起算当日）',
      '3月5日（周四） 至 3月7日（周六）：累计 3 日',
      '3月8日（周日）：不计（休息日）',
      '3月9日（周一）：不计（到期日）',
    ]);
  });

  test('reads in English too', () => {
    expect(shown({ ms: 60_000 }, '2026-10-07 23:00', en)).toEqual([
      'Wed 10-07 23:00–24:00: not counted (holiday: 国庆节)',
      'Thu 10-08 09:00–09:01: 1 min counted, 1 min in all',
    ]);
  });

  test('of weeks shows both ends, and how many days stand between', () => {
    const lines = shown({ workdays: 20 }, '2026-09-07 09:00');
    expect(lines).toHaveLength(13);
    expect(lines[6]).toBe('……其间计时 10 日，不计 4 日，累计 120 小时……');
    expect(lines.at(-1)).toMatch(/^10月10日（周六）|累计 160 小时$/);
  });

  test('of fourteen lines is whole', () => {
    const lines = shown({ workdays: 12 }, '2026-03-02 09:00');
    expect(lines.length).toBeLessThanOrEqual(14);
    expect(lines.join()).not.toContain('……');
  });
});

const members = [
  { id: li.id, name: '李工', roles: li.roles, posts: [] },
  { id: qian.id, name: '钱监理', roles: qian.roles, posts: [] },
] as const;
const viewOf = (story: Story): TicketView => ({
  ticket: story.ticket,
  contract: story.contract,
  members,
  onDuty: [],
  texts: new Map([['waiting', '等待机房恢复供电']]),
});
const cardOf = (story: Story, id: string, now: number) =>
  readCard(
    explainCard(explainClock(story.ticket, story.clock(id), story.contract, story.history), viewOf(story), now, zh),
  );

describe('the card', () => {
  test('tells start, target, pauses with their reason, clause and pack', () => {
    const story = new Story({}, { receivedAt: T0 + 3000 })
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(30), li, suspend)
      .act(minutes(40), qian, { type: 'approve_suspension' })
      .act(minutes(90), li, { type: 'resume' });
    expect(cardOf(story, 'critical.resolve', minutes(91)).join('\n')).toMatchInlineSnapshot(`
      "时限说明 GZ-260303-01 解决 [计时中] (info)
      自报障时间 09:00:00 起算（机器人于 09:00:03 收到），时限 2 小时，应于 12:00 前完成。
      3月3日（周二） 09:00–09:30：计 30 分钟，累计 30 分钟
      3月3日（周二） 09:30–10:30：不计（挂起，李工 提出、钱监理 同意：「等待机房恢复供电」）
      3月3日（周二） 10:30–12:00：计 1 小时 30 分，累计 2 小时
      合同依据: clause of critical.resolve
      计时方式: 7×24 小时
      其他时限: 到场、故障诊断、上报主管、进展通报、响应，例：回复「解释 1 到场」
      <详情> default, everyone, 工单 1
      受理时的合同包版本：pack-hash"
    `);
  });

  test('of a clock that stands still promises nothing', () => {
    const story = new Story()
      .act(minutes(1), li, { type: 'acknowledge' })
      .act(minutes(30), li, suspend)
      .act(minutes(30), qian, { type: 'approve_suspension' });
    const lines = cardOf(story, 'critical.resolve', minutes(31));
    expect(lines[1]).toBe('自报障时间 09:00:00 起算，时限 2 小时，计时暂停中，恢复后续算。');
    expect(lines).toContain('3月3日 09:30 至 现在：不计（挂起，李工 提出、钱监理 同意：「等待机房恢复供电」）');
  });

  test('names a target of the supplier’s own as such, and no clause of the contract', () => {
    const said = cardOf(new Story(), 'critical.respond', minutes(1)).join('\n');
    expect(said).toContain('依据（内部目标）: clause of critical.respond');
    expect(said).not.toContain('合同依据');
  });

  test('of what began between two seconds counts whole seconds', () => {
    const story = new Story({}, { reportedAt: T0 + 321, receivedAt: T0 + 321 })
      .act(minutes(30) + 654, li, { type: 'acknowledge' })
      .act(minutes(30) + 654, li, suspend)
      .act(minutes(40), qian, { type: 'approve_suspension' });
    expect(cardOf(story, 'critical.resolve', minutes(91)).join('\n')).not.toMatch(/\d\.\d+ 秒/u);
  });

  test('tells a change of level, and the other clocks that one can ask about', () => {
    const story = new Story().act(minutes(1), qian, changeLevel('normal'));
    const lines = cardOf(story, 'normal.arrive', minutes(2));
    expect(lines.filter((line) => line.startsWith('变更')).join()).toContain('钱监理');
    expect(lines.find((line) => line.startsWith('其他时限'))).toContain('、解决、进展通报，例：回复「解释 1 响应」');
  });

  test('says what a clock used that was met, and when', () => {
    const story = new Story().act(minutes(4), li, { type: 'arrive' });
    expect(cardOf(story, 'critical.arrive', minutes(9))).toContain('完成: 09:04:00，用时 4 分钟');
  });

  test('of a calendar that ends says to which day it is known', () => {
    const story = new Story({ calendars: { always: alwaysCalendar(), working } }, { level: 'normal' });
    const clock = { ...story.clock('normal.resolve'), startedAt: at('2026-12-31 17:00') };
    const card = explainCard(explainClock(story.ticket, clock, story.contract, []), viewOf(story), T0, zh);
    expect(readCard(card)[1]).toContain('到期时间待定（节假日安排仅公布至 2026-12-31）');
  });
});

describe('本周节假日', () => {
  const contract: Contract = contractWith({ calendars: { always: alwaysCalendar(), working } });
  const card = (from: string, to: string, of = contract) => readCard(holidaysCard(of, from, to, zh));

  test('names days off, make-up days and hours of their own', () => {
    expect(card('2026-02-09', '2026-02-22')).toEqual([
      '本周及下周节假日 2月9日 至 2月22日 (info)',
      '2月13日（周五）：工作时间 09:00–12:00',
      '2月14日（周六）：春节调休上班',
      '2月15日（周日） 至 2月22日（周日）：春节放假',
    ]);
  });

  test('says when there are none, and when nobody knows', () => {
    expect(card('2026-03-02', '2026-03-15')[1]).toBe('没有节假日和调休。');
    expect(card('2026-12-28', '2027-01-10').slice(1)).toEqual(['节假日安排仅公布至 2026-12-31，此后待定。']);
  });

  test('a contract around the clock has none', () => {
    const clocks = contract.clocks.filter(({ calendar }) => calendar === 'always');
    expect(card('2026-02-09', '2026-02-22', contractWith({ clocks }))[1]).toContain('7×24');
  });

  test('a department with days of its own has its own line', () => {
    const hq = workingCalendar({
      ...china({ '2026-03-03': 'holiday' }),
      weekly: weekOf([{ from: '09:00', to: '12:00' }]),
    });
    const department = { id: 'hq', name: '厅政治部', nameEn: 'HQ', aliases: [], calendars: { working: 'hq' } };
    const own = contractWith({ calendars: { always: alwaysCalendar(), working, hq }, departments: [department] });
    expect(card('2026-03-02', '2026-03-15', own).slice(1)).toEqual([
      '没有节假日和调休。',
      '厅政治部: 3月3日（周二）：放假',
    ]);
    expect(card('2026-10-01', '2026-10-11', own)).toHaveLength(3);
  });
});
