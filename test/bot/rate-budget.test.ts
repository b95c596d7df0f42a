import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { windowsOf } from '../../bot/rate-budget.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { nextSlot, type SentInstants, slotsLeft, withSent } from '../../platforms/rate-windows.ts';
import { reservedBudget, urgentReserve } from '../../platforms/reserve.ts';

const TWO_A_MINUTE = windowsOf({ perMinute: 2 });

describe('the budget of a chat', () => {
  test.each([
    ['nothing sent', [], 0, 0, 2],
    ['one of two', [0], 10, 10, 1],
    ['both used: one millisecond before the first is a minute old', [0, 5], MINUTE - 1, MINUTE, 0],
    ['both used: when the first is a minute old', [0, 5], MINUTE, MINUTE, 1],
    ['both used: later', [0, 5], MINUTE + 1, MINUTE + 1, 1],
    ['both are a minute old', [0, 5], MINUTE + 5, MINUTE + 5, 2],
  ])('two a minute, %s', (_name, sent, now, slot, left) => {
    expect(nextSlot(sent, TWO_A_MINUTE, now)).toBe(slot);
    expect(slotsLeft(sent, TWO_A_MINUTE, now)).toBe(left);
  });

  test('a platform without a limit never waits', () => {
    const sent = Array.from({ length: 1_000 }, () => 0);
    expect(nextSlot(sent, windowsOf({}), 0)).toBe(0);
    expect(slotsLeft(sent, windowsOf({}), 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    ['the hour is used, the minute is not: one millisecond before the first is an hour old', HOUR - 1, HOUR, 0],
    ['when the first is an hour old', HOUR, HOUR, 1],
    ['when all are', 50 * MINUTE + HOUR, 50 * MINUTE + HOUR, 2],
  ])('two a minute and three an hour, %s', (_name, now, slot, left) => {
    const windows = windowsOf({ perMinute: 2, perHour: 3 });
    const sent = [0, 10 * MINUTE, 50 * MINUTE];
    expect(nextSlot(sent, windows, now)).toBe(slot);
    expect(slotsLeft(sent, windows, now)).toBe(left);
  });

  test('whoever waits for the slot never sends more than the limits within any minute or hour', () => {
    const limits = fc.record({ perMinute: fc.integer({ min: 1, max: 20 }), perHour: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(limits, fc.array(fc.nat(20_000), { maxLength: 100 }), (limit, pauses) => {
        const windows = windowsOf(limit);
        let now = 0;
        let sent: SentInstants = [];
        const all: number[] = [];
        for (const pause of pauses) {
          now = nextSlot(sent, windows, now + pause);
          sent = withSent(sent, windows, now);
          all.push(now);
        }
        for (const start of all) {
          const within = (lengthMs: number) => all.filter((at) => at >= start && at < start + lengthMs).length;
          expect(within(MINUTE)).toBeLessThanOrEqual(limit.perMinute);
          expect(within(HOUR)).toBeLessThanOrEqual(limit.perHour);
        }
        expect(sent.length).toBeLessThanOrEqual(limit.perHour);
      }),
    );
  });

  test('of each window a part is kept for what is urgent', () => {
    const { forChatter } = reservedBudget(windowsOf({ perMinute: 30, perHour: 1_000 }));
    expect(forChatter.map(({ messagesMax }) => messagesMax)).toEqual([24, 800]);
  });
});

test.each([
  [1, 0],
  [2, 1],
  [5, 1],
  [6, 2],
  [20, 4],
])('of %d messages a minute %d are kept for what is urgent', (perMinute, reserve) => {
  expect(urgentReserve(perMinute)).toBe(reserve);
});
