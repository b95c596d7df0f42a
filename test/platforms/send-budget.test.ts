import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { createSendBudget } from '../../platforms/send-budget.ts';

const WINDOWS = [
  { messagesMax: 30, lengthMs: MINUTE },
  { messagesMax: 1_000, lengthMs: HOUR },
];

/** Sends `count` messages at the instant. @returns how many left */
function send(budget: ReturnType<typeof createSendBudget>, count: number, now: number, chat = 'a'): number {
  return Array.from({ length: count }, () => budget.take(chat, now)).filter((waitMs) => waitMs === 0).length;
}

describe('what a conversation may get', () => {
  test.each([
    ['the thirtieth leaves', 29, 0, 0],
    ['the one after it waits for the first to be a minute old', 30, 0, MINUTE],
    ['just before the minute is over', 30, MINUTE - 1, 1],
    ['when it is over', 30, MINUTE, 0],
  ])('%s', (_name, sent, now, waitMs) => {
    const budget = createSendBudget(WINDOWS);
    send(budget, sent, 0);
    expect(budget.take('a', now)).toBe(waitMs);
  });

  test('a thousand in an hour, and no more', () => {
    const budget = createSendBudget(WINDOWS);
    // 40 minutes with 25 messages each.
    for (let minute = 0; minute < 40; minute += 1) expect(send(budget, 25, minute * MINUTE)).toBe(25);
    expect(budget.take('a', 50 * MINUTE)).toBe(10 * MINUTE);
    expect(budget.take('a', HOUR - 1)).toBe(1);
    expect(budget.take('a', HOUR)).toBe(0);
  });

  test('conversations do not share it', () => {
    const budget = createSendBudget(WINDOWS);
    send(budget, 30, 0);
    expect([budget.take('b', 0), budget.take('a', 0)]).toEqual([0, MINUTE]);
  });

  test('a rest that the other side asked for holds, for that conversation alone', () => {
    const budget = createSendBudget(WINDOWS);
    budget.rest('a', 0, MINUTE);
    expect([budget.take('a', 1), budget.take('b', 1), budget.take('a', MINUTE)]).toEqual([MINUTE - 1, 0, 0]);
  });

  test('a clock that was set back blocks nobody for long', () => {
    const budget = createSendBudget(WINDOWS);
    send(budget, 30, 24 * HOUR);
    budget.rest('b', 24 * HOUR, MINUTE);
    expect([budget.take('a', 0), budget.take('b', 0)]).toEqual([0, 0]);
  });

  test('no window: no limit', () => {
    expect(send(createSendBudget([]), 5_000, 0)).toBe(5_000);
  });

  test('many conversations do not make it forget a full one', () => {
    const budget = createSendBudget(WINDOWS);
    send(budget, 30, 0);
    for (let chat = 0; chat < 2_000; chat += 1) budget.take(`other ${chat}`, 1);
    expect(budget.take('a', 1)).toBe(MINUTE - 1);
  });

  test('no stretch of time ever holds more than its window allows, whoever asks whenever', () => {
    const windows = [
      { messagesMax: 3, lengthMs: 10 },
      { messagesMax: 5, lengthMs: 40 },
    ];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 60 }), (steps) => {
        const budget = createSendBudget(windows);
        const left: number[] = [];
        let now = 0;
        for (const step of steps) {
          now += step;
          const waitMs = budget.take('a', now);
          if (waitMs === 0) left.push(now);
          else expect(budget.take('a', now + waitMs - 1)).toBeGreaterThan(0);
        }
        for (const { messagesMax, lengthMs } of windows) {
          for (const from of left)
            expect(left.filter((at) => at >= from && at < from + lengthMs).length).toBeLessThanOrEqual(messagesMax);
        }
      }),
    );
  });
});
