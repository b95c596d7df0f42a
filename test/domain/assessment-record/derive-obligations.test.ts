// Rounds of inspection and deliverables as a score sees them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveFacts } from '../../../domain/assessment/derive.ts';
import type { RecordedPast } from '../../../domain/assessment/derived.ts';
import { POINT } from '../../../domain/assessment/points.ts';
import type { AssessmentTable, Rule, Source } from '../../../domain/assessment/table-types.ts';
import { parseCivil } from '../../../domain/civil.ts';
import type { Deliverable, Inspection, Obligation } from '../../../domain/obligations/obligation-types.ts';
import { DAY, HOUR, type Instant, MINUTE, personId } from '../../../domain/types.ts';
import { contractWith } from '../fixture.ts';
import {
  deliverable,
  deliverablePlan,
  inspection,
  inspectionPlan,
  REPORT_DUE,
  ROUND_DUE,
  ROUND_OPENS,
  roundDone,
  submission,
} from '../obligation-fixture.ts';
import { partedContract, pastOf, periodOf, Q1, ruleWith, tableWith } from './fixture.ts';

const contract = contractWith({ inspections: [inspectionPlan()], deliverables: [deliverablePlan()] });
const missed: Source = { source: 'inspection_missed', plans: [], late: true };
const late: Source = { source: 'deliverable_late', plans: [], missing: false };
const missing: Source = { source: 'deliverable_late', plans: [], missing: true };
const returned: Source = { source: 'deliverable_returned', plans: [] };
const ratioOf = (of: 'inspections' | 'deliverables' | 'all'): Source => ({ source: 'duty_ratio', plans: [], of });

const owing = (obligations: readonly Obligation[], changes: Partial<RecordedPast> = {}) =>
  pastOf([], { contract, obligations, ...changes });
const byDays: Rule['kinds'] = { 'late-days': { points: POINT } };
const facts = (
  source: Source,
  past: RecordedPast,
  table: Partial<AssessmentTable> = {},
  period = Q1,
  kinds: Rule['kinds'] = byDays,
) => deriveFacts([tableWith([ruleWith('R', [source], kinds)], table)], past, period);
const found = (...args: Parameters<typeof facts>) => facts(...args).findings;

const handedIn = (at: Instant | undefined, changes: Partial<Deliverable> = {}) =>
  deliverable(at === undefined ? changes : { state: 'submitted', submissions: [submission(at)], ...changes });

test('a missed round is found under another id, or says less than it has', () => {
  expect(found(missed, owing([roundDone(undefined)]))).toEqual([
    {
      id: 'inspection_missed:test:daily:2026-02-02:R',
      rule: 'R',
      at: ROUND_DUE,
      subject: 'daily',
      event: 'test:daily:2026-02-02',
      dueAt: ROUND_DUE,
      isMissing: true,
      standing: 'found',
      origin: 'ledger',
      evidence: [{ kind: 'entry', ref: 'test:daily:2026-02-02' }],
    },
  ]);
});

test.each([
  ['a minute before', ROUND_DUE - MINUTE, []],
  ['at the due instant', ROUND_DUE, []],
  ['a millisecond late', ROUND_DUE + 1, [1]],
  ['an hour late', ROUND_DUE + HOUR, [HOUR]],
])('a round that was done %s counts as it should not', (_name, doneAt, elapsed) => {
  const past = owing([roundDone(doneAt)]);
  expect(found(missed, past).map(({ elapsedMs }) => elapsedMs)).toEqual(elapsed);
  expect(found({ ...missed, late: false }, past)).toEqual([]);
});

test('a round that nobody has done is missed before its time is over, or not after', () => {
  const at = (now: Instant) => found(missed, owing([inspection()], { now })).length;
  expect([ROUND_DUE - 1, ROUND_DUE, ROUND_DUE + 1].map(at)).toEqual([0, 0, 1]);
});

test.each<[string, Inspection]>([
  ['of the supplier’s own', roundDone(undefined, { binding: 'internal' })],
  ['called off', roundDone(undefined, { state: 'cancelled' })],
])('a round that is no duty costs points: %s', (_name, round) => {
  expect(found(missed, owing([round]))).toEqual([]);
  expect(facts(ratioOf('all'), owing([round])).ratios).toMatchObject([{ met: 0, total: 0 }]);
});

test.each([
  ['the midnight that begins the quarter', Q1.from, 0],
  ['the first minute of the quarter', Q1.from + MINUTE, 1],
  ['the midnight that ends it', Q1.to, 1],
  ['the first minute of the next', Q1.to + MINUTE, 0],
])('what is due at %s is in the wrong period', (_name, dueAt, count) => {
  const past = owing([roundDone(undefined, { dueAt }), handedIn(undefined, { dueAt })], { now: Q1.to + DAY });
  expect(found(missed, past)).toHaveLength(count);
  expect(found(late, past)).toHaveLength(count);
});

test.each([
  ['in its last millisecond', REPORT_DUE - 1, []],
  ['at its due instant', REPORT_DUE, []],
  ['a millisecond late', REPORT_DUE + 1, [1]],
  ['on the evening after', REPORT_DUE + 20 * HOUR, [1]],
  ['two days later', REPORT_DUE + DAY + HOUR, [2]],
])('a report that came %s is so many days late', (_name, at, days) => {
  expect(found(late, owing([handedIn(at)])).map(({ quantity }) => quantity)).toEqual(days);
});

test('a late report says when it was due and when it came', () => {
  const at = REPORT_DUE + 3 * HOUR;
  expect(found(late, owing([handedIn(at)]))).toEqual([
    {
      id: 'deliverable_late:test:weekly:2026-02-02:R',
      rule: 'R',
      at: REPORT_DUE - 1,
      subject: 'weekly',
      event: 'test:weekly:2026-02-02',
      dueAt: REPORT_DUE - 1,
      doneAt: at,
      elapsedMs: 3 * HOUR,
      quantity: 1,
      standing: 'found',
      origin: 'ledger',
      evidence: [{ kind: 'entry', ref: 'test:weekly:2026-02-02' }],
    },
  ]);
});

test('a report that has not come grows by the day, and one that was returned and came again does not', () => {
  const open = (now: Instant) => found(late, owing([handedIn(undefined)], { now })).map(({ quantity }) => quantity);
  expect([REPORT_DUE, REPORT_DUE + 1, REPORT_DUE + 3 * DAY].map(open)).toEqual([[], [1], [4]]);
  const again = handedIn(REPORT_DUE - HOUR, {
    submissions: [submission(REPORT_DUE - HOUR), submission(REPORT_DUE + 5 * DAY)],
    reviews: [{ at: REPORT_DUE, by: personId('qian'), isAccepted: false }],
  });
  expect(found(late, owing([again]))).toEqual([]);
});

test.each<[string, Rule['kinds']]>([
  ['for each late paper', { count: { points: POINT } }],
  ['for a margin of months', { 'late-threshold': { margin: { months: 3 }, points: POINT } }],
])('a rule that costs the same %s charges its days', (_name, kinds) => {
  const at = REPORT_DUE + 5 * DAY;
  const [one] = found(late, owing([handedIn(at)]), {}, Q1, kinds);
  expect(one).toMatchObject({ dueAt: REPORT_DUE - 1, doneAt: at });
  expect(one?.quantity).toBeUndefined();
});

test('a rule of states is not told which one was found', () => {
  const state = (source: Source, obligation: Obligation) => found(source, owing([obligation])).map((one) => one.state);
  expect(state({ ...missed, state: 'not_inspected' }, roundDone(undefined))).toEqual(['not_inspected']);
  expect(state({ ...missing, state: 'no_report' }, handedIn(undefined))).toEqual(['no_report']);
  expect(state(missed, roundDone(undefined))).toEqual([undefined]);
});

test('days are counted without the plan that the pack has no more', () => {
  const past = owing([handedIn(REPORT_DUE + DAY + 1)], { contract: contractWith() });
  expect(found(late, past)).toMatchObject([{ quantity: 2 }]);
});

test.each([
  ['in time', REPORT_DUE, Q1.to, 0],
  ['late, before the period ended', Q1.to - 1, Q1.to + DAY, 0],
  ['after the period', Q1.to, Q1.to + DAY, 1],
  ['never, and the period is over', undefined, Q1.to, 1],
  ['not yet, and it is overdue', undefined, REPORT_DUE + 1, 1],
  ['not yet, and it is not due', undefined, REPORT_DUE, 0],
])('a report counts as missing, or not: handed in %s', (_name, at, now, count) => {
  const missingOnes = found(missing, owing([handedIn(at)], { now }));
  expect(missingOnes).toHaveLength(count);
  for (const one of missingOnes) expect(one).toMatchObject({ isMissing: true, dueAt: REPORT_DUE - 1 });
  for (const one of missingOnes) expect(one.quantity, 'it is one').toBeUndefined();
});

test('what is missing is told by the table’s own period, not by the month that is looked at or the stretch of a pack', () => {
  const past = owing([handedIn(parseCivil('2026-03-10'))]);
  expect(found(missing, past, {}, periodOf('2026-02-01', '2026-03-01'))).toEqual([]);
});

test('each return is found, by the period of its due instant, with what was returned', () => {
  const no = (at: Instant) => ({ at, by: personId('qian'), isAccepted: false });
  const given = deliverable({
    state: 'accepted',
    submissions: [
      submission(REPORT_DUE - DAY, { files: [{ hash: 'first', name: 'a' }] }),
      submission(REPORT_DUE - HOUR, { files: [{ hash: 'second', name: 'b' }] }),
      submission(REPORT_DUE + DAY, { files: [{ hash: 'third', name: 'c' }] }),
    ],
    reviews: [no(REPORT_DUE - 2 * HOUR), no(REPORT_DUE), { ...no(REPORT_DUE + 2 * DAY), isAccepted: true }],
  });
  const of = (nth: number, hash: string) => ({
    id: `deliverable_returned:test:weekly:2026-02-02:R:${nth}`,
    event: 'test:weekly:2026-02-02',
    at: REPORT_DUE - 1,
    evidence: [
      { kind: 'entry', ref: 'test:weekly:2026-02-02' },
      { kind: 'file', ref: hash },
    ],
  });
  expect(found(returned, owing([given]))).toMatchObject([of(1, 'first'), of(2, 'second')]);
  expect(found(returned, owing([given]), {}, periodOf('2026-04-01', '2026-07-01'))).toEqual([]);
});

test.each([
  ['inspections', 1, 2],
  ['deliverables', 1, 3],
  ['all', 2, 5],
] as const)('the ratio of what was done in time counts the wrong ones: %s', (of, met, total) => {
  const past = owing([
    roundDone(ROUND_DUE),
    roundDone(ROUND_DUE + 1, { id: 'late' }),
    handedIn(REPORT_DUE),
    handedIn(REPORT_DUE + 1, { id: 'late paper' }),
    handedIn(undefined, { id: 'no paper' }),
  ]);
  const evidence = (past.obligations ?? []).flatMap(({ id, type }) =>
    (of === 'all' || of === `${type}s`) && (id.startsWith('late') || id.startsWith('no'))
      ? [{ kind: 'entry', ref: id }]
      : [],
  );
  expect(facts(ratioOf(of), past).ratios).toEqual([{ rule: 'R', met, total, origin: 'ledger', evidence }]);
});

test('the ratio counts what is not due yet, or nothing once it is', () => {
  const at = (now: Instant) => facts(ratioOf('all'), owing([inspection()], { now })).ratios[0]?.total;
  expect([ROUND_DUE, ROUND_DUE + 1].map(at)).toEqual([0, 1]);
});

test('where nobody kept a record, nothing is known; it passes for a ratio of nothing', () => {
  const { obligations: _, ...unkept } = owing([]);
  expect(facts(ratioOf('all'), unkept)).toMatchObject({ findings: [], ratios: [] });
  expect(facts(ratioOf('all'), owing([])).ratios).toMatchObject([{ met: 0, total: 0 }]);
});

test('a source that names plans looks at others', () => {
  const past = owing([roundDone(undefined), roundDone(undefined, { id: 'x', planId: 'weekly-round' })]);
  const named = found({ ...missed, plans: ['weekly-round'] }, past);
  expect(named.map(({ subject }) => subject)).toEqual(['weekly-round']);
});

test.each<[string, Partial<AssessmentTable>, Partial<Inspection>, readonly (string | undefined)[]]>([
  ['of a department with a copy', { departments: ['north', 'south'] }, { department: 'south' }, ['south']],
  ['of a department without a copy', { departments: ['north'] }, { department: 'south' }, []],
  ['of no department', { departments: ['north', 'south'] }, {}, []],
  ['of a project’s department', { departments: ['north'] }, { planId: 'of-a' }, ['north']],
  ['of a system’s department', { departments: ['south'] }, { planId: 'of-portal' }, ['south']],
  ['of the table’s project', { project: 'a' }, { planId: 'of-a' }, [undefined]],
  ['of a system of the table’s project', { project: 'b' }, { planId: 'of-portal' }, [undefined]],
  ['of another project', { project: 'b' }, { planId: 'of-a' }, []],
  ['of a department that has the project alone', { project: 'a' }, { department: 'north' }, [undefined]],
  ['of a department with several projects', { project: 'b' }, { department: 'south' }, []],
  ['of no project', { project: 'a' }, {}, []],
])('a round belongs to the wrong table, or the wrong copy: %s', (_name, table, changes, copies) => {
  const parted = {
    ...partedContract,
    inspections: [
      inspectionPlan(),
      inspectionPlan({ id: 'of-a', project: 'a' }),
      inspectionPlan({ id: 'of-portal', systems: ['portal'] }),
    ],
  };
  const past = owing([roundDone(undefined, changes)], { contract: parted });
  expect(found(missed, past, table).map(({ copy }) => copy)).toEqual(copies);
});

test('a rule that names a plan of the whole contract does not reach it from the table of a project', () => {
  const past = owing([roundDone(undefined)], { contract: { ...partedContract, inspections: [inspectionPlan()] } });
  expect(found({ ...missed, plans: ['daily'] }, past, { project: 'a' })).toHaveLength(1);
});

test('of a table for each person a late round is another’s than his who did it', () => {
  const past = owing([roundDone(ROUND_DUE + 1), roundDone(undefined, { id: 'nobody’s' })]);
  expect(found(missed, past, { isPerPerson: true }).map(({ copy }) => copy)).toEqual(['li']);
});

test.each([
  ['before it opened', ROUND_OPENS - HOUR, ROUND_OPENS - 1, undefined],
  ['as it opened', ROUND_OPENS - HOUR, ROUND_OPENS, true],
  ['in its last minute', ROUND_DUE, ROUND_DUE + HOUR, true],
  ['after it was missed', ROUND_DUE + 1, ROUND_DUE + HOUR, undefined],
])(
  'a round that was missed while the bot was deaf is told from others wrongly: %s',
  (_name, from, to, isInDeafness) => {
    const [one] = found(missed, owing([roundDone(undefined)], { deafness: [{ from, to }] }));
    expect(one?.isInDeafness).toBe(isInDeafness);
  },
);

test.each([
  ['weeks before it was due', REPORT_DUE - 3 * DAY, undefined],
  ['on its last day', REPORT_DUE - DAY, true],
  ['while it was late', REPORT_DUE + DAY, true],
  ['after it came', REPORT_DUE + 3 * DAY, undefined],
])('a late report is said to be the bot’s deafness wrongly: %s', (_name, at, isInDeafness) => {
  const past = owing([handedIn(REPORT_DUE + 2 * DAY)], { deafness: [{ from: at, to: at }] });
  expect(found(late, past)[0]?.isInDeafness).toBe(isInDeafness);
});

test.each<[string, Source, Instant | undefined, number]>([
  ['late', late, Q1.to + 7 * DAY - 1, 2],
  ['handed in a day before that', late, Q1.to + 4 * DAY, 0],
  ['not there', missing, undefined, 1],
  ['late, where only what is missing costs', missing, Q1.to + 7 * DAY, 0],
])(
  'what is due days after the service is lost with it, or judged as if it had been due before: %s',
  (_name, source, doneAt, days) => {
    const ended = { ...contract, term: { from: '2025-06-01', to: Q1.lastDay } };
    const past = owing([handedIn(doneAt, { dueAt: Q1.to + 5 * DAY })], { contract: ended, now: Q1.to + 20 * DAY });
    const [one, ...more] = found(source, past);
    expect(more).toEqual([]);
    expect(one ? (one.quantity ?? 1) : 0).toBe(days);
    if (one) expect(one).toMatchObject({ at: Q1.to - 1, dueAt: Q1.to + 5 * DAY - 1 });
    expect(found(source, { ...past, contract })).toEqual([]);
  },
);

test.each([
  ['a day before it was due', -DAY, []],
  ['as it was due', 0, []],
  ['two days later', 2 * DAY - 1, [2]],
])('a paper that a pack dropped %s costs for more days than it was owed', (_name, after, days) => {
  const dropped = handedIn(undefined, { state: 'cancelled', withdrawnAt: REPORT_DUE + after });
  expect(found(late, owing([dropped])).map(({ quantity }) => quantity)).toEqual(days);
});

test('rounds of a period are neither lost nor found twice when it is cut in two', () => {
  const someRound = fc.record({
    minutes: fc.integer({ min: -10, max: (Q1.to - Q1.from) / MINUTE + 10 }),
    lateness: fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(someRound, { maxLength: 20 }), fc.integer({ min: 1, max: 89 }), (rounds, cutAfter) => {
      const obligations = rounds.map(({ lateness, minutes }, place) => {
        const dueAt = Q1.from + minutes * MINUTE;
        return roundDone(lateness === undefined ? undefined : dueAt + lateness, { id: `r${place}`, dueAt });
      });
      const past = owing(obligations, { now: Q1.to + 30 * DAY });
      const cut = Q1.from + cutAfter * DAY;
      const halves = [
        { ...Q1, to: cut },
        { ...Q1, from: cut },
      ].flatMap((period) => found(missed, past, {}, period));
      const ids = (all: ReturnType<typeof found>) => all.map(({ id }) => id).toSorted();
      expect(ids(halves)).toEqual(ids(found(missed, past)));
    }),
  );
});
