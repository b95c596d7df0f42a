// The boundary cases of each printed table, by the packs themselves.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPack } from '../../../contracts/load.ts';
import type { Facts, Finding, Period } from '../../../domain/assessment/facts.ts';
import { scoreTables } from '../../../domain/assessment/score-tables.ts';
import type { TableScore } from '../../../domain/assessment/statement.ts';
import { civilDate } from '../../../domain/civil.ts';
import type { Contract } from '../../../domain/contract.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../domain/types.ts';
import { at, between, exactly, facts, finding, points, times } from './score-fixture.ts';

const packOf = async (name: string): Promise<Contract> =>
  (await loadPack(join(import.meta.dirname, `../../../contracts/${name}.yaml`))).contract;
const packs = {
  GX: await packOf('guangxi-police'),
  KA: await packOf('karamay-egov'),
  ZA: await packOf('zhangjiagang-egov'),
  GZ: await packOf('guangzhou-credit'),
};
const PRICE = 60_000_000;

/** A year of which every day counts: what a table's own period is does not matter here. */
const year = (contract: Contract): Period => {
  const from = at(contract.term.from);
  const to = from + 365 * DAY;
  return { from, to, firstDay: contract.term.from, lastDay: civilDate(to - 1), label: 'y', isOwn: true };
};

function scores(name: keyof typeof packs, given: Partial<Facts>): readonly TableScore[] {
  const contract = packs[name];
  const period = year(contract);
  const findings = (given.findings ?? []).map((one) => ({ ...one, at: one.at < period.from ? period.from : one.at }));
  const handedIn = contract.tables.flatMap(({ departments, id: table }) =>
    departments ? departments.map((copy) => ({ table, copy })) : [{ table }],
  );
  return scoreTables(contract.tables, facts({ handedIn, ...given, findings }), {
    period,
    now: period.to,
    termFrom: contract.term.from,
    priceFen: PRICE,
    projectPriceFen: (id) => contract.projects.find((project) => project.id === id)?.priceFen,
    people: ['p'],
  });
}
const scoreOf = (name: keyof typeof packs, id: string, given: Partial<Facts>): TableScore =>
  scores(name, given).find((one) => one.id === id)!;
const itemOf = (score: TableScore, id: string) =>
  score.sections.flatMap(({ items }) => items).find((one) => one.id === id);

const of = (rule: string, fields: Partial<Finding> = {}): Finding => finding({ rule, at: 0, ...fields });
const ratio = (rule: string, met: number, total: number, subject?: string) => ({
  ...{ rule, met, total, origin: 'paper' as const, evidence: [] },
  ...(subject !== undefined && { subject }),
});
const mark = (rule: string, value: number) => ({ rule, grader: 'g', points: points(value) });

type Row = readonly [
  name: string,
  pack: keyof typeof packs,
  table: string,
  item: string,
  given: Partial<Facts>,
  change: ReturnType<typeof exactly>,
];
test.each<Row>([
  [
    '25 days late are 5 points, and the item is 0',
    'GX',
    'GX-T1',
    'GX1.1',
    { findings: [of('GX1.1', { quantity: 26 })] },
    exactly(-5),
  ],
  ['a document sent back', 'GX', 'GX-T1', 'GX1.2', { findings: [of('GX1.2')] }, exactly(-0.2)],
  [
    'four faults cost more than the item has',
    'GX',
    'GX-T1',
    'GX1.3',
    { findings: times(4, { rule: 'GX1.3a', at: 0 }) },
    exactly(-20),
  ],
  [
    'a fault that became an event',
    'GX',
    'GX-T1',
    'GX1.3',
    { findings: [of('GX1.3a', { event: 'e' }), of('GX1.4a', { event: 'e' })] },
    exactly(0),
  ],
  ['an event by severity', 'GX', 'GX-T1', 'GX1.4', { findings: [of('GX1.4a')] }, between(-20, -5)],
  [
    'two events go below nothing',
    'GX',
    'GX-T1',
    'GX1.4',
    { findings: times(2, { rule: 'GX1.4a', at: 0, figure: points(20) }) },
    exactly(-40),
  ],
  [
    'response stops at nothing',
    'GX',
    'GX-T1',
    'GX1.5',
    { findings: times(11, { rule: 'GX1.5a', at: 0 }) },
    exactly(-20),
  ],
  ['2 of 3 off-hours failures', 'GX', 'GX-T1', 'GX1.6', { findings: times(2, { rule: 'GX1.6c', at: 0 }) }, exactly(0)],
  ['5 off-hours failures', 'GX', 'GX-T1', 'GX1.6', { findings: times(5, { rule: 'GX1.6c', at: 0 }) }, exactly(-5)],
  ['6 off-hours failures', 'GX', 'GX-T1', 'GX1.6', { findings: times(6, { rule: 'GX1.6c', at: 0 }) }, exactly(-10)],
  [
    'a finding in a department’s document',
    'GX',
    'GX-T2',
    'GX2.1',
    { findings: [of('GX2.1', { copy: 'a' })] },
    exactly(-0.5),
  ],

  [
    'a third-level act that is grave',
    'KA',
    'KA-03a',
    'KA03.3',
    { findings: [of('KA03.3b', { copy: 'p' })] },
    exactly(-10),
  ],
  [
    'an empty section charged elsewhere',
    'KA',
    'KA-06.2',
    'KA62.9',
    { findings: [of('KA62.9a', { event: 'e' }), of('KA62.4a', { event: 'e' })] },
    exactly(0),
  ],
  [
    'six missing fields of five messages',
    'KA',
    'KA-06.2',
    'KA62.17',
    { findings: times(6, { rule: 'KA62.17b', at: 0 }) },
    exactly(-6),
  ],
  [
    'statistics two months old',
    'KA',
    'KA-06.2',
    'KA62.12',
    { findings: [of('KA62.12b', { elapsedMs: 61 * DAY })] },
    exactly(-1),
  ],
  [
    'a fault of the whole system of 30 minutes',
    'KA',
    'KA-06.3',
    'KA63.2',
    { findings: [of('KA63.2b', { elapsedMs: 30 * MINUTE })] },
    exactly(0),
  ],
  [
    'of 30 minutes and a second',
    'KA',
    'KA-06.3',
    'KA63.2',
    { findings: [of('KA63.2b', { elapsedMs: 30 * MINUTE + SECOND })] },
    exactly(-3),
  ],
  [
    'two questions of one day',
    'KA',
    'KA-06.3',
    'KA63.4',
    { findings: [of('KA63.4', { state: 'not_answered' }), of('KA63.4', { state: 'not_solved' })] },
    exactly(-1.5),
  ],
  [
    'first reply after 20 minutes',
    'KA',
    'KA-06.12',
    'KA612.2',
    { findings: [of('KA612.2', { elapsedMs: 20 * MINUTE + 1 })] },
    exactly(-2),
  ],
  [
    'the same fault a week later',
    'KA',
    'KA-07',
    'KA07.3',
    { findings: [of('KA07.3', { elapsedMs: 168 * HOUR })] },
    exactly(-0.5),
  ],
  ['a pass rate of 80 %', 'KA', 'KA-16', 'KA16.3', { ratios: [ratio('KA16.3', 80, 100)] }, exactly(-10)],
  ['a pass rate of 60 %', 'KA', 'KA-16', 'KA16.3', { ratios: [ratio('KA16.3', 60, 100)] }, exactly(-20)],
  ['a pass rate under 60 %', 'KA', 'KA-17', 'KA17.3', { ratios: [ratio('KA17.3', 59, 100)] }, between(-45, -25)],
  [
    'the call rate under 99 % by less than one point',
    'KA',
    'KA-18',
    'KA18.1',
    { ratios: [ratio('KA18.1', 984, 1000)] },
    exactly(0),
  ],
  ['by exactly one', 'KA', 'KA-18', 'KA18.1', { ratios: [ratio('KA18.1', 98, 100)] }, exactly(-0.5)],
  [
    'the fourth complaint of a month',
    'KA',
    'KA-18',
    'KA18.2',
    { findings: times(4, { rule: 'KA18.2a', at: 0, figure: points(1) }) },
    exactly(-1),
  ],
  [
    'a wrong operation instead of a late repair',
    'KA',
    'KA-20',
    'KA20.4',
    { findings: [of('KA20.4', { event: 'e' }), of('KA20.5', { event: 'e' })] },
    exactly(0),
  ],

  ['response in 1 hour', 'ZA', 'ZA-1', 'ZA1.1', { findings: [of('ZA1.1', { elapsedMs: HOUR })] }, exactly(0)],
  [
    'in 1 to 2 hours, which nobody printed',
    'ZA',
    'ZA-1',
    'ZA1.1',
    { findings: [of('ZA1.1', { elapsedMs: 90 * MINUTE })] },
    exactly(-5),
  ],
  [
    'in 4 hours and a second',
    'ZA',
    'ZA-1',
    'ZA1.1',
    { findings: [of('ZA1.1', { elapsedMs: 4 * HOUR + SECOND })] },
    exactly(-7),
  ],
  ['a grade between the described ones', 'ZA', 'ZA-1', 'ZA1.10', { grades: [mark('ZA1.10', 4)] }, between(-5, 0)],
  [
    'a report that is seriously untrue',
    'ZA',
    'ZA-1',
    'ZA1.9',
    { findings: [of('ZA1.9a'), of('ZA1.9b')] },
    exactly(-10),
  ],

  ['exactly 70 % of important work', 'GZ', 'GZ-T1', 'GZ1.4', { ratios: [ratio('GZ1.4', 7, 10)] }, exactly(-2)],
  ['just under 70 %', 'GZ', 'GZ-T1', 'GZ1.4', { ratios: [ratio('GZ1.4', 6999, 10_000)] }, exactly(-3)],
  ['94.99 % completed', 'GZ', 'GZ-T1', 'GZ1.8', { ratios: [ratio('GZ1.8', 9499, 10_000)] }, exactly(-2)],
  ['95 % completed', 'GZ', 'GZ-T1', 'GZ1.8', { ratios: [ratio('GZ1.8', 95, 100)] }, exactly(-1)],
  [
    'one fault of one business',
    'GZ',
    'GZ-T1',
    'GZ1.5',
    { findings: [of('GZ1.5', { elapsedMs: MINUTE, subject: 'a' })] },
    exactly(-0.5),
  ],
  ['attendance of 98 %', 'GZ', 'GZ-T1', 'GZ1.17', { ratios: [ratio('GZ1.17', 98, 100)] }, exactly(-2)],
  [
    'a report missing beside a mark',
    'GZ',
    'GZ-T1',
    'GZ1.12',
    { grades: [mark('GZ1.12a', 4.5)], findings: [of('GZ1.12b')] },
    exactly(-1.5),
  ],
])('%s (%s, %s, %s)', (_name, pack, table, id, given, change) => {
  expect(itemOf(scoreOf(pack, table, given), id)?.change).toEqual(change);
});

test.each([
  ['95 pays in full', 5, '0', 0],
  ['94.8 loses 2 %', 5.2, '2', PRICE * 0.02],
  ['90 loses 2 %', 10, '2', PRICE * 0.02],
  ['89.9 loses 5 %', 10.1, '5', PRICE * 0.05],
  ['85 loses 5 %', 15, '5', PRICE * 0.05],
  ['80 loses 7 %', 20, '7', PRICE * 0.07],
  ['79.9 loses 20 %', 20.1, '20', PRICE * 0.2],
])('%s of the whole price (Guangxi, table 3)', (_name, lost, percent, fen) => {
  const score = scoreOf('GX', 'GX-W', { findings: [of('GX3.6', { figure: points(lost) })] });
  expect(score.bands).toMatchObject([{ name: `扣减系数${percent}%` }]);
  expect(score.fen).toEqual({ min: fen, max: fen });
});

test('Guangxi’s weights: eleven of 8.3 % and one of 8.7 % are half of it', () => {
  const given = [of('GX1.1', { quantity: 5 }), of('GX2.1', { copy: 'a' }), of('GX2.1', { copy: 'l' })];
  // 100 − 1 × 50 % − 0.5 × 8.3 % × 50 % − 0.5 × 8.7 % × 50 %
  expect(scoreOf('GX', 'GX-W', { findings: given }).total).toEqual(exactly(99.4575));
});

test.each([
  ['90 is untouched', 10, 0],
  ['89.5 costs 5 %', 10.5, PRICE * 0.05],
  ['80 costs 5 %', 20, PRICE * 0.05],
])('%s (Guangzhou)', (_name, lost, fen) => {
  const { sections } = packs.GZ.tables.find(({ id }) => id === 'GZ-T1')!;
  const rules = sections.flatMap(({ items }) => items.flatMap((item) => item.rules.map((rule) => ({ item, rule }))));
  const graded = rules.filter(({ rule }) => rule.kinds['human-graded'] && !rule.kinds.bonus);
  // Points are taken from marked items in their order, until enough is lost.
  let left = points(lost);
  const grades = graded.map(({ item: { base = 0 }, rule }) => {
    const taken = Math.min(base, left);
    left -= taken;
    return { rule: rule.id, grader: 'g', points: base - taken };
  });
  const ratios = rules
    .filter(({ rule }) => rule.kinds['ratio-threshold'] && !rule.kinds.availability)
    .map(({ rule }) => ratio(rule.id, 0, 0));
  const score = scoreOf('GZ', 'GZ-T1', { grades, ratios });
  expect(score).toMatchObject({ total: exactly(100 - lost), open: [], fen: { min: fen, max: fen } });
});

test('Guangzhou’s training lifts its own section no higher than its points', () => {
  const trained = times(3, { rule: 'GZ1.28', at: 0 });
  const lost = times(2, { rule: 'GZ1.26', at: 0 });
  const change = (findings: readonly Finding[]) => scoreOf('GZ', 'GZ-T1', { findings }).total?.max;
  expect([change(trained), change(lost), change([...lost, ...trained])]).toEqual([
    points(100),
    points(98),
    points(100),
  ]);
});

test.each([
  ['a late final acceptance', 'GZ2.1', {}, PRICE * 0.2],
  ['three days late', 'GZ2.3', { quantity: 3 }, 60_000],
  ['a bad product', 'GZ2.6', {}, 100_000],
])('Guangzhou’s penalty for %s', (_name, rule, fields, fen) => {
  expect(scoreOf('GZ', 'GZ-T2', { findings: [of(rule, fields)] }).fen).toEqual({ min: fen, max: fen });
});

test('Karamay’s penalty points: 2, 4, 6 and 1, 2, 4, 8', () => {
  const findings = [...times(3, { rule: 'KA610.3', at: 0 }), ...times(4, { rule: 'KA610.4a', at: 0 })];
  expect(scoreOf('KA', 'KA-06.10', { findings }).total).toEqual(exactly(27));
});

test('Karamay’s items that add up to 105 begin at 100', () => {
  const score = scoreOf('KA', 'KA-12', { findings: times(6, { rule: 'KA12.5', at: 0 }) });
  expect(score.total).toEqual(exactly(85));
  expect(score.mismatch).toBeDefined();
});

test('a network incident of great effect is 不合格 at once, with every point left', () => {
  const score = scoreOf('KA', 'KA-13', { findings: [of('KA13.7')] });
  expect(score).toMatchObject({ total: exactly(100), bands: [{ name: '不合格' }] });
});

test('an untouched period scores full: only what a person or a measurement gives is open', () => {
  for (const name of ['GX', 'KA', 'ZA', 'GZ'] as const) {
    for (const score of scores(name, {})) {
      if (score.total && !score.isAccrual) expect(score.total.max, score.id).toBe(score.base);
    }
  }
});

test('Zhangjiagang: one serious accident does not veto, two do, and a leak does', () => {
  const verdicts = (findings: readonly Finding[]) => scoreOf('ZA', 'ZA-1', { findings }).verdicts.length;
  const [accident, leak] = [() => of('ZA1.13a'), of('ZA1.13b')];
  expect([verdicts([accident()]), verdicts([accident(), accident()]), verdicts([leak])]).toEqual([0, 1, 1]);
});
