import { describe, expect, test } from 'vitest';
import { chineseHolidays } from '../../contracts/holidays.ts';
import { readPack } from '../../contracts/schema.ts';
import { POINT } from '../../domain/assessment/points.ts';
import type { Rule } from '../../domain/assessment/table-types.ts';
import { TICKET_KINDS } from '../../domain/ticket-types.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';
import { fullPack, pack, parse, placeOf, problemsOf } from './pack-text.ts';

const contract = parse(fullPack);
const tableOf = (id: string) => contract.tables.find((table) => table.id === id);
const ruleOf = (id: string): Rule | undefined =>
  contract.tables
    .flatMap(({ sections }) => sections.flatMap(({ items }) => items.flatMap(({ rules }) => rules)))
    .find((rule) => rule.id === id);

test('a pack without tables has none', () => {
  expect(parse(pack)).toMatchObject({ tables: [] });
  expect(parse(pack)).not.toHaveProperty('priceFen');
});

test('the price of the contract is read in fen', () => expect(contract.priceFen).toBe(60_842_050));

describe('a table', () => {
  test('keeps the order of the pack', () => {
    expect(contract.tables.map(({ id }) => id)).toEqual(['T1', 'T2', 'T3', 'T4', 'T5']);
  });

  test.each([
    ['T1', { period: { months: 3, from: 'term' }, base: 100 * POINT, ceiling: 100 * POINT, words: ['quarter'] }],
    [
      'T1',
      {
        floor: { at: 'zero', isChosen: true },
        choices: [{ about: 'Bonus', chosen: 'Within its section', others: [] }],
      },
    ],
    ['T2', { period: { months: 1, from: 'calendar' }, departments: ['office'], project: 'p1', isPerPerson: true }],
    ['T2', { floor: { at: 'none' }, base: 10 * POINT, mismatch: 'printed 9 under 10' }],
    ['T3', { period: { term: true }, graders: [], words: [] }],
    ['T4', { period: { months: 12, from: 'term' }, isAccrual: true }],
    ['T5', { isUnscored: true }],
  ])('%s is read as %o', (id, expected) => expect(tableOf(id)).toMatchObject(expected));

  test('has no key that was not written', () => {
    for (const key of ['base', 'departments', 'isPerPerson', 'isAccrual', 'ceiling', 'mismatch']) {
      expect(tableOf('T5')).not.toHaveProperty(key);
    }
  });
});

test('an item has the clause of its table, unless it has its own, and the only rule has the item’s id', () => {
  const items = tableOf('T1')?.sections[0]?.items;
  expect(items).toMatchObject([
    { clause: 'X', base: 40 * POINT, floor: { at: 'zero' } },
    { clause: 'Y', base: 20 * POINT, floor: { at: 'none' } },
  ]);
  expect(tableOf('T2')?.sections[0]?.items[0]?.rules.map(({ id }) => id)).toEqual(['D1']);
});

describe('the figures of a rule', () => {
  // biome-ignore format: one row, one case
  test.each([
    ['A1a', { count: { points: 500_000 } }],
    ['A1e', { 'repeat-in-window': { window: { ms: 7 * DAY }, times: 2 }, count: { points: POINT } }],
    ['A1h', { 'late-threshold': { margin: { months: 3 }, points: 2 * POINT } }],
    ['A1j', { progressive: { first: 2 * POINT, plus: 2 * POINT, per: 'year' } }],
    ['A2a', { 'ratio-threshold': { steps: [{ under: 7000, points: 3 * POINT }, { upTo: 9950, points: POINT }], each: 'business', target: 10_000 } }],
    ['A2b', { 'per-percentage-point': { target: 9800, points: 500_000, part: 'nothing' } }],
    ['A2c', { target: { permyriad: 9500, text: 'present' } }],
    ['A2d', { availability: { of: 'systems', target: 9900, longestMs: 15 * DAY }, 'money-fixed': { per: 'unit', share: { of: 'period_fee', permyriad: 10 } } }],
    ['B1a', { 'graded-by-elapsed': { by: 'mark', steps: [{ upToMs: HOUR, points: 10 * POINT }, { overMs: HOUR, upToMs: 90 * MINUTE, from: 2 * POINT, to: 4 * POINT }, { points: 3 * POINT }, { never: true, points: 0 }] } }],
    ['B1b', { satisfaction: { asks: 'polite' }, 'human-graded': { brackets: [{ from: 7 * POINT, to: 9 * POINT, text: 'mostly' }], graders: ['Users'] } }],
    ['C1a', { bands: { of: 'total', steps: [{ from: 90 * POINT, name: 'good' }, { from: 60 * POINT, isFromOpen: true, to: 90 * POINT, name: 'fair', consequence: 'less', money: { share: { of: 'contract', permyriad: 500 } } }, { to: 60 * POINT, isToClosed: true, name: 'poor', money: { byAgreement: true } }] }, 'money-fixed': { per: 'band' } }],
    ['C1b', { veto: { atLeast: 1, outcome: 'failed', decidesGrade: true } }],
    ['A1d', { 'no-double-count': { with: ['A1a'], evenExempted: true } }],
    ['C1e', { count: {}, 'money-fixed': { per: 'unit', fen: 50_050 } }],
    ['E1', { 'weighted-graders': { parts: [{ weight: 9130, table: 'T1', name: 'Town' }, { weight: 870, rule: 'E2', name: 'Offices' }] } }],
    ['F1', { accrue: {}, progressive: { first: POINT, times: 2, per: 'period' } }],
  ])('%s are read exactly', (id, kinds) => expect(ruleOf(id)?.kinds).toEqual(kinds));

  const faults = ['incident', 'security_event', 'inspection_anomaly'];
  const outages = ['incident', 'security_event'];
  // biome-ignore format: one row, one case
  test.each([
    ['A1a', { source: 'breach', clocks: ['arrive'], binding: 'any', kinds: ['service_request'], levels: ['major'], systems: [] }],
    ['A1b', { source: 'late_fault_report', missing: true, kinds: faults, levels: [], systems: [] }],
    ['A1e', { source: 'repeat', windowMs: 7 * DAY, kinds: outages, levels: [], systems: [] }],
    ['A2a', { source: 'met_ratio', clocks: ['resolve'], kinds: [...TICKET_KINDS], levels: [], systems: [] }],
    ['A2b', { source: 'completion_ratio', kinds: faults, levels: [], systems: [] }],
    ['A2c', { source: 'attendance_ratio' }],
    ['A2d', { source: 'downtime', kinds: outages, levels: [], systems: ['mail'] }],
    ['B1a', { source: 'elapsed', to: 'acknowledged', atLeastMs: MINUTE, kinds: faults, levels: [], systems: [] }],
    ['B1b', { source: 'ratings', kinds: faults, levels: [], systems: [] }],
    ['B1d', { source: 'absence', late: true }],
  ])('%s says where its facts come from', (id, source) => expect(ruleOf(id)?.from).toEqual([source]));
});

describe('tables in included files', () => {
  const file = (id: string, item: string, points = 5) => `tables:
  ${id}: { name: ${id}, clause: X, period: whole service, base: ${points}, sections: [{ id: s, name: S, items: [{ id: ${item}, name: N, points: 5, rules: [{ text: t, count: { points: 1 } }] }] }] }
`;
  const read = (files: Readonly<Record<string, string>>) =>
    readPack(`include: [${Object.keys(files).join(', ')}]\n${pack}`, {
      sourceName: 'packs/demo.yaml',
      holidays: chineseHolidays({ from: 2025, to: 2026 }),
      read: (path) => files[path],
    });

  test('are added to each other', () => {
    const { contract: merged } = read({ 'tables/a.yaml': file('A', 'A1'), 'tables/b.yaml': file('B', 'B1') });
    expect(merged.tables.map(({ id }) => id).toSorted()).toEqual(['A', 'B']);
  });

  test('are named with their own file and line where they are wrong', () => {
    const wrong = file('B', 'B1', 6);
    expect(problemsOf(() => read({ 'tables/a.yaml': file('A', 'A1'), 'tables/b.yaml': wrong }))).toEqual([
      expect.objectContaining({ file: 'packs/tables/b.yaml', path: 'tables.B.base', ...placeOf(wrong, '6,') }),
    ]);
  });
});
