// Backoff, clocks, ids, the time limit and the mortal proxy: small parts, each with its edge.
import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../bot/backoff.ts';
import { movableClock, neverBackwards, standingClock } from '../../bot/clock.ts';
import { ulidIds } from '../../bot/ids.ts';
import { mortal } from '../../bot/mortal.ts';
import { createSpeech } from '../../bot/speech.ts';
import { TimeLimitPassed, withTimeLimit } from '../../bot/time-limit.ts';
import { MINUTE } from '../../domain/types.ts';

describe('backoff', () => {
  const rule = { firstMs: 1_000, longestMs: 60_000 };
  test.each([
    ['the first failure, the longest draw', 1, 1, 0, 1_000],
    ['the second', 2, 1, 0, 2_000],
    ['the sixth', 6, 1, 0, 32_000],
    ['the seventh is cut at the longest', 7, 1, 0, 60_000],
    ['the thousandth does not overflow', 1_000, 1, 0, 60_000],
    ['half the draw is half the time', 3, 0.5, 0, 2_000],
    ['the smallest draw still waits', 3, 0, 0, 1],
    ['Retry-After is never undercut', 1, 0.5, 30_000, 30_000],
    ['Retry-After does not shorten', 7, 1, 30_000, 60_000],
  ])('%s', (_name, failures, random, atLeastMs, expected) => {
    expect(backoffMs(rule, failures, random, atLeastMs)).toBe(expected);
  });
});

describe('clocks', () => {
  test('a movable clock runs on with its base after a jump', () => {
    let base = 1_000;
    const clock = movableClock({ now: () => base });
    clock.jumpTo(5_000);
    base += 10;
    expect(clock.now()).toBe(5_010);
  });

  test('a jump into the past does nothing', () => {
    const clock = standingClock(5_000);
    clock.jumpTo(4_999);
    expect(clock.now()).toBe(5_000);
  });

  test('a machine whose clock is set back stands still for us until it has caught up', () => {
    const readings = [1_000, 400, 999, 1_001];
    const clock = neverBackwards({ now: () => readings.shift() ?? 0 });
    expect([clock.now(), clock.now(), clock.now(), clock.now()]).toEqual([1_000, 1_000, 1_000, 1_001]);
  });
});

test('ids sort by their instants, and within one by their making', () => {
  const ids = ulidIds(() => 0.5);
  const made = [ids.next(1_000), ids.next(1_000), ids.next(1_000), ids.next(2_000)];
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(4);
});

describe('the time limit', () => {
  test('an answer in time is the answer', async () => {
    expect(await withTimeLimit(Promise.resolve(7), 1_000, 'it')).toBe(7);
  });
  test('work that never ends is given up', async () => {
    await expect(withTimeLimit(new Promise(() => undefined), 5, 'it')).rejects.toThrow(TimeLimitPassed);
  });
  test('an error of the work is kept', async () => {
    await expect(withTimeLimit(Promise.reject(new Error('broken')), 1_000, 'it')).rejects.toThrow('broken');
  });
});

describe('a killed process', () => {
  const world = { written: [] as string[], pending: Promise.withResolvers<string>() };
  const target = {
    name: 'db',
    async write(word: string) {
      world.written.push(word);
      return world.pending.promise;
    },
  };

  test('starts nothing any more, and gets no answer of what was under way', async () => {
    const life = { isOver: false };
    const db = mortal(target, life);
    expect(db.name).toBe('db');
    const answers: string[] = [];
    void db.write('before').then((answer) => answers.push(answer));
    life.isOver = true;
    void db.write('after').then((answer) => answers.push(answer));
    world.pending.resolve('done');
    await new Promise((resolve) => setImmediate(resolve));
    expect(world.written).toEqual(['before']);
    expect(answers).toEqual([]);
  });
});

describe('muteness', () => {
  test.each([
    ['a minute is an ordinary retry', MINUTE, undefined],
    ['one millisecond more is recorded', MINUTE + 1, { platform: 'p', from: 0, to: MINUTE + 1, reason: 'down' }],
  ])('%s', (_name, endsAt, span) => {
    const speech = createSpeech();
    speech.failed('p', 0, 'down');
    speech.failed('p', 30, 'still down');
    expect(speech.succeeded('p', endsAt)).toEqual(span);
    expect(speech.succeeded('p', endsAt + MINUTE * 5)).toBeUndefined();
  });

  test('shows while it lasts', () => {
    const speech = createSpeech();
    speech.failed('p', 0, 'down');
    expect(speech.muteSince(MINUTE)).toEqual([]);
    expect(speech.muteSince(MINUTE + 1)).toEqual([{ platform: 'p', from: 0 }]);
  });
});
