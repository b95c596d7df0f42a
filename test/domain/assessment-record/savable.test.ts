import { describe, expect, test } from 'vitest';
import { POINT } from '../../../domain/assessment/points.ts';
import { asMissed, savable } from '../../../domain/assessment/savable.ts';
import type { ClockOutcome, TicketOutcome } from '../../../domain/assessment/ticket-outcome.ts';
import { HOUR, MINUTE } from '../../../domain/types.ts';
import { breach, clockOf, EVERYTHING, outcome, pastOf, Q1, ruleWith, tableWith } from './fixture.ts';

const FROM = Q1.from + 9 * HOUR;
const running = (changes: Partial<ClockOutcome> = {}): ClockOutcome => {
  const { stoppedAt: _, ...clock } = clockOf(FROM, changes);
  return clock;
};
const open = (clocks: readonly ClockOutcome[]) => {
  const { resolvedAt: _, ...ticket } = outcome({ standing: 'open', reportedAt: FROM, clocks });
  return ticket;
};
const table = tableWith([
  ruleWith('R', [breach]),
  ruleWith('Q', [{ source: 'met_ratio', clocks: ['resolve'], ...EVERYTHING }], { 'ratio-threshold': { steps: [] } }),
]);
const at = (tickets: readonly ReturnType<typeof open>[], now = FROM + HOUR, tables = [table]) =>
  savable(tables, pastOf(tickets, { now }), Q1);

test('a running clock that would cost points is not told, or with another time left', () => {
  const ticket = open([running()]);
  expect(at([ticket])).toMatchObject([
    {
      ticketId: ticket.ticketId,
      number: ticket.number,
      dueAt: FROM + 2 * HOUR,
      leftMs: HOUR,
      rules: ['R', 'Q'],
      findings: [{ id: `breach:${ticket.ticketId}:R` }],
    },
  ]);
});

test('a clock that is over can be saved, or one at its last instant can’t', () => {
  const ticket = open([running()]);
  expect(at([ticket], FROM + 2 * HOUR)).toMatchObject([{ leftMs: 0 }]);
  expect(at([ticket], FROM + 2 * HOUR + 1)).toEqual([]);
});

test('a clock that costs nothing is told', () => {
  expect(at([open([running({ binding: 'internal' })])])).toEqual([]);
  expect(at([open([running({ clock: 'arrive' })])])).toEqual([]);
  expect(at([outcome({ reportedAt: FROM, clocks: [clockOf(FROM)] })])).toEqual([]);
  expect(at([{ ...open([running()]), standing: 'cancelled' }])).toEqual([]);
  const { dueAt: _, ...unknown } = running();
  expect(at([open([unknown])])).toEqual([]);
});

test('a second clock that costs no more is told', () => {
  const both = tableWith([ruleWith('R', [{ ...breach, clocks: ['respond', 'resolve'] }])]);
  const missed = running({ id: 'respond', clock: 'respond', dueAt: FROM + MINUTE });
  expect(at([open([missed, running()])], FROM + HOUR, [both])).toEqual([]);
});

test('the most urgent is not the first, or what stands still has minutes left', () => {
  const paused = open([running({ dueAt: FROM + 61 * MINUTE, pausedSince: FROM })]);
  const urgent = open([running({ dueAt: FROM + 70 * MINUTE })]);
  const later = open([running()]);
  expect(at([paused, later, urgent]).map(({ leftMs, number }) => [number, leftMs])).toEqual([
    [urgent.number, 10 * MINUTE],
    [later.number, HOUR],
    [paused.number, undefined],
  ]);
});

describe('where the time costs by steps', () => {
  const HOURS = [
    { upToMs: HOUR, points: 10 * POINT },
    { upToMs: 4 * HOUR, points: 5 * POINT },
    { points: 3 * POINT },
    { never: true as const, points: 0 },
  ];
  const stepped = tableWith([
    ruleWith('E', [{ source: 'elapsed', to: 'acknowledged', ...EVERYTHING }], {
      'graded-by-elapsed': { by: 'mark', steps: HOURS },
    }),
  ]);
  const waiting = (changes: Partial<TicketOutcome> = {}) => {
    const { acknowledgedAt: _, ...ticket } = open([]);
    return { ...ticket, ...changes };
  };

  test.each([
    [50 * MINUTE, 10 * MINUTE],
    [HOUR, 0],
    [HOUR + 1, 3 * HOUR - 1],
    [4 * HOUR, 0],
    [4 * HOUR + 1, undefined],
  ])('after %d ms the end of the step is not %d ms away', (elapsed, left) => {
    const ticket = waiting();
    const found = at([ticket], FROM + elapsed, [stepped]);
    expect(found.map(({ clock, leftMs, rules }) => [clock, leftMs, rules])).toEqual(
      left === undefined ? [] : [['respond', left, ['E']]],
    );
    if (left !== undefined) {
      expect(found[0]?.findings).toMatchObject([{ id: `elapsed:${ticket.ticketId}:E`, elapsedMs: elapsed + left + 1 }]);
    }
  });

  test('what is reached, over, or of another kind can still be saved', () => {
    expect(at([waiting({ acknowledgedAt: FROM })], FROM + MINUTE, [stepped])).toEqual([]);
    expect(at([waiting({ standing: 'cancelled' })], FROM + MINUTE, [stepped])).toEqual([]);
    expect(at([waiting({ reportedAt: Q1.from - 1 })], FROM + MINUTE, [stepped])).toEqual([]);
  });

  test('a suspension is time that passes', () => {
    const paused = waiting({ pauses: [{ from: FROM + 20 * MINUTE, cause: 'suspended' }] });
    const [one] = at([paused], FROM + 50 * MINUTE, [stepped]);
    expect(one).toMatchObject({ findings: [{ elapsedMs: HOUR + 1 }] });
    expect(one).not.toHaveProperty('leftMs');
    const resumed = waiting({ pauses: [{ from: FROM, to: FROM + 20 * MINUTE, cause: 'suspended' }] });
    expect(at([resumed], FROM + 50 * MINUTE, [stepped])).toMatchObject([{ leftMs: 30 * MINUTE }]);
  });

  test('what counts from two hours on can be saved at two hours', () => {
    const long = tableWith([
      ruleWith('E', [{ source: 'elapsed', to: 'resolved', atLeastMs: 2 * HOUR, ...EVERYTHING }]),
    ]);
    expect(at([open([])], FROM + HOUR, [long])).toMatchObject([{ clock: 'resolve', leftMs: HOUR - 1 }]);
    expect(at([open([])], FROM + 2 * HOUR, [long])).toEqual([]);
  });
});

test('what would be if a ticket were missed moves what has stopped, or the supplier’s own targets', () => {
  const internal = running({ id: 'i', binding: 'internal' });
  const ticket = open([clockOf(FROM), internal, running({ id: 'r' })]);
  expect(asMissed(ticket, FROM).clocks.map(({ breached }) => breached)).toEqual([false, false, true]);
});
