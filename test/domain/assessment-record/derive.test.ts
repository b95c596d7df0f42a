import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveFacts } from '../../../domain/assessment/derive.ts';
import { NO_SYSTEM } from '../../../domain/assessment/derive-faults.ts';
import { parseCivil } from '../../../domain/civil.ts';
import { contractId, DAY, HOUR, MINUTE, personId, ticketId } from '../../../domain/types.ts';
import {
  breach,
  clockOf,
  EVERYTHING,
  JUST_BEFORE,
  missedAt,
  OUTAGES,
  outcome,
  partedContract,
  pastOf,
  periodOf,
  Q1,
  ruleWith,
  tableWith,
} from './fixture.ts';

const breaches = tableWith([ruleWith('R', [breach])]);
const FEB = parseCivil('2026-02-02', '09:00');
const ids = (...args: Parameters<typeof deriveFacts>) => deriveFacts(...args).findings.map(({ id }) => id);
const numbers = (...args: Parameters<typeof deriveFacts>) =>
  deriveFacts(...args).findings.map(({ ticket }) => ticket?.number);

test('a missed clock is found under another id, or in no table', () => {
  const ticket = missedAt(FEB);
  const facts = deriveFacts([breaches], pastOf([ticket]), Q1);
  expect(facts).toMatchObject({ contractId: contractId('test'), ratios: [], grades: [], ticks: [] });
  expect(facts.findings).toEqual([
    {
      id: `breach:${ticket.ticketId}:R`,
      missed: ['critical.resolve'],
      rule: 'R',
      at: FEB,
      subject: 'site',
      event: ticket.ticketId,
      ticket: { id: ticket.ticketId, number: ticket.number },
      standing: 'found',
      origin: 'ledger',
      evidence: [{ kind: 'ticket', ref: ticket.number }],
      dueAt: FEB + 2 * HOUR,
      doneAt: FEB + 2 * HOUR + MINUTE,
    },
  ]);
});

test.each([
  ['the first instant of the quarter', Q1.from, 1],
  ['one millisecond before', Q1.from - 1, 0],
  ['its last millisecond, missed and resolved after its end', JUST_BEFORE, 1],
  ['the first instant of the next', Q1.to, 0],
])('a report at %s is in the wrong period', (_, at, count) => {
  const past = pastOf([missedAt(at)], { now: Q1.to + DAY });
  expect(deriveFacts([breaches], past, Q1).findings).toHaveLength(count);
});

test('a ticket that runs is late before it is over, or not found after', () => {
  const running = outcome({
    standing: 'open',
    reportedAt: FEB,
    clocks: [{ ...clockOf(FEB), stoppedAt: undefined as never }].map(({ stoppedAt: _, ...clock }) => clock),
  });
  const at = (now: number) => deriveFacts([breaches], pastOf([running], { now }), Q1).findings.length;
  expect([FEB + 2 * HOUR, FEB + 2 * HOUR + 1].map(at)).toEqual([0, 1]);
});

test('the supplier’s own early target costs points', () => {
  const ticket = missedAt(FEB);
  const internal = { ...ticket, clocks: ticket.clocks.map((clock) => ({ ...clock, binding: 'internal' as const })) };
  expect(numbers([breaches], pastOf([internal]), Q1)).toEqual([]);
  const any = tableWith([ruleWith('R', [{ ...breach, binding: 'any' }])]);
  expect(numbers([any], pastOf([internal]), Q1)).toHaveLength(1);
});

test('several rounds or clocks of one ticket are several findings', () => {
  const ticket = missedAt(FEB);
  const [clock] = ticket.clocks;
  const twice = { ...ticket, clocks: [clock!, { ...clock!, id: 'critical.resolve#2' }] };
  const both = tableWith([ruleWith('R', [breach, { ...breach, clocks: ['resolve', 'arrive'] }])]);
  expect(ids([both], pastOf([twice]), Q1)).toHaveLength(1);
});

test.each(['cancelled', 'merged'] as const)('a %s ticket costs something by itself', (standing) => {
  expect(ids([breaches], pastOf([missedAt(FEB, { standing })]), Q1)).toEqual([]);
});

test('a promise missed for two reports of one fault is missed twice, or not at all', () => {
  const main = outcome({ absorbed: [ticketId('other')] });
  const other = missedAt(FEB, { ticketId: ticketId('other'), standing: 'merged', mergedInto: main.ticketId });
  expect(numbers([breaches], pastOf([main, other]), Q1)).toEqual([main.number]);
  const missedToo = missedAt(FEB, { ticketId: main.ticketId, number: main.number, absorbed: [other.ticketId] });
  expect(numbers([breaches], pastOf([missedToo, other]), Q1)).toEqual([main.number]);
});

test('a report merged over several tickets is not found at the last of them', () => {
  const main = outcome({ absorbed: [ticketId('middle')] });
  const middle = outcome({ ticketId: ticketId('middle'), standing: 'merged', mergedInto: main.ticketId });
  const first = missedAt(FEB, { standing: 'merged', mergedInto: middle.ticketId });
  expect(numbers([breaches], pastOf([first, middle, main]), Q1)).toEqual([main.number]);
  const cancelled = { ...main, standing: 'cancelled' as const };
  expect(numbers([breaches], pastOf([first, middle, cancelled]), Q1)).toEqual([]);
});

test('a merged report counts in its own period and not in that of its main ticket', () => {
  const main = outcome({ reportedAt: JUST_BEFORE, absorbed: [ticketId('late')] });
  const late = missedAt(Q1.to, { ticketId: ticketId('late'), standing: 'merged', mergedInto: main.ticketId });
  const past = pastOf([main, late], { now: Q1.to + DAY });
  expect(numbers([breaches], past, Q1)).toEqual([main.number]);
  expect(numbers([breaches], past, periodOf('2026-04-01', '2026-07-01'))).toEqual([]);
});

test('levels and systems of a source are not looked at', () => {
  const of = (changes: object) => tableWith([ruleWith('R', [{ ...breach, ...changes }])]);
  const past = pastOf([missedAt(FEB)]);
  expect(numbers([of({ levels: ['normal'] })], past, Q1)).toEqual([]);
  expect(numbers([of({ levels: ['critical'] })], past, Q1)).toHaveLength(1);
  expect(numbers([of({ systems: ['portal'] })], past, Q1)).toEqual([]);
  expect(numbers([of({ systems: ['site'] })], past, Q1)).toHaveLength(1);
});

test('a ticket costs in a table of another project, department or person', () => {
  const contract = partedContract;
  const past = pastOf([missedAt(FEB), missedAt(FEB, { systemId: 'portal' })], { contract });
  const copies = (changes: Parameters<typeof tableWith>[1]) =>
    deriveFacts([tableWith([ruleWith('R', [breach])], changes)], past, Q1).findings.map(
      ({ copy, subject }) => `${subject} ${copy}`,
    );
  expect(copies({})).toEqual(['site undefined', 'portal undefined']);
  expect(copies({ project: 'a' })).toEqual(['site undefined']);
  expect(copies({ project: 'c' })).toEqual([]);
  expect(copies({ departments: ['north', 'south'] })).toEqual(['site north', 'portal south']);
  expect(copies({ departments: ['south'] })).toEqual(['portal south']);
  expect(copies({ isPerPerson: true })).toEqual(['site li', 'portal li']);
});

test('a ticket without a system is of no project, or of one of several of its department', () => {
  const { systemId: _, ...vague } = missedAt(FEB);
  const of = (department: string, project: string) =>
    ids(
      [tableWith([ruleWith('R', [breach])], { project })],
      pastOf([{ ...vague, departmentId: department }], { contract: partedContract }),
      Q1,
    ).length;
  expect([of('north', 'a'), of('south', 'b'), of('south', 'a')]).toEqual([1, 0, 0]);
});

test('deafness while the clock ran is not told', () => {
  const deaf = (platform: string, from: number, to: number) =>
    deriveFacts([breaches], pastOf([missedAt(FEB)], { deafness: [{ platform, from, to }] }), Q1).findings[0]
      ?.isInDeafness;
  const end = FEB + 2 * HOUR + MINUTE;
  expect(deaf('sandbox', FEB - HOUR, FEB - 1)).toBeUndefined();
  expect(deaf('sandbox', FEB - HOUR, FEB)).toBe(true);
  expect(deaf('sandbox', end, end + 1)).toBe(true);
  expect(deaf('sandbox', end + 1, end + 2)).toBeUndefined();
  expect(deaf('wecom', FEB, end)).toBeUndefined();
});

const reports = tableWith([
  ruleWith('R', [{ source: 'late_fault_report', missing: false, ...EVERYTHING }], { 'late-days': {} }),
]);
const reportDue = (dueAt: number, stoppedAt?: number) =>
  outcome({
    reportedAt: dueAt - 5 * DAY,
    clocks: [
      {
        ...clockOf(dueAt - 3 * DAY, { id: 'f', clock: 'fault_report', dueAt, breached: (stoppedAt ?? 0) > dueAt }),
        ...(stoppedAt === undefined ? {} : { stoppedAt }),
      },
    ].map(({ stoppedAt: at, ...clock }) =>
      stoppedAt === undefined || at === undefined ? clock : { ...clock, stoppedAt: at },
    ),
  });

test.each([
  ['at 24:00 of the due date', 0, []],
  ['one millisecond later', 1, [1]],
  ['at 23:59:59 of the next day', DAY - 1, [1]],
  ['at midnight after that', DAY, [2]],
  ['ten days later', 10 * DAY - 1, [10]],
])('a report that comes %s is late by another number of days', (_, after, days) => {
  const dueAt = parseCivil('2026-02-06');
  const { findings } = deriveFacts([reports], pastOf([reportDue(dueAt, dueAt + after)]), Q1);
  expect(findings.map(({ quantity }) => quantity)).toEqual(days);
});

test('a report of some hours that is late on its due date is not a day late', () => {
  const dueAt = parseCivil('2026-02-06', '12:00');
  const { findings } = deriveFacts([reports], pastOf([reportDue(dueAt, dueAt + HOUR)]), Q1);
  expect(findings).toMatchObject([{ quantity: 1, dueAt, doneAt: dueAt + HOUR, at: dueAt - 1 }]);
});

test('a report due at the end of the quarter belongs to the next, or to that of the incident', () => {
  const due = (dueAt: number) => {
    const past = pastOf([reportDue(dueAt, dueAt + 1)], { now: Q1.to + 30 * DAY });
    return [Q1, periodOf('2026-04-01', '2026-07-01')].map((period) => ids([reports], past, period).length);
  };
  expect(due(Q1.to)).toEqual([1, 0]);
  expect(due(Q1.to + 1)).toEqual([0, 1]);
  // Reported, and resolved, in the quarter before.
  expect(due(Q1.from + DAY)).toEqual([1, 0]);
  expect(due(Q1.from)).toEqual([0, 0]);
});

test('a report that never came is not missing, or late by other days than until now', () => {
  const dueAt = parseCivil('2026-02-06');
  const past = pastOf([reportDue(dueAt)], { now: parseCivil('2026-02-08', '12:00') });
  const { findings } = deriveFacts([reports], past, Q1);
  expect(findings).toMatchObject([{ isMissing: true, quantity: 3 }]);
  expect(findings[0]).not.toHaveProperty('doneAt');
});

test.each([
  ['on its due date', { stoppedAt: 0, now: 5 * DAY }, 0],
  ['after its due date', { stoppedAt: DAY, now: 5 * DAY }, 0],
  ['not at all, and it is not due yet', { now: 0 }, 0],
  ['not at all', { now: 1 }, 1],
])(
  'a report that came %s is missing, or is not',
  (_, { stoppedAt, now }: { stoppedAt?: number; now: number }, count) => {
    const missing = tableWith([ruleWith('R', [{ source: 'late_fault_report', missing: true, ...EVERYTHING }])]);
    const dueAt = parseCivil('2026-02-06');
    const report = reportDue(dueAt, stoppedAt === undefined ? undefined : dueAt + stoppedAt);
    expect(ids([missing], pastOf([report], { now: dueAt + now }), Q1)).toHaveLength(count);
  },
);

test.each([
  ['breach', breach, missedAt(FEB, { kind: 'service_request' })],
  ['elapsed', { source: 'elapsed', to: 'resolved' } as const, outcome({ kind: 'service_request' })],
  ['completion_ratio', { source: 'completion_ratio' } as const, outcome({ kind: 'service_request' })],
])('a source of faults (%s) counts a request, or one of requests does not', (_, source, request) => {
  const counted = (kinds: typeof OUTAGES.kinds | typeof EVERYTHING.kinds) => {
    const table = tableWith([ruleWith('R', [{ ...EVERYTHING, ...source, kinds }])]);
    const { findings, ratios: of } = deriveFacts([table], pastOf([request]), Q1);
    return findings.length + of.reduce((sum, { total }) => sum + total, 0);
  };
  expect([counted(OUTAGES.kinds), counted(EVERYTHING.kinds)]).toEqual([0, 1]);
});

const repeats = tableWith([ruleWith('R', [{ source: 'repeat', windowMs: 7 * DAY, ...OUTAGES }])]);
test.each([
  ['at the end of the window', 7 * DAY, 1],
  ['one millisecond after', 7 * DAY + 1, 0],
  ['at the resolution', 0, 1],
  ['before the resolution', -1, 0],
])('a fault that comes back %s is a repeat, or none', (_, after, count) => {
  const first = outcome();
  const second = outcome({ reportedAt: first.resolvedAt! + after, resolvedAt: first.resolvedAt! + 30 * DAY });
  const { findings } = deriveFacts([repeats], pastOf([first, second]), Q1);
  expect(findings).toHaveLength(count);
  if (count === 1) expect(findings[0]?.evidence.map(({ ref }) => ref)).toEqual([second.number, first.number]);
});

const TEN = FEB + HOUR;
test.each<[string, { readonly reopenedAt: number; readonly resolvedAt?: number }, number, number]>([
  ['is open again by now', { reopenedAt: TEN + 2 * DAY }, DAY, 1],
  ['was resolved once more', { reopenedAt: TEN + 2 * DAY, resolvedAt: TEN + 3 * DAY }, DAY, 1],
  ['was open again by then', { reopenedAt: TEN + DAY }, DAY, 0],
  ['was resolved once more by then', { reopenedAt: TEN + HOUR, resolvedAt: TEN + DAY }, 8 * DAY, 1],
  ['was resolved too long before', { reopenedAt: TEN + 9 * DAY }, 8 * DAY, 0],
])('a fault that repeats one that %s is a repeat, or none', (_, { reopenedAt, resolvedAt }, after, count) => {
  const { resolvedAt: __, ...open } = outcome({
    reportedAt: FEB,
    pauses: [{ from: TEN, to: reopenedAt, cause: 'resolved' }],
    reopenings: 1,
  });
  const first = resolvedAt === undefined ? { ...open, standing: 'open' as const } : { ...open, resolvedAt };
  const second = outcome({ reportedAt: TEN + after, resolvedAt: TEN + 30 * DAY });
  const found = deriveFacts([repeats], pastOf([first, second]), Q1).findings;
  expect(found.map(({ ticket }) => ticket?.number)).toEqual(count === 0 ? [] : [second.number]);
});

test('what was resolved before the quarter does not come back in it', () => {
  const before = outcome({ reportedAt: Q1.from - DAY, resolvedAt: Q1.from - HOUR });
  const again = outcome({ reportedAt: Q1.from + HOUR, resolvedAt: Q1.from + 2 * HOUR });
  expect(numbers([repeats], pastOf([before, again]), Q1)).toEqual([again.number]);
});

test('a request, another system or a cancelled report is taken for the same fault', () => {
  const first = outcome();
  const next = { reportedAt: first.resolvedAt! + DAY, resolvedAt: first.resolvedAt! + 2 * DAY };
  const kinds = [{ kind: 'service_request' }, { systemId: 'portal' }, { standing: 'cancelled' }] as const;
  for (const kind of kinds) expect(ids([repeats], pastOf([first, outcome({ ...next, ...kind })]), Q1)).toEqual([]);
  const { systemId: _, ...vague } = outcome(next);
  expect(ids([repeats], pastOf([first, vague]), Q1)).toEqual([]);
});

const steps = [
  { upToMs: HOUR, points: 10 },
  { upToMs: 4 * HOUR, points: 5 },
  { points: 3 },
  { never: true, points: 0 },
] as const;
const elapsed = tableWith([
  ruleWith('R', [{ source: 'elapsed', to: 'resolved', ...EVERYTHING }], { 'graded-by-elapsed': { by: 'mark', steps } }),
]);
test('suspended time, or time after the milestone, counts as elapsed', () => {
  const pauses = [
    { from: FEB + 30 * MINUTE, to: FEB + 60 * MINUTE, cause: 'suspended' },
    { from: FEB + 45 * MINUTE, to: FEB + 70 * MINUTE, cause: 'resolved' },
    { from: FEB + 110 * MINUTE, to: FEB + 200 * MINUTE, cause: 'suspended' },
  ] as const;
  const ticket = outcome({ reportedAt: FEB, acknowledgedAt: FEB + 10 * MINUTE, resolvedAt: FEB + 2 * HOUR, pauses });
  const { findings } = deriveFacts([elapsed], pastOf([ticket]), Q1);
  expect(findings).toMatchObject([{ elapsedMs: 70 * MINUTE, doneAt: FEB + 2 * HOUR }]);
  const toWork = tableWith([ruleWith('R', [{ source: 'elapsed', to: 'acknowledged', ...EVERYTHING }])]);
  expect(deriveFacts([toWork], pastOf([ticket]), Q1).findings).toMatchObject([{ elapsedMs: 10 * MINUTE }]);
});

test('what runs has taken no time, or is lost before the period and its last step are over', () => {
  const { resolvedAt: _, ...open } = outcome({ standing: 'open', reportedAt: JUST_BEFORE - HOUR });
  const at = (now: number) => deriveFacts([elapsed], pastOf([open], { now }), Q1).findings[0];
  expect(at(JUST_BEFORE)).toMatchObject({ elapsedMs: HOUR });
  expect(at(Q1.to + HOUR)).toMatchObject({ elapsedMs: 2 * HOUR + 1 });
  expect(at(open.reportedAt + 4 * HOUR)).toMatchObject({ elapsedMs: 4 * HOUR });
  const lost = at(open.reportedAt + 4 * HOUR + 1);
  expect(lost).toMatchObject({ isMissing: true });
  expect(lost).not.toHaveProperty('elapsedMs');
});

const down = tableWith([ruleWith('R', [{ source: 'downtime', ...OUTAGES }], { availability: { of: 'x' } })]);
const downtime = (...args: Parameters<typeof deriveFacts>) =>
  deriveFacts(...args).findings.map(({ elapsedMs, subject }) => `${subject} ${(elapsedMs ?? 0) / MINUTE}`);
const spanned = (from: number, minutes: number, changes: object = {}) =>
  outcome({ reportedAt: from, resolvedAt: from + minutes * MINUTE, ...changes });

test('faults of one system that overlap are counted twice', () => {
  const past = pastOf([
    spanned(FEB, 60),
    spanned(FEB + 30 * MINUTE, 60),
    spanned(FEB + 40 * MINUTE, 10),
    spanned(FEB, 20, { systemId: 'portal' }),
    spanned(FEB, 20, { kind: 'service_request' }),
  ]);
  expect(downtime([down], past, Q1).toSorted()).toEqual(['portal 20', 'site 30', 'site 60']);
});

test('downtime of tickets that name no system is dropped, or not counted once', () => {
  const unnamed = (from: number, length: number) => {
    const { systemId: _, ...ticket } = spanned(from, length);
    return ticket;
  };
  const past = pastOf([unnamed(FEB, 60), unnamed(FEB + 30 * MINUTE, 60), spanned(FEB, 20)]);
  expect(downtime([down], past, Q1).toSorted()).toEqual([`${NO_SYSTEM} 30`, `${NO_SYSTEM} 60`, 'site 20']);
});

test('downtime over the end of a quarter is not cut there', () => {
  const past = pastOf([spanned(Q1.to - HOUR, 90)], { now: Q1.to + DAY });
  expect(downtime([down], past, Q1)).toEqual(['site 60']);
  expect(downtime([down], past, periodOf('2026-04-01', '2026-07-01'))).toEqual(['site 30']);
  const [after] = deriveFacts([down], past, periodOf('2026-04-01', '2026-07-01')).findings;
  expect(after?.at).toBe(Q1.to);
});

test('what is decided about the downtime of one quarter is said of the next, or not of a month of its own', () => {
  const past = pastOf([spanned(Q1.to - 50 * DAY, 60 * 24 * 60)], { now: Q1.to + 20 * DAY });
  const idIn = (period: typeof Q1) => deriveFacts([down], past, period).findings[0]?.id;
  const q2 = periodOf('2026-04-01', '2026-07-01');
  expect(idIn(q2)).not.toBe(idIn(Q1));
  expect(idIn(periodOf('2026-03-01', '2026-04-01'))).toBe(idIn(Q1));
  expect(idIn(periodOf('2026-04-01', '2026-05-01'))).toBe(idIn(q2));
});

test('a system is down while it was resolved, or up while it was suspended', () => {
  const pauses = [
    { from: FEB + 10 * MINUTE, to: FEB + 20 * MINUTE, cause: 'suspended' },
    { from: FEB + 30 * MINUTE, to: FEB + 45 * MINUTE, cause: 'resolved' },
  ] as const;
  expect(downtime([down], pastOf([spanned(FEB, 60, { pauses })]), Q1)).toEqual(['site 45']);
});

test('what is not resolved is down no longer than until now', () => {
  const { resolvedAt: _, ...open } = outcome({ standing: 'open', reportedAt: FEB });
  expect(downtime([down], pastOf([open], { now: FEB + HOUR }), Q1)).toEqual(['site 60']);
});

test('downtime of a system depends on the order of its tickets, or is more than its wall time', () => {
  const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 100 })), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(spans, (faults) => {
      const tickets = faults.map(([from, length]) => spanned(FEB + from * MINUTE, length));
      const sum = (all: typeof tickets) =>
        deriveFacts([down], pastOf(all), Q1).findings.reduce((total, { elapsedMs = 0 }) => total + elapsedMs, 0);
      const minutes = new Set(faults.flatMap(([from, length]) => Array.from({ length }, (_, place) => from + place)));
      expect(sum(tickets)).toBe(minutes.size * MINUTE);
      expect(sum(tickets.toReversed())).toBe(minutes.size * MINUTE);
    }),
  );
});

const ratio = (source: object, kinds = {}) =>
  tableWith([ruleWith('R', [{ ...EVERYTHING, ...source } as never], { 'ratio-threshold': { steps: [], ...kinds } })]);
const ratios = (...args: Parameters<typeof deriveFacts>) => deriveFacts(...args).ratios;

test('a ratio of met clocks counts what is not judged, or one ticket twice', () => {
  const table = ratio({ source: 'met_ratio', clocks: ['respond', 'resolve'] });
  const respond = (at: number) => clockOf(at, { id: 'critical.respond', clock: 'respond' });
  const { stoppedAt: _, ...running } = clockOf(FEB);
  const { dueAt: __, ...unknown } = clockOf(FEB);
  const past = pastOf(
    [
      outcome({ clocks: [respond(FEB), clockOf(FEB)] }),
      missedAt(FEB, { clocks: [respond(FEB), clockOf(FEB, { breached: true })] }),
      outcome({ clocks: [respond(FEB), running] }),
      outcome({ clocks: [respond(FEB), unknown] }),
      outcome({ clocks: [] }),
      outcome({ clocks: [clockOf(FEB, { binding: 'internal', breached: true })] }),
    ],
    { now: FEB + HOUR },
  );
  expect(ratios([table], past, Q1)).toMatchObject([{ rule: 'R', met: 1, total: 2, origin: 'ledger' }]);
  // Which of them was missed can be followed.
  expect(ratios([table], past, Q1)[0]?.evidence).toEqual([{ kind: 'ticket', ref: past.outcomes[1]?.number }]);
});

test('a ratio of resolved tickets counts cancelled or merged ones', () => {
  const { resolvedAt: _, ...open } = outcome({ standing: 'open' });
  const past = pastOf([outcome(), open, outcome({ standing: 'cancelled' }), outcome({ standing: 'merged' })]);
  expect(ratios([ratio({ source: 'completion_ratio' })], past, Q1)).toMatchObject([{ met: 1, total: 2 }]);
});

test.each([
  ['an hour old, within its time', { now: HOUR }, 0],
  ['over its time', { now: 2 * HOUR + 1 }, 1],
  ['within its time at the end of the quarter', { now: Q1.to - FEB, dueAt: Q1.to + DAY }, 1],
  ['within its time one millisecond before', { now: Q1.to - FEB - 1, dueAt: Q1.to + DAY }, 0],
  ['over its internal time alone', { now: 3 * HOUR, binding: 'internal' }, 0],
  ['without a time', { now: 3 * HOUR, clock: 'respond' }, 0],
] as const)('an open ticket %s counts as not completed, or does not', (_, { now, ...changes }, total) => {
  const { stoppedAt: __, ...running } = clockOf(FEB, changes);
  const { resolvedAt: ___, ...open } = outcome({ standing: 'open', reportedAt: FEB, clocks: [running] });
  const past = pastOf([open], { now: FEB + now });
  expect(ratios([ratio({ source: 'completion_ratio' })], past, Q1)).toMatchObject([{ met: 0, total }]);
});

test('a ticket resolved after the quarter of its report is not resolved', () => {
  const ticket = outcome({ reportedAt: JUST_BEFORE, resolvedAt: Q1.to + HOUR });
  const past = pastOf([ticket], { now: Q1.to + DAY });
  expect(ratios([ratio({ source: 'completion_ratio' })], past, Q1)).toMatchObject([{ met: 1, total: 1 }]);
});

test('a ratio is not told apart by system where its rule looks at each, or by department', () => {
  const past = pastOf([outcome(), outcome({ systemId: 'portal' })], { contract: partedContract });
  const each = ratio({ source: 'completion_ratio' }, { each: 'system' });
  expect(ratios([each], past, Q1)).toMatchObject([
    { subject: 'site', met: 1, total: 1 },
    { subject: 'portal', met: 1, total: 1 },
  ]);
  const copied = { ...ratio({ source: 'completion_ratio' }), departments: ['north', 'south'] };
  expect(ratios([copied], past, Q1).map(({ copy }) => copy)).toEqual(['north', 'south']);
});

test('ratings are not their share of the best ones', () => {
  const past = pastOf([outcome({ rating: 5 }), outcome({ rating: 2 }), outcome()]);
  expect(ratios([ratio({ source: 'ratings' })], past, Q1)).toMatchObject([{ met: 7, total: 10 }]);
});

test('a period without anything to judge is open for its ratio', () => {
  const table = ratio({ source: 'completion_ratio' });
  expect(ratios([table], pastOf([]), Q1)).toMatchObject([{ rule: 'R', met: 0, total: 0 }]);
  const copied = { ...table, departments: ['north', 'south'] };
  expect(ratios([copied], pastOf([outcome()], { contract: partedContract }), Q1)).toMatchObject([
    { copy: 'north', met: 1, total: 1 },
    { copy: 'south', met: 0, total: 0 },
  ]);
});

const hours = {
  calendar: 'working',
  openAt: '08:30',
  signInBy: '09:00',
  absentAt: '10:00',
  signOutFrom: '18:00',
  clause: 'c',
};
const li = personId('li');
const presence = [
  { personId: li, day: '2026-03-31', absentAt: parseCivil('2026-03-31', '10:00') },
  { personId: li, day: '2026-04-01', absentAt: parseCivil('2026-04-01', '10:00') },
  { personId: li, day: '2026-03-30', signedInAt: parseCivil('2026-03-30', '09:00') + 1 },
  {
    personId: li,
    day: '2026-03-27',
    signedInAt: parseCivil('2026-03-27', '09:00'),
    signedOutAt: parseCivil('2026-03-27', '18:00'),
  },
  {
    personId: li,
    day: '2026-03-26',
    signedInAt: parseCivil('2026-03-26', '08:00'),
    signedOutAt: parseCivil('2026-03-26', '18:00') - 1,
  },
  {
    personId: li,
    day: '2026-03-25',
    signedInAt: parseCivil('2026-03-25', '10:30'),
    absentAt: parseCivil('2026-03-25', '10:00'),
  },
];
const attendancePast = pastOf([], {
  attendance: presence,
  members: [{ id: li, department: 'north' }],
  contract: { ...partedContract, attendance: hours },
});

test('a day on site is taken for another one, or for one of another quarter', () => {
  const days = (late: boolean) =>
    deriveFacts([tableWith([ruleWith('R', [{ source: 'absence', late }])])], attendancePast, Q1).findings.map(
      ({ id }) => id,
    );
  expect(days(false)).toEqual(['absence:li:2026-03-31:R']);
  expect(days(true)).toEqual(['31', '30', '26', '25'].map((day) => `absence:li:2026-03-${day}:R`));
});

test('who came late did not attend, or another department’s people do', () => {
  const table = tableWith([ruleWith('R', [{ source: 'attendance_ratio' }])]);
  expect(ratios([table], attendancePast, Q1)).toMatchObject([{ met: 4, total: 5 }]);
  expect(ratios([{ ...table, isPerPerson: true }], attendancePast, Q1)).toMatchObject([
    { copy: 'li', met: 4, total: 5 },
  ]);
  expect(ratios([{ ...table, departments: ['south'] }], attendancePast, Q1)).toEqual([]);
  expect(ratios([{ ...table, project: 'b' }], attendancePast, Q1)).toEqual([]);
  // Of a department with several projects nobody can say of which he is.
  const south = { ...attendancePast, members: [{ id: li, department: 'south' }] };
  expect(['b', 'c'].flatMap((project) => ratios([{ ...table, project }], south, Q1))).toEqual([]);
  expect(ratios([{ ...table, project: 'a' }], attendancePast, Q1)).toHaveLength(1);
});

test.each([
  ['before', Q1.to - 1],
  ['at', Q1.to],
  ['long after', Q1.to + DAY],
])('a grave fault that is not over %s the end of the year is not counted as one', (_, now) => {
  const long = { source: 'elapsed', to: 'resolved', atLeastMs: 2 * HOUR, ...EVERYTHING } as const;
  const { resolvedAt: _never, ...open } = outcome({ standing: 'open', reportedAt: Q1.to - DAY });
  const { findings } = deriveFacts([tableWith([ruleWith('R', [long], {})])], pastOf([open], { now }), Q1);
  expect(findings).toMatchObject([{ rule: 'R', elapsedMs: now - (Q1.to - DAY) }]);
});

test('a fault report that is missing for days is as many missing ones', () => {
  const missing = { source: 'late_fault_report', missing: true, ...EVERYTHING } as const;
  const due = Q1.to - 10 * DAY;
  const report = clockOf(due - 3 * DAY, { id: 'report', clock: 'fault_report', dueAt: due });
  const { stoppedAt: _never, ...running } = report;
  const { findings } = deriveFacts(
    [tableWith([ruleWith('R', [missing])])],
    pastOf([outcome({ clocks: [running] })]),
    Q1,
  );
  expect(findings.map(({ quantity = 1, isMissing }) => [quantity, isMissing])).toEqual([[1, true]]);
});
