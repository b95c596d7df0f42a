import { describe, expect, test } from 'vitest';
import { expectMistake, fullPack, type Mistake, parse, problemsOf } from './pack-text.ts';

const T1 = 'tables.T1.sections';
const A1 = `${T1}[0].items[0].rules`;
const A2 = `${T1}[0].items[1].rules`;
const B1 = `${T1}[1].items[0].rules`;
const C1 = `${T1}[2].items[0].rules`;
const E1 = 'tables.T3.sections[0].items[0].rules[0].weighted-graders.parts';

// biome-ignore format: one row, one case
const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  tables: [
    ['a period that is none', '3 months of the service', 'a quarter', 'a quarter', 'tables.T1.period', 'is no period', '3 months of the service'],
    ['five months', '3 months of the service', '5 months of the service', '5 months', 'tables.T1.period', 'is no period', '1, 3, 6 or 12'],
    ['a floor that is none', 'floor: 0\n', 'floor: 5\n', '5\n            rules', `${T1}[0].items[0].floor`, '5 does not fit', 'write 0'],
    ['an unknown project', 'project: p1\n    perPerson', 'project: p9\n    perPerson', 'p9', 'tables.T2.project', 'no project p9', 'p1'],
    ['an unknown department', 'departments: all', 'departments: [office, hq]', 'hq]', 'tables.T2.departments[1]', 'no department hq', 'office'],
    ['an id that cannot be typed', 'id: D1', 'id: D 1', 'D 1', 'tables.T2.sections[0].items[0].id', 'is no id', 'letters'],
    ['an item twice', 'id: D1', 'id: A1', 'A1, name: One', 'tables.T2.sections[0].items[0].id', 'id A1 is used at tables.T1.sections[0].items[0].id too', 'own id'],
    ['a rule twice', 'id: B1c', 'id: A1c', 'A1c, text: state', `${B1}[2].id`, 'is used at', 'own id'],
    ['a section twice', '- id: s2', '- id: s1', 's1\n        name: Marks', `${T1}[1].id`, 'id s1 is used', 'own id'],
    ['one of several rules without an id', '{ id: A1b, text: report', '{ text: report', '{ text: report', `${A1}[1]`, 'A1 has several rules', 'A1a'],
    ['a rule without a kind', ', exemption: { reasons: [storm], of: [A1a] } }', ' }', '{ id: A1c', `${A1}[2]`, 'no kind', 'count'],
    ['an unknown kind', 'every-N:', 'every-n:', 'every-n', `${A1}[10].every-n`, 'no such key', 'spelling'],
    ['penalty points with a base', 'accrual: true', 'accrual: true\n    base: 100', 'true\n    base', 'tables.T4.accrual', 'no base', 'leave out'],
    ['points where no score is made', 'unscored: true', 'unscored: true\n    base: 100', 'true\n    base: 100', 'tables.T5.unscored', 'it has points', 'leave out'],
  ],
  points: [
    ['of items that are not those of their section', 'points: 40\n            floor', 'points: 39.5\n            floor', '60\n', `${T1}[0].points`, '59.5 points together, and it has 60', 'mismatch'],
    ['of sections that are not those of the table', 'name: Marks\n        points: 40', 'name: Marks\n        points: 41', '100\n    ceiling', 'tables.T1.base', '101 points together, and it has 100', 'mismatch'],
    ['that do add up', 'points: 9, rules', 'points: 10, rules', 'printed 9', 'tables.T2.mismatch', 'do add up', 'delete'],
    ['finer than a millionth', 'count: { points: 0.5 }', 'count: { points: 0.0000005 }', '0.0000005', `${A1}[0].count.points`, 'six decimals', '0.5'],
    ['below zero', 'count: { points: 0.5 }', 'count: { points: -1 }', '-1 }', `${A1}[0].count.points`, 'does not fit', '0 or more'],
  ],
  'what rules refer to': [
    ['an exemption of an unknown rule', 'of: [A1a]', 'of: [A9]', 'A9', `${A1}[2].exemption.of[0]`, 'no rule of this table A9', 'A1a'],
    ['an exemption of a rule of another table', 'of: [A1a]', 'of: [D1]', 'D1]', `${A1}[2].exemption.of[0]`, 'no rule of this table D1', 'A1a'],
    ['a charge by an unknown rule', 'with: [A1a]', 'with: [A9]', 'A9', `${A1}[3].no-double-count.with[0]`, 'no rule of this table A9', 'A1a'],
    ['a part of an unknown table', 'table: T1, name: Town }, { weight: 8.7%', 'table: T9, name: Town }, { weight: 8.7%', 'T9', `${E1}[0].table`, 'no table T9', 'T1, T2'],
    ['a part of an unknown rule', 'rule: E2', 'rule: A1a', 'A1a, name: Offices', `${E1}[1].rule`, 'no rule of weighted graders A1a', 'E1, E2'],
    ['a part of itself', 'rule: E2', 'rule: E1', 'E1, name: Offices', `${E1}[1].rule`, 'E1 is a part of itself', 'another'],
    ['a copy that there is not', 'copy: office', 'copy: hq', 'hq', 'tables.T3.sections[0].items[1].rules[0].weighted-graders.parts[0].copy', 'no copy of T2 for hq', 'office'],
    ['a copied table without a copy', 'table: T2, copy: office', 'table: T2', '{ weight: 50%, table: T2', 'tables.T3.sections[0].items[1].rules[0].weighted-graders.parts[0]', 'a copy for each department', 'copy: office'],
    ['a part of nothing', 'table: T1, name: Town }, { weight: 8.7%', 'name: Town }, { weight: 8.7%', '{ weight: 91.3%', `${E1}[0]`, 'not clear what is averaged', 'a table'],
    ['weights that do not add up', '8.7%', '8.8%', '[{ weight: 91.3%', E1, 'add up to 100.1%', '100%'],
    ['a clock that no rule of the pack has', 'clocks: [arrive]', 'clocks: [workaround]', 'workaround', `${A1}[0].from[0].breach.clocks[0]`, 'no clock called workaround', 'arrive'],
    ['a clock that does not exist', 'clocks: [arrive]', 'clocks: [arrival]', 'arrival', `${A1}[0].from[0].breach.clocks[0]`, 'does not fit', 'respond'],
    ['a source of an unknown level', 'levels: [major] } }]', 'levels: [minor] } }]', 'minor', `${A1}[0].from[0].breach.levels[0]`, 'no level minor', 'general'],
    ['a source of an unknown system', 'downtime: { systems: [mail] }', 'downtime: { systems: [www] }', 'www', `${A2}[3].from[0].downtime.systems[0]`, 'no system www', 'web'],
    ['a source that nothing reads', '{ completion_ratio: {} }', '{ downtime: {} }', 'downtime: {} }', `${A2}[1].from[0].downtime`, 'can read downtime', 'availability'],
    ['two sources in one entry', '[{ late_fault_report: { missing: true } }]', '[{ late_fault_report: { missing: true }, repeat: { window: 7d } }]', '{ late_fault_report', `${A1}[1].from[0]`, 'several sources', 'one key'],
    ['a source without a name', '[{ late_fault_report: { missing: true } }]', '[{}]', '{}]', `${A1}[1].from[0]`, 'names no source', 'one key'],
  ],
  'steps and grades': [
    ['percentages out of order', '{ under: 70%, points: 3 }', '{ under: 99.9%, points: 3 }', '{ upTo', `${A2}[0].ratio-threshold.steps[1]`, 'not later', 'ascending'],
    ['a better percentage that costs more', 'upTo: 99.5%, points: 1', 'upTo: 99.5%, points: 4', '4 }], each', `${A2}[0].ratio-threshold.steps[1].points`, 'costs more', '3 or less'],
    ['a step with two percentages', '{ under: 70%, points: 3 }', '{ under: 70%, upTo: 70%, points: 3 }', '{ under: 70%, upTo', `${A2}[0].ratio-threshold.steps[0]`, 'two percentages', 'either'],
    ['a percentage without its mark', 'under: 70%', 'under: 70', '70, points', `${A2}[0].ratio-threshold.steps[0].under`, 'does not fit', '98%'],
    ['times out of order', 'upTo: 1h30m, from', 'upTo: 30m, from', '{ over: 1h', `${B1}[0].graded-by-elapsed.steps[1]`, 'not later', 'ascending'],
    ['a step that hides the next', '{ upTo: 1h, points: 10 }', '{ points: 10 }', '{ points: 10 }', `${B1}[0].graded-by-elapsed.steps[0]`, 'ever count', 'upTo: 1h'],
    ['a range that is reversed', 'judged-range: { from: 5, to: 20 }', 'judged-range: { from: 50, to: 20 }', '20 } }', `${A1}[8].judged-range.to`, 'ends before', '50 or more'],
    ['grades that overlap', 'to: 90, name: fair', 'to: 91, name: fair', '{ from: 90, name: good', `${C1}[0].bands.steps[0]`, 'this grade and that of steps[1]', 'begin where'],
    ['grades with a gap', 'to: 90, name: fair', 'to: 89, name: fair', '{ from: 90, name: good', `${C1}[0].bands.steps[0]`, 'neither this grade nor that of steps[1]', 'begin where'],
    ['a figure of two grades', 'from: ">60"', 'from: 60', '{ from: 60', `${C1}[0].bands.steps[1]`, 'this grade and that of steps[2]', 'begin where'],
    ['a figure of no grade', 'to: "<=60"', 'to: 60', '{ from: ">60"', `${C1}[0].bands.steps[1]`, 'neither this grade', 'begin where'],
    ['a grade that ends before it begins', 'from: 90, name: good', 'from: 95, to: 91, name: good', '{ from: 95', `${C1}[0].bands.steps[0]`, 'ends before it begins', 'less than'],
    ['a limit of another form', 'from: ">60"', 'from: "above 60"', '"above 60"', `${C1}[0].bands.steps[1].from`, 'is no end of a grade', '">60"'],
    ['a grade that owes twice', 'share: 5% of contract }', 'share: 5% of contract, yuan: 3 }', '{ from: ">60"', `${C1}[0].bands.steps[1]`, 'twice', 'one of'],
  ],
  money: [
    ['a sum that is none', 'money-fixed: { yuan: 500.50 }', 'money-fixed: {}', '{} }\n  T2', `${C1}[4].money-fixed`, 'how much is owed', 'yuan or share'],
    ['a sum beside the grades', 'money-fixed: { per: band }', 'money-fixed: { per: band, yuan: 5 }', '{ per: band', `${C1}[0].money-fixed`, 'twice', 'one of them'],
    ['money by grades that have none', 'count: {}, money-fixed: { yuan: 500.50 }', 'count: {}, money-fixed: { per: band }', '{ per: band } }\n  T2', `${C1}[4].money-fixed`, 'no grade of the rule', 'steps of bands'],
    ['a share of nothing', '5% of contract', '6%', '6% }', `${C1}[0].bands.steps[1].share`, 'no share of a price', '5% of contract'],
    ['a price with three decimals', 'price: 608420.50', 'price: 608420.505', '608420.505', 'price', 'at most two decimals', '1250000.00'],
  ],
  growth: [
    ['that is not said', 'first: 2, plus: 2', 'first: 2', '{ first: 2', `${A1}[9].progressive`, 'how it grows', 'plus or times'],
    ['that is said twice', 'first: 2, plus: 2', 'first: 2, plus: 2, times: 2', '{ first: 2', `${A1}[9].progressive`, 'how it grows', 'plus or times'],
    ['upwards in a table that counts down', 'count: {}, money-fixed', 'accrue: {}, count: {}, money-fixed', '{}, count', `${C1}[4].accrue`, 'does not count upwards', 'accrual: true'],
    ['with a margin of another form', 'margin: 3 months', 'margin: 3 quarters', '3 quarters', `${A1}[7].late-threshold.margin`, 'is no margin', '3 months'],
    ['with a window of another form', 'repeat-in-window: { window: 7d', 'repeat-in-window: { window: a week', 'a week', `${A1}[4].repeat-in-window.window`, 'is no window', '15d'],
  ],
};

describe.each(Object.entries(mistakes))('%s', (_what, cases) => {
  test.each(cases)('%s is named with its place and remedy', (...mistake) => expectMistake(fullPack, mistake));
});

describe('grades that a tender leaves without limits', () => {
  const steps = '[{ name: good }, { name: fair, share: 5% of contract }, { name: poor, byAgreement: true }]';
  const unset = fullPack.replace(/steps: \[\{ from: 90, name: good.*?\}\] \}/, `steps: ${steps} }`);
  test('are no mistake', () => {
    expect(unset).toContain(steps);
    expect(problemsOf(() => parse(unset))).toEqual([]);
  });
});

test('whole numbers of ticks leave no gap between six and seven', () => {
  const ticks =
    'of: satisfied, steps: [{ from: 7, name: good }, { from: 5, to: "<=6", name: fair, share: 1% of project }, { to: 5, name: poor }]';
  const text = fullPack.replace(/of: total, steps: \[\{ from: 90, name: good.*?\}\]/, ticks);
  expect(text).toContain(ticks);
  expect(problemsOf(() => parse(text))).toEqual([]);
});
