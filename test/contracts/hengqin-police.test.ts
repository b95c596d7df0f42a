import { describe, expect, test } from 'vitest';
import { loadPack } from '../../contracts/load.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { acceptDue, diagnose, li, proposeDue, qian, resolve } from '../domain/fixture.ts';
import { dueTexts, instant, levelOfReport, reported, shippedPack, stateWhenDoneAt } from './pack-cases.ts';

const contract = shippedPack('hengqin-police');
const LEVELS = ['p1', 'p2', 'p3', 'p4', 'p5'] as const;

describe('the clocks are those of the tender', () => {
  test.each([
    ['p1', 2 * HOUR],
    ['p2', 4 * HOUR],
    ['p3', 8 * HOUR],
    ['p4', 24 * HOUR],
  ])('%s: 10 minutes, 1 hour, 15 minutes, and its RTO', (level, rto) => {
    const { clocks } = reported(contract, { systemId: 'personnel', level, at: '2026-03-03 09:00' }).ticket;
    expect(clocks.map(({ clock, target, calendar, binding }) => [clock, target, calendar, binding])).toEqual([
      ['respond', { ms: 10 * MINUTE }, 'always', 'contract'],
      ['arrive', { ms: HOUR }, 'always', 'contract'],
      ['diagnose', { ms: 15 * MINUTE }, 'always', 'contract'],
      ['resolve', { ms: rto }, 'always', 'contract'],
    ]);
  });

  test('P5 has no date until one is agreed on, and nobody has to come', () => {
    const due = dueTexts(reported(contract, { systemId: 'personnel', level: 'p5', at: '2026-03-03 09:00' }));
    expect(due).toEqual({ respond: '2026-03-03 09:10', diagnose: '2026-03-03 09:15', 'p5.resolve': 'agreed' });
  });

  test('the tender gives a figure for every clock', () => {
    expect(contract.clocks.filter(({ binding }) => binding === 'internal')).toEqual([]);
  });
});

describe('when each clock is due: 7×24, whatever the day', () => {
  test.each([
    ['a Friday at 17:59', 'p1', '2026-03-06 17:59', '18:09', '18:59', '2026-03-06 19:59'],
    ['the eve of the Spring Festival', 'p2', '2026-02-14 22:30', '22:40', '23:30', '2026-02-15 02:30'],
    ['National Day', 'p3', '2026-10-01 20:00', '20:10', '21:00', '2026-10-02 04:00'],
    ['a make-up Saturday', 'p4', '2026-02-28 09:00', '09:10', '10:00', '2026-03-01 09:00'],
    ['the year end', 'p4', '2026-12-31 12:00', '12:10', '13:00', '2027-01-01 12:00'],
  ])('%s, %s', (_name, level, at, respond, arrive, resolved) => {
    const due = dueTexts(reported(contract, { systemId: 'personnel', level, at }));
    const day = at.slice(0, 10);
    expect(due).toMatchObject({
      respond: `${day} ${respond}`,
      arrive: `${day} ${arrive}`,
      [`${level}.resolve`]: resolved,
    });
  });
});

describe('exactly at the target is met, 1 ms over is not', () => {
  const cases = LEVELS.flatMap((level) =>
    (level === 'p5' ? ['respond', 'diagnose'] : ['respond', 'arrive', 'diagnose', `${level}.resolve`]).map(
      (clockId) => [level, clockId] as const,
    ),
  );
  test.each(cases)('%s %s', (level, clockId) => {
    const story = reported(contract, { systemId: 'personnel', level, at: '2026-03-06 17:59' });
    const { dueAt = 0 } = story.clock(clockId);
    expect(stateWhenDoneAt(story, clockId, dueAt)).toBe('met');
    expect(stateWhenDoneAt(story, clockId, dueAt + 1)).toBe('breached');
  });

  test('P1 in exactly two hours keeps its RTO', () => {
    const story = reported(contract, { systemId: 'personnel', level: 'p1', at: '2026-03-03 09:00' });
    expect(stateWhenDoneAt(story, 'p1.resolve', instant('2026-03-03 11:00'))).toBe('met');
  });
});

test('a remote diagnosis is no arrival: somebody still has to come within the hour', () => {
  const story = reported(contract, { systemId: 'cases', level: 'p2', at: '2026-03-03 09:00' });
  story.act(instant('2026-03-03 09:12'), li, diagnose);
  expect(story.clock('diagnose').stoppedAt).toBe(instant('2026-03-03 09:12'));
  expect(story.clock('arrive').stoppedAt).toBeUndefined();
  expect(story.ticket.milestones.arrived).toBeUndefined();
  expect(stateWhenDoneAt(story, 'arrive', instant('2026-03-03 10:00'))).toBe('met');
  expect(stateWhenDoneAt(story, 'arrive', instant('2026-03-03 10:00') + 1)).toBe('breached');
});

test('P5: the two sides agree on the date, and the clock is judged by it', () => {
  const story = reported(contract, { systemId: 'personnel', level: 'p5', at: '2026-03-03 09:00' });
  const dueAt = instant('2026-03-20 18:00');
  const proposedAt = instant('2026-03-03 10:00');
  story.act(proposedAt, li, proposeDue(dueAt)).act(proposedAt, qian, acceptDue);
  expect(dueTexts(story)).toMatchObject({ 'p5.resolve': '2026-03-20 18:00' });
  expect(stateWhenDoneAt(story, 'p5.resolve', dueAt)).toBe('met');
  expect(stateWhenDoneAt(story, 'p5.resolve', dueAt + 1)).toBe('breached');
});

test.each(LEVELS)('%s: the record is due 24 hours after the fix, on rest days as well', (level) => {
  const story = reported(contract, { systemId: 'personnel', level, at: '2026-03-06 17:00' });
  story.act(instant('2026-03-06 18:30'), li, resolve);
  expect(dueTexts(story)).toMatchObject({ 'fault-report': '2026-03-07 18:30' });
  expect(stateWhenDoneAt(story, 'fault-report', instant('2026-03-07 18:30'))).toBe('met');
  expect(stateWhenDoneAt(story, 'fault-report', instant('2026-03-07 18:30') + 1)).toBe('breached');
});

test.each([
  ['application', 10],
  ['interface', 1],
  ['cloud', 4],
  ['device', 3],
])('the tender lists %s: %i', (systemClass, count) => {
  expect(contract.systems.filter((system) => system.class === systemClass)).toHaveLength(count);
});

describe('the level of a report, by what is affected', () => {
  test.each([
    // the tender's own examples
    ['数据库主从节点全部宕机', 'mysql', 'p1'],
    ['系统填报失败率超50%', undefined, 'p2'],
    ['报表生成模块响应超时', undefined, 'p3'],
    ['单个页面CSS加载异常', undefined, 'p4'],
    ['因政策变动，案件管理系统需要调整字段', 'cases', 'p5'],
    // as people say it
    ['所有系统都打不开，各办公区都一样', undefined, 'p1'],
    ['nginx挂了，大家都进不去', 'nginx', 'p1'],
    ['案件管理系统被攻击了', 'cases', 'p1'],
    ['人事系统打不开了', 'personnel', 'p2'],
    ['请假单提交失败', 'personnel', 'p2'],
    ['明天有人请假，系统打不开谁来看', undefined, 'p2'],
    ['排班表导出超时', 'attendance', 'p3'],
    ['考勤机打不了卡', 'attendance-machine', 'p2'],
    ['值班考勤报表导出超时', 'attendance', 'p3'],
    ['数据库很慢', 'mysql', 'p3'],
    ['人事系统页面样式错乱', 'personnel', 'p4'],
    ['电子桌牌有两块不显示', 'desk-plate', 'p4'],
    ['案件管理子系统，轻微异常，界面调整', 'cases', 'p5'],
    ['会议室的电子桌牌黑屏了', 'desk-plate', 'p2'],
    // the reporter's own word outweighs the signs
    ['人事系统导出报表打不开，不影响使用', 'personnel', 'p4'],
    ['行政管理系统发生重大故障', 'administration', 'p1'],
    // the graver word counts
    ['政策调整以后案件系统打不开了', 'cases', 'p2'],
    // a name is no sign
    ['数据统计子系统登录报错', 'statistics', 'p2'],
    // nothing is said: P2 until told otherwise
    ['物品管理系统有点问题', 'supplies', 'p2'],
  ])('%s', (text, systemId, level) => {
    expect(levelOfReport(contract, text)).toMatchObject({ systemId, level });
  });
});

test('somebody is on call at every hour', () => {
  expect(contract.rotas.map(({ id, on, from, to }) => [id, on, from, to])).toEqual([
    ['resident', 'workdays', '09:00', '18:00'],
    ['night', 'workdays', '18:00', '09:00'],
    ['rest-day', 'rest_days', '09:00', '09:00'],
  ]);
});

test('the made-up people fill every rota and every post', async () => {
  const { people } = await loadPack(new URL('../../contracts/hengqin-police.yaml', import.meta.url).pathname);
  expect(people?.rotas.map(({ rota }) => rota)).toEqual(contract.rotas.map(({ id }) => id));
  expect(new Set(people?.people.flatMap(({ posts }) => posts))).toEqual(
    new Set(['on_site', 'supplier_lead', 'customer_lead']),
  );
  expect(people?.people.every(({ key }) => key.startsWith('hq-'))).toBe(true);
});
