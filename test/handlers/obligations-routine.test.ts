// What makes rounds and deliverables: when it runs, what it makes up, and what it takes back when the pack has changed.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseCivil } from '../../domain/civil.ts';
import type { Contract } from '../../domain/contract.ts';
import type { Obligation } from '../../domain/obligations/obligation-types.ts';
import { occurrencesOpening } from '../../domain/obligations/occurrences.ts';
import type { Moment, Window } from '../../domain/obligations/plan-types.ts';
import { DAY, eventId, HOUR, type Instant, MINUTE } from '../../domain/types.ts';
import { obligationsRoutine } from '../../handlers/obligations-routine.ts';
import { wakeObligation } from '../../handlers/wake-obligation.ts';
import { contractWith } from '../domain/fixture.ts';
import { deliverablePlan, inspectionPlan } from '../domain/obligation-fixture.ts';
import { Desk } from './harness.ts';

const moment = (at: string): Moment => ({ of: 'start', count: 0, in: 'days', at });
const window = (opens: string, due: string): Window => ({ opens: moment(opens), due: moment(due) });
const EARLY = window('07:00', '08:00');
const MORNING = window('08:30', '10:30');
const AFTERNOON = window('14:00', '16:00');
const at = (time: string, day = '2026-03-02'): Instant => parseCivil(day, time);
const MIDDAY = at('09:03');

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open({ inspections: [inspectionPlan()], deliverables: [deliverablePlan()] });
  desk.now = MIDDAY;
});
afterEach(() => desk.store.close());
const rows = (): Promise<readonly Obligation[]> =>
  desk.store.obligationsDue(desk.contract.id, 0, Number.MAX_SAFE_INTEGER);
const shown = async () => (await rows()).map(({ dueAt, state }) => [dueAt, state]);
const types = async () => {
  const all = ['inspection_cancelled', 'deliverable_cancelled', 'inspection_restored', 'deliverable_restored'];
  const entries = await desk.store.entries(desk.contract.id, all, 0, Number.MAX_SAFE_INTEGER);
  return entries.map(({ type }) => type).toSorted();
};
function change(changes: Partial<Contract>): void {
  desk.contract = { ...desk.contract, hash: `${desk.contract.hash}+`, ...changes };
}

describe('when it runs', () => {
  const plans = [window('07:59', '08:20'), MORNING, window('08:31', '12:00'), window('09:00', '12:00'), AFTERNOON].map(
    (of, place) => inspectionPlan({ id: `plan-${place}`, windows: [of], cadence: { every: 'days', on: 'every_day' } }),
  );
  const contract = contractWith({ inspections: plans });
  const given = { contract, roster: { rotas: [], plans: [], changes: [], members: [] } };
  const runsAfter = (from: Instant, to: Instant): readonly Instant[] => {
    const runs: Instant[] = [];
    for (let next = obligationsRoutine.nextAt(given, from); next !== undefined && next <= to; ) {
      runs.push(next);
      next = obligationsRoutine.nextAt(given, next);
    }
    return runs;
  };
  const openings = occurrencesOpening(contract, at('00:00'), at('24:00')).map(({ opensAt }) => opensAt);

  test('an opening waits for longer than some minutes, or its run is lost to whoever looks shortly before', () => {
    const runs = runsAfter(at('00:00') - 1, at('24:00') - 1);
    const isSoon = (opening: Instant) => runs.some((run) => run >= opening && run <= opening + 4 * MINUTE);
    expect(openings.filter((opening) => !isSoon(opening))).toEqual([]);
    for (let from = at('07:00'); from < at('15:00'); from += MINUTE) {
      expect(runsAfter(from, at('24:00') - 1)).toEqual(runs.filter((run) => run > from));
    }
  });

  test('it runs in the busiest minute of an hour, or again and again', () => {
    const runs = runsAfter(at('00:00'), at('24:00') - 1);
    expect(runs.filter((run) => run % (30 * MINUTE) === 0)).toEqual([]);
    expect(runs.length).toBeLessThanOrEqual(openings.length + 1);
  });

  test('what opened before the minute of its run, and was due before anybody came, is lost', async () => {
    desk.contract = { ...desk.contract, deliverables: [] };
    desk.now = at('12:00');
    await desk.run(obligationsRoutine, obligationsRoutine.nextAt({ ...given, contract: desk.contract }, at('08:29')));
    expect(await shown()).toEqual([[at('10:30'), 'missed']]);
  });
});

describe('at its first run', () => {
  test('what was due long before is missed, or what is open is not made', async () => {
    await desk.run(obligationsRoutine);
    expect(await shown()).toEqual([
      [at('10:30'), 'open'],
      [at('24:00', '2026-03-05'), 'owed'],
    ]);
  });

  test('days of downtime are charged to a plan that only the new pack has', async () => {
    desk.contract = { ...desk.contract, deliverables: [] };
    const before = { ...desk.contract, hash: 'before' };
    desk.contract = { ...desk.contract, inspections: [inspectionPlan(), inspectionPlan({ id: 'new' })] };
    desk.now = at('12:00', '2026-03-04');
    desk.earlierPacks = async (from, to) => [
      { contract: before, from, to: at('11:59', '2026-03-04') },
      { contract: desk.contract, from: at('11:59', '2026-03-04'), to },
    ];
    await desk.run(obligationsRoutine, at('08:31'));
    expect((await rows()).map(({ planId, state }) => [planId, state])).toEqual(Array(3).fill(['daily', 'missed']));
  });
});

describe('when the pack has changed', () => {
  beforeEach(async () => {
    await desk.run(obligationsRoutine);
    desk.now += MINUTE;
  });

  test('what it has dropped stays open, or somebody is told', async () => {
    change({ inspections: [], deliverables: [deliverablePlan({ id: 'other' })] });
    const said = await desk.run(obligationsRoutine);
    expect((await rows()).map(({ planId, state }) => `${planId} ${state}`).toSorted()).toEqual([
      'daily cancelled',
      'other owed',
      'weekly cancelled',
    ]);
    expect(await types()).toEqual(['deliverable_cancelled', 'inspection_cancelled']);
    expect(said.all.filter(({ key }) => !key.includes(':other:'))).toEqual([]);
    await desk.run(obligationsRoutine);
    expect(await types()).toHaveLength(2);
  });

  test('what it has dropped wakes up as before, or its timer goes on', async () => {
    change({ inspections: [] });
    const [round] = await rows();
    expect(await desk.store.timer(`obligation:${round?.id}`)).toBeDefined();
    await wakeObligation(desk.scene(), round?.id ?? '');
    expect(await types()).toEqual(['inspection_cancelled']);
    expect(await desk.store.timer(`obligation:${round?.id}`)).toBeUndefined();
  });

  test('a replica with an old pack takes back what the new one asks for', async () => {
    const entered = { id: eventId('e'), at: desk.now, type: 'pack_in_force', hash: 'newer' };
    await desk.scene().commit({ entries: [entered] });
    change({ inspections: [] });
    const [round] = await rows();
    await desk.run(obligationsRoutine);
    await wakeObligation(desk.scene(), round?.id ?? '');
    expect(await types()).toEqual([]);
    expect(await desk.store.timer(`obligation:${round?.id}`)).toMatchObject({ fireAt: desk.now + MINUTE });
  });

  test.each([
    ['before it was due is missed', '10:00', 'cancelled'],
    ['after it was missed may not be done late', '11:00', 'missed'],
  ])('a round whose days a pack has cut %s', async (_name, cutAt, state) => {
    const [round] = await rows();
    const wake = async () => {
      desk.now = at('10:30') + 1;
      await wakeObligation(desk.scene(), round?.id ?? '');
    };
    if (state === 'missed') await wake();
    const before = desk.contract;
    change({ inspections: [inspectionPlan({ to: '2026-03-01' })] });
    desk.earlierPacks = async (from, to) => [
      { contract: before, from, to: at(cutAt) },
      { contract: desk.contract, from: at(cutAt), to },
    ];
    await wake();
    desk.now = at('12:00');
    await desk.run(obligationsRoutine);
    expect((await rows())[0]?.state).toBe(state);
    expect((await rows())[0]?.withdrawnAt).toBe(state === 'missed' ? undefined : at(cutAt));
  });

  test('what was missed before is not counted, or may be done for a plan that is gone', async () => {
    desk.now = at('12:00');
    const [round] = await rows();
    await wakeObligation(desk.scene(), round?.id ?? '');
    change({ inspections: [] });
    const before = { ...desk.contract, inspections: [inspectionPlan()] };
    desk.earlierPacks = async (from, to) => [
      { contract: before, from, to: at('11:00') },
      { contract: desk.contract, from: at('11:00'), to },
    ];
    await desk.run(obligationsRoutine);
    const [dropped] = await rows();
    expect(dropped).toMatchObject({ state: 'cancelled', withdrawnAt: at('11:00'), missedAt: at('12:00') });
  });

  test('what a pack has again stays away, or is made twice', async () => {
    const { inspections } = desk.contract;
    const before = await rows();
    change({ inspections: [] });
    await desk.run(obligationsRoutine);
    change({ inspections });
    await desk.run(obligationsRoutine);
    expect(await rows()).toEqual(before.map((one) => ({ ...one, version: one.type === 'inspection' ? 3 : 1 })));
    expect(await types()).toEqual(['inspection_cancelled', 'inspection_restored']);
  });

  test.each<[string, Partial<Contract>]>([
    ['a window comes before it', { inspections: [inspectionPlan({ windows: [EARLY, MORNING] })] }],
    ['it is due later', { inspections: [inspectionPlan({ windows: [window('08:30', '12:00')] })] }],
    ['it is owed since this month', { inspections: [inspectionPlan({ from: '2026-03-01' })] }],
    ['it is owed until today', { inspections: [inspectionPlan({ to: '2026-03-02' })] }],
    [
      'its week begins on another day',
      { deliverables: [deliverablePlan({ cadence: { every: 'weeks', weekday: 'wed' } })] },
    ],
  ])('an obligation is doubled because %s', async (_name, changes) => {
    const before = await rows();
    change(changes);
    await desk.run(obligationsRoutine);
    expect(await rows()).toEqual(before);
  });

  test('a window that was put behind another one is not made for it', async () => {
    change({ inspections: [inspectionPlan({ windows: [EARLY, MORNING, AFTERNOON] })] });
    desk.now = at('14:03');
    await desk.run(obligationsRoutine);
    expect(await shown()).toContainEqual([at('16:00'), 'open']);
  });
});

test('of two replicas that run it at once each makes every row, or neither does', async () => {
  const [one, other] = [desk.scene(), desk.scene()];
  const [mine, theirs] = await Promise.all([one, other].map((scene) => obligationsRoutine.changes(scene, desk.now)));
  await one.commit(mine ?? {});
  await expect(other.commit(theirs ?? {})).rejects.toThrow(/meanwhile/u);
  const before = await rows();
  expect(before).toHaveLength(2);
  // What the second one does when it is tried again.
  expect((await desk.run(obligationsRoutine)).all).toEqual([]);
  expect(await rows()).toEqual(before);
});

test('the day after, what is open is made again, or the new day is not', async () => {
  await desk.run(obligationsRoutine);
  desk.now += DAY - HOUR / 2;
  await desk.run(obligationsRoutine);
  expect(new Set((await rows()).map(({ id }) => id)).size).toBe(3);
});
