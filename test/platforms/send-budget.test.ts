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

  test.each([
    ['the last that chatter may have', 'chatter', 23, 0],
    ['the next one of it waits', 'chatter', 24, MINUTE],
    ['something urgent passes it', 'urgent', 24, 0],
  ] as const)('a fifth is kept for what is urgent: %s', (_name, urgency, sent, waitMs) => {
    const budget = createSendBudget(WINDOWS);
    for (let message = 0; message < sent; message += 1) budget.take('a', 0, 'chatter');
    expect(budget.take('a', 0, urgency)).toBe(waitMs);
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

describe('a place that is given back', () => {
  test.each(['urgent', 'chatter'] as const)('is free for the next message: %s', (urgency) => {
    const budget = createSendBudget([{ messagesMax: 5, lengthMs: MINUTE }]);
    let taken = 0;
    while (budget.take('a', taken, urgency) === 0) taken += 1;
    budget.giveBack('a', 0, urgency);
    expect([budget.take('a', taken, urgency), budget.take('a', taken, urgency)]).toEqual([0, MINUTE + 1 - taken]);
  });

  test('is that of one message, of this conversation', () => {
    const budget = createSendBudget([{ messagesMax: 2, lengthMs: MINUTE }]);
    for (const chat of ['a', 'b']) send(budget, 2, 0, chat);
    budget.giveBack('a', 0);
    budget.giveBack('nobody', 0);
    expect([send(budget, 2, 1, 'a'), send(budget, 2, 1, 'b')]).toEqual([1, 0]);
  });
});
