// Backoff, clocks, ids, the time limit and the mortal proxy: small parts, each with its edge.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../bot/backoff.ts';
import { type ClockStep, movableClock, STEP_MS, standingClock, steadyClock } from '../../bot/clock.ts';
import { ulidIds } from '../../bot/ids.ts';
import { mortal } from '../../bot/mortal.ts';
import { cleanName } from '../../bot/names.ts';
import { withoutOverheard } from '../../bot/overheard.ts';
import { createSpeech } from '../../bot/speech.ts';
import { onlyMadeUpPeople } from '../../bot/start.ts';
import { TimeLimitPassed, withTimeLimit } from '../../bot/time-limit.ts';
import { chatId, MINUTE } from '../../domain/types.ts';
import { FakePlatform } from './fake-platform.ts';

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
});

describe('a clock that is held', () => {
  function held() {
    let base = 1_000;
    const clock = movableClock({ now: () => base });
    const release = clock.hold();
    base += 200;
    return { clock, release };
  }

  test('stands still, and moves by jumps alone', () => {
    const { clock } = held();
    expect(clock.now()).toBe(1_000);
    clock.jumpTo(5_000);
    expect(clock.now()).toBe(5_000);
  });

  test.each([
    ['goes on from where it was led', 5_000, 5_000],
    ['has lost no time when it was led nowhere', 1_000, 1_200],
    ['nor when it was led less far than time went', 1_100, 1_200],
  ])('and let go %s', (_name, jump, expected) => {
    const { clock, release } = held();
    clock.jumpTo(jump);
    release();
    release();
    expect(clock.now()).toBe(expected);
  });
});

describe('the machine’s clock', () => {
  const T = 1_000_000;
  /** What the clock says at each pair of steady and wall time. */
  function read(readings: readonly (readonly [steady: number, wall: number])[]) {
    let at = 0;
    const reading = () => readings[at] ?? [0, 0];
    const clock = steadyClock({ steady: () => reading()[0], wall: () => reading()[1] });
    const steps: ClockStep[] = [];
    clock.onStep((step) => steps.push(step));
    const said = readings.slice(1).map(() => {
      at += 1;
      return clock.now();
    });
    return { said, steps };
  }

  test.each<[string, readonly (readonly [number, number])[], readonly number[], readonly ClockStep[]]>([
    [
      'runs with the wall clock',
      [
        [0, T],
        [1_000, T + 1_000],
      ],
      [T + 1_000],
      [],
    ],
    [
      'set back a little, it runs on, slower, until they agree',
      [
        [0, T],
        [1_000, T + 850],
        [2_000, T + 1_850],
        [3_000, T + 2_850],
      ],
      [T + 900, T + 1_850, T + 2_850],
      [],
    ],
    [
      'ahead a little, it runs faster',
      [
        [0, T],
        [1_000, T + 2_000],
      ],
      [T + 1_100],
      [],
    ],
    [
      'set back by the limit is no step',
      [
        [0, T],
        [1_000, T + 1_000 - STEP_MS],
      ],
      [T + 900],
      [],
    ],
    [
      'set back by more is followed at once',
      [
        [0, T],
        [1_000, T + 999 - STEP_MS],
      ],
      [T + 999 - STEP_MS],
      [{ from: T + 1_000, to: T + 999 - STEP_MS }],
    ],
    [
      'an hour too late for a moment, it does not stand still for an hour afterwards',
      [
        [0, T],
        [1_000, T + 3_601_000],
        [2_000, T + 2_000],
        [60_000, T + 60_000],
      ],
      [T + 3_601_000, T + 2_000, T + 60_000],
      [
        { from: T + 1_000, to: T + 3_601_000 },
        { from: T + 3_602_000, to: T + 2_000 },
      ],
    ],
    [
      'the machine slept: its steady clock stood still',
      [
        [0, T],
        [1, T + 8 * 3_600_000],
      ],
      [T + 8 * 3_600_000],
      [{ from: T + 1, to: T + 8 * 3_600_000 }],
    ],
  ])('%s', (_name, readings, said, steps) => {
    expect(read(readings)).toEqual({ said, steps });
  });

  test('never runs backwards without a step, whatever the wall clock does within the limit', () => {
    const wobble = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: -STEP_MS / 2, max: STEP_MS / 2 })),
    );
    fc.assert(
      fc.property(wobble, (moves) => {
        let steady = 0;
        const readings = moves.map(([elapsed, off]) => {
          steady += elapsed;
          return [steady, T + steady + off] as const;
        });
        const { said, steps } = read([[0, T], ...readings]);
        expect(steps).toEqual([]);
        expect(said).toEqual(said.toSorted((a, b) => a - b));
      }),
    );
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
  const chatOf = (externalId: string) =>
    ({ id: chatId('p', externalId), platform: 'p', externalId, kind: 'group', title: externalId }) as const;
  const CHAT = chatOf('ops');

  test.each([
    ['a minute is an ordinary retry', MINUTE, undefined],
    ['one millisecond more is recorded', MINUTE + 1, { from: 0, to: MINUTE + 1, reason: 'down' }],
  ])('%s', (_name, endsAt, span) => {
    const speech = createSpeech();
    speech.failed(CHAT, 0, 'down');
    speech.failed(CHAT, 30, 'still down');
    expect(speech.succeeded(CHAT, endsAt)).toEqual(span && { ...span, chat: CHAT });
    expect(speech.succeeded(CHAT, endsAt + MINUTE * 5)).toBeUndefined();
  });

  test('is told once while it lasts', () => {
    const speech = createSpeech();
    expect(speech.failed(CHAT, 0, 'down')).toBeUndefined();
    expect(speech.failed(CHAT, MINUTE, 'down')).toBeUndefined();
    expect(speech.failed(CHAT, MINUTE + 1, 'other')).toEqual({ chat: CHAT, from: 0, reason: 'down' });
    expect(speech.failed(CHAT, 2 * MINUTE, 'other')).toBeUndefined();
  });

  test('of one chat is not ended by another one, and does not make the platform mute', () => {
    const speech = createSpeech();
    speech.failed(CHAT, 0, 'down');
    expect(speech.succeeded(chatOf('hall'), MINUTE)).toBeUndefined();
    expect(speech.muteSince(2 * MINUTE)).toEqual([]);
    expect(speech.succeeded(CHAT, 2 * MINUTE)).toMatchObject({ from: 0, to: 2 * MINUTE });
  });

  test('shows while it lasts', () => {
    const speech = createSpeech();
    speech.failed(CHAT, 0, 'down');
    expect(speech.muteSince(MINUTE)).toEqual([]);
    expect(speech.muteSince(MINUTE + 1)).toEqual([{ platform: 'p', from: 0 }]);
  });
});

describe('a name', () => {
  test.each([
    ['as it is', '李工', '李工'],
    ['on one line', '李工\n已关闭', '李工 已关闭'],
    ['without what turns the reading direction', '李工\u202e解', '李工解'],
    ['64 characters', '👨‍👩‍👧'.repeat(64), '👨‍👩‍👧'.repeat(64)],
    ['65 are cut between characters', '👨‍👩‍👧'.repeat(65), `${'👨‍👩‍👧'.repeat(63)}…`],
    ['nothing that can be seen', ' \u200b\n', undefined],
    ['none', undefined, undefined],
  ])('%s', (_name, raw, expected) => {
    expect(cleanName(raw)).toBe(expected);
  });
});

describe('what is kept of a message', () => {
  const message = {
    platform: 'p',
    updateId: '1',
    type: 'message' as const,
    chat: { externalId: 'ops', kind: 'group' as const },
    from: { userId: 'wang' },
    receivedAt: 1,
    text: '午饭吃什么',
    quote: { text: '今天' },
  };
  test('for the bot: all of it', () => {
    expect(withoutOverheard({ ...message, addressed: true })).toEqual({ ...message, addressed: true });
  });
  test('among people: no word', () => {
    const { quote: _, ...rest } = message;
    expect(withoutOverheard({ ...message, addressed: false })).toEqual({ ...rest, addressed: false, text: '' });
  });
});

test('the clock may be run forward only where nobody real is reached', () => {
  const platform = (reachesRealPeople: boolean) => ({
    capabilities: { ...new FakePlatform().capabilities, reachesRealPeople },
  });
  expect(onlyMadeUpPeople([])).toBe(true);
  expect(onlyMadeUpPeople([platform(false)])).toBe(true);
  expect(onlyMadeUpPeople([platform(false), platform(true)])).toBe(false);
});
