import { expect, test } from 'vitest';
import { type PackSpan, packParts } from '../../../domain/assessment/pack-parts.ts';
import { POINT } from '../../../domain/assessment/points.ts';
import type { AssessmentTable } from '../../../domain/assessment/table-types.ts';
import { parseCivil } from '../../../domain/civil.ts';
import type { Contract } from '../../../domain/contract.ts';
import { contractWith } from '../fixture.ts';
import { Q1, ruleWith, tableWith } from './fixture.ts';

const NOON = parseCivil('2026-02-10', '12:00');
const one = tableWith([ruleWith('R', [])]);
const dearer = tableWith([ruleWith('R', [], { count: { points: 2 * POINT } })]);

function pack(hash: string, tables: readonly AssessmentTable[], changes: Partial<Contract> = {}): Contract {
  return contractWith({ hash, tables, ...changes });
}
function parts(...contracts: readonly [Contract, ...Contract[]]) {
  const last = contracts.length - 1;
  const spans = contracts.map(
    (contract, place): PackSpan => ({
      contract,
      from: place === 0 ? Q1.from : NOON + place - 1,
      to: place === last ? Q1.to : NOON + place,
    }),
  );
  return packParts(spans, Q1);
}

test('a quarter under one pack is cut, or is not its own', () => {
  expect(parts(pack('a', [one]))).toEqual([{ contract: pack('a', [one]), period: Q1 }]);
});

test('a table that changed at noon does not cut the quarter there', () => {
  const [before, after, ...more] = parts(pack('a', [one]), pack('b', [dearer]));
  expect(more).toEqual([]);
  expect(before).toMatchObject({
    contract: { hash: 'a' },
    isSplit: true,
    period: { from: Q1.from, to: NOON, firstDay: '2026-01-01', lastDay: '2026-02-10', label: '2026-Q1', isOwn: false },
  });
  expect(after).toMatchObject({
    contract: { hash: 'b' },
    isSplit: true,
    period: { from: NOON, to: Q1.to, firstDay: '2026-02-10', lastDay: '2026-03-31', isOwn: false },
  });
});

test.each<[string, Contract, Contract]>([
  ['another wording', pack('a', [one]), pack('b', [{ ...one, name: 'Other', words: ['x'], clause: 'd', choices: [] }])],
  ['a table more', pack('a', [one]), pack('b', [one, { ...dearer, id: 'T2' }])],
  ['a table less', pack('a', [one, { ...dearer, id: 'T2' }]), pack('b', [one])],
  ['tables for the first time', pack('a', []), pack('b', [one])],
  ['a price for the first time', pack('a', [one]), pack('b', [one], { priceFen: 100 })],
  ['other clocks', pack('a', [one]), pack('b', [one], { clocks: [] })],
])('%s cuts the quarter', (_, before, after) => {
  const [only, ...more] = parts(before, after);
  expect(more).toEqual([]);
  expect(only?.period).toEqual(Q1);
  expect(only?.isSplit).toBeUndefined();
  expect(only?.contract.hash).toBe('b');
});

const project = { id: 'p', name: 'P', nameEn: 'P' };
test.each<[string, Contract, Contract]>([
  ['another price', pack('a', [one], { priceFen: 100 }), pack('b', [one], { priceFen: 101 })],
  [
    'another price of a project',
    pack('a', [one], { projects: [{ ...project, priceFen: 1 }] }),
    pack('b', [one], { projects: [{ ...project, priceFen: 2 }] }),
  ],
  ['another floor', pack('a', [one]), pack('b', [{ ...one, floor: { at: 'none' } }])],
  ['another period', pack('a', [one]), pack('b', [{ ...one, period: { term: true } }])],
])('%s does not cut the quarter', (_, before, after) => {
  expect(parts(before, after)).toHaveLength(2);
});

test('a table that was left out later is not scored at all', () => {
  const [only] = parts(pack('a', [one, { ...dearer, id: 'T2' }]), pack('b', [one]));
  expect(only?.contract.tables.map(({ id }) => id)).toEqual(['T', 'T2']);
});

test('a change that was taken back leaves its own part out', () => {
  expect(parts(pack('a', [one]), pack('b', [dearer]), pack('c', [one])).map(({ contract }) => contract.hash)).toEqual([
    'a',
    'b',
    'c',
  ]);
});

test('a price entered between two packs without one is forgotten', () => {
  const [only] = parts(pack('a', [one], { priceFen: 100 }), pack('b', [one]));
  expect(only?.contract.priceFen).toBe(100);
});
