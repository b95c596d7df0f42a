import { afterEach, expect, test } from 'vitest';
import type { PackSpan } from '../../domain/assessment/pack-parts.ts';
import type { PeriodAsk } from '../../domain/assessment/period.ts';
import { POINT } from '../../domain/assessment/points.ts';
import type { AssessmentRecord, RecordDoc } from '../../domain/assessment/records.ts';
import type { TableScore } from '../../domain/assessment/statement.ts';
import { parseCivil } from '../../domain/civil.ts';
import { DAY, eventId, HOUR, type Instant, MINUTE, personId } from '../../domain/types.ts';
import { type StatementQuestion, scoredOf, statementOf } from '../../handlers/statement-of.ts';
import { breach, ruleWith, tableWith } from '../domain/assessment-record/fixture.ts';
import { inspectionPlan, roundDone } from '../domain/obligation-fixture.ts';
import { Desk, NINE } from './harness.ts';

const desks: Desk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.store.close();
});

/** Quarters of the service, counted from 1 June 2025: P3 ends with February, P4 with May. */
const quarterly = tableWith([ruleWith('R', [breach])], { period: { months: 3, from: 'term' } });
const monthly = { ...tableWith([ruleWith('M', [])]), id: 'T2', period: { months: 1, from: 'calendar' } } as const;
const FEBRUARY_ENDS = parseCivil('2026-03-01');

async function deskAt(now: Instant, tables = [quarterly]): Promise<Desk> {
  const desk = await Desk.open({ tables });
  desks.push(desk);
  desk.now = now;
  return desk;
}

function source(desk: Desk, spans?: readonly PackSpan[]) {
  const { contract, now, store } = desk;
  return {
    store,
    contract,
    now,
    packsOver: async (from: Instant, to: Instant) => spans ?? [{ contract, from, to }],
  };
}
const ask = (label: string, more: Partial<StatementQuestion> = {}): StatementQuestion => ({ ask: { label }, ...more });
const lost = ({ base = 0, total }: TableScore) => (base - (total?.min ?? 0)) / POINT;

test('a report in the last millisecond of February, solved in March, costs in the March quarter', async () => {
  const desk = await deskAt(FEBRUARY_ENDS - 1);
  const ticket = await desk.report();
  desk.now += 3 * HOUR;
  await desk.do('li', 'resolve', ticket, { cause: '磁盘满', action: '清理' });
  const statement = await statementOf(source(desk), ask('P3'));
  expect(statement.parts.map(({ period }) => period)).toMatchObject([
    { label: 'P3', lastDay: '2026-02-28', isOwn: true },
  ]);
  expect(statement.parts.flatMap(({ tables }) => tables).map(lost)).toEqual([1]);
  expect((await statementOf(source(desk), ask('P4'))).parts.flatMap(({ tables }) => tables).map(lost)).toEqual([0]);
  expect(statement).toMatchObject({ contractId: desk.contract.id, label: 'P3', madeAt: desk.now });
});

test('a round that is due at the midnight that ends February, or in it, costs in another quarter', async () => {
  const missed = { source: 'inspection_missed', plans: [], late: true } as const;
  const rounds = tableWith([ruleWith('R', [missed])], { period: { months: 3, from: 'term' } });
  const desk = await Desk.open({ tables: [rounds], inspections: [inspectionPlan()] });
  desks.push(desk);
  desk.now = FEBRUARY_ENDS + DAY;
  const { id: contractId } = desk.contract;
  const due = [-HOUR, 0, HOUR].map((after) => FEBRUARY_ENDS + after);
  for (const [place, dueAt] of due.entries()) {
    const next = roundDone(undefined, { id: `round-${place}`, contractId, dueAt, opensAt: dueAt - HOUR });
    const entries = [{ id: eventId(`e${place}`), at: dueAt, type: 'inspection_missed', recordId: next.id }];
    const meta = { contractId, now: desk.now, cause: { kind: 'none' } } as const;
    await desk.store.commit(meta, { obligations: [{ next }], entries });
  }
  const foundIn = async (label: string) =>
    (await scoredOf(source(desk), ask(label))).parts.flatMap(({ facts }) => facts.findings.map(({ event }) => event));
  expect(await foundIn('P3')).toEqual(['round-0', 'round-1']);
  expect(await foundIn('P4')).toEqual(['round-2']);
  const [part] = (await statementOf(source(desk), ask('P3'))).parts;
  expect(part?.tables.map(lost), 'a point for each').toEqual([2]);
});

test('a later report of the next quarter that was merged takes its miss there', async () => {
  const desk = await deskAt(FEBRUARY_ENDS - MINUTE);
  const main = await desk.report();
  desk.now = FEBRUARY_ENDS + MINUTE;
  const other = await desk.report('协同办公系统登录不了', 'chen');
  desk.now += 3 * HOUR;
  await desk.say('qian', `合并 ${other.number} ${main.number}`);
  expect((await desk.fresh(other)).status).toBe('merged');
  const { parts } = await scoredOf(source(desk), ask('P3'));
  expect(parts[0]?.past.outcomes.map(({ number }) => number)).toEqual([main.number, other.number]);
  expect(parts[0]?.facts.findings.map(({ ticket }) => ticket?.number)).toEqual([main.number]);
  expect((await scoredOf(source(desk), ask('P4'))).parts[0]?.facts.findings).toEqual([]);
});

/** Findings of the rule R that a supervisor recorded, by id. */
async function recordAt(desk: Desk, instants: Readonly<Record<string, Instant>>): Promise<void> {
  const records = Object.entries(instants).map(([id, at]): AssessmentRecord => {
    const finding = { id, rule: 'R', at, evidence: [] };
    const by = personId('qian');
    const doc: RecordDoc = { type: 'finding', finding, recordedBy: by, recordedAt: at, standing: 'confirmed' };
    return { id, contractId: desk.contract.id, at, version: 1, doc };
  });
  await desk.store.commit(
    { contractId: desk.contract.id, now: NINE, cause: { kind: 'none' } },
    {
      assessment: records.map((next) => ({ next })),
      entries: records.map(({ id }) => ({ id: `e-${id}` as never, at: NINE, type: 'finding_recorded', recordId: id })),
    },
  );
}

test.each([
  ['2026-03', 1],
  ['2026-02', 0],
])('the third time of a quarter or of a year is not counted through its months: %s', async (label, loss) => {
  for (const span of ['quarter', 'year'] as const) {
    const kinds = { 'repeat-in-window': { window: { span }, times: 3 }, count: { points: POINT } } as const;
    const desk = await deskAt(NINE, [{ ...monthly, sections: tableWith([ruleWith('R', [], kinds)]).sections }]);
    const first = span === 'quarter' ? parseCivil('2026-01-01') : parseCivil('2025-06-01');
    await recordAt(desk, { r1: first, r2: FEBRUARY_ENDS - 1, r3: NINE });
    const { parts } = await statementOf(source(desk), ask(label));
    expect(parts.flatMap(({ tables }) => tables.map(lost))).toEqual([loss]);
  }
});

test('what people recorded of the quarter is not in its score', async () => {
  const desk = await deskAt(NINE);
  await recordAt(desk, { r1: NINE, r2: FEBRUARY_ENDS - 1, r3: FEBRUARY_ENDS });
  const found = async (label: string) =>
    (await scoredOf(source(desk), ask(label))).parts.flatMap(({ facts }) => facts.findings.map(({ id }) => id));
  expect(await found('P4')).toEqual(['r3', 'r1'].toSorted((a, b) => (a === 'r1' ? 1 : a.localeCompare(b))));
  expect(await found('P3')).toEqual(['r2']);
});

test.each<[string, PeriodAsk, string[]]>([
  ['each table by its own period', { day: '2026-03-03', back: 0 }, ['P4', '2026-03']],
  ['the quarter, which a monthly table has not', { day: '2026-03-03', back: 0, months: 3 }, ['P4', '2026-Q1']],
  ['a month, which a quarterly table has not', { label: '2026-02' }, ['2026-02', '2026-02']],
  ['a period that only one of them has', { label: 'P12' }, ['2026-05']],
])('%s is another stretch', async (_, asked, labels) => {
  const desk = await deskAt(NINE, [quarterly, monthly]);
  const { parts } = await statementOf(source(desk), { ask: asked });
  expect(parts.flatMap(({ period, tables }) => tables.map(() => period.label))).toEqual(labels);
});

test('tables of one stretch are two parts, or one that nobody asked for is shown', async () => {
  const desk = await deskAt(NINE, [quarterly, { ...monthly, period: quarterly.period }]);
  expect((await statementOf(source(desk), ask('P4'))).parts).toHaveLength(1);
  const { parts } = await statementOf(source(desk), ask('P4', { tables: ['T2'] }));
  expect(parts.flatMap(({ tables }) => tables.map(({ id }) => id))).toEqual(['T2']);
});

test('a quarter before or after the service has a score', async () => {
  const desk = await deskAt(NINE);
  expect((await statementOf(source(desk), ask('P5'))).parts).toEqual([]);
  expect((await statementOf(source(desk), { ask: { day: '2026-07-01', back: 0 } })).parts).toEqual([]);
});

test('a ticket that a changed table finds later is scored by the table before', async () => {
  const desk = await deskAt(FEBRUARY_ENDS + HOUR);
  const early = await desk.report();
  const changedAt = desk.now + DAY;
  desk.now = changedAt;
  const late = await desk.report('信用广州网站又打不开了', 'chen');
  desk.now += 3 * HOUR;
  const dearer = {
    ...desk.contract,
    hash: 'dearer',
    tables: [tableWith([ruleWith('R', [breach], { count: { points: 3 * POINT } })], { period: quarterly.period })],
  };
  const spans = [
    { contract: desk.contract, from: FEBRUARY_ENDS, to: changedAt },
    { contract: dearer, from: changedAt, to: parseCivil('2026-06-01') },
  ];
  const { statement, parts } = await scoredOf(source(desk, spans), ask('P4'));
  expect(
    statement.parts.map(({ isSplit, packHash, period, tables }) => [packHash, isSplit, period.isOwn, tables.map(lost)]),
  ).toEqual([
    [desk.contract.hash, true, false, [1]],
    ['dearer', true, false, [3]],
  ]);
  expect(parts.map(({ facts }) => facts.findings.map(({ ticket }) => ticket?.number))).toEqual([
    [early.number],
    [late.number],
  ]);
});

test('supposing that a ticket is missed changes nothing, or more than the answer', async () => {
  const desk = await deskAt(FEBRUARY_ENDS);
  const ticket = await desk.report();
  const before = await statementOf(source(desk), ask('P4'));
  const after = await statementOf(source(desk), ask('P4', { supposing: ticket.id }));
  expect([before, after].map(({ parts }) => parts.flatMap(({ tables }) => tables.map(lost)))).toEqual([[0], [1]]);
  expect(await statementOf(source(desk), ask('P4'))).toEqual(before);
});

test('a table that only an earlier pack has is not scored while it was in force, or is afterwards', async () => {
  const desk = await deskAt(FEBRUARY_ENDS + 40 * DAY);
  const changedAt = parseCivil('2026-04-01');
  const before = { ...desk.contract, hash: 'before', tables: [quarterly, monthly] };
  const packs = [
    { contract: before, from: FEBRUARY_ENDS, to: changedAt },
    { contract: desk.contract, from: changedAt, to: parseCivil('2026-06-01') },
  ];
  const over = {
    ...source(desk),
    packsOver: async (from: Instant, to: Instant) =>
      packs
        .map((pack) => ({ ...pack, from: Math.max(from, pack.from), to: Math.min(to, pack.to) }))
        .filter((pack) => pack.from < pack.to),
  };
  const tablesIn = async (day: string) =>
    (await statementOf(over, { ask: { day, back: 0 } })).parts.map(({ period, tables }) => [
      period.label,
      tables.map(({ id }) => id),
    ]);
  expect(await tablesIn('2026-03-10')).toEqual([
    ['P4', ['T']],
    ['2026-03', ['T2']],
  ]);
  expect(await tablesIn('2026-04-10')).toEqual([['P4', ['T']]]);
});
