// What a pack has dropped, or changed under an obligation that is open.
import { expect, test } from 'vitest';
import type { Contract } from '../../../domain/contract.ts';
import { countedAt, isCounted } from '../../../domain/obligations/counting.ts';
import type { Obligation } from '../../../domain/obligations/obligation-types.ts';
import { isAskedFor } from '../../../domain/obligations/occurrences.ts';
import { isWithdrawable, restore, withdraw } from '../../../domain/obligations/withdraw-obligation.ts';
import { MINUTE, personId } from '../../../domain/types.ts';
import { at, contractOf, deliverablePlan, inspectionPlan, moment, owedOf, roundOf, window } from './fixture.ts';

const afternoon = window(moment('start', 0, '14:00'), moment('start', 0, '16:00'));
const inTax = { departments: ['tax'] } as const;
const term = { from: '2025-06-01', to: '2026-05-31' };
const occasion = { text: { id: 't', hash: 'h' }, by: personId('li'), at: 0, groupId: 'g' };

test.each<[string, boolean, Contract, Obligation]>([
  ['as it was', true, contractOf([inspectionPlan()]), roundOf()],
  ['without its plan', false, contractOf([inspectionPlan({ id: 'other' })]), roundOf()],
  ['with a deliverable of its id only', false, contractOf([deliverablePlan({ id: 'daily' })]), roundOf()],
  ['with other times', true, contractOf([inspectionPlan({ windows: [afternoon] })]), roundOf()],
  ['without its window', false, contractOf([inspectionPlan()]), { ...roundOf(), window: 1 }],
  ['less often', false, contractOf([inspectionPlan({ times: 1 })]), { ...roundOf({ times: 2 }), ordinal: 2 }],
  ['for departments', false, contractOf([inspectionPlan(inTax)]), roundOf()],
  ['without its department', false, contractOf([inspectionPlan()]), { ...roundOf(), department: 'tax' }],
  ['on rest days', false, contractOf([inspectionPlan({ cadence: { every: 'days', on: 'rest_days' } })]), roundOf()],
  ['until the day before', false, contractOf([inspectionPlan({ to: '2026-03-02' })]), roundOf()],
  ['until that day', true, contractOf([inspectionPlan({ to: '2026-03-03' })]), roundOf()],
  ['from that day on', true, contractOf([inspectionPlan({ from: '2026-03-03' })]), roundOf()],
  ['from the middle of its month on', true, contractOf([deliverablePlan({ from: '2026-02-15' })]), owedOf()],
  ['from the month behind on', false, contractOf([deliverablePlan({ from: '2026-03-01' })]), owedOf()],
  [
    'by quarters',
    false,
    contractOf([deliverablePlan({ cadence: { every: 'months', months: 3, from: 'calendar' } })]),
    owedOf(),
  ],
  [
    'on request',
    true,
    contractOf([inspectionPlan({ cadence: { every: 'on_request' }, windows: [] })]),
    { ...roundOf(), type: 'inspection', state: 'open', results: {}, occasion },
  ],
])('of a pack that has it %s it is asked for: %s', (_name, expected, contract, obligation) => {
  expect(isAskedFor(contract, obligation)).toBe(expected);
});

test('what is withdrawn before it is due still counts, or what was due before does not', () => {
  const { dueAt } = roundOf();
  const counts = (withdrawnAt: number) => isCounted(withdraw(roundOf(), withdrawnAt).next);
  expect([dueAt - 1, dueAt, dueAt + 1].map(counts)).toEqual([false, false, true]);
  expect(isCounted({ ...roundOf(), state: 'cancelled' })).toBe(false);
});

test('what was done or handed in is taken back, or what waits for the supplier is not', () => {
  const of = (type: Obligation['type'], states: readonly Obligation['state'][]) =>
    states.filter((state) => isWithdrawable({ type, state }));
  expect(of('inspection', ['planned', 'open', 'done', 'missed', 'cancelled'])).toEqual(['planned', 'open', 'missed']);
  expect(of('deliverable', ['planned', 'owed', 'submitted', 'returned', 'accepted', 'cancelled'])).toEqual([
    'planned',
    'owed',
    'returned',
  ]);
});

test('what is brought back stands otherwise than before it was withdrawn', () => {
  const seen = { ...owedOf(), version: 3 };
  const returned = { ...seen, state: 'returned', reviews: [{ at: 1, by: personId('he'), isAccepted: false }] } as const;
  for (const one of [seen, returned, roundOf()]) {
    const { next } = withdraw(one, one.opensAt + MINUTE);
    expect(restore(next, one.opensAt + MINUTE).next).toEqual({ ...one, version: one.version + 2 });
  }
});

test.each([
  ['in its middle', '2026-03-03 10:30', at('2026-03-03 10:30')],
  ['at the end of a day', '2026-03-04 00:00', at('2026-03-04') - 1],
  ['at the end of the last day', '2026-06-01 00:00', at('2026-06-01') - 1],
  ['days after the service', '2026-06-06 00:00', at('2026-06-01') - 1],
])('what is due %s lies elsewhere', (_name, due, expected) => {
  expect(countedAt({ term }, { dueAt: at(due) })).toBe(expected);
});
