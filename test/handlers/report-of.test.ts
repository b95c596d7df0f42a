import { afterEach, expect, test } from 'vitest';
import { POINT } from '../../domain/assessment/points.ts';
import { parseCivil } from '../../domain/civil.ts';
import { reportPeriod } from '../../domain/reporting/report-period.ts';
import { DAY, eventId, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import { reportOf } from '../../handlers/report-of.ts';
import { statementOf } from '../../handlers/statement-of.ts';
import { breach, ruleWith, tableWith } from '../domain/assessment-record/fixture.ts';
import { inspectionPlan, roundDone } from '../domain/obligation-fixture.ts';
import { Desk } from './harness.ts';

const desks: Desk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.store.close();
});

const MONDAY = parseCivil('2026-03-02', '09:00');
const WEEK = reportPeriod('weekly', '2026-03-02');

function source({ contract, now, store }: Desk) {
  return { store, contract, now, packsOver: async (from: Instant, to: Instant) => [{ contract, from, to }] };
}

test('a week as it was lived through is told in the report, and the score in it is that of the statement', async () => {
  const table = tableWith([ruleWith('R', [breach])], { period: { months: 1, from: 'calendar' } });
  const desk = await Desk.open({ tables: [table], inspections: [inspectionPlan()] });
  desks.push(desk);
  desk.now = MONDAY - 4 * DAY;
  await desk.report('信用广州网站打不开了', 'wang');
  desk.now = MONDAY;
  const quick = await desk.report();
  desk.now += 10 * MINUTE;
  await desk.do('li', 'resolve', quick, { cause: '磁盘满', action: '清理' });
  desk.now = MONDAY + DAY;
  const slow = await desk.report('协同办公系统登录不了', 'chen');
  desk.now += 3 * HOUR;
  await desk.do('li', 'resolve', slow, { cause: '磁盘满', action: '清理' });
  const next = roundDone(undefined, {
    id: 'round',
    contractId: desk.contract.id,
    dueAt: MONDAY,
    opensAt: MONDAY - HOUR,
  });
  const entries = [{ id: eventId('e'), at: MONDAY, type: 'inspection_missed', recordId: next.id }];
  const meta = { contractId: desk.contract.id, now: desk.now, cause: { kind: 'none' } } as const;
  await desk.store.commit(meta, { obligations: [{ next }], entries });

  const { figures, names, words } = await reportOf(source(desk), {
    kind: 'weekly',
    period: WEEK,
    words: { risks: '无' },
  });
  // Nobody came for either, so that both missed what comes before the solution.
  expect(figures.tickets).toMatchObject({ reported: 2, resolved: 2, open: 0, carriedOver: 1, breached: 2 });
  expect(figures.tickets.rows.map(({ number }) => number)).toEqual([quick.number, slow.number]);
  expect(figures.clocks.find(({ clock }) => clock === 'resolve')).toMatchObject({
    met: 1,
    missed: 1,
    cases: [{ number: slow.number }],
  });
  expect(figures.inspections).toMatchObject({ planned: 1, missed: 1 });
  expect(figures).toMatchObject({ isSoFar: true, madeAt: desk.now });
  expect(names.inspections).toMatchObject({ daily: '日常巡检' });
  expect(words).toEqual({ risks: '无' });

  const statement = await statementOf(source(desk), { ask: { label: '2026-03' } });
  const total = statement.parts[0]?.tables[0]?.total;
  expect(figures.scores).toMatchObject([{ tableId: table.id, label: '2026-03', base: 10 * POINT, ...total }]);
  expect(total?.min).toBe(9 * POINT);

  const english = await reportOf(source(desk), { kind: 'weekly', period: WEEK, language: 'en' });
  expect(english.names.inspections).toMatchObject({ daily: 'Daily inspection' });
});
