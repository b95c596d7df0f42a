// Kinds that go by a percentage, a time, a mark or a tick.
import { expect, test } from 'vitest';
import type { Facts } from '../../../domain/assessment/facts.ts';
import type { RuleKinds } from '../../../domain/assessment/rule-kinds.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../domain/types.ts';
import {
  at,
  between,
  env,
  exactly,
  finding,
  grade,
  item,
  points,
  ratio,
  rule,
  ruleOf,
  scoreOf,
  scoreRule,
  table,
  times,
} from './score-fixture.ts';

type Case = readonly [name: string, kinds: RuleKinds, given: Partial<Facts>, change: { min: number; max: number }];
const of = (...findings: ReturnType<typeof finding>[]): Partial<Facts> => ({ findings });
const took = (elapsedMs: number, fields = {}) => finding({ elapsedMs, ...fields });

const steps: RuleKinds = {
  'ratio-threshold': {
    steps: [
      { under: 10_000, points: points(0.5) },
      { under: 9000, points: points(1) },
      { under: 8000, points: points(2) },
      { under: 7000, points: points(3) },
    ],
  },
};
const passRate: RuleKinds = {
  'ratio-threshold': {
    steps: [{ under: 6000 }, { under: 8000, points: points(20) }, { under: 10_000, points: points(10) }],
  },
  'judged-range': { from: points(25), to: points(45) },
};
const target: RuleKinds = { 'human-graded': {}, 'ratio-threshold': { steps: [], target: 9500 } };
const perPoint = (part: 'nothing' | 'proportional' | 'whole'): RuleKinds => ({
  'per-percentage-point': { target: 9900, points: points(0.5), part },
});
const upTime: RuleKinds = { availability: { of: 'b' }, 'ratio-threshold': { ...steps['ratio-threshold']!, each: 'b' } };
const over30: RuleKinds = { 'graded-by-elapsed': { by: 'loss', steps: [{ overMs: 30 * MINUTE, points: points(3) }] } };
const over20: RuleKinds = {
  'graded-by-elapsed': { by: 'loss', steps: [{ overMs: 20 * MINUTE, points: points(2) }] },
  count: { points: points(2) },
};
const response: RuleKinds = {
  'graded-by-elapsed': {
    by: 'mark',
    steps: [
      { upToMs: HOUR, points: points(10) },
      { upToMs: 4 * HOUR, points: points(5) },
      { points: points(3) },
      { never: true, points: 0 },
    ],
  },
};
const solving: RuleKinds = {
  'graded-by-elapsed': {
    by: 'mark',
    steps: [
      { upToMs: DAY, from: points(8), to: points(10) },
      { upToMs: 2 * DAY, from: points(5), to: points(7) },
      { upToMs: 7 * DAY, from: points(2), to: points(4) },
      { from: 0, to: points(1) },
      { never: true, from: 0, to: points(1) },
    ],
  },
};
const described: RuleKinds = {
  'human-graded': {
    brackets: [
      { from: points(10), to: points(10), text: 'a' },
      { from: points(7), to: points(9), text: 'b' },
    ],
  },
};
/** Of a quarter of 90 days. */
const down = (share: number, subject = 'a') => took(Math.round((share * 90 * DAY) / 10_000), { subject });

test.each<Case>([
  ['69.99 %', steps, { ratios: [ratio(6999, 10_000)] }, exactly(-3)],
  ['exactly 70 % falls in the next step', steps, { ratios: [ratio(7, 10)] }, exactly(-2)],
  ['exactly 80 %', steps, { ratios: [ratio(8, 10)] }, exactly(-1)],
  ['exactly 90 %', steps, { ratios: [ratio(9, 10)] }, exactly(-0.5)],
  ['one of ten thousand missed', steps, { ratios: [ratio(9999, 10_000)] }, exactly(-0.5)],
  ['all met', steps, { ratios: [ratio(3, 3)] }, exactly(0)],
  ['there was nothing to meet', steps, { ratios: [ratio(0, 0)] }, exactly(0)],
  ['nobody has said', steps, {}, between(-3, 0)],
  ['two thirds are under 70 %, not 66.67', steps, { ratios: [ratio(2, 3)] }, exactly(-3)],
  ['two records of one ratio are added', steps, { ratios: [ratio(9, 10), ratio(10, 10)] }, exactly(-0.5)],
  [
    'what a person says replaces the record',
    steps,
    { ratios: [{ ...ratio(1, 10), origin: 'ledger' }, ratio(10, 10)] },
    exactly(0),
  ],

  ['a pass rate of 100 %', passRate, { ratios: [ratio(10, 10)] }, exactly(0)],
  ['a pass rate of exactly 80 %', passRate, { ratios: [ratio(8, 10)] }, exactly(-10)],
  ['a pass rate of exactly 60 %', passRate, { ratios: [ratio(6, 10)] }, exactly(-20)],
  ['under 60 % a person decides', passRate, { ratios: [ratio(599, 1000)] }, between(-45, -25)],
  ['under 60 %, the item is nothing', passRate, { ratios: [ratio(599, 1000)], grades: [grade(0)] }, exactly(-45)],
  [
    'under 60 %, a figure',
    passRate,
    { ratios: [ratio(599, 1000)], findings: [finding({ figure: points(25) })] },
    exactly(-25),
  ],
  [
    'a mark that the text has not leaves it open',
    passRate,
    { ratios: [ratio(599, 1000)], grades: [grade(30)] },
    between(-45, -25),
  ],

  ['the target is reached', target, { ratios: [ratio(95, 100)] }, exactly(0)],
  ['just under the target a person decides', target, { ratios: [ratio(9499, 10_000)] }, between(-45, 0)],
  ['just under the target, marked', target, { ratios: [ratio(9499, 10_000)], grades: [grade(40)] }, exactly(-5)],
  ['a mark without a percentage', target, { grades: [grade(45)] }, exactly(0)],

  ['98.4 % of 99 costs nothing', perPoint('nothing'), { ratios: [ratio(984, 1000)] }, exactly(0)],
  ['98.01 % costs nothing', perPoint('nothing'), { ratios: [ratio(9801, 10_000)] }, exactly(0)],
  ['98 % costs one', perPoint('nothing'), { ratios: [ratio(98, 100)] }, exactly(-0.5)],
  ['96.3 % costs two whole ones', perPoint('nothing'), { ratios: [ratio(963, 1000)] }, exactly(-1)],
  ['98.4 %, in proportion', perPoint('proportional'), { ratios: [ratio(984, 1000)] }, exactly(-0.3)],
  ['98.4 %, begun is whole', perPoint('whole'), { ratios: [ratio(984, 1000)] }, exactly(-0.5)],
  ['exactly one is one', perPoint('whole'), { ratios: [ratio(98, 100)] }, exactly(-0.5)],
  ['at the target', perPoint('whole'), { ratios: [ratio(99, 100)] }, exactly(0)],
  ['nobody has said how much is under 99 %', perPoint('nothing'), {}, between(-49.5, 0)],

  ['no fault, no downtime', upTime, {}, exactly(0)],
  ['one second of downtime', upTime, of(took(SECOND, { subject: 'a' })), exactly(-0.5)],
  ['exactly 10 % down', upTime, of(down(1000)), exactly(-0.5)],
  ['a little more', upTime, of(down(1001)), exactly(-1)],
  ['two businesses, each by itself', upTime, of(down(1001), down(1001, 'b')), exactly(-2)],
  ['two faults of one business are added', upTime, of(down(600), down(600)), exactly(-1)],
  ['an exempted fault is no downtime', upTime, of(took(DAY, { subject: 'a', standing: 'exempted' })), exactly(0)],
  [
    'a ratio that was given for one business',
    upTime,
    { ratios: [ratio(6, 10, 'a')], findings: [down(1001, 'b')] },
    exactly(-4),
  ],

  ['exactly 30 minutes', over30, of(took(30 * MINUTE)), exactly(0)],
  ['30 minutes and 1 ms', over30, of(took(30 * MINUTE + 1)), exactly(-3)],
  ['never', over30, of(finding({ isMissing: true })), exactly(-3)],
  ['too long, nobody said how long', over30, of(finding()), exactly(-3)],
  ['late by the step, not once more by the count', over20, of(took(21 * MINUTE)), exactly(-2)],
  ['late by the record of a breach', over20, of(finding()), exactly(-2)],
  ['20 minutes are in time', over20, of(took(20 * MINUTE)), exactly(0)],

  ['a mark of full points', { 'human-graded': {} }, { grades: [grade(45)] }, exactly(0)],
  ['a mark of nothing', { 'human-graded': {} }, { grades: [grade(0)] }, exactly(-45)],
  ['no mark', { 'human-graded': {} }, {}, between(-45, 0)],
  ['a mark over the points is none', { 'human-graded': {} }, { grades: [grade(45.01)] }, between(-45, 0)],
  ['two graders agree', { 'human-graded': {} }, { grades: [grade(40, 'a'), grade(40, 'b')] }, exactly(-5)],
  ['two graders differ', { 'human-graded': {} }, { grades: [grade(40, 'a'), grade(44, 'b')] }, between(-5, -1)],
  [
    'a grader’s last mark counts',
    { 'human-graded': {} },
    {
      grades: [
        { ...grade(40), at: 2 },
        { ...grade(30), at: 1 },
      ],
    },
    exactly(-5),
  ],
  ['a mark that nothing describes', described, { grades: [grade(9.5)] }, between(-45, 0)],
])('%s', (_name, kinds, given, change) => {
  expect(
    scoreRule(kinds, given, { base: 45, period: { ...env.period, to: env.period.from + 90 * DAY } }).points,
  ).toEqual(change);
});

test.each<Case>([
  ['no request, the full mark', response, {}, exactly(0)],
  ['within exactly 1 hour', response, of(took(HOUR)), exactly(0)],
  ['1 hour and 1 ms, which is not printed, is the next lower mark', response, of(took(HOUR + 1)), exactly(-5)],
  ['exactly 2 hours', response, of(took(2 * HOUR)), exactly(-5)],
  ['exactly 4 hours', response, of(took(4 * HOUR)), exactly(-5)],
  ['4 h 00 min 01 s', response, of(took(4 * HOUR + SECOND)), exactly(-7)],
  ['never answered', response, of(finding({ isMissing: true })), exactly(-10)],
  ['the worst and the best of many', response, of(...times(9, { elapsedMs: HOUR }), took(5 * HOUR)), between(-7, 0)],
  ['a person decides for all', response, { ...of(took(HOUR), took(5 * HOUR)), grades: [grade(9)] }, exactly(-1)],
  ['solved in exactly a day', solving, of(took(DAY)), between(-2, 0)],
  ['solved in a day, a figure', solving, of(took(DAY, { figure: points(9) })), exactly(-1)],
  ['1 ms more than a day', solving, of(took(DAY + 1)), between(-5, -3)],
  ['exactly a week', solving, of(took(7 * DAY)), between(-8, -6)],
  ['a week and 1 ms', solving, of(took(7 * DAY + 1)), between(-10, -9)],
])('%s', (_name, kinds, given, change) => {
  expect(scoreRule(kinds, given, { base: 10 }).points).toEqual(change);
});

test.each<readonly [string, RuleKinds, Partial<Facts>, readonly string[]]>([
  ['a mark', { 'human-graded': {} }, {}, ['grade']],
  ['two marks', { 'human-graded': {} }, { grades: [grade(1, 'a'), grade(2, 'b')] }, ['graders_differ']],
  ['a percentage', steps, {}, ['ratio']],
  ['a percentage that a person may grade instead', target, {}, ['grade']],
  ['a pass rate under every step', passRate, { ratios: [ratio(1, 2)] }, ['figure']],
  ['a figure', { 'judged-range': {} }, of(finding()), ['figure']],
  ['a sample', { sampled: { size: 1, points: 1 } }, {}, ['sample']],
  ['a tick', { satisfaction: { asks: 'q' } }, {}, ['ticks']],
  [
    'two ticks',
    { satisfaction: { asks: 'q' } },
    {
      ticks: [
        { rule: 'R', grader: 'a', tick: 'satisfied' },
        { rule: 'R', grader: 'b', tick: 'average' },
      ],
    },
    ['graders_differ'],
  ],
  ['a mark by time', response, of(took(HOUR)), ['grade']],
  ['a bonus nobody has asked for', { bonus: { within: 'section' }, 'human-graded': {} }, {}, []],
  ['a bonus nobody has priced', { bonus: { within: 'section' } }, of(finding()), ['figure']],
  ['points to be earned', { earn: { upTo: points(3) }, 'human-graded': {} }, {}, ['grade']],
  ['a price', { 'money-fixed': { per: 'unit', share: { of: 'period_fee', permyriad: 10 } } }, of(finding()), ['price']],
])('what keeps %s open', (_name, kinds, given, why) => {
  expect(scoreRule(kinds, given).open.map((open) => open.why)).toEqual(why);
});

test('the mean of the marks is a measure, exact', () => {
  const score = scoreRule(response, of(...times(2, { elapsedMs: HOUR }), took(5 * HOUR)), { base: 10 });
  expect(score.measures).toEqual([{ is: 'mean_mark', met: points(23), total: 3 }]);
});

test('a percentage is shown as it was compared', () => {
  const score = scoreRule(steps, { ratios: [ratio(2, 3)] });
  expect(score.measures).toEqual([{ met: 2, total: 3 }]);
});

test('an item without points is open for no mark', () => {
  const score = scoreOf(table([item('I', undefined, [rule('R', { 'human-graded': {} })])]), { grades: [grade(8)] });
  expect(score).toMatchObject({ total: exactly(100), open: [] });
  expect(ruleOf(score).charges).toMatchObject([{ subject: 'g', points: exactly(0) }]);
});

test('an overall rate is not made of those that were down alone', () => {
  const overall: RuleKinds = { availability: { of: 'b' }, ...perPoint('nothing') };
  expect(scoreRule(overall, of(took(HOUR, { subject: 'a' }))).open).toMatchObject([{ why: 'ratio' }]);
});

test.each([
  ['exactly 360 hours', 360 * HOUR, 0],
  ['360 hours and 1 ms', 360 * HOUR + 1, 5000],
])('a point that was down for %s', (_name, elapsedMs, fen) => {
  const kinds: RuleKinds = {
    availability: { of: 'b', longestMs: 360 * HOUR },
    'money-fixed': { per: 'unit', share: { of: 'subject_fee', permyriad: 10_000 } },
  };
  const fees = [{ rule: 'R', subject: 'a', fen: 5000 }];
  const halves = [
    took(180 * HOUR, { subject: 'a' }),
    took(elapsedMs - 180 * HOUR, { subject: 'a', at: at('2026-02-20') }),
  ];
  expect(scoreRule(kinds, { findings: halves, fees }).fen).toEqual({ min: fen, max: fen });
});

test.each([
  ['97.4 %', 974, 0],
  ['97.0 %', 970, 100],
  ['96.3 %', 963, 100],
  ['96.0 %', 960, 200],
])('an online rate of %s takes 1 ‰ of the fee for each whole point under 98 %%', (_name, met, fen) => {
  const kinds: RuleKinds = {
    availability: { of: 'b' },
    'per-percentage-point': { target: 9800, part: 'nothing' },
    'money-fixed': { per: 'unit', share: { of: 'period_fee', permyriad: 10 } },
  };
  const score = scoreRule(kinds, { ratios: [ratio(met, 1000)], fees: [{ rule: 'R', fen: 100_000 }] });
  expect(score.fen).toEqual({ min: fen, max: fen });
});

test.each([
  ['month', [], 0],
  ['month', ['2026-01-31 23:59', '2026-02-01', '2026-02-28 23:59'], 2],
  ['period', ['2026-01-01', '2026-03-31 23:59'], 2],
  ['half_year', ['2025-12-31 23:59', '2026-01-01'], 1],
  ['year', ['2025-10-01', '2026-01-01'], 1],
] as const)('of a quota for a %s %j are counted otherwise', (per, days, met) => {
  const findings = days.map((day) => finding({ at: at(day) }));
  const { measures, points: change } = scoreRule({ quota: { max: 1, per } }, { findings });
  expect(measures).toEqual([{ is: 'quota', met, total: 1 }]);
  expect(change).toEqual(exactly(0));
});

test.each([
  [9, 'not_printed'],
  [5, undefined],
])('a mark of %s by measured times is taken for one that is printed, or not for one', (given, because) => {
  const of = table([item('I', 10, [rule('R', response)])]);
  const findings = [finding({ elapsedMs: 2 * HOUR })];
  const { charges } = ruleOf(scoreOf(of, { findings, grades: [grade(given)] }));
  expect(charges[0]).toMatchObject({ subject: 'g', mark: points(given), points: exactly(given - 10) });
  expect(charges[0]?.because).toBe(because);
});

test('a quota of a longer span forgets what was before the period', () => {
  const calendarMonths = { period: { months: 1, from: 'calendar' } } as const;
  const of = table([item('I', 20, [rule('R', { quota: { max: 1, per: 'quarter' } })])], calendarMonths);
  const findings = ['2025-12-31', '2026-01-05', '2026-03-05'].map((day) => finding({ at: at(day) }));
  const march = { ...env.period, from: at('2026-03-01') };
  expect(ruleOf(scoreOf(of, { findings }, { period: march })).measures).toEqual([{ is: 'quota', met: 2, total: 1 }]);
});
