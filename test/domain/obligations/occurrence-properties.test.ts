// Over plans that nobody would write by hand: any rhythm, any moments, cut services, odd weeks.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WEEKDAYS } from '../../../domain/calendar.ts';
import { dateOfDay, dayNumber, startOfDay } from '../../../domain/civil.ts';
import type { Contract } from '../../../domain/contract.ts';
import { obligationId, obligationOf } from '../../../domain/obligations/obligation-of.ts';
import {
  isAskedFor,
  nextOpening,
  type Occurrence,
  occurrencesDue,
  occurrencesOpen,
  occurrencesOpening,
} from '../../../domain/obligations/occurrences.ts';
import type { Cadence, Moment } from '../../../domain/obligations/plan-types.ts';
import { DAY } from '../../../domain/types.ts';
import { contractOf, deliverablePlan, inspectionPlan } from './fixture.ts';

const [FIRST, LAST] = [dayNumber('2025-06-01'), dayNumber('2026-06-30')];
const someDay = fc.integer({ min: FIRST, max: LAST }).map(dateOfDay);
const someInstant = fc
  .integer({ min: startOfDay(FIRST) / 60_000, max: startOfDay(LAST) / 60_000 })
  .map((m) => m * 60_000);
const someWeekday = fc.constantFrom(...WEEKDAYS);
const someCadence: fc.Arbitrary<Cadence> = fc.oneof(
  fc.record({
    every: fc.constant('days' as const),
    on: fc.oneof(
      fc.constantFrom('every_day' as const, 'workdays' as const, 'rest_days' as const),
      fc.uniqueArray(someWeekday, { minLength: 1 }),
    ),
  }),
  fc.record({ every: fc.constant('weeks' as const), weekday: someWeekday }),
  fc.record({
    every: fc.constant('months' as const),
    months: fc.constantFrom(1 as const, 2 as const, 3 as const, 6 as const, 12 as const),
    from: fc.constantFrom('term' as const, 'calendar' as const),
  }),
  fc.constant({ every: 'term' as const }),
  fc.constant({ every: 'on_request' as const }),
);
const someTime = fc.constantFrom('00:00', '08:30', '12:00', '17:00', '24:00');
const someMoment: fc.Arbitrary<Moment> = fc
  .record({
    of: fc.constantFrom('start' as const, 'end' as const),
    count: fc.integer({ min: -35, max: 35 }),
    in: fc.constantFrom('days' as const, 'workdays' as const),
    at: someTime,
    shifts: fc.boolean(),
  })
  .map(({ shifts, ...moment }) => {
    const count = moment.of === 'start' ? Math.abs(moment.count) : moment.count;
    const isNought = moment.in === 'workdays' && count === 0;
    return { ...moment, count: isNought ? 1 : count, ...(shifts && { shifts: true as const }) };
  });
const somePlan = fc.record({
  cadence: someCadence,
  windows: fc.array(fc.record({ opens: someMoment, due: someMoment }), { minLength: 1, maxLength: 2 }),
  times: fc.integer({ min: 1, max: 3 }),
  departments: fc.uniqueArray(fc.constantFrom('tax', 'police'), { maxLength: 2 }),
});
const someSpan = fc.tuple(someDay, someDay).map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
const someContract: fc.Arbitrary<Contract> = fc
  .record({
    plans: fc.array(somePlan, { maxLength: 3 }),
    other: somePlan,
    term: someSpan,
    owed: someSpan,
    cuts: fc.boolean(),
  })
  .map(({ cuts, other, owed, plans, term }) =>
    contractOf(
      [
        ...plans.map((plan, index) => inspectionPlan({ ...plan, id: `plan-${index}`, ...(cuts && owed) })),
        deliverablePlan({ ...other, id: 'plan-0' }),
      ],
      { term },
    ),
  );

const ids = (contract: Contract, found: readonly Occurrence[]) =>
  found.map((one) => obligationId(contract, one)).toSorted();
const always = [startOfDay(FIRST) - 400 * DAY, startOfDay(LAST) + 180 * DAY] as const;

describe('for any plan', () => {
  test('what opens, or is due, in a span is what does in its parts', () => {
    fc.assert(
      fc.property(someContract, fc.array(someInstant, { minLength: 1, maxLength: 4 }), (contract, cuts) => {
        const points = [always[0], ...cuts.toSorted((a, b) => a - b), always[1]];
        const parts = points.slice(1).map((to, index) => [points[index] ?? to, to] as const);
        for (const of of [occurrencesOpening, occurrencesDue]) {
          const found = parts.flatMap(([from, to]) => of(contract, from, to));
          expect(ids(contract, found)).toEqual(ids(contract, of(contract, ...always)));
        }
      }),
    );
  });

  test('it opens before it is due, within its period or later, and no two have one id', () => {
    fc.assert(
      fc.property(someContract, (contract) => {
        const found = occurrencesOpening(contract, ...always);
        expect(new Set(ids(contract, found)).size).toBe(found.length);
        for (const { dueAt, opensAt, period, plannedAt = dueAt } of found) {
          expect(opensAt).toBeLessThan(dueAt);
          expect(plannedAt).toBeGreaterThan(opensAt);
          expect(plannedAt).toBeLessThanOrEqual(dueAt);
          expect(period.from).toBeLessThan(period.to);
          expect(period.firstDay >= contract.term.from && period.lastDay <= contract.term.to).toBe(true);
        }
      }),
    );
  });

  test('the pack that makes it asks for it', () => {
    fc.assert(
      fc.property(someContract, someInstant, (contract, now) => {
        const made = occurrencesOpening(contract, ...always).map((one) => obligationOf(one, contract, now));
        expect(made.filter((one) => !isAskedFor(contract, one))).toEqual([]);
      }),
    );
  });

  test('whatever opens is due once, and the other way round', () => {
    fc.assert(
      fc.property(someContract, (contract) => {
        const opening = ids(contract, occurrencesOpening(contract, ...always));
        expect(ids(contract, occurrencesDue(contract, ...always))).toEqual(opening);
      }),
    );
  });

  test('the next opening is the first one after the instant, and what is open is what has opened and is not past', () => {
    fc.assert(
      fc.property(someContract, someInstant, (contract, now) => {
        const later = occurrencesOpening(contract, now, always[1]);
        expect(nextOpening(contract, now)).toBe(later[0]?.opensAt);
        const open = occurrencesOpening(contract, ...always).filter((one) => one.opensAt <= now && now <= one.dueAt);
        expect(ids(contract, occurrencesOpen(contract, now))).toEqual(ids(contract, open));
      }),
    );
  });

  test('made twice at one instant it is the same', () => {
    fc.assert(
      fc.property(someContract, someInstant, (contract, now) => {
        const made = () => occurrencesOpen(contract, now).map((one) => obligationOf(one, contract, now));
        expect(made()).toEqual(made());
      }),
    );
  });
});
