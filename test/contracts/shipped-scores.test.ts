import { describe, expect, test } from 'vitest';
import type { Facts, Finding, RatioFact, Tick } from '../../domain/assessment/facts.ts';
import { POINT } from '../../domain/assessment/points.ts';
import { scoreTables } from '../../domain/assessment/score-tables.ts';
import type { TableScore } from '../../domain/assessment/statement.ts';
import { intakeOf, placedRules } from '../../domain/assessment/table-lookup.ts';
import { DAY, HOUR, MINUTE } from '../../domain/types.ts';
import { instant, shippedPack } from './pack-cases.ts';

/** Cases that can be reckoned by hand from the tender's page: they hold the figures of the packs, not the engine. */

const PACKS = { GX: shippedPack('guangxi-police'), KA: shippedPack('karamay-egov') };
const YEARS = {
  GX: {
    from: instant('2024-09-01 00:00'),
    to: instant('2025-09-01 00:00'),
    firstDay: '2024-09-01',
    lastDay: '2025-08-31',
  },
  KA: {
    from: instant('2023-01-01 00:00'),
    to: instant('2024-01-01 00:00'),
    firstDay: '2023-01-01',
    lastDay: '2023-12-31',
  },
};
const MARCH = {
  from: instant('2023-03-01 00:00'),
  to: instant('2023-04-01 00:00'),
  firstDay: '2023-03-01',
  lastDay: '2023-03-31',
};

type Found = Partial<Finding> & { readonly rule: string };
interface Given {
  readonly found?: readonly Found[];
  readonly ratios?: readonly Pick<RatioFact, 'rule' | 'met' | 'total'>[];
  readonly ticks?: readonly Tick[];
  readonly fees?: Facts['fees'];
}

function scoreOf(id: string, given: Given, copy?: string): TableScore | undefined {
  const contract = id.startsWith('GX') ? PACKS.GX : PACKS.KA;
  const month = ['KA-02', 'KA-03a', 'KA-06.2'].includes(id);
  const span = month ? MARCH : id.startsWith('GX') ? YEARS.GX : YEARS.KA;
  const facts: Facts = {
    contractId: contract.id,
    findings: (given.found ?? []).map((found, index) => ({
      id: `f${index}`,
      at: span.from + DAY + index,
      standing: 'confirmed',
      origin: 'paper',
      evidence: [],
      ...found,
    })),
    ratios: (given.ratios ?? []).map((ratio) => ({ ...ratio, origin: 'paper', evidence: [] })),
    grades: [],
    ticks: given.ticks ?? [],
    fees: given.fees ?? [],
    reviewed: ['KA62.7', 'KA62.8', 'KA62.13', 'KA62.14', 'KA62.17b', 'KA62.18a', 'KA62.18b', 'KA62.24b', 'KA62.26'],
    handedIn: contract.tables.flatMap(({ departments, id: table }) =>
      departments ? departments.map((copy) => ({ table, copy })) : [{ table }],
    ),
  };
  const scores = scoreTables(contract.tables, facts, {
    period: { ...span, label: '', isOwn: true },
    now: instant('2026-01-01 00:00'),
    termFrom: contract.term.from,
    priceFen: 100_000_000,
    projectPriceFen: (project) => contract.projects.find((each) => each.id === project)?.priceFen,
    people: ['li'],
  });
  return scores.find((score) => score.id === id && (copy === undefined || score.copy === copy));
}

const times = (count: number, found: Found): readonly Found[] => Array.from({ length: count }, () => found);
const points = (value: number) => ({ min: value * POINT, max: value * POINT });

test('no attendance is charged where it cannot be told whose it is', () => {
  // Twelve sub-projects of one department: a day missed at one of them is none of another's.
  const shared = PACKS.KA.projects.filter(
    ({ department }, _place, all) => all.filter((other) => other.department === department).length > 1,
  );
  const ids = new Set(shared.map(({ id }) => id));
  const sources = placedRules(PACKS.KA.tables.filter(({ project = '' }) => ids.has(project))).flatMap(
    ({ rule }) => rule.from,
  );
  expect(sources.filter(({ source }) => source === 'absence' || source === 'attendance_ratio')).toEqual([]);
});

test('that replaced people are no better can be recorded, beside the mark', () => {
  const rules = placedRules(PACKS.GX.tables).filter(({ item }) => item.id === 'GX3.5');
  expect(rules.map((placed) => intakeOf(placed).by)).toEqual(['grade', 'finding']);
});

describe('an untouched period', () => {
  test.each([
    'GX-T1',
    'GX-W',
    'KA-06.2',
    'KA-06.9',
    'KA-06.11',
    'KA-06.12',
    'KA-07',
    'KA-11',
    'KA-12',
    'KA-13',
    'KA-14',
  ])('%s is 100', (id) => expect(scoreOf(id, {})?.total).toEqual(points(100)));
  test.each(['KA-03b', 'KA-06.6', 'KA-06.7', 'KA-06.8', 'KA-10', 'KA-19.5'])('%s has no score to make', (id) => {
    expect(scoreOf(id, {})?.total).toBeUndefined();
  });
  test('a grade without printed limits stays open', () => {
    expect(scoreOf('KA-15', {})).toMatchObject({
      total: points(100),
      bands: [],
      open: [{ rule: 'KA15.7', why: 'bands' }],
    });
  });
});

describe('a total', () => {
  test.each<[string, string, Given, number]>([
    [
      'days of all documents are added',
      'GX-T1',
      {
        found: [
          { rule: 'GX1.1', quantity: 3 },
          { rule: 'GX1.1', quantity: 2 },
        ],
      },
      99,
    ],
    ['two off-hours failures cost nothing', 'GX-T1', { found: times(2, { rule: 'GX1.6c' }) }, 100],
    ['five cost as three', 'GX-T1', { found: times(5, { rule: 'GX1.6c' }) }, 95],
    ['six cost twice', 'GX-T1', { found: times(6, { rule: 'GX1.6c' }) }, 90],
    ['a fault without a floor goes below zero', 'GX-T1', { found: times(21, { rule: 'GX1.3a' }) }, -5],
    [
      'a fault that became an event is charged once',
      'GX-T1',
      {
        found: [
          { rule: 'GX1.3a', event: 'e' },
          { rule: 'GX1.4a', event: 'e', figure: 5 * POINT },
        ],
      },
      95,
    ],
    ['the average takes a part below zero', 'GX-W', { found: times(21, { rule: 'GX1.3a' }) }, 47.5],
    ['the twelfth department weighs 8.7%', 'GX-W', { found: [{ rule: 'GX2.4a', copy: 'l' }] }, 99.913],
    ['the other eleven 8.3%', 'GX-W', { found: [{ rule: 'GX2.4a', copy: 'a' }] }, 99.917],
    ['a late first reply at 20 minutes is none', 'KA-12', { found: [{ rule: 'KA12.2', elapsedMs: 20 * MINUTE }] }, 100],
    ['after 20 minutes it is one', 'KA-12', { found: [{ rule: 'KA12.2', elapsedMs: 20 * MINUTE + 1 }] }, 98],
    [
      'eleven of them take no more than the item',
      'KA-12',
      { found: times(11, { rule: 'KA12.2', elapsedMs: HOUR }) },
      80,
    ],
    [
      'of two states of a quarter the worse one counts',
      'KA-12',
      {
        found: [
          { rule: 'KA12.3', state: 'no_report' },
          { rule: 'KA12.3', state: 'not_inspected' },
        ],
      },
      97,
    ],
    ['an outage of 30 minutes is free', 'KA-22', { found: [{ rule: 'KA22.2b', elapsedMs: 30 * MINUTE }] }, 100],
    [
      'each question counts by itself',
      'KA-22',
      {
        found: [
          { rule: 'KA22.4', state: 'not_answered' },
          { rule: 'KA22.4', state: 'not_solved' },
        ],
      },
      98.5,
    ],
    [
      'a report three months late',
      'KA-06.9',
      { found: [{ rule: 'KA69.3', dueAt: instant('2023-03-31 23:00'), doneAt: instant('2023-06-30 09:00') }] },
      98,
    ],
    [
      'a report a day less late',
      'KA-06.9',
      { found: [{ rule: 'KA69.3', dueAt: instant('2023-03-31 23:00'), doneAt: instant('2023-06-29 23:00') }] },
      100,
    ],
    ['a third-class fault costs 2, 4, 6 points', 'KA-06.10', { found: times(3, { rule: 'KA610.3' }) }, 12],
    ['a device 1, 2, 4, 8', 'KA-06.10', { found: times(4, { rule: 'KA610.4a' }) }, 15],
    ['praise lifts over 100', 'KA-07', { found: [{ rule: 'KA07.18' }, { rule: 'KA07.4' }] }, 101],
    ['the same fault exactly a week later', 'KA-07', { found: [{ rule: 'KA07.3', elapsedMs: 7 * DAY }] }, 99.5],
    ['a week and a second later', 'KA-07', { found: [{ rule: 'KA07.3', elapsedMs: 7 * DAY + 1000 }] }, 100],
    [
      'a proven wrong operation is charged alone',
      'KA-20',
      {
        found: [
          { rule: 'KA20.4', event: 'e' },
          { rule: 'KA20.5', event: 'e' },
        ],
      },
      96,
    ],
    [
      'a section of a site can lose what is printed for it',
      'KA-06.2',
      { found: [{ rule: 'KA62.10' }, { rule: 'KA62.11a' }, { rule: 'KA62.11b' }] },
      92,
    ],
    ['statistics a month old', 'KA-06.2', { found: [{ rule: 'KA62.12b', elapsedMs: 31 * DAY }] }, 99],
    [
      'each printed fault of the name costs its point, once',
      'KA-06.2',
      { found: [...times(2, { rule: 'KA62.19a' }), { rule: 'KA62.19b' }, { rule: 'KA62.19c' }] },
      97,
    ],
    ['an answer that came late is none', 'KA-06.2', { found: [{ rule: 'KA62.18a', elapsedMs: 9 * DAY }] }, 96],
    [
      'two questions answered badly take the item and no more',
      'KA-06.2',
      { found: times(2, { rule: 'KA62.18b' }) },
      93,
    ],
  ])('%s', (_what, id, given, total) => {
    expect(scoreOf(id, given, id === 'KA-03a' ? 'li' : undefined)?.total).toEqual(points(total));
  });

  test('of a person is his own', () => {
    const given = {
      found: [
        { rule: 'KA03.1a', copy: 'li' },
        { rule: 'KA03.2b', copy: 'li', figure: 5 * POINT },
      ],
    };
    expect(scoreOf('KA-03a', given, 'li')).toMatchObject({ total: points(94), bands: [{ name: '良好' }] });
  });

  test('under 60% of good data is open between 25 and all 45 points', () => {
    const given = { ratios: [{ rule: 'KA16.3', met: 599, total: 1000 }] };
    expect(scoreOf('KA-16', given)?.total).toEqual({ min: 55 * POINT, max: 75 * POINT });
  });
});

describe('money', () => {
  test.each([
    [1000, 1000, 0],
    [980, 1000, 0],
    [971, 1000, 0],
    [970, 1000, 100_000],
    [963, 1000, 100_000],
    [960, 1000, 200_000],
  ])('%i of %i cameras on line: %i fen of a million yuan', (met, total, fen) => {
    const given = { ratios: [{ rule: 'KA02.1', met, total }], fees: [{ rule: 'KA02.1', fen: 100_000_000 }] };
    expect(scoreOf('KA-02', given)?.fen).toEqual({ min: fen, max: fen });
  });

  test.each([
    [15 * DAY, 0],
    [15 * DAY + 1, 50_000],
  ])('a camera off line for %i ms costs %i fen of its fee', (elapsedMs, fen) => {
    const given = {
      found: [{ rule: 'KA02.2a', subject: 'p1', elapsedMs }],
      ratios: [{ rule: 'KA02.1', met: 1, total: 1 }],
      fees: [{ rule: 'KA02.2a', subject: 'p1', fen: 50_000 }],
    };
    expect(scoreOf('KA-02', given)?.fen).toEqual({ min: fen, max: fen });
  });

  // Each proven fault takes 5 points of one half of the average, a day of lateness 0.2.
  test.each<[number, number, number, string, number]>([
    [2, 0, 95, '扣减系数0%', 0],
    [2, 1, 94.9, '扣减系数2%', 2_000_000],
    [4, 0, 90, '扣减系数2%', 2_000_000],
    [5, 0, 87.5, '扣减系数5%', 5_000_000],
    [6, 0, 85, '扣减系数5%', 5_000_000],
    [8, 0, 80, '扣减系数7%', 7_000_000],
    [9, 0, 77.5, '扣减系数20%', 20_000_000],
  ])('%i faults and %i days late leave %f: %s', (faults, days, total, name, fen) => {
    const late = days > 0 ? [{ rule: 'GX1.1', quantity: days }] : [];
    const found = [...times(faults, { rule: 'GX1.3a' }), ...late];
    expect(scoreOf('GX-W', { found })).toMatchObject({
      total: points(total),
      bands: [{ name }],
      fen: { min: fen, max: fen },
    });
  });

  const ticks = (satisfied: number, dissatisfied: number): readonly Tick[] =>
    Array.from({ length: 8 }, (_, index) => ({
      rule: `KA196.${index + 1}`,
      grader: '中心',
      tick: index < satisfied ? 'satisfied' : index < satisfied + dissatisfied ? 'dissatisfied' : 'average',
    }));
  test.each([
    [8, 0, '满意', 0],
    [7, 1, '满意', 0],
    [5, 3, '一般', 0],
    [4, 3, '不满意', 6_300_000],
    [4, 0, '不满意', 0],
  ])('%i satisfied and %i dissatisfied: %s, %i fen', (satisfied, dissatisfied, name, fen) => {
    const score = scoreOf('KA-19.6', { ticks: ticks(satisfied, dissatisfied) });
    expect(score).toMatchObject({ bands: [{ name }], fen: { min: fen, max: fen } });
  });
});
