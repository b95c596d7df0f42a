import { describe, expect, test } from 'vitest';
import { daysLate } from '../../../domain/obligations/lateness.ts';
import { driftOf, type Point } from '../../../domain/obligations/trend.ts';
import { DAY } from '../../../domain/types.ts';
import { at, contractOf, deliverablePlan } from './fixture.ts';

const contract = contractOf([]);

describe('days late', () => {
  // 6 March 2026 is a Friday.
  test.each<[string, string, string, number, number]>([
    ['at the due instant', '2026-03-06 17:00', '2026-03-06 17:00', 0, 0],
    ['later on the due day', '2026-03-06 17:00', '2026-03-06 18:00', 1, 1],
    ['on the day after', '2026-03-06 17:00', '2026-03-07 00:00', 1, 1],
    ['due at 24:00: the day after', '2026-03-07 00:00', '2026-03-07 08:00', 1, 1],
    ['at the end of the second day', '2026-03-07 00:00', '2026-03-08 23:59', 2, 1],
    ['on the next workday', '2026-03-07 00:00', '2026-03-09 08:00', 3, 1],
    ['on the second workday', '2026-03-07 00:00', '2026-03-10 08:00', 4, 2],
    ['over the Spring Festival', '2026-02-15 00:00', '2026-02-25 08:00', 11, 2],
  ])('%s', (_, due, handedIn, days, workdays) => {
    const late = (lateIn: 'days' | 'workdays') =>
      daysLate(deliverablePlan({ lateIn }), contract, at(due), at(handedIn));
    expect([late('days'), late('workdays')]).toEqual([days, workdays]);
  });

  test('just after the due instant it is late', () => {
    expect(daysLate(deliverablePlan(), contract, at('2026-03-07'), at('2026-03-07') + 1)).toBe(1);
  });

  test('beyond the table of holidays workdays are unknown, and days are not', () => {
    const late = (lateIn: 'days' | 'workdays') =>
      daysLate(deliverablePlan({ lateIn }), contract, at('2026-12-31'), at('2027-01-05'));
    expect([late('workdays'), late('days')]).toEqual([undefined, 6]);
  });
});

describe('a drift', () => {
  const series = (...values: readonly number[]): readonly Point[] =>
    values.map((value, index) => ({ at: at('2026-03-02 09:00') + index * DAY, value }));
  const rule = { unit: '℃', min: 18_000, max: 27_000, warnDays: 7 };
  const last = at('2026-03-06 09:00');

  test('is the line through the readings', () => {
    const drift = driftOf(series(20_000, 21_000, 22_000, 23_000, 24_000), rule);
    expect(drift).toEqual({ limit: 27_000, side: 'max', crossesAt: last + 3 * DAY });
  });

  test.each<[string, readonly number[], 'min' | 'max' | undefined]>([
    ['four readings are chance', [20_000, 22_000, 24_000, 26_000], undefined],
    ['falling towards the lower limit', [24_000, 23_000, 22_000, 21_000, 20_000], 'min'],
    ['too slow to cross within a week', [20_000, 20_100, 20_200, 20_300, 20_400], undefined],
    ['it crosses on the seventh day', [16_000, 17_000, 18_000, 19_000, 20_000], 'max'],
    ['it would cross on the eighth day', [15_000, 16_000, 17_000, 18_000, 19_000], undefined],
    ['up and down without a direction', [26_000, 19_000, 26_500, 19_500, 26_900], undefined],
    ['standing still', [26_900, 26_900, 26_900, 26_900, 26_900], undefined],
    ['at the limit', [23_000, 24_000, 25_000, 26_000, 27_000], 'max'],
    ['beyond the limit it is an anomaly', [24_000, 25_000, 26_000, 27_000, 27_001], undefined],
  ])('%s', (_, values, side) => {
    expect(driftOf(series(...values), rule)?.side).toBe(side);
  });

  test('nobody wants to know where the rule has no limit there, or no days', () => {
    const rising = series(20_000, 21_000, 22_000, 23_000, 24_000);
    expect(driftOf(rising, { unit: '℃', min: 18_000, warnDays: 7 })).toBeUndefined();
    expect(driftOf(rising, { unit: '℃', max: 27_000 })).toBeUndefined();
  });

  test('nobody is warned that a share falls to nothing', () => {
    const falling = series(50_000, 40_000, 30_000, 20_000, 10_000);
    expect(driftOf(falling, { unit: '%', min: 0, max: 85_000, warnDays: 7 })).toBeUndefined();
    expect(driftOf(falling, { unit: '%', min: 5_000, warnDays: 7 })?.side).toBe('min');
    expect(driftOf(falling, { unit: '℃', min: 0, warnDays: 7 })?.side).toBe('min');
  });

  test('several readings at one instant have no direction', () => {
    expect(
      driftOf(
        series(1, 2, 3, 4, 5).map((point) => ({ ...point, at: last })),
        rule,
      ),
    ).toBeUndefined();
  });
});
