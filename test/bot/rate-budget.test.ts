import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextSlot, type SentInstants, slotsLeft, urgentReserve, withSent } from '../../bot/rate-budget.ts';
import { MINUTE } from '../../domain/types.ts';

describe('the budget of a chat', () => {
  test.each([
    ['nothing sent', [], 0, 0, 2],
    ['one of two', [0], 10, 10, 1],
    ['both used: one millisecond before the first is a minute old', [0, 5], MINUTE - 1, MINUTE, 0],
    ['both used: when the first is a minute old', [0, 5], MINUTE, MINUTE, 1],
    ['both used: later', [0, 5], MINUTE + 1, MINUTE + 1, 1],
    ['both are a minute old', [0, 5], MINUTE + 5, MINUTE + 5, 2],
  ])('two a minute, %s', (_name, sent, now, slot, left) => {
    expect(nextSlot(sent, 2, now)).toBe(slot);
    expect(slotsLeft(sent, 2, now)).toBe(left);
  });

  test('a platform without a limit never waits', () => {
    const sent = Array.from({ length: 1_000 }, () => 0);
    expect(nextSlot(sent, undefined, 0)).toBe(0);
    expect(slotsLeft(sent, undefined, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test('whoever waits for the slot never sends more than the limit within any minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.nat(20_000), { maxLength: 100 }), (limit, pauses) => {
        let now = 0;
        let sent: SentInstants = [];
        const all: number[] = [];
        for (const pause of pauses) {
          now = nextSlot(sent, limit, now + pause);
          sent = withSent(sent, now);
          all.push(now);
        }
        for (const start of all) {
          expect(all.filter((at) => at >= start && at < start + MINUTE).length).toBeLessThanOrEqual(limit);
        }
        expect(sent.length).toBeLessThanOrEqual(limit);
      }),
    );
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
