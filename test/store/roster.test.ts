import { expect, test } from 'vitest';
import type { Attendance, DutyChange } from '../../domain/roster-types.ts';
import { DAY, eventId, personId, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, outcomes, someContract, T0, unique } from './fixtures.ts';

const [li, zhou] = [personId('li'), personId('zhou')];

function someChange(fields: Partial<DutyChange> = {}): DutyChange {
  return {
    id: eventId(unique('change')),
    kind: 'cover',
    personId: li,
    substituteId: zhou,
    from: T0,
    to: T0 + DAY,
    state: 'asked',
    askedBy: li,
    askedAt: T0,
    version: 1,
    ...fields,
  };
}

describeEngines((open) => {
  test('a later plan takes the place of the earlier one of its rota', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const day = { rotaId: 'day', startsOn: '2026-03-02', order: [li, zhou] };
    const night = { rotaId: 'night', startsOn: '2026-03-02', order: [zhou] };
    const later = { rotaId: 'day', startsOn: '2026-04-01', order: [zhou, li] };
    await store.commit(meta(contract), {
      roster: [
        { kind: 'plan', plan: day },
        { kind: 'plan', plan: night },
      ],
    });
    await store.commit(meta(contract), { roster: [{ kind: 'plan', plan: later }] });
    expect(await store.rosterOf(contract, T0)).toEqual({ plans: [later, night], changes: [] });
    expect(await store.rosterOf(someContract(), T0)).toEqual({ plans: [], changes: [] });
  });

  test('changes come in the order in which they were asked for, without those that are over', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const over = someChange({ from: T0 - 2 * DAY, to: T0 });
    const later = someChange({ askedAt: T0 + 1 });
    const { substituteId: _, ...rest } = someChange({ kind: 'absence', state: 'agreed' });
    const writes = [over, later, rest].map((next) => ({ kind: 'change', next }) as const);
    await store.commit(meta(contract), { roster: writes });
    expect(await store.rosterOf(contract, T0)).toEqual({ plans: [], changes: [rest, later] });
  });

  test('the two of a swap are found by the id of either request or swap', async () => {
    const { store } = await freshStore(await open());
    const swapId = unique('swap');
    const both = [someChange({ swapId }), someChange({ swapId, personId: zhou, substituteId: li })];
    const alone = someChange();
    const writes = [...both, alone].map((next) => ({ kind: 'change', next }) as const);
    await store.commit(meta(someContract()), { roster: writes });
    expect(await store.dutyRequest(swapId)).toEqual(both);
    expect(await store.dutyRequest(alone.id)).toEqual([alone]);
    expect(await store.dutyRequest('nobody')).toEqual([]);
  });

  test('of two answers at once one is written, and the other is told so', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const seen = someChange();
    await store.commit(meta(contract), { roster: [{ kind: 'change', next: seen }] });
    const answers = (['agreed', 'declined'] as const).map((state) =>
      store.commit(meta(contract), { roster: [{ kind: 'change', seen, next: { ...seen, state, version: 2 } }] }),
    );
    expect((await outcomes(answers)).filter((outcome) => outcome === 'version_conflict')).toHaveLength(1);
    expect((await store.dutyRequest(seen.id))[0]?.version).toBe(2);
  });

  test('a change is seen at once where it was made, and within a second by another replica', async () => {
    const url = await open();
    const [here, there] = [await freshStore(url), await freshStore(url)];
    const contract = someContract();
    expect((await here.store.rosterOf(contract, T0)).changes).toEqual([]);
    expect((await there.store.rosterOf(contract, T0)).changes).toEqual([]);
    const next = someChange();
    await there.store.commit(meta(contract), { roster: [{ kind: 'change', next }] });
    expect((await there.store.rosterOf(contract, T0)).changes).toEqual([next]);
    here.time.now = T0 + SECOND;
    expect((await here.store.rosterOf(contract, T0)).changes).toEqual([next]);
  });

  test("a person's day on site is one record, which a later one replaces", async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const day = '2026-03-03';
    const absent = { personId: li, day, absentAt: T0 };
    const came = { ...absent, signedInAt: T0 + 1, signedOutAt: T0 + 2 };
    const other = { personId: zhou, day, signedInAt: T0 };
    await store.commit(meta(contract), {
      roster: [absent, other].map((record) => ({ kind: 'attendance', record }) as const),
    });
    await store.commit(meta(contract), { roster: [{ kind: 'attendance', seen: absent, record: came }] });
    expect(await store.attendanceOf(contract, day)).toEqual([came, other]);
    expect(await store.attendanceOf(contract, '2026-03-04')).toEqual([]);
  });

  test('the days of a period on site hold its first and its last one', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const on = (day: string, personId = li): Attendance => ({ personId, day, signedInAt: T0 });
    const inside = [on('2026-01-01'), on('2026-02-28'), on('2026-03-31'), on('2026-03-31', zhou)];
    const all = [on('2025-12-31'), on('2026-04-01'), ...inside.toReversed()];
    await store.commit(meta(contract), { roster: all.map((record) => ({ kind: 'attendance', record })) });
    await store.commit(meta(someContract()), { roster: [{ kind: 'attendance', record: on('2026-02-28') }] });
    expect(await store.attendanceBetween(contract, '2026-01-01', '2026-03-31')).toEqual(inside);
  });

  test('of two writes to one day on site, such as 签到 and an absence, none is lost unseen', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const day = '2026-03-03';
    const write = (record: Partial<Attendance>, seen?: Attendance) =>
      store.commit(meta(contract), {
        roster: [{ kind: 'attendance', record: { ...seen, personId: li, day, ...record }, ...(seen && { seen }) }],
      });
    const first = await outcomes([write({ signedInAt: T0 }), write({ absentAt: T0 })]);
    expect(first.filter((outcome) => outcome === 'version_conflict')).toHaveLength(1);
    const [seen] = await store.attendanceOf(contract, day);
    const second = await outcomes([write({ signedOutAt: T0 + 1 }, seen), write({ signedOutAt: T0 + 2 }, seen)]);
    expect(second.filter((outcome) => outcome === 'version_conflict')).toHaveLength(1);
    expect(await store.attendanceOf(contract, day)).toMatchObject([seen]);
  });
});
