import { expect, test } from 'vitest';
import { deriveFacts } from '../../../domain/assessment/derive.ts';
import { factsOfRecords, rulesLookingBack, type Said, textIdsOf } from '../../../domain/assessment/facts-of-records.ts';
import { POINT } from '../../../domain/assessment/points.ts';
import type { AssessmentRecord, Dispute, RecordDoc } from '../../../domain/assessment/records.ts';
import { parseCivil } from '../../../domain/civil.ts';
import { contractId, DAY, personId } from '../../../domain/types.ts';
import { words } from '../fixture.ts';
import { breach, EVERYTHING, JUST_BEFORE, missedAt, outcome, pastOf, Q1, ruleWith, tableWith } from './fixture.ts';

const FEB = parseCivil('2026-02-02', '09:00');
const ticket = missedAt(FEB);
const ratio = ruleWith('Q', [{ source: 'completion_ratio', ...EVERYTHING }], { 'ratio-threshold': { steps: [] } });
const derived = deriveFacts([tableWith([ruleWith('R', [breach]), ratio])], pastOf([ticket, outcome()]), Q1);
const found = `breach:${ticket.ticketId}:R`;

let made = 0;
function record(doc: RecordDoc, at = FEB): AssessmentRecord {
  made += 1;
  return { id: `r${made}`, contractId: contractId('test'), at, version: 1, doc };
}
const said = (records: readonly AssessmentRecord[], changes: Partial<Said> = {}): Said => ({
  records,
  texts: new Map([
    ['why', '机房停电'],
    ['note', '态度恶劣'],
  ]),
  deafness: [],
  lookingBack: new Set(),
  ...changes,
});
const qian = personId('qian');
const dispute: Dispute = {
  kind: 'objection',
  by: personId('zhao'),
  side: 'supplier',
  at: FEB,
  reason: words('why'),
  before: 'found',
};
const standing = (changes: object = {}): RecordDoc => ({
  type: 'standing',
  findingId: found,
  rule: 'R',
  standing: 'exempted',
  missed: ['critical.resolve'],
  by: qian,
  dispute,
  ...changes,
});
const recorded = (changes: object = {}): RecordDoc => ({
  type: 'finding',
  finding: { id: 'f1', rule: 'R', at: FEB, evidence: [{ kind: 'message', ref: 'm' }] },
  note: words('note'),
  recordedBy: qian,
  recordedAt: FEB,
  standing: 'confirmed',
  ...changes,
});
const findings = (records: readonly AssessmentRecord[], changes: Partial<Said> = {}) =>
  factsOfRecords(derived, said(records, changes), Q1).findings;

test('what nobody said anything about is not as it was found', () => {
  expect(factsOfRecords(derived, said([]), Q1)).toEqual(derived);
});

test('an exemption of a found breach is lost, or has no reason', () => {
  expect(findings([record(standing())])).toMatchObject([{ id: found, standing: 'exempted', reason: '机房停电' }]);
});

test('an objection that was turned down still stands as a reason', () => {
  const [finding] = findings([record(standing({ standing: 'confirmed' }))]);
  expect(finding).toMatchObject({ standing: 'confirmed' });
  expect(finding).not.toHaveProperty('reason');
});

test('an exemption is lost where a merging has moved the report into another quarter than the decision', () => {
  expect(findings([record(standing(), Q1.from - DAY)])).toMatchObject([{ standing: 'exempted' }]);
  expect(findings([record(standing(), Q1.to + DAY)])).toMatchObject([{ standing: 'exempted' }]);
});

test.each([
  ['the miss that was forgiven', ['critical.resolve'], 'exempted', 'exempted'],
  ['one of two that were forgiven', ['critical.resolve', 'critical.arrive'], 'withdrawn', 'withdrawn'],
  ['another than was forgiven', ['critical.arrive'], 'exempted', 'found'],
  ['another than the objection was about', ['critical.resolve#1'], 'withdrawn', 'found'],
  ['another than is argued about', ['critical.arrive'], 'disputed', 'disputed'],
  ['another than was confirmed', ['critical.arrive'], 'confirmed', 'confirmed'],
])('a breach of %s does not stand as it should', (_, missed, decided, expected) => {
  const [finding] = findings([record(standing({ missed, standing: decided }))]);
  expect(finding).toMatchObject({ id: found, standing: expected, missed: ['critical.resolve'] });
  expect(finding?.reason !== undefined).toBe(expected !== 'found' && expected !== 'confirmed');
});

test('what became of something that is not found any more is found', () => {
  expect(findings([record(standing({ findingId: 'breach:gone:R' }))])).toEqual(derived.findings);
});

test('a recorded finding lacks its words, its origin or its standing', () => {
  expect(findings([record(recorded())])[1]).toEqual({
    id: 'f1',
    rule: 'R',
    at: FEB,
    evidence: [{ kind: 'message', ref: 'm' }],
    standing: 'confirmed',
    origin: 'person',
    note: '态度恶劣',
  });
});

test('an erased text breaks the finding', () => {
  expect(findings([record(recorded())], { texts: new Map() })[1]).not.toHaveProperty('note');
});

test('a finding recorded in deafness does not say so', () => {
  const deafness = [{ platform: 'sandbox', from: FEB - 1, to: FEB }];
  expect(findings([record(recorded())], { deafness })[1]).toMatchObject({ isInDeafness: true });
  expect(findings([record(recorded())], { deafness: [{ from: FEB + 1, to: FEB + 2 }] })[1]).not.toHaveProperty(
    'isInDeafness',
  );
});

test.each([
  ['the first instant', Q1.from, 1],
  ['one millisecond before', Q1.from - 1, 0],
  ['the last millisecond', JUST_BEFORE, 1],
  ['the end', Q1.to, 0],
])('what is recorded of %s of the quarter is in the wrong one', (_, at, count) => {
  const ticks: RecordDoc = { type: 'tick', rule: 'S', grader: qian, tick: 'satisfied' };
  const grade: RecordDoc = {
    ...{ type: 'grade', rule: 'G', grader: qian, points: 4 * POINT, note: words('note') },
    givenAt: FEB,
  };
  const facts = factsOfRecords(derived, said([record(recorded(), at), record(ticks, at), record(grade, at)]), Q1);
  expect([facts.findings.length - 1, facts.ticks.length, facts.grades.length]).toEqual([count, count, count]);
  if (count === 1) {
    expect(facts.grades).toEqual([{ rule: 'G', grader: qian, points: 4 * POINT, at: FEB, note: '态度恶劣' }]);
    expect(facts.ticks).toEqual([{ rule: 'S', grader: qian, tick: 'satisfied' }]);
  }
});

test('what is given for a period that was cut counts in one of its parts alone', () => {
  const part = { ...Q1, from: FEB, isOwn: false };
  const given: readonly RecordDoc[] = [
    { type: 'grade', rule: 'G', grader: qian, points: 0 },
    { type: 'tick', rule: 'S', grader: qian, tick: 'satisfied' },
    { type: 'ratio', rule: 'Q', met: 9, total: 10, by: qian, evidence: [] },
    { type: 'review', rule: 'V', by: qian },
  ];
  const records = given.map((doc) => record(doc, Q1.from));
  const ofPart = (whole: Partial<Said>) => {
    const { grades, ratios, reviewed, ticks } = factsOfRecords(derived, said(records, whole), part);
    return [grades.length, ticks.length, ratios.filter(({ origin }) => origin === 'person').length, reviewed.length];
  };
  expect(ofPart({ whole: Q1 })).toEqual([1, 1, 1, 1]);
  expect(ofPart({})).toEqual([0, 0, 0, 0]);
  expect(findings([record(recorded(), Q1.from)], { whole: Q1 })).toHaveLength(2);
  expect(factsOfRecords(derived, said([record(recorded(), Q1.from)], { whole: Q1 }), part).findings).toHaveLength(1);
});

test('a recorded ratio stands beside the bot’s own of the same thing, or in place of another one', () => {
  const of = (changes: object): RecordDoc => ({
    type: 'ratio',
    rule: 'Q',
    met: 9,
    total: 10,
    by: qian,
    evidence: [],
    ...changes,
  });
  const ratios = (doc: RecordDoc) => factsOfRecords(derived, said([record(doc)]), Q1).ratios;
  expect(ratios(of({}))).toEqual([{ rule: 'Q', met: 9, total: 10, origin: 'person', evidence: [] }]);
  expect(ratios(of({ subject: 'site' }))).toHaveLength(2);
  expect(ratios(of({ rule: 'Other' }))).toHaveLength(2);
});

test('a sample that was drawn is open, or was drawn twice', () => {
  const review: RecordDoc = { type: 'review', rule: 'S', by: qian };
  expect(factsOfRecords(derived, said([record(review), record(review)]), Q1).reviewed).toEqual(['S']);
  expect(factsOfRecords(derived, said([record(review, Q1.to)]), Q1).reviewed).toEqual([]);
});

test('a table is handed in for its period alone, and for each stretch of it', () => {
  const handed: RecordDoc = { type: 'handed_in', table: 'T', copy: 'x', by: qian };
  const given = said([record(handed, Q1.from)]);
  const stretch = { ...Q1, from: FEB };
  expect(factsOfRecords(derived, given, Q1).handedIn).toEqual([{ table: 'T', copy: 'x' }]);
  expect(factsOfRecords(derived, { ...given, whole: Q1 }, stretch).handedIn).toHaveLength(1);
  expect(factsOfRecords(derived, given, stretch).handedIn).toEqual([]);
});

test('a text that a fact is told with is not asked for', () => {
  const grade: RecordDoc = { type: 'grade', rule: 'G', grader: qian, points: 0, note: words('mark') };
  const records = [
    record(recorded({ dispute })),
    record(standing()),
    record(grade),
    record(standing({ dispute: undefined })),
  ];
  expect(textIdsOf(records)).toEqual(['note', 'why', 'why', 'mark']);
});

const onTicket = { id: 'f1', rule: 'R', at: FEB, ticket: { id: ticket.ticketId, number: ticket.number }, evidence: [] };

test.each([
  ['the same ticket and rule', {}, {}, ['f1']],
  ['another rule', { rule: 'S' }, {}, [found, 'f1']],
  ['another ticket', { ticket: { id: 'other', number: 'GZ-2' } }, {}, [found, 'f1']],
  ['another copy', { copy: 'traffic' }, {}, [found, 'f1']],
  ['what was recorded by mistake', {}, { standing: 'withdrawn' }, [found, 'f1']],
  ['what is exempted', {}, { standing: 'exempted' }, ['f1']],
])('a breach that a person has recorded as well, of %s, costs twice or not at all', (_, changes, doc, ids) => {
  const both = findings([record(recorded({ finding: { ...onTicket, ...changes }, ...doc }))]);
  expect(both.map(({ id }) => id)).toEqual(ids);
});

test('a breach recorded about a report that follows this ticket by now costs beside the ticket’s own', () => {
  const follower = { ...onTicket, ticket: { id: 'follower', number: 'GZ-2' } };
  const mains = new Map([['follower', ticket.ticketId]]);
  expect(findings([record(recorded({ finding: follower }))], { mains })).toMatchObject([
    { id: 'f1', event: ticket.ticketId, ticket: { number: 'GZ-2' } },
  ]);
  expect(findings([record(recorded({ finding: follower }))])).toHaveLength(2);
});

test("a breach that was recorded with another quarter's instant costs twice", () => {
  expect(findings([record(recorded({ finding: onTicket }), Q1.from - DAY)])).toEqual([]);
});

test.each(['exempted', 'disputed', 'withdrawn'])('a breach that is %s disappears when somebody records it', (was) => {
  const both = findings([record(standing({ standing: was })), record(recorded({ finding: onTicket }))]);
  expect(both.map(({ id }) => id)).toEqual([found, 'f1']);
});

test('the third time of a year is taken for the first of its month, or what other rules lost before is charged again', () => {
  const before = record(recorded(), Q1.from - 1);
  expect(findings([before], { lookingBack: new Set(['R']) })).toMatchObject([{ id: found }, { id: 'f1' }]);
  expect(findings([before], { lookingBack: new Set(['S']) })).toEqual(derived.findings);
  expect(findings([record(recorded(), Q1.to)], { lookingBack: new Set(['R']) })).toEqual(derived.findings);
});

test.each([
  ['a repetition', { 'repeat-in-window': { window: { span: 'year' }, times: 3 } }, true],
  ['an allowance of the year', { allowance: { free: 1, per: 'year' } }, true],
  ['an allowance of the period', { allowance: { free: 1, per: 'period' } }, false],
  ['the n-th of the year', { progressive: { first: POINT, per: 'year' } }, true],
  ['the n-th of the period', { progressive: { first: POINT, per: 'period' } }, false],
  ['a count', { count: { points: POINT } }, false],
] as const)('%s does not look at the right time', (_, kinds, isLookingBack) => {
  expect(rulesLookingBack([tableWith([ruleWith('R', [], kinds)])]).has('R')).toBe(isLookingBack);
});

test('what an objection took away is told as taken back by its recorder', () => {
  const decided = (kind: 'objection' | 'exemption', isAccepted: boolean) => ({
    ...dispute,
    kind,
    decision: { by: qian, at: FEB, isAccepted },
  });
  const upheld = (doc: RecordDoc) => findings([record(doc)]).some(({ isObjectionUpheld }) => isObjectionUpheld);
  const objected = decided('objection', true);
  expect(upheld(recorded({ standing: 'withdrawn', dispute: objected }))).toBe(true);
  expect(upheld(standing({ standing: 'withdrawn', dispute: objected }))).toBe(true);
  expect(upheld(recorded({ standing: 'withdrawn', dispute: decided('objection', false) }))).toBe(false);
  expect(upheld(recorded({ standing: 'withdrawn', dispute: undefined }))).toBe(false);
  expect(upheld(recorded({ standing: 'exempted', dispute: decided('exemption', true) }))).toBe(false);
});
