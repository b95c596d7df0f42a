import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveFacts } from '../../../domain/assessment/derive.ts';
import type { TicketOutcome } from '../../../domain/assessment/ticket-outcome.ts';
import { civilDate, parseCivil } from '../../../domain/civil.ts';
import { CLOCK_NAMES } from '../../../domain/contract.ts';
import type { Inspection, Obligation } from '../../../domain/obligations/obligation-types.ts';
import { type ReportPast, reportFigures } from '../../../domain/reporting/report-figures.ts';
import { reportPeriod } from '../../../domain/reporting/report-period.ts';
import { DAY, HOUR, type Instant, MINUTE, personId, ticketId } from '../../../domain/types.ts';
import { breach, clockOf, outcome, pastOf, ruleWith, tableWith } from '../assessment-record/fixture.ts';
import { contractWith } from '../fixture.ts';
import { deliverable, deliverablePlan, inspectionPlan, roundDone, submission } from '../obligation-fixture.ts';

const WEEK = reportPeriod('weekly', '2026-02-04');
const { from: FROM, to: TO } = WEEK;

function past(outcomes: readonly TicketOutcome[], changes: Partial<ReportPast> = {}): ReportPast {
  const { contract, deafness, now } = pastOf(outcomes, { now: TO + DAY });
  return {
    contract,
    outcomes,
    attendance: [],
    deafness,
    now,
    kind: 'weekly',
    period: WEEK,
    scores: [],
    obligations: [],
    engineers: [],
    ...changes,
  };
}

describe('tickets', () => {
  test.each([
    ['just before the period', FROM - 1, 0],
    ['at its first instant', FROM, 1],
    ['in its last millisecond', TO - 1, 1],
    ['at its end', TO, 0],
  ])('a ticket that was reported %s is counted there, or not', (_, reportedAt, expected) => {
    const { tickets } = reportFigures(past([outcome({ reportedAt, resolvedAt: reportedAt + HOUR })]));
    expect(tickets.reported).toBe(expected);
    expect(tickets.rows).toHaveLength(expected);
  });

  test.each([
    ['solved before it', { resolvedAt: FROM - 1 }, 0],
    ['solved at its first instant', { resolvedAt: FROM }, 1],
    ['solved later', { resolvedAt: TO }, 1],
    ['never solved', { resolvedAt: undefined, standing: 'open' }, 1],
    ['cancelled', { standing: 'cancelled', resolvedAt: undefined }, 0],
    [
      'solved when it began, and reopened in it',
      { resolvedAt: TO, pauses: [{ from: FROM - HOUR, to: FROM + HOUR, cause: 'resolved' }] },
      0,
    ],
  ] as const)('a ticket from before the period that was %s is carried over, or not', (_, changes, expected) => {
    const { resolvedAt, ...rest } = outcome({ reportedAt: FROM - DAY });
    expect(resolvedAt).toBeDefined();
    const { resolvedAt: solved, ...others } = changes;
    const ticket = { ...rest, ...others, ...(solved !== undefined && { resolvedAt: solved }) };
    const { tickets } = reportFigures(past([ticket]));
    expect(tickets).toMatchObject({ reported: 0, carriedOver: expected });
  });

  test('each day is told, also one with nothing; what was solved counts on the day of its solution', () => {
    const early = outcome({ reportedAt: FROM - DAY, resolvedAt: FROM + 2 * DAY });
    const { tickets } = reportFigures(past([early, outcome({ reportedAt: FROM, resolvedAt: FROM + HOUR })]));
    expect(tickets.byDay.map(({ day, reported, resolved }) => [day, reported, resolved])).toEqual([
      ['2026-02-02', 1, 1],
      ['2026-02-03', 0, 0],
      ['2026-02-04', 0, 1],
      ['2026-02-05', 0, 0],
      ['2026-02-06', 0, 0],
      ['2026-02-07', 0, 0],
      ['2026-02-08', 0, 0],
    ]);
  });

  test('a report over a quarter is told by months', () => {
    const period = reportPeriod('quarterly', '2026-02-04');
    const { tickets } = reportFigures(past([outcome({ reportedAt: FROM })], { period, kind: 'quarterly' }));
    expect(tickets.byDay.map(({ day, reported }) => [day, reported])).toEqual([
      ['2026-01-01', 0],
      ['2026-02-01', 1],
      ['2026-03-01', 0],
    ]);
  });
});

describe('clocks', () => {
  const running = (dueAt: Instant) => {
    const { stoppedAt: _, ...clock } = clockOf(FROM, { dueAt });
    return outcome({ reportedAt: FROM, standing: 'open', clocks: [clock] });
  };

  test.each([
    ['at the very instant', 0, { met: 0, missed: 0, running: 1 }],
    ['a millisecond later', 1, { met: 0, missed: 1, running: 0 }],
  ])('a clock that runs is missed only behind its due instant: %s', (_, after, expected) => {
    const dueAt = FROM + 2 * HOUR;
    const { clocks } = reportFigures(past([running(dueAt)], { now: dueAt + after }));
    expect(clocks).toMatchObject([{ clock: 'resolve', ...expected }]);
    if (after > 0) expect(clocks[0]?.cases).toMatchObject([{ dueAt, overMs: after }]);
  });

  test('internal targets and cancelled tickets are left out; what a merged one missed is its main ticket’s', () => {
    const late = { stoppedAt: FROM + 3 * HOUR, breached: true };
    const main = outcome({ reportedAt: FROM });
    const follower = outcome({
      reportedAt: FROM + 1,
      standing: 'merged',
      mergedInto: main.ticketId,
      clocks: [clockOf(FROM, late)],
    });
    const cancelled = outcome({ reportedAt: FROM, standing: 'cancelled', clocks: [clockOf(FROM, late)] });
    const internal = outcome({ reportedAt: FROM, clocks: [clockOf(FROM, { ...late, binding: 'internal' })] });
    const { clocks, tickets } = reportFigures(past([main, follower, cancelled, internal]));
    expect(clocks).toMatchObject([{ missed: 1, cases: [{ number: main.number, overMs: HOUR }] }]);
    expect(tickets).toMatchObject({ reported: 4, breached: 1, cancelled: 1, merged: 1 });
  });

  test.each([
    ['the end of the last day', TO, 1],
    ['the end of the day before', FROM, 0],
  ])('a fault report counts in the period in which it falls due: %s', (_, dueAt, expected) => {
    const report = clockOf(FROM, { clock: 'fault_report', dueAt, stoppedAt: dueAt });
    const { clocks } = reportFigures(past([outcome({ reportedAt: FROM - 9 * DAY, clocks: [report] })]));
    expect(clocks.reduce((sum, { met }) => sum + met, 0)).toBe(expected);
  });

  test('a miss while the bot was deaf says so; deafness is cut to the period', () => {
    const late = clockOf(FROM, { stoppedAt: FROM + 3 * HOUR, breached: true });
    const deafness = [{ from: FROM - HOUR, to: FROM + MINUTE }];
    const figures = reportFigures(past([outcome({ reportedAt: FROM, clocks: [late] })], { deafness }));
    expect(figures.clocks[0]?.cases).toMatchObject([{ isInDeafness: true }]);
    expect(figures.deafness).toEqual([{ from: FROM, to: FROM + MINUTE }]);
  });
});

describe('recurring duties', () => {
  const contract = {
    ...contractWith(),
    inspections: [inspectionPlan()],
    deliverables: [deliverablePlan()],
  };
  const round = (id: string, dueAt: Instant, doneAt?: Instant): Inspection => {
    const { doneAt: _at, doneBy: _by, ...done } = roundDone(undefined, { id, dueAt, opensAt: dueAt - HOUR });
    return { ...done, state: doneAt === undefined ? 'open' : 'done', ...(doneAt !== undefined && { doneAt }) };
  };
  const figures = (obligations: readonly Obligation[], now = TO + DAY) =>
    reportFigures(past([], { contract, obligations, now }));

  test('a round counts in the period of its due instant, and is late a millisecond behind it', () => {
    const due = FROM + HOUR;
    const rounds = [
      round('before', FROM, FROM - 2),
      round('in-time', due, due),
      round('late', due, due + 1),
      round('missed', due),
      round('last', TO, TO),
      round('after', TO + 1, TO),
      { ...round('cancelled', due), state: 'cancelled' } as const,
      { ...round('own', due), binding: 'internal' } as const,
    ];
    const { inspections } = figures(rounds);
    expect(inspections).toMatchObject({ planned: 4, done: 2, doneLate: 1, missed: 1, open: 0 });
    expect(inspections.byPlan).toEqual([{ planId: 'daily', planned: 4, done: 2, doneLate: 1, missed: 1, open: 0 }]);
    expect(inspections.missedRounds.map(({ doneAt }) => doneAt)).toEqual([due + 1, undefined]);
  });

  test('what is due after the service is of no report, or of one before its last', () => {
    const term = { ...contract.term, to: WEEK.lastDay };
    const lines = (to: string) =>
      reportFigures(
        past([], {
          contract: { ...contract, term: { ...term, to } },
          obligations: [deliverable({ dueAt: TO + 5 * DAY })],
        }),
      ).deliverables;
    expect(lines(WEEK.lastDay)).toHaveLength(1);
    expect(lines(civilDate(TO))).toEqual([]);
  });

  test('what the pack has dropped is owed for longer than it was', () => {
    const dueAt = FROM + DAY;
    const dropped = (withdrawnAt: Instant) => deliverable({ dueAt, state: 'cancelled', withdrawnAt });
    expect(figures([dropped(dueAt + DAY)]).deliverables).toMatchObject([{ daysLate: 2 }]);
    expect(figures([dropped(dueAt)]).deliverables).toEqual([]);
  });

  test.each([
    ['at its due instant', 0, { open: 1, missed: 0 }],
    ['a millisecond later', 1, { open: 0, missed: 1 }],
  ])('a round that nobody does is missed behind its due instant, not before: %s', (_, after, expected) => {
    expect(figures([round('r', FROM + HOUR)], FROM + HOUR + after).inspections).toMatchObject(expected);
  });

  test('anomalies and readings are told in their order, with the ticket that was made', () => {
    const ticket = { id: ticketId('t'), number: 'GZ-260203-01' };
    const first = {
      ...round('a', FROM + DAY, FROM + DAY),
      results: { room: { outcome: 'normal', value: 22_500, at: FROM + DAY } },
    } as const;
    const second = {
      ...round('b', FROM + 2 * DAY, FROM + 2 * DAY),
      results: {
        room: { outcome: 'anomaly', value: 28_000, at: FROM + 2 * DAY, ticket },
        site: { outcome: 'normal', at: FROM + 2 * DAY },
      },
    } as const;
    const { inspections } = figures([second, first]);
    expect(inspections.anomalies).toEqual([
      { planId: 'daily', itemId: 'room', at: FROM + 2 * DAY, value: 28_000, ticket: ticket.number },
    ]);
    expect(inspections.series).toEqual([
      {
        planId: 'daily',
        itemId: 'room',
        points: [
          { at: FROM + DAY, value: 22_500 },
          { at: FROM + 2 * DAY, value: 28_000 },
        ],
      },
    ]);
  });

  test('a document’s first submission says whether it was in time; each return is counted', () => {
    const dueAt = FROM + 2 * DAY;
    const by = personId('li');
    const handedIn = deliverable({
      ...{ id: 'd', dueAt, state: 'submitted' },
      submissions: [submission(dueAt + 1), submission(dueAt + DAY)],
      reviews: [{ at: dueAt + 2, by, isAccepted: false }],
    });
    const owed = deliverable({ id: 'e', dueAt });
    const lines = figures([handedIn, owed], dueAt + 3 * DAY).deliverables;
    expect(lines).toMatchObject([
      { id: 'd', submittedAt: dueAt + 1, daysLate: 1, returned: 1, state: 'submitted' },
      { id: 'e', daysLate: 4, returned: 0, state: 'owed' },
    ]);
  });
});

// Worked out anew from a timeline, in another way: minute by minute, pair by pair.
interface Happened {
  readonly start: number;
  readonly minutes: number | undefined;
  readonly system: string | undefined;
  readonly isGrave: boolean;
  readonly rating: number | undefined;
  readonly isCancelled: boolean;
  readonly assignee: string;
}
const happened = fc.record<Happened>({
  start: fc.integer({ min: -2 * 24 * 60, max: 8 * 24 * 60 }),
  minutes: fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined }),
  system: fc.option(fc.constantFrom('site', 'office'), { nil: undefined }),
  isGrave: fc.boolean(),
  rating: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  isCancelled: fc.boolean(),
  assignee: fc.constantFrom('li', 'chen'),
});
const LIMIT_MINUTES = 120;

function outcomeOfTimeline(
  { assignee, isCancelled, isGrave, minutes, rating, start, system }: Happened,
  place: number,
) {
  const reportedAt = FROM + start * MINUTE;
  const end = minutes === undefined ? undefined : reportedAt + minutes * MINUTE;
  const {
    resolvedAt: _r,
    rating: _g,
    systemId: _s,
    ...plain
  } = outcome({ number: `GZ-${String(place).padStart(3, '0')}` });
  const { stoppedAt: _stopped, ...clock } = clockOf(reportedAt, {
    dueAt: reportedAt + LIMIT_MINUTES * MINUTE,
    breached: minutes !== undefined && minutes > LIMIT_MINUTES,
  });
  return {
    ...plain,
    reportedAt,
    level: isGrave ? 'critical' : 'normal',
    standing: isCancelled ? 'cancelled' : end === undefined ? 'open' : 'closed',
    assigneeId: personId(assignee),
    ...(system !== undefined && { systemId: system }),
    ...(end !== undefined && { resolvedAt: end }),
    ...(rating !== undefined && { rating }),
    clocks: [{ ...clock, ...(end !== undefined && { stoppedAt: end }) }],
  } satisfies TicketOutcome;
}

test('the figures are those that a count of the timeline by hand comes to', () => {
  fc.assert(
    fc.property(fc.array(happened, { maxLength: 12 }), (timeline) => {
      const contract = contractWith();
      const gravest = new Set(contract.levels.filter(({ rank }) => rank === 1).map(({ id }) => id));
      const outcomes = timeline.map(outcomeOfTimeline);
      const now = TO + DAY;
      const { availability, clocks, people, ratings, tickets } = reportFigures(past(outcomes, { contract, now }));
      const within = timeline.filter(({ start }) => start >= 0 && start < 7 * 24 * 60);
      const counted = within.filter(({ isCancelled }) => !isCancelled);
      const isLate = ({ minutes }: Happened) => minutes === undefined || minutes > LIMIT_MINUTES;
      expect(tickets).toMatchObject({
        reported: within.length,
        cancelled: within.length - counted.length,
        open: counted.filter(({ minutes }) => minutes === undefined).length,
        resolved: counted.filter(({ minutes }) => minutes !== undefined).length,
        breached: counted.filter(isLate).length,
      });
      expect(tickets.byDay.reduce((sum, { reported }) => sum + reported, 0)).toBe(within.length);
      for (const shares of [tickets.byKind, tickets.byLevel, tickets.bySystem]) {
        expect(shares.reduce((sum, { reported }) => sum + reported, 0)).toBe(within.length);
      }
      const [clock] = clocks;
      expect([clock?.met ?? 0, clock?.missed ?? 0, clock?.running ?? 0]).toEqual([
        counted.filter((one) => !isLate(one)).length,
        counted.filter(isLate).length,
        0,
      ]);
      const marks = within.flatMap(({ rating }) => rating ?? []);
      expect([ratings.count, ratings.sum]).toEqual([marks.length, marks.reduce((sum, mark) => sum + mark, 0)]);
      for (const name of ['li', 'chen']) {
        const own = counted.filter(({ assignee }) => assignee === name);
        const told = people.find(({ personId: id }) => id === name);
        expect(told?.resolved ?? 0).toBe(own.filter(({ minutes }) => minutes !== undefined).length);
        expect(told?.breached ?? 0).toBe(own.filter(isLate).length);
      }
      for (const system of ['site', 'office']) {
        const faults = timeline.filter((one) => one.system === system && one.isGrave && !one.isCancelled);
        let minutes = 0;
        for (let minute = 0; minute < 7 * 24 * 60; minute += 1) {
          const isDown = faults.some((one) => one.start <= minute && minute < one.start + (one.minutes ?? Infinity));
          if (isDown && gravest.has('critical')) minutes += 1;
        }
        const line = availability.find(({ systemId }) => systemId === system);
        expect(line?.downMs ?? 0).toBe(minutes * MINUTE);
      }
    }),
    { numRuns: 60 },
  );
});

test('a ticket that the score charges for a missed clock is one that the report counts, and no other', () => {
  fc.assert(
    fc.property(fc.array(happened, { maxLength: 12 }), (timeline) => {
      const outcomes = timeline.map(outcomeOfTimeline);
      const table = tableWith([ruleWith('R', [{ ...breach, clocks: [...CLOCK_NAMES] }])]);
      const { findings } = deriveFacts([table], pastOf(outcomes, { now: TO + DAY }), WEEK);
      const { tickets } = reportFigures(past(outcomes));
      const charged = findings.map(({ ticket }) => ticket?.number).toSorted();
      const told = tickets.rows.filter(({ missed }) => missed.length > 0).map(({ number }) => number);
      expect(told.toSorted()).toEqual(charged);
    }),
    { numRuns: 60 },
  );
});

test('a fault that came back within thirty days is told with the one before, where no rule says otherwise', () => {
  const first = outcome({ reportedAt: FROM - 30 * DAY - HOUR, resolvedAt: FROM - 30 * DAY });
  const again = outcome({ reportedAt: FROM, resolvedAt: FROM + HOUR });
  const other = outcome({ reportedAt: FROM, resolvedAt: FROM + HOUR, systemId: 'office' });
  const { repeats } = reportFigures(past([first, again, other]));
  expect(repeats).toEqual([{ number: again.number, before: first.number, systemId: 'site' }]);
  const later = { ...again, reportedAt: FROM + 1 };
  expect(reportFigures(past([first, later])).repeats).toEqual([]);
});

test.each([
  ['daily', '2026-03-04', '2026-03-04', '2026-03-04', '2026-03-04'],
  ['weekly', '2026-03-01', '2026-W09', '2026-02-23', '2026-03-01'],
  ['weekly', '2026-03-02', '2026-W10', '2026-03-02', '2026-03-08'],
  ['weekly', '2027-01-01', '2026-W53', '2026-12-28', '2027-01-03'],
  ['weekly', '2024-12-31', '2025-W01', '2024-12-30', '2025-01-05'],
  ['monthly', '2028-02-29', '2028-02', '2028-02-01', '2028-02-29'],
  ['quarterly', '2026-12-31', '2026-Q4', '2026-10-01', '2026-12-31'],
  ['half_yearly', '2026-06-30', '2026-H1', '2026-01-01', '2026-06-30'],
  ['yearly', '2026-07-01', '2026', '2026-01-01', '2026-12-31'],
] as const)('the %s report of %s is of %s', (kind, day, label, firstDay, lastDay) => {
  const period = reportPeriod(kind, day);
  expect(period).toMatchObject({ label, firstDay, lastDay, from: parseCivil(firstDay) });
  expect(civilDate(period.to - 1)).toBe(lastDay);
});
