import { describe, expect, test } from 'vitest';
import { loadPack } from '../../contracts/load.ts';
import { systemOf } from '../../domain/contract-lookup.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { changeLevel, li, qian, resolve } from '../domain/fixture.ts';
import { dueTexts, instant, levelOfReport, reported, shippedPack, stateWhenDoneAt } from './pack-cases.ts';

const contract = shippedPack('guangxi-police');
/** A system with no clocks of its own. */
const PLAIN = 'zhbajg';

describe('the clocks are those of the tender', () => {
  test.each([
    ['1级 15 分钟内响应', 'l1', PLAIN, 'respond', { ms: 15 * MINUTE }, 'always'],
    ['1级 4 小时内解决', 'l1', PLAIN, 'resolve', { ms: 4 * HOUR }, 'always'],
    ['2级 30 分钟内响应', 'l2', PLAIN, 'respond', { ms: 30 * MINUTE }, 'always'],
    ['2级 8 小时内解决', 'l2', PLAIN, 'resolve', { ms: 8 * HOUR }, 'always'],
    ['3级 45 分钟内响应', 'l3', PLAIN, 'respond', { ms: 45 * MINUTE }, 'always'],
    ['3级 24 小时内解决', 'l3', PLAIN, 'resolve', { ms: 24 * HOUR }, 'always'],
    ['4级 60 分钟内响应', 'l4', PLAIN, 'respond', { ms: 60 * MINUTE }, 'always'],
    ['4级 48 小时内解决', 'l4', PLAIN, 'resolve', { ms: 48 * HOUR }, 'always'],
    ['附件1 8.7 1 小时内响应', 'l1', 'cgywzhjg', 'respond', { ms: HOUR }, 'working'],
    ['附件1 8.7 12 小时以内提出方案', 'l4', 'cgywzhjg', 'diagnose', { ms: 12 * HOUR }, 'working'],
    ['附件1 12.11 响应时间 2h', 'l3', 'tongda-oa', 'respond', { ms: 2 * HOUR }, 'oa-service'],
  ])('%s (%s %s)', (_clause, level, systemId, clock, target, calendar) => {
    const clocks = reported(contract, { level, systemId, at: '2026-03-03 09:00' }).ticket.clocks;
    const binding = clocks.filter((each) => each.clock === clock && each.binding === 'contract');
    expect(binding).toMatchObject([{ target, calendar }]);
  });

  test('what the tender gives no figure for is internal, and nothing else is', () => {
    const internal = contract.clocks.filter(({ binding }) => binding === 'internal').map(({ id }) => id);
    expect(internal).toEqual(['l1.arrive', 'l2.arrive', 'l3.arrive', 'l4.arrive', 'real-time.respond']);
  });

  test('every level owes the report 3 days after the fault', () => {
    expect(contract.clocks.filter(({ clock }) => clock === 'fault_report')).toMatchObject([
      { levels: [], systems: [], target: { days: 3 }, calendar: 'working', binding: 'contract' },
    ]);
  });
});

describe('when each clock is due', () => {
  test.each([
    [
      'level 1 on a Friday at 17:59: the weekend stops nothing',
      { level: 'l1', at: '2026-03-06 17:59' },
      { 'l1.respond': '2026-03-06 18:14', 'l1.arrive': '2026-03-06 18:59', 'l1.resolve': '2026-03-06 21:59' },
    ],
    [
      'level 2 on the eve of the Spring Festival',
      { level: 'l2', at: '2026-02-14 23:45' },
      { 'l2.respond': '2026-02-15 00:15', 'l2.arrive': '2026-02-15 01:45', 'l2.resolve': '2026-02-15 07:45' },
    ],
    [
      'level 3 on a Friday at 17:59: nobody comes at night',
      { level: 'l3', at: '2026-03-06 17:59' },
      { 'l3.respond': '2026-03-06 18:44', 'l3.arrive': '2026-03-07 09:29', 'l3.resolve': '2026-03-07 17:59' },
    ],
    [
      'level 4 over the year end',
      { level: 'l4', at: '2025-12-31 23:30' },
      { 'l4.respond': '2026-01-01 00:30', 'l4.arrive': '2026-01-01 16:30', 'l4.resolve': '2026-01-02 23:30' },
    ],
    [
      'level 3 on a make-up Saturday, which is a workday',
      { level: 'l3', at: '2026-02-14 10:00' },
      { 'l3.respond': '2026-02-14 10:45', 'l3.arrive': '2026-02-14 14:00', 'l3.resolve': '2026-02-15 10:00' },
    ],
  ])('%s', (_name, report, due) => {
    expect(dueTexts(reported(contract, { systemId: PLAIN, ...report }))).toEqual(due);
  });

  test.each([
    ['reported at 17:59 on a Friday', '2026-03-06 17:59', '2026-03-09 09:59', '2026-03-10 13:59'],
    ['reported at lunch', '2026-03-03 12:30', '2026-03-03 14:00', '2026-03-04 17:00'],
    ['used up exactly when business stops', '2026-03-03 17:00', '2026-03-03 18:00', '2026-03-05 12:00'],
    ['the Spring Festival', '2026-02-14 17:30', '2026-02-24 09:30', '2026-02-25 13:30'],
    ['National Day', '2025-09-30 17:30', '2025-10-09 09:30', '2025-10-10 13:30'],
    ['the year end, and a Sunday that works', '2025-12-31 17:30', '2026-01-04 09:30', '2026-01-05 13:30'],
  ])('CGYWZHJG counts working hours: %s', (_name, at, respond, diagnosis) => {
    const due = dueTexts(reported(contract, { level: 'l2', systemId: 'cgywzhjg', at }));
    expect(due).toMatchObject({ 'cgywzhjg.respond': respond, 'cgywzhjg.diagnose': diagnosis });
    expect(due).not.toHaveProperty('l2.respond');
    expect(due).toHaveProperty('l2.resolve');
  });

  test.each([
    ['in the morning', '2026-03-03 09:00', '2026-03-03 11:00'],
    ['due exactly at 21:00', '2026-03-03 19:00', '2026-03-03 21:00'],
    ['over the night', '2026-03-03 20:30', '2026-03-04 10:30'],
    ['at 21:00 sharp', '2026-03-03 21:00', '2026-03-04 11:00'],
    ['on a Sunday', '2026-03-08 10:00', '2026-03-08 12:00'],
    ['on Spring Festival', '2026-02-17 20:30', '2026-02-18 10:30'],
  ])('通达协同办公 serves 09:00–21:00 on every day: %s', (_name, at, respond) => {
    const due = dueTexts(reported(contract, { level: 'l3', systemId: 'tongda-oa', at }));
    expect(due).toMatchObject({ 'tongda-oa.respond': respond });
    expect(due).not.toHaveProperty('l3.respond');
  });

  test.each(['optical-transport', 'aggregation-switch', 'fkdsj'])(
    '实时响应 of %s is an internal target beside that of the level',
    (systemId) => {
      expect(dueTexts(reported(contract, { level: 'l4', systemId, at: '2026-03-07 03:00' }))).toMatchObject({
        'real-time.respond': '2026-03-07 03:05',
        'l4.respond': '2026-03-07 04:00',
      });
    },
  );
});

describe('exactly at the target is met, 1 ms over is not', () => {
  const cases = ['l1', 'l2', 'l3', 'l4'].flatMap((level) =>
    ['respond', 'arrive', 'resolve'].map((clock) => [`${level}.${clock}`, level, PLAIN] as const),
  );
  test.each([
    ...cases,
    ['cgywzhjg.respond', 'l1', 'cgywzhjg'] as const,
    ['cgywzhjg.diagnose', 'l1', 'cgywzhjg'] as const,
    ['tongda-oa.respond', 'l3', 'tongda-oa'] as const,
  ])('%s', (clockId, level, systemId) => {
    const story = reported(contract, { level, systemId, at: '2026-03-06 17:59' });
    const { dueAt = 0 } = story.clock(clockId);
    expect(stateWhenDoneAt(story, clockId, dueAt)).toBe('met');
    expect(stateWhenDoneAt(story, clockId, dueAt + 1)).toBe('breached');
  });
});

describe('非工作日由采购人决定是否到场', () => {
  test.each([
    ['a Saturday', '2026-03-07 10:00'],
    ['a statutory holiday on a Tuesday', '2026-02-17 10:00'],
  ])('on %s levels 3 and 4 wait for the word, levels 1 and 2 do not', (_name, at) => {
    for (const level of ['l3', 'l4']) {
      const due = dueTexts(reported(contract, { level, systemId: PLAIN, at }));
      expect(Object.keys(due)).toEqual([`${level}.respond`, `${level}.resolve`]);
    }
    for (const level of ['l1', 'l2']) {
      expect(dueTexts(reported(contract, { level, systemId: PLAIN, at }))).toHaveProperty(`${level}.arrive`);
    }
  });

  test('what was asked for counts from the request', () => {
    const story = reported(contract, { level: 'l3', systemId: PLAIN, at: '2026-03-07 10:00' });
    story.act(instant('2026-03-07 15:00'), qian, { type: 'request_arrival' });
    expect(dueTexts(story)).toMatchObject({ 'l3.arrive': '2026-03-07 19:00', 'l3.resolve': '2026-03-08 10:00' });
  });
});

describe('《故障处理及分析报告》 3 days after the fault', () => {
  test.each([
    ['an ordinary week', '2026-03-03 10:00', '2026-03-07 00:00'],
    ['the last minute of a day', '2026-03-03 23:59', '2026-03-07 00:00'],
    ['the first instant of a day', '2026-03-04 00:00', '2026-03-08 00:00', '2026-03-10 00:00'],
    ['the third day is a Sunday', '2026-03-05 10:00', '2026-03-10 00:00'],
    ['the third day is a make-up Saturday', '2026-02-11 10:00', '2026-02-15 00:00'],
    ['the third day is in the Spring Festival', '2026-02-12 10:00', '2026-02-25 00:00'],
  ])('%s', (_name, at, ...[weekday, moved]) => {
    const story = reported(contract, { level: 'l1', systemId: PLAIN, at: at.replace(/ .*/, ' 00:00') });
    story.act(instant(at), li, resolve);
    const due = moved ?? weekday ?? '';
    expect(dueTexts(story)['fault-report']).toBe(due);
    expect(stateWhenDoneAt(story, 'fault-report', instant(due))).toBe('met');
    expect(stateWhenDoneAt(story, 'fault-report', instant(due) + 1)).toBe('breached');
  });
});

test('降至2-4级: the milder level counts from the report', () => {
  const story = reported(contract, { level: 'l1', systemId: PLAIN, at: '2026-03-03 09:00' });
  story.act(instant('2026-03-03 12:30'), qian, changeLevel('l2'));
  const open = story.ticket.clocks.filter(({ clock, voidedAt }) => clock === 'resolve' && voidedAt === undefined);
  expect(open.map(({ ruleId }) => ruleId)).toEqual(['l2.resolve']);
  expect(open[0]?.dueAt).toBe(instant('2026-03-03 17:00'));
});

describe('59 objects of twelve 总队', () => {
  test('all are there', () => expect(contract.systems).toHaveLength(59));
  test.each([
    ['a', 1],
    ['b', 5],
    ['c', 1],
    ['d', 2],
    ['e', 12],
    ['f', 2],
    ['g', 1],
    ['h', 9],
    ['i', 4],
    ['j', 1],
    ['k', 1],
    ['l', 20],
  ])('总队 %s has %i', (department, count) => {
    expect(contract.systems.filter((system) => system.department === department)).toHaveLength(count);
  });
  test('each has a class that the matrix knows', () => {
    const known = new Set(contract.schemes[0]?.matrix?.rows.values.flatMap(({ classes }) => classes));
    expect(contract.systems.filter((system) => !known.has(system.class ?? ''))).toEqual([]);
  });
  test('every clock of its own names systems that exist', () => {
    const named = contract.clocks.flatMap(({ systems }) => systems);
    expect(named.filter((id) => systemOf(contract, id) === undefined)).toEqual([]);
  });
});

describe('the level of a report', () => {
  test.each([
    // core
    ['ZNKK平台所有用户都登录不上了', 'znkk', 'l1'],
    ['ZNKK综合应用平台宕机了', 'znkk', 'l1'],
    ['光传输设备故障，一半以上用户受影响', 'optical-transport', 'l1'],
    ['ZNKK平台登录不上了', 'znkk', 'l2'],
    ['YJYD系统 20 个人登不上', 'yjyd', 'l2'],
    ['SPJK平台部分用户看不到录像，报错', 'spjk', 'l2'],
    ['ZNKK平台就我一个人登录不上', 'znkk', 'l3'],
    ['znkk打不开，3个民警都这样', 'znkk', 'l3'],
    // important
    ['ZHBAJG系统大面积打不开', 'zhbajg', 'l2'],
    ['ZHBAJG系统打不开', 'zhbajg', 'l3'],
    // general
    ['通达OA打不开', 'tongda-oa', 'l3'],
    ['通达协同打不开', 'tongda-oa', 'l3'],
    ['执法记录仪不止我一个人用不了', 'gzzfjly', 'l3'],
    ['OA我的账号登录失败', 'tongda-oa', 'l4'],
    ['L总队OA附件上传失败，两三个同事', 'tongda-oa', 'l4'],
    ['我电脑蓝屏了', undefined, 'l4'],
    // service requests
    ['申请开通账号，ZNKK平台提示没权限', 'znkk', 'l4'],
    ['服务请求：全区民警都要导出一份ZNKK数据', 'znkk', 'l3'],
    // a security event is as grave as a core system, wherever it is
    ['办公电脑中病毒了', undefined, 'l2'],
    ['通达OA被攻击，大家都打不开', 'tongda-oa', 'l1'],
    ['我的电脑中了病毒，弹窗报错', undefined, 'l3'],
    // nothing is said: important, under half
    ['系统打不开了', undefined, 'l3'],
    // 全区 in a name says nothing about the users
    ['全区公安SPTX数据库系统查询很慢', 'sptx-database', 'l2'],
    ['全区JSFKW运维平台打不开', 'jsfkw', 'l3'],
    // denied
    ['SPJK平台不是所有人都打不开，只有个别用户', 'spjk', 'l3'],
    // the level itself is named
    ['通达OA打不开，请按2级处理', 'tongda-oa', 'l2'],
    // names that lie in each other
    ['ZHZXSJGZ系统硬件坏了一块硬盘', 'i-hardware', 'l3'],
    ['ZHZXSJGZ系统登录不上', 'zhzxsjgz', 'l2'],
  ])('%s', (text, systemId, level) => {
    expect(levelOfReport(contract, text)).toEqual({ systemId, level, asks: false });
  });

  test.each([
    ['重要系统、个别用户', 'ZHBAJG系统打不开，个别用户', 'zhbajg'],
    ['一般系统、半数以上', '通达OA登录不上，大家都登不上', 'tongda-oa'],
  ])('a combination that the tender does not print is level 3, and a human is asked: %s', (_cell, text, systemId) => {
    expect(levelOfReport(contract, text)).toEqual({ systemId, level: 'l3', asks: true });
  });

  test.each(['通达OA打不开', '帮忙重置密码', '我电脑蓝屏了', 'ZHBAJG系统打不开，个别用户'])(
    'whatever a VIP reports is level 1: %s',
    (text) => expect(levelOfReport(contract, text, true)).toMatchObject({ level: 'l1', asks: false }),
  );
});

test('somebody is on duty at every hour', () => {
  expect(contract.rotas.map(({ id, on, from, to }) => [id, on, from, to])).toEqual([
    ['seat', 'workdays', '09:00', '18:00'],
    ['night', 'workdays', '18:00', '09:00'],
    ['rest-day', 'rest_days', '09:00', '09:00'],
  ]);
});

test('reminders of a level whose clocks run at night do not wait for the morning', () => {
  expect(contract.quietHours).toBeUndefined();
});

test('the made-up people fill every rota and every post', async () => {
  const { people } = await loadPack(new URL('../../contracts/guangxi-police.yaml', import.meta.url).pathname);
  expect(people?.rotas.map(({ rota }) => rota)).toEqual(contract.rotas.map(({ id }) => id));
  expect(new Set(people?.people.flatMap(({ posts }) => posts))).toEqual(
    new Set(['on_site', 'supplier_lead', 'customer_lead', 'vip']),
  );
  expect(people?.people.every(({ key }) => key.startsWith('gx-'))).toBe(true);
});
