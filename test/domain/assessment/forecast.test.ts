import { expect, test } from 'vitest';
import { forecast } from '../../../domain/assessment/forecast.ts';
import { ranking } from '../../../domain/assessment/ranking.ts';
import type { RuleKinds } from '../../../domain/assessment/rule-kinds.ts';
import { scoreTables } from '../../../domain/assessment/score-tables.ts';
import {
  between,
  env,
  exactly,
  facts,
  finding,
  grade,
  item,
  points,
  Q1,
  ratio,
  rule,
  scoreOf,
  table,
  times,
  withoutBase,
} from './score-fixture.ts';

const one: RuleKinds = { count: { points: points(1) } };
/** A third of the quarter is over. */
const third = { ...env, now: Q1.from + (Q1.to - Q1.from) / 3 };
const early = { at: Q1.from };

test.each([
  ['losses by occurrence go on', one, 20, times(4, early), exactly(88)],
  ['no more is lost than the item has', one, 10, times(4, early), exactly(90)],
  ['nothing lost, nothing expected', one, 20, [], exactly(100)],
  ['what is lost once is not lost again', { presence: { points: points(4) } }, 20, times(1, early), exactly(96)],
] as const)('%s', (_name, kinds, base, findings, expected) => {
  const of = table([item('I', base, [rule('R', kinds)])]);
  expect(forecast(scoreOf(of, { findings }, third), third)).toEqual(expected);
});

test('an item without a floor goes on below nothing', () => {
  const of = table([item('I', 10, [rule('R', one)], { floor: { at: 'none' } })]);
  expect(forecast(scoreOf(of, { findings: times(4, early) }, third), third)).toEqual(exactly(88));
});

test('a mark or a percentage stays as it is', () => {
  const steps = [{ under: 9000, points: points(2) }];
  const of = table([
    item('I', 20, [rule('R', { 'human-graded': {} })]),
    item('J', 20, [rule('S', { 'ratio-threshold': { steps } })]),
  ]);
  const given = { grades: [grade(18)], ratios: [{ ...ratio(1, 2), rule: 'S' }] };
  expect(forecast(scoreOf(of, given, third), third)).toEqual(exactly(96));
});

test('an open total has an open forecast', () => {
  const of = table([item('I', 40, [rule('R', { 'judged-range': { from: points(1), to: points(2) } })])]);
  expect(forecast(scoreOf(of, { findings: times(2, early) }, third), third)).toEqual(between(88, 94));
});

test('penalty points go on upwards', () => {
  const of = withoutBase([item('I', undefined, [rule('R', one)])], { isAccrual: true });
  expect(forecast(scoreOf(of, { findings: times(4, early) }, third), third)).toEqual(exactly(12));
});

test.each([
  ['has not begun', Q1.from],
  ['is over', Q1.to],
])('there is none for a period that %s', (_name, now) => {
  const of = table([item('I', 20, [rule('R', one)])]);
  expect(forecast(scoreOf(of, {}, { now }), { ...env, now })).toBeUndefined();
});

test('the best first; who is equal shares a place, and the next one’s leaves a gap', () => {
  const persons = table([item('I', 20, [rule('R', one)])], { isPerPerson: true });
  const findings = [finding({ copy: 'b' }), finding({ copy: 'c' }), ...times(2, { copy: 'd' })];
  const scores = scoreTables([persons], facts({ findings }), { ...env, people: ['d', 'c', 'b', 'a'] });
  expect(ranking(scores).map(({ copy, place, isTied }) => [copy, place, isTied])).toEqual([
    ['a', 1, false],
    ['b', 2, true],
    ['c', 2, true],
    ['d', 4, false],
  ]);
});
