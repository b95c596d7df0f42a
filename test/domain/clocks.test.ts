import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarOf, clockUse, dueInstant, instantOfUse } from '../../domain/clocks.ts';
import type { Pause, TicketClock } from '../../domain/ticket-types.ts';
import { HOUR, MINUTE } from '../../domain/types.ts';
import { contractWith, li, minutes, T0 } from './fixture.ts';

const contract = contractWith();

function clock(changes: Partial<TicketClock> = {}): TicketClock {
  const made: TicketClock = {
    id: 'critical.resolve',
    ruleId: 'critical.resolve',
    clock: 'resolve',
    binding: 'contract',
    clause: '十（一）',
    target: { ms: 2 * HOUR },
    calendar: 'always',
    pausable: true,
    startedAt: T0,
    dueAt: T0,
    breached: false,
    pauses: [],
    stages: [],
    ...changes,
  };
  return { ...made, dueAt: changes.dueAt ?? dueInstant(made, calendarOf(made, contract))! };
}

const pause = (from: number, to?: number): Pause => ({
  from: minutes(from),
  ...(to === undefined ? {} : { to: minutes(to) }),
  cause: 'suspended',
  by: li.id,
});

describe('how a clock stands', () => {
  test.each([
    ['at its start', clock(), 0, { usedMs: 0, leftMs: 2 * HOUR, state: 'running' }],
    [
      'a millisecond before its due instant',
      clock(),
      2 * HOUR - 1,
      { usedMs: 2 * HOUR - 1, leftMs: 1, state: 'running' },
    ],
    [
      'at it: “2 小时内” includes the last instant',
      clock(),
      2 * HOUR,
      { usedMs: 2 * HOUR, leftMs: 0, state: 'running' },
    ],
    [
      'a millisecond after it, noticed or not',
      clock(),
      2 * HOUR + 1,
      { usedMs: 2 * HOUR + 1, leftMs: -1, state: 'breached' },
    ],
    [
      'stopped at the last instant',
      clock({ stoppedAt: T0 + 2 * HOUR }),
      9 * HOUR,
      { usedMs: 2 * HOUR, leftMs: 0, state: 'met' },
    ],
    [
      'stopped and judged too late',
      clock({ stoppedAt: T0 + 3 * HOUR, breached: true }),
      9 * HOUR,
      { usedMs: 3 * HOUR, leftMs: -HOUR, state: 'breached' },
    ],
    [
      'paused: it stands still',
      clock({ pauses: [pause(30)] }),
      9 * HOUR,
      { usedMs: 30 * MINUTE, leftMs: 90 * MINUTE, state: 'paused' },
    ],
    [
      'paused when it was over already',
      clock({ pauses: [pause(121)] }),
      9 * HOUR,
      { usedMs: 121 * MINUTE, leftMs: -MINUTE, state: 'breached' },
    ],
    [
      'after a pause',
      clock({ pauses: [pause(30, 60)] }),
      HOUR,
      { usedMs: 30 * MINUTE, leftMs: 90 * MINUTE, state: 'running' },
    ],
    [
      'after two',
      clock({ pauses: [pause(30, 60), pause(70, 80)] }),
      90 * MINUTE,
      { usedMs: 50 * MINUTE, leftMs: 70 * MINUTE, state: 'running' },
    ],
    [
      'void ends it without judgement, even over',
      clock({ voidedAt: T0 + 3 * HOUR, breached: true }),
      9 * HOUR,
      { usedMs: 3 * HOUR, leftMs: -HOUR, state: 'void' },
    ],
    ['an instant before its start uses nothing', clock(), -MINUTE, { usedMs: 0, leftMs: 2 * HOUR, state: 'running' }],
  ])('%s', (_name, subject, sinceStart, expected) => {
    expect(clockUse(subject, contract, T0 + sinceStart)).toMatchObject({ ...expected, targetMs: 2 * HOUR });
  });

  test('one working day is told in working hours', () => {
    const oneDay = clock({ target: { workdays: 1 }, calendar: 'working' });
    expect(clockUse(oneDay, contract, T0 + 24 * HOUR)).toMatchObject({ usedMs: 8 * HOUR, targetMs: 8 * HOUR });
  });

  test('a calendar that the pack lost is a programmer’s error, not 7×24', () => {
    expect(() => clockUse(clock({ calendar: 'gone', dueAt: T0 }), contract, T0)).toThrow(/no calendar gone/);
  });
});

describe('due instants move with pauses', () => {
  test.each([
    ['without one', [], 120],
    ['half an hour', [pause(30, 60)], 150],
    ['two of them', [pause(30, 60), pause(70, 80)], 160],
    ['one that starts at the due instant: all of it still counts', [pause(120, 200)], 200],
    ['one that starts when it was over moves nothing', [pause(121, 200)], 120],
    ['one from the very start', [pause(0, 45)], 165],
    ['an empty one', [pause(30, 30)], 120],
  ])('%s', (_name, pauses, due) => expect(clock({ pauses }).dueAt).toBe(minutes(due)));

  test('in working time a pause over a night moves nothing', () => {
    const [evening, morning] = [9 * 60, 24 * 60];
    const working = clock({ target: { ms: 10 * HOUR }, calendar: 'working' });
    const paused = clock({ target: { ms: 10 * HOUR }, calendar: 'working', pauses: [pause(evening, morning)] });
    expect(paused.dueAt).toBe(working.dueAt);
  });

  test('what lies behind an open pause has no instant', () => {
    const paused = clock({ pauses: [pause(30)] });
    const always = calendarOf(paused, contract);
    expect(instantOfUse(paused, always, 29 * MINUTE)).toBe(minutes(29));
    expect(instantOfUse(paused, always, 30 * MINUTE)).toBeUndefined();
  });

  test('a pause never moves a due instant to an earlier one', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        cuts,
        fc.constantFrom('always', 'working'),
        fc.integer({ min: 1, max: 2000 }),
        (points, calendar, target) => {
          const sorted = points.toSorted((a, b) => a - b);
          const pauses = Array.from({ length: Math.floor(sorted.length / 2) }, (_, pair) =>
            pause(sorted[2 * pair] ?? 0, sorted[2 * pair + 1] ?? 0),
          );
          const shape = { calendar, target: { ms: target * MINUTE } };
          let earlier = clock({ ...shape, pauses: [] }).dueAt!;
          for (let count = 1; count <= pauses.length; count += 1) {
            const subject = clock({ ...shape, pauses: pauses.slice(0, count) });
            expect(subject.dueAt).toBeGreaterThanOrEqual(earlier);
            expect(clockUse(subject, contract, subject.dueAt!)).toMatchObject({ leftMs: 0 });
            earlier = subject.dueAt!;
          }
        },
      ),
    );
  });
});
