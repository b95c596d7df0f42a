import { describe, expect, test } from 'vitest';
import { profileOf, schemeFor, systemOf } from '../../domain/contract-lookup.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';
import { li, resolve } from '../domain/fixture.ts';
import { dueTexts, instant, levelOfReport, reported, shippedPack, stateWhenDoneAt } from './pack-cases.ts';

const contract = shippedPack('zhangjiagang-egov');
const idOf = (number: number) => `s${String(number).padStart(3, '0')}`;

describe('what is maintained', () => {
  const counted = (prefix: RegExp) => contract.systems.filter(({ id }) => prefix.test(id));
  test('180 systems of the catalogue, numbered as there', () => {
    const numbers = Array.from({ length: 180 }, (_, index) => idOf(index + 1));
    expect(counted(/^s\d{3}$/).map(({ id }) => id)).toEqual(numbers);
  });
  test.each([
    ['云网链路', /^link-/, 7],
    ['系统等保', /^djbh-/, 3],
    ['安全服务', /^sec\d\d$/, 18],
  ])('%s', (_chapter, prefix, count) => expect(counted(prefix)).toHaveLength(count));
  test('nothing else', () => expect(contract.systems).toHaveLength(208));

  test.each([
    [1, '人大网站维护'],
    [35, '“青春张家港”新媒体服务'],
    [57, '市公安局机房核心交换机维保项目、网络安全设备授权及维保'],
    [102, '市健康“管”家项目运维采购'],
    [178, '市残联残联微信公众号运维'],
    [180, '市残联短信服务'],
  ])('%i is called as in the catalogue: %s', (number, name) => {
    expect(systemOf(contract, idOf(number))?.name).toBe(name);
  });
});

describe('service levels', () => {
  test('47 of the 180 systems and two of the security services, each used', () => {
    const used = new Set(contract.systems.map(({ id }) => profileOf(contract, id)?.id));
    expect(contract.profiles).toHaveLength(49);
    expect(contract.profiles.filter(({ id }) => !used.has(id))).toEqual([]);
    expect(contract.systems.filter(({ id }) => profileOf(contract, id) === undefined)).toEqual([]);
  });
  test('113 systems of the catalogue print no figure', () => {
    expect(contract.systems.filter(({ id, profile }) => /^s\d{3}$/.test(id) && profile === 'z00')).toHaveLength(113);
  });
  test('every clock of a profile or system can bind some system', () => {
    const profiles = new Set(contract.systems.map(({ profile }) => profile));
    const idle = contract.clocks.filter((rule) => rule.profiles.some((id) => !profiles.has(id)));
    expect(idle).toEqual([]);
  });
});

describe('the clocks are those of the tender', () => {
  test.each([
    ['未写 1 小时', 3, 'general', 'respond', { ms: HOUR }, 'always'],
    ['未写 24 小时', 180, 'urgent', 'resolve', { ms: DAY }, 'always'],
    ['Z01', 59, 'general', 'respond', { ms: HOUR }, 'always'],
    ['Z02 5×8', 14, 'general', 'respond', { ms: HOUR }, 'working'],
    ['Z02 5×8', 20, 'general', 'resolve', { workdays: 1 }, 'working'],
    ['Z03 紧急 2 小时', 45, 'urgent', 'arrive', { ms: 2 * HOUR }, 'always'],
    ['Z04 3 小时', 130, 'sms-down', 'resolve', { ms: 3 * HOUR }, 'always'],
    ['Z05 7×8', 109, 'general', 'respond', { ms: HOUR }, 'every-day'],
    ['Z05 7×8', 111, 'general', 'resolve', { workdays: 1 }, 'every-day'],
    ['Z06 24 小时', 12, 'general', 'resolve', { ms: DAY }, 'always'],
    ['Z07 10 分钟', 21, 'general', 'respond', { ms: 10 * MINUTE }, 'always'],
    ['Z07 24 小时', 22, 'general', 'resolve', { ms: DAY }, 'always'],
    ['Z08 5×8', 25, 'general', 'respond', { ms: HOUR }, 'working'],
    ['Z10 48 小时', 50, 'general', 'resolve', { ms: 48 * HOUR }, 'always'],
    ['Z11 4 小时', 56, 'general', 'arrive', { ms: 4 * HOUR }, 'always'],
    ['Z11 紧急 4 小时', 72, 'urgent', 'arrive', { ms: 4 * HOUR }, 'always'],
    ['Z12 2 小时', 82, 'general', 'respond', { ms: 2 * HOUR }, 'working'],
    ['Z13 紧急 2 小时', 104, 'urgent', 'arrive', { ms: 2 * HOUR }, 'always'],
    ['Z14 大故障 1 小时', 105, 'large', 'resolve', { ms: HOUR }, 'every-day'],
    ['Z14 小故障 4 小时', 106, 'small', 'resolve', { ms: 4 * HOUR }, 'every-day'],
    ['Z15 紧急 24 小时', 1, 'urgent', 'arrive', { ms: DAY }, 'always'],
    ['Z17 72 小时', 24, 'general', 'resolve', { ms: 72 * HOUR }, 'always'],
    ['Z18', 26, 'general', 'respond', { ms: HOUR }, 'talent'],
    ['Z19 工作时间 1 小时', 27, 'general', 'respond', { ms: HOUR }, 'always'],
    ['Z19 7×12', 27, 'general', 'resolve', { workdays: 1 }, 'long-day'],
    ['Z20 30 分钟', 30, 'general', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['Z20 2 小时', 30, 'general', 'arrive', { ms: 2 * HOUR }, 'always'],
    ['Z20 8 小时', 30, 'urgent', 'resolve', { ms: 8 * HOUR }, 'always'],
    ['Z21 1 小时', 33, 'general', 'arrive', { ms: HOUR }, 'always'],
    ['Z21 三日', 33, 'parts', 'resolve', { days: 3 }, 'working'],
    ['Z22 3 小时', 38, 'general', 'arrive', { ms: 3 * HOUR }, 'always'],
    ['Z24 30 分钟', 48, 'general', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['Z24 3 个工作日', 48, 'general', 'resolve', { workdayEnds: 3 }, 'working'],
    ['Z25 30 分钟', 49, 'general', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['Z27 12 小时', 60, 'general', 'resolve', { ms: 12 * HOUR }, 'always'],
    ['Z28 4 小时', 61, 'general', 'respond', { ms: 4 * HOUR }, 'always'],
    ['Z29 4 小时', 71, 'general', 'respond', { ms: 4 * HOUR }, 'working'],
    ['Z30 24 小时', 73, 'general', 'arrive', { ms: DAY }, 'always'],
    ['Z31 1 小时', 74, 'general', 'arrive', { ms: HOUR }, 'working'],
    ['Z31 工作时间 1 小时', 74, 'urgent', 'arrive', { ms: HOUR }, 'always'],
    ['Z31 8 小时', 74, 'general', 'resolve', { ms: 8 * HOUR }, 'always'],
    ['Z32 停止 30 分钟', 87, 'stopped', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['Z32 停止 2 小时', 87, 'stopped', 'arrive', { ms: 2 * HOUR }, 'always'],
    ['Z32 停止 到场后 8 小时', 87, 'stopped', 'resolve', { ms: 10 * HOUR }, 'always'],
    ['Z32 1 小时', 87, 'running', 'respond', { ms: HOUR }, 'always'],
    ['Z32 4 小时', 87, 'running', 'arrive', { ms: 4 * HOUR }, 'always'],
    ['Z32 到场后 8 小时', 87, 'running', 'resolve', { ms: 12 * HOUR }, 'always'],
    ['Z32 链路 24 小时', 87, 'link', 'resolve', { ms: DAY }, 'always'],
    ['Z33 30 分钟', 88, 'general', 'respond', { ms: 30 * MINUTE }, 'working'],
    ['Z33 1 小时', 88, 'general', 'diagnose', { ms: HOUR }, 'working'],
    ['Z33 2 小时', 88, 'general', 'arrive', { ms: 2 * HOUR }, 'working'],
    ['Z34 24 小时', 91, 'general', 'workaround', { ms: DAY }, 'always'],
    ['Z35 重大 30 分钟', 98, 'major', 'arrive', { ms: 30 * MINUTE }, 'always'],
    ['Z35 1 小时', 98, 'general', 'arrive', { ms: HOUR }, 'always'],
    ['Z35 诊断 4 小时', 98, 'general', 'diagnose', { ms: 4 * HOUR }, 'always'],
    ['Z35 4 小时', 98, 'major', 'resolve', { ms: 4 * HOUR }, 'always'],
    ['Z36 一级按评估表', 99, 'tier-1', 'respond', { ms: HOUR }, 'always'],
    ['Z36 一级 4 小时', 99, 'tier-1', 'resolve', { ms: 4 * HOUR }, 'always'],
    ['Z36 二级 1 小时', 99, 'tier-2', 'respond', { ms: HOUR }, 'always'],
    ['Z36 二级 8 小时', 99, 'tier-2', 'resolve', { ms: 8 * HOUR }, 'always'],
    ['Z36 三级 4 小时', 99, 'tier-3', 'respond', { ms: 4 * HOUR }, 'always'],
    ['Z36 三级 24 小时', 99, 'tier-3', 'resolve', { ms: DAY }, 'always'],
    ['Z37 2 小时', 100, 'severe', 'arrive', { ms: 2 * HOUR }, 'always'],
    ['Z37 6 小时', 100, 'severe', 'resolve', { ms: 6 * HOUR }, 'always'],
    ['Z37 12 小时', 100, 'severe', 'workaround', { ms: 12 * HOUR }, 'always'],
    ['Z37 紧急 8 小时', 100, 'urgent-question', 'respond', { ms: 8 * HOUR }, 'always'],
    ['Z37 2 日', 100, 'general', 'respond', { days: 2 }, 'working'],
    ['Z38 4 小时', 107, 'general', 'respond', { ms: 4 * HOUR }, 'always'],
    ['Z38 12 小时', 107, 'general', 'arrive', { ms: 12 * HOUR }, 'always'],
    ['Z38 12 小时', 107, 'general', 'resolve', { ms: 12 * HOUR }, 'always'],
    ['Z39 24 小时', 108, 'general', 'arrive', { ms: DAY }, 'always'],
    ['Z40 2 小时', 126, 'general', 'arrive', { ms: 2 * HOUR }, 'always'],
    ['Z41 1 小时', 127, 'stopped', 'arrive', { ms: HOUR }, 'always'],
    ['Z41 2 小时', 127, 'stopped', 'resolve', { ms: 2 * HOUR }, 'always'],
    ['Z42 1 小时', 128, 'account', 'respond', { ms: HOUR }, 'always'],
    ['Z42 1 天', 128, 'performance', 'respond', { days: 1 }, 'working'],
    ['Z42 2 天', 128, 'bug', 'respond', { days: 2 }, 'working'],
    ['Z42 5 天', 128, 'change', 'respond', { days: 5 }, 'working'],
    ['Z42 约定', 128, 'change', 'resolve', { agreed: true }, 'always'],
    ['Z42 24 小时', 128, 'general', 'resolve', { ms: DAY }, 'always'],
    ['Z43 30 分钟', 131, 'urgent-question', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['Z43 8 小时', 131, 'huge', 'arrive', { ms: 8 * HOUR }, 'always'],
    ['Z43 24 小时', 131, 'general', 'resolve', { ms: DAY }, 'always'],
    ['Z46 停止 30 分钟', 168, 'stopped', 'respond', { ms: 30 * MINUTE }, 'always'],
    ['Z46 停止 24 小时', 168, 'stopped', 'resolve', { ms: DAY }, 'always'],
    ['Z46 硬件 4 小时', 168, 'hardware', 'arrive', { ms: 4 * HOUR }, 'always'],
    ['Z46 硬件 24 小时', 168, 'hardware', 'resolve', { ms: DAY }, 'always'],
    ['Z46 48 小时', 168, 'running', 'resolve', { ms: 48 * HOUR }, 'always'],
    ['Z46 链路 24 小时', 168, 'link', 'resolve', { ms: DAY }, 'always'],
  ])('%s (%i %s %s)', (_figure, number, level, clock, target, calendar) => {
    const { clocks } = reported(contract, { systemId: idOf(number), level, at: '2025-03-04 10:00' }).ticket;
    const binding = clocks.filter((each) => each.clock === clock && each.binding === 'contract');
    expect(binding).toMatchObject([{ target, calendar }]);
  });

  test.each([
    ['sec-major', '2025-03-04 10:10', '2025-03-04 14:00'],
    ['sec-severe', '2025-03-04 10:15', undefined],
    ['sec-general', '2025-03-04 10:30', undefined],
  ])('安全需求5, %s', (level, respond, workaround) => {
    const story = reported(contract, { systemId: 'sec05', level, at: '2025-03-04 10:00' });
    const due = dueTexts(story);
    expect(due).toMatchObject({
      [`sec05.${level.slice(4)}.respond`]: respond,
      'sec05.arrive': '2025-03-04 12:00',
      'sec05.diagnose': '2025-03-04 10:30',
      'sec05.resolve': '2025-03-04 18:00',
    });
    expect(due['sec05.major.workaround']).toBe(workaround);
  });

  test('安全需求3: an emergency brings an engineer within 2 hours', () => {
    const due = dueTexts(reported(contract, { systemId: 'sec03', level: 'urgent', at: '2025-03-08 23:30' }));
    expect(due).toMatchObject({ 'sec03.arrive': '2025-03-09 01:30', 'default.respond': '2025-03-09 00:30' });
  });

  test('a report whose system nobody knows counts by the assessment table', () => {
    const due = dueTexts(reported(contract, { systemId: 'unknown', level: 'general', at: '2025-03-07 17:59' }));
    expect(due).toEqual({ 'default.respond': '2025-03-07 18:59', 'default.resolve': '2025-03-08 17:59' });
  });
});

describe('nobody has to come where no emergency is reported', () => {
  test.each([1, 45, 67, 72, 92, 103, 104])('%i', (number) => {
    const { clocks } = reported(contract, { systemId: idOf(number), level: 'general', at: '2025-03-04 10:00' }).ticket;
    expect(clocks.filter(({ clock }) => clock === 'arrive')).toEqual([]);
  });
});

describe('a milder figure of its own binds, and the assessment table still reminds', () => {
  test.each([
    [82, 'general', { 'z12.respond': '2025-03-04 12:00', 'z12.early': '2025-03-04 11:00' }],
    [61, 'general', { 'z28.respond': '2025-03-04 14:00', 'rating.respond': '2025-03-04 11:00' }],
    [24, 'general', { 'z17.resolve': '2025-03-07 10:00', 'rating.resolve': '2025-03-05 10:00' }],
    [48, 'general', { 'z24.resolve': '2025-03-08 00:00', 'rating.resolve': '2025-03-05 10:00' }],
    [99, 'tier-3', { 'z36.third.respond': '2025-03-04 14:00', 'z36.third.early': '2025-03-04 11:00' }],
    [100, 'general', { 'z37.general.respond': '2025-03-07 00:00', 'z37.early': '2025-03-04 11:00' }],
    [168, 'running', { 'z46.running.resolve': '2025-03-06 10:00', 'z46.early': '2025-03-05 10:00' }],
  ])('%i %s', (number, level, due) => {
    expect(dueTexts(reported(contract, { systemId: idOf(number), level, at: '2025-03-04 10:00' }))).toMatchObject(due);
  });
  test('no ticket has the same promise twice, and each is to be answered and resolved', () => {
    for (const { id: systemId } of contract.systems) {
      for (const level of schemeFor(contract, systemId).levels) {
        const { clocks } = reported(contract, { systemId, level, at: '2025-03-04 10:00' }).ticket;
        const promises = clocks.map(({ clock, binding }) => `${clock} ${binding}`);
        expect(new Set(promises).size).toBe(promises.length);
        expect(promises).toEqual(expect.arrayContaining(['respond contract', 'resolve contract']));
      }
    }
  });
});

describe('service hours', () => {
  test.each([
    ['5×8, Friday 17:59', 25, '2025-03-07 17:59', '2025-03-10 09:59', '2025-03-10 17:59'],
    ['5×8, at lunch', 25, '2025-03-04 12:30', '2025-03-04 14:00', '2025-03-05 12:00'],
    ['5×8, used up when the day ends', 25, '2025-03-04 17:00', '2025-03-04 18:00', '2025-03-05 17:00'],
    ['5×8, before the Spring Festival', 25, '2025-01-27 17:30', '2025-02-05 09:30', '2025-02-05 17:30'],
    ['5×8, on a make-up Sunday', 25, '2025-01-26 10:00', '2025-01-26 11:00', '2025-01-27 10:00'],
    ['5×8, over the year end', 25, '2024-12-31 17:30', '2025-01-02 09:30', '2025-01-02 17:30'],
    ['7×8, a Saturday', 109, '2025-03-08 10:00', '2025-03-08 11:00', '2025-03-09 10:00'],
    ['7×8, in the Spring Festival', 109, '2025-01-29 17:30', '2025-01-30 09:30', '2025-01-30 17:30'],
  ])('%s', (_name, number, at, respond, resolved) => {
    const due = dueTexts(reported(contract, { systemId: idOf(number), level: 'general', at }));
    const { 'rating.resolve': _internal, ...bound } = due;
    expect(Object.values(bound)).toEqual([respond, resolved]);
  });

  test.each([
    ['in the morning', '2025-02-18 10:30', '2025-02-18 14:00', '2025-02-19 10:30'],
    ['a Friday at 16:30', '2025-02-21 16:30', '2025-02-24 09:00', '2025-02-24 16:30'],
    ['the evening before the season', '2025-03-10 20:00', '2025-03-11 09:30', '2025-03-11 14:30'],
    ['a Saturday evening in the season', '2025-03-15 22:30', '2025-03-16 09:00', '2025-03-16 14:00'],
    ['清明 in the season', '2025-04-04 10:00', '2025-04-07 09:30', '2025-04-07 14:30'],
    ['the last evening of the season', '2025-04-30 22:30', '2025-05-06 09:00', '2025-05-06 16:30'],
  ])('需求26, %s', (_name, at, respond, resolved) => {
    const due = dueTexts(reported(contract, { systemId: idOf(26), level: 'general', at }));
    expect(due).toMatchObject({ 'z18.respond': respond, 'z18.resolve': resolved });
  });

  test.each([
    ['before working time', '2025-03-04 08:59', 'z19.after-hours', '2025-03-04 11:59', '2025-03-05 08:59'],
    ['when it begins', '2025-03-04 09:00', 'z19.respond', '2025-03-04 10:00', '2025-03-05 09:00'],
    ['in its last minute', '2025-03-04 17:59', 'z19.respond', '2025-03-04 18:59', '2025-03-05 17:59'],
    ['when it ends', '2025-03-04 18:00', 'z19.after-hours', '2025-03-04 21:00', '2025-03-05 18:00'],
    ['on a Sunday evening', '2025-03-09 21:00', 'z19.after-hours', '2025-03-10 00:00', '2025-03-10 20:30'],
  ])('需求27, reported %s', (_name, at, clockId, respond, resolved) => {
    const { 'rating.resolve': _internal, ...due } = dueTexts(
      reported(contract, { systemId: idOf(27), level: 'general', at }),
    );
    expect(due).toEqual({ [clockId]: respond, 'z19.resolve': resolved });
  });

  test.each([
    ['a Saturday night', 'urgent', '2025-03-08 23:00', 'z31.after-hours', '2025-03-09 01:00'],
    ['a weekday at 08:59', 'urgent', '2025-03-04 08:59', 'z31.after-hours', '2025-03-04 10:59'],
    ['a weekday at 09:00', 'urgent', '2025-03-04 09:00', 'z31.urgent', '2025-03-04 10:00'],
    ['a weekday at 17:59', 'urgent', '2025-03-04 17:59', 'z31.urgent', '2025-03-04 18:59'],
    ['a weekday at 18:00', 'urgent', '2025-03-04 18:00', 'z31.after-hours', '2025-03-04 20:00'],
    ['a weekday at 18:00, without haste', 'general', '2025-03-04 18:00', 'z31.arrive', '2025-03-05 10:00'],
  ])('需求74, on %s: %s', (_name, level, at, clockId, due) => {
    const story = reported(contract, { systemId: idOf(74), level, at });
    const arrival = story.ticket.clocks.filter(({ clock }) => clock === 'arrive');
    expect(arrival).toMatchObject([{ id: clockId, binding: 'contract', dueAt: instant(due) }]);
  });

  test.each([2, 14, 25, 27, 26, 71, 82, 88, 109])(
    '需求%i: 24 hours without a break remind where a working day binds',
    (number) => {
      const story = reported(contract, { systemId: idOf(number), level: 'general', at: '2025-03-08 10:00' });
      const resolve = story.ticket.clocks.filter(({ clock }) => clock === 'resolve');
      const [earliest] = resolve.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
      expect(earliest).toMatchObject({ dueAt: instant('2025-03-09 10:00'), target: { ms: DAY } });
      expect(resolve.filter(({ binding }) => binding === 'contract')).toHaveLength(1);
    },
  );
});

describe('days and working days to their end', () => {
  test.each([
    ['3 个工作日, from a Friday', 48, 'general', 'z24.resolve', '2025-03-07 17:59', '2025-03-13 00:00'],
    ['3 个工作日, over the Spring Festival', 48, 'general', 'z24.resolve', '2025-01-26 09:00', '2025-02-07 00:00'],
    ['3 个工作日, over the year end', 48, 'general', 'z24.resolve', '2024-12-30 23:59', '2025-01-04 00:00'],
    ['三日, from a Wednesday to Monday', 33, 'parts', 'z21.parts', '2025-03-05 10:00', '2025-03-11 00:00'],
    ['三日, calendar days', 33, 'parts', 'z21.parts', '2025-05-23 10:00', '2025-05-27 00:00'],
    ['5 天, the last is a Sunday', 128, 'change', 'z42.change.respond', '2025-03-04 10:00', '2025-03-11 00:00'],
  ])('%s', (_name, number, level, clockId, at, due) => {
    expect(dueTexts(reported(contract, { systemId: idOf(number), level, at }))).toHaveProperty([clockId], due);
  });

  test.each([
    ['需求131: 24 hours after the fix', idOf(131), 'general', 'z43.report', '2025-03-08 17:30'],
    ['安全需求5: 3 个工作日 after the recovery', 'sec05', 'sec-general', 'sec05.report', '2025-03-13 00:00'],
    ['安全需求5: 服务结束次日', 'sec05', 'sec-general', 'sec05.early-report', '2025-03-11 00:00'],
  ])('%s', (_name, systemId, level, clockId, due) => {
    const story = reported(contract, { systemId, level, at: '2025-03-07 10:00' });
    story.act(instant('2025-03-07 17:30'), li, resolve);
    expect(dueTexts(story)).toHaveProperty([clockId], due);
    expect(stateWhenDoneAt(story, clockId, instant(due))).toBe('met');
    expect(stateWhenDoneAt(story, clockId, instant(due) + 1)).toBe('breached');
  });
});

describe('exactly at the target is met, 1 ms over is not', () => {
  test.each([
    [3, 'general', 'default.respond'],
    [3, 'general', 'default.resolve'],
    [25, 'general', 'window.resolve'],
    [26, 'general', 'z18.respond'],
    [30, 'general', 'z20.arrive'],
    [48, 'general', 'z24.resolve'],
    [88, 'general', 'z33.diagnose'],
    [91, 'general', 'z34.workaround'],
    [98, 'major', 'z35.major.arrive'],
    [105, 'large', 'z14.large'],
    [127, 'stopped', 'z41.resolve'],
    [168, 'running', 'z46.running.resolve'],
  ])('%i %s: %s', (number, level, clockId) => {
    const story = reported(contract, { systemId: idOf(number), level, at: '2025-03-07 17:59' });
    const { dueAt = 0 } = story.clock(clockId);
    expect(stateWhenDoneAt(story, clockId, dueAt)).toBe('met');
    expect(stateWhenDoneAt(story, clockId, dueAt + 1)).toBe('breached');
  });
});

describe('the level of a report', () => {
  test.each([
    ['人大网站打不开了', 's001', 'urgent'],
    ['代表履职平台有个错别字', 's002', 'general'],
    ['张家港门户网站智能搜索搜不到东西', 's005', 'general'],
    ['大数据平台数据没更新', 's013', 'general'],
    ['苏采云登录不上', 's070', 'urgent'],
    ['律师管理系统打不开，不影响业务', 's067', 'general'],
    ['财政局短信发不出去', 's075', 'sms-down'],
    ['自规局短信签名显示错误', 's130', 'general'],
    ['残联短信发送失败', 's180', 'general'],
    ['人社核心数据库宕机了', 's087', 'stopped'],
    ['人社数据库很慢', 's087', 'running'],
    ['人社数据库回流链路断了，链路中断', 's087', 'link'],
    ['医保数据库连不上，窗口业务都停了', 's168', 'stopped'],
    ['医保局硬件亮红灯，坏盘', 's168', 'hardware'],
    ['医疗电子票据系统打不开', 's098', 'major'],
    ['健康数据中心网络有点卡', 's099', 'tier-1'],
    ['健康数据中心故障，二级故障', 's099', 'tier-2'],
    ['卫健委OA登录不上', 's100', 'severe'],
    ['卫健委OA审批报错，加急', 's100', 'urgent-question'],
    ['银龄互助平台打不开', 's105', 'large'],
    ['智慧养老平台有错别字', 's106', 'small'],
    ['智慧养老平台数据不对', 's106', 'large'],
    ['自规局数据库宕机', 's127', 'stopped'],
    ['一张蓝图平台申请账号，没有权限', 's128', 'account'],
    ['一张蓝图平台很慢', 's128', 'performance'],
    ['不动产数字签章系统瘫痪了', 's131', 'huge'],
    ['机房空调UPS报警，换电池', 's033', 'parts'],
    ['信访局视频会议连不上', 's037', 'urgent'],
    ['住建局视频会议没有声音，报错', 's146', 'general'],
    ['不动产登记系统打不开，大厅排队了', 's121', 'urgent'],
    ['苏易登APP登录失败', 's124', 'general'],
    ['人社shareplex链路中断', 's087', 'link'],
    ['一张图系统加载失败', 's129', 'general'],
    ['我发一张图，人大网站有错别字', 's001', 'general'],
    ['12345热线平台打不开', 's172', 'urgent'],
    ['热线学堂打不开', 's173', 'urgent'],
    ['租纤断了，网络中断', 'link-fibre', 'urgent'],
    ['云防护拦截正常访问，报错', 'sec04', 'general'],
    ['应急管理平台网络安全设备故障', 'sec08', 'general'],
    ['网络安全水平提升及机房运维，业务中断', 'sec05', 'sec-major'],
  ])('%s', (text, systemId, level) => {
    expect(levelOfReport(contract, text)).toEqual({ systemId, level, asks: false });
  });
});

test('what the text leaves open is written down, with what else it could mean', () => {
  expect(contract.choices).toHaveLength(25);
  expect(contract.choices.filter(({ others, clause }) => others.length === 0 || clause === undefined)).toEqual([]);
});
