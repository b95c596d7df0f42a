import { describe, expect, test } from 'vitest';
import type { Facts, Finding, Grade, RatioFact } from '../../domain/assessment/facts.ts';
import { POINT } from '../../domain/assessment/points.ts';
import { scoreTables } from '../../domain/assessment/score-tables.ts';
import type { TableScore } from '../../domain/assessment/statement.ts';
import { DAY, HOUR } from '../../domain/types.ts';
import { instant, shippedPack } from './pack-cases.ts';

/** Guangzhou, Zhangjiagang and Hengqin: cases that can be reckoned by hand from the tender's page. */

const SPANS = {
  'guangzhou-credit': ['2025-06-01', '2025-08-31', '2025-09-01'],
  'zhangjiagang-egov': ['2024-10-01', '2025-06-30', '2025-07-01'],
  'hengqin-police': ['2026-01-01', '2026-12-31', '2027-01-01'],
} as const;
type Pack = keyof typeof SPANS;
const packs = {
  'guangzhou-credit': shippedPack('guangzhou-credit'),
  'zhangjiagang-egov': shippedPack('zhangjiagang-egov'),
  'hengqin-police': shippedPack('hengqin-police'),
} as const satisfies Record<Pack, unknown>;

interface Given {
  readonly found?: readonly (Partial<Finding> & { readonly rule: string })[];
  readonly ratios?: readonly Pick<RatioFact, 'rule' | 'met' | 'total' | 'subject'>[];
  readonly grades?: readonly Pick<Grade, 'rule' | 'points'>[];
}

function scoreOf(pack: Pack, id: string, { found = [], ratios = [], grades = [] }: Given): TableScore | undefined {
  const contract = packs[pack];
  const [firstDay, lastDay, next] = SPANS[pack];
  const from = instant(`${firstDay} 00:00`);
  const facts: Facts = {
    contractId: contract.id,
    findings: found.map((one, index) => ({
      id: `f${index}`,
      at: from + DAY + index,
      standing: 'confirmed',
      origin: 'paper',
      evidence: [],
      ...one,
    })),
    ratios: ratios.map((ratio) => ({ origin: 'paper', evidence: [], ...ratio })),
    grades: grades.map((grade) => ({ grader: '考核人', ...grade })),
    ticks: [],
    fees: [],
    reviewed: [],
    handedIn: [],
  };
  const period = { from, to: instant(`${next} 00:00`), firstDay, lastDay, label: '', isOwn: true };
  const scores = scoreTables(contract.tables, facts, {
    period,
    now: instant('2027-01-02 00:00'),
    termFrom: contract.term.from,
    priceFen: 60_000_000,
    projectPriceFen: () => undefined,
  });
  return scores.find((score) => score.id === id);
}

const exactly = (points: number) => ({ min: Math.round(points * POINT), max: Math.round(points * POINT) });
const times = (count: number, rule: string) => Array.from({ length: count }, () => ({ rule }));

describe('guangzhou-credit GZ-T1', () => {
  // All that people grade at its full mark, all ratios whole; GZ1.15 is earned.
  const full: readonly (readonly [string, number])[] = [
    ['GZ1.1', 4],
    ['GZ1.11', 5],
    ['GZ1.12a', 5],
    ['GZ1.15', 3],
    ['GZ1.18', 8],
    ['GZ1.19', 0],
    ['GZ1.20', 5],
    ['GZ1.21', 5],
    ['GZ1.22', 5],
    ['GZ1.23', 5],
    ['GZ1.24', 0],
    ['GZ1.27', 1],
  ];
  const whole = ['GZ1.4', 'GZ1.6', 'GZ1.7', 'GZ1.8', 'GZ1.10', 'GZ1.17', 'GZ1.25'];
  const scored = (given: Given, graded = full) =>
    scoreOf('guangzhou-credit', 'GZ-T1', {
      found: given.found ?? [],
      ratios: [
        ...whole
          .filter((rule) => !given.ratios?.some((ratio) => ratio.rule === rule))
          .map((rule) => ({ rule, met: 100, total: 100 })),
        ...(given.ratios ?? []),
      ],
      grades: graded.map(([rule, points]) => ({ rule, points: points * POINT })),
    });

  test('a quarter without a fault is 100 and costs nothing', () => {
    expect(scored({})).toMatchObject({
      total: exactly(100),
      fen: { min: 0, max: 0 },
      open: [],
      bands: [{ name: '90分及以上' }],
    });
  });

  test.each([
    ['69.99% of important work', 'GZ1.4', 6999, 97],
    ['exactly 70%', 'GZ1.4', 7000, 98],
    ['exactly 80%', 'GZ1.4', 8000, 99],
    ['exactly 90%', 'GZ1.4', 9000, 99.5],
    ['99.99%', 'GZ1.4', 9999, 99.5],
    ['94.99% of events', 'GZ1.8', 9499, 98],
    ['exactly 95%', 'GZ1.8', 9500, 99],
    ['84.99% of attendance', 'GZ1.17', 8499, 94],
    ['exactly 85%', 'GZ1.17', 8500, 95],
    ['exactly 99%', 'GZ1.17', 9900, 99],
  ])('%s', (_what, rule, met, total) => {
    expect(scored({ ratios: [{ rule, met, total: 10_000 }] })?.total).toEqual(exactly(total));
  });

  test('each business that failed loses by itself, and all together no more than 10 points', () => {
    const down = (subject: string, met: number) => ({ rule: 'GZ1.5', subject, met, total: 100 });
    expect(scored({ ratios: [down('a', 99), down('b', 69)] })?.total).toEqual(exactly(96.5));
    const four = ['a', 'b', 'c', 'd'].map((subject) => down(subject, 1));
    expect(scored({ ratios: four })?.total).toEqual(exactly(90));
  });

  test('a bonus repairs its own section and lifts no higher', () => {
    expect(scored({ found: times(3, 'GZ1.28') })?.total).toEqual(exactly(100));
    expect(scored({ found: [...times(1, 'GZ1.26'), ...times(3, 'GZ1.28')] })?.total).toEqual(exactly(100));
    expect(scored({ found: [...times(1, 'GZ1.13'), ...times(3, 'GZ1.28')] })?.total).toEqual(exactly(99));
  });

  test('weekly reports lose what they are worth and no more', () => {
    expect(scored({ found: times(9, 'GZ1.2') })?.total).toEqual(exactly(96));
  });

  // Lost with marks of a person, a half point each side of the printed limits.
  test.each([
    [90, 0, '90分及以上'],
    [89.999, 3_000_000, '低于90分'],
    [80, 3_000_000, '低于90分'],
    [79.999, 6_000_000, '低于80分'],
    [60, 6_000_000, '低于80分'],
    [59.999, 9_000_000, '低于60分'],
  ])('%f points are %i fen of 600,000 yuan: %s', (total, fen, name) => {
    const lost = 100 - total;
    const order = full.filter(([rule]) => rule !== 'GZ1.15');
    const marks = new Map<string, number>(full);
    let left = lost;
    for (const [rule, most] of order) {
      const taken = Math.min(most, left);
      marks.set(rule, Math.round((most - taken) * 1000) / 1000);
      left -= taken;
    }
    const score = scored({}, [...marks]);
    expect(score).toMatchObject({ total: exactly(total), fen: { min: fen, max: fen }, bands: [{ name }] });
  });

  test('what nobody has graded stays open', () => {
    const open = scored({}, full.slice(1))?.open;
    expect(open).toEqual([{ rule: 'GZ1.1', why: 'grade' }]);
  });
});

test('guangzhou-credit GZ-T2 adds up sums by the piece and by the day', () => {
  const found = [...times(2, 'GZ2.4'), ...times(1, 'GZ2.6'), { rule: 'GZ2.3', quantity: 3 }, ...times(1, 'GZ2.2')];
  const fen = 2 * 50_000 + 100_000 + 3 * 20_000 + 6_000_000;
  expect(scoreOf('guangzhou-credit', 'GZ-T2', { found })?.fen).toEqual({ min: fen, max: fen });
});

describe('zhangjiagang-egov ZA-1', () => {
  const full: readonly (readonly [string, number])[] = [
    ['ZA1.1', 10],
    ['ZA1.2', 10],
    ['ZA1.3', 10],
    ['ZA1.4', 10],
    ['ZA1.5', 10],
    ['ZA1.6', 10],
    ['ZA1.7', 10],
    ['ZA1.10', 5],
    ['ZA1.11', 5],
  ];
  const scored = (found: Given['found'] = [], without: readonly string[] = []) =>
    scoreOf('zhangjiagang-egov', 'ZA-1', {
      found,
      grades: full
        .filter(([rule]) => !without.includes(rule))
        .map(([rule, points]) => ({ rule, points: points * POINT })),
    });

  test.each([
    [HOUR, 10],
    [HOUR + 1, 5],
    [2 * HOUR, 5],
    [4 * HOUR, 5],
    [4 * HOUR + 1000, 3],
  ])('a request answered after %i ms is worth %i points until a person says another mark', (elapsedMs, mark) => {
    const score = scored([{ rule: 'ZA1.1', elapsedMs }], ['ZA1.1']);
    expect(score?.total).toEqual(exactly(90 + mark));
    expect(score?.open).toEqual([{ rule: 'ZA1.1', why: 'grade' }]);
  });

  test('the worst of several requests is the least mark', () => {
    const answered = [HOUR, 5 * HOUR].map((elapsedMs) => ({ rule: 'ZA1.1', elapsedMs }));
    expect(scored(answered, ['ZA1.1'])?.total?.min).toBe(93 * POINT);
  });

  test.each([
    [24 * HOUR, 8, 10],
    [24 * HOUR + 1, 5, 7],
    [48 * HOUR + 1, 2, 4],
    [7 * DAY + 1, 0, 1],
  ])('a problem solved after %i ms has %i to %i points', (elapsedMs, min, max) => {
    const total = scored([{ rule: 'ZA1.2', elapsedMs }], ['ZA1.2'])?.total;
    expect(total).toEqual({ min: (90 + min) * POINT, max: (90 + max) * POINT });
  });

  test('a report loses point by point to its floor, or five at once', () => {
    expect(scored(times(3, 'ZA1.8a'))?.total).toEqual(exactly(97));
    expect(scored([...times(3, 'ZA1.8a'), ...times(2, 'ZA1.8b')])?.total).toEqual(exactly(90));
    expect(scored(times(1, 'ZA1.9b'))?.total).toEqual(exactly(90));
  });

  test.each([
    ['one serious accident', times(1, 'ZA1.13a'), 0],
    ['two', times(2, 'ZA1.13a'), 1],
    ['one leak', times(1, 'ZA1.13b'), 1],
    ['duties that were not completed', times(1, 'ZA1.13c'), 1],
  ])('%s: so many verdicts', (_what, found, count) => expect(scored(found)?.verdicts).toHaveLength(count));

  test('duties that were not completed are the lowest grade whatever the points; a leak has none', () => {
    expect(scored(times(1, 'ZA1.13c'))).toMatchObject({ bands: [{ name: '未达标' }], isByAgreement: true });
    expect(scored(times(1, 'ZA1.13b'))).toMatchObject({ bands: [], isByAgreement: true });
  });

  test('90 points are paid in full, less costs half a percent', () => {
    expect(scored(times(10, 'ZA1.8a'))).toMatchObject({ bands: [{ name: '优秀' }], fen: { min: 0, max: 0 } });
    const eleven = [...times(10, 'ZA1.8a'), ...times(1, 'ZA1.9a')];
    expect(scored(eleven)).toMatchObject({ bands: [{ name: '良好' }], fen: { min: 300_000, max: 300_000 } });
  });
});

test('hengqin-police has no score, and shows the ratio of what was kept', () => {
  const score = scoreOf('hengqin-police', 'HQ-1', { ratios: [{ rule: 'HQ1.2a', met: 9, total: 10 }] });
  expect(score).toMatchObject({ isUnscored: true, bands: [], fen: { min: 0, max: 0 } });
  expect(score).not.toHaveProperty('total');
  const rules = score?.sections.flatMap(({ items }) => items.flatMap((item) => item.rules));
  expect(rules?.find(({ id }) => id === 'HQ1.2a')?.measures).toEqual([{ met: 9, total: 10 }]);
});
