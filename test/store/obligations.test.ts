import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ObligationWrite } from '../../db/changes.ts';
import type { OpenStore } from '../../db/open.ts';
import { canonicalJson } from '../../domain/ledger.ts';
import type { Obligation } from '../../domain/obligations/obligation-types.ts';
import { DAY, HOUR, personId } from '../../domain/types.ts';
import { deliverable, inspection, submission } from '../domain/obligation-fixture.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, outcomes, someContract, someEntry, T0, unique } from './fixtures.ts';

/** Of a contract of its own, so that tests can share a database. */
function owner() {
  const contractId = someContract();
  return {
    contractId,
    round: (changes: Parameters<typeof inspection>[0] = {}) =>
      inspection({ id: unique('round'), contractId, opensAt: T0, dueAt: T0 + HOUR, ...changes }),
    paper: (changes: Parameters<typeof deliverable>[0] = {}) =>
      deliverable({ id: unique('paper'), contractId, opensAt: T0, dueAt: T0 + HOUR, ...changes }),
  };
}

async function write(store: OpenStore, ...obligations: readonly ObligationWrite[]): Promise<void> {
  const entries = obligations.map(({ next }) => someEntry({ type: 'obligation_opened', recordId: next.id }));
  await store.commit(meta(obligations[0]?.next.contractId), { obligations, entries });
}
const insert = (store: OpenStore, ...all: readonly Obligation[]) => write(store, ...all.map((next) => ({ next })));
const ids = (all: readonly Obligation[]) => all.map(({ id }) => id);

describeEngines((open) => {
  test('a round and a deliverable come back as they were written', async () => {
    const { store } = await freshStore(await open());
    const { paper, round } = owner();
    const done = round({
      state: 'done',
      doneAt: T0,
      results: {
        room: { outcome: 'anomaly', value: 29_500, note: { id: 'n', hash: 'h' }, at: T0, by: personId('li') },
      },
    });
    const given = paper({ state: 'submitted', submissions: [submission(T0)] });
    expect(await store.obligation(done.id)).toBeUndefined();
    await insert(store, done, given);
    expect(await store.obligation(done.id)).toEqual(done);
    expect(await store.obligation(given.id)).toEqual(given);
  });

  test('those due come by their due instants, from the first one on and before the last one', async () => {
    const { store } = await freshStore(await open());
    const { contractId, paper, round } = owner();
    const [before, first, last, after] = [
      round({ dueAt: T0 - 1 }),
      round({ dueAt: T0 }),
      paper({ dueAt: T0 + HOUR - 1 }),
      round({ dueAt: T0 + HOUR }),
    ];
    await insert(store, after, last, before, first);
    await insert(store, owner().round());
    expect(await store.obligationsDue(contractId, T0, T0 + HOUR)).toEqual([first, last]);
  });

  test.each<[string, (of: ReturnType<typeof owner>) => Obligation, boolean]>([
    ['a planned round', ({ round }) => round({ state: 'planned' }), true],
    ['an open round', ({ round }) => round({ state: 'open' }), true],
    ['a missed round', ({ round }) => round({ state: 'missed' }), true],
    ['a round that is done', ({ round }) => round({ state: 'done' }), false],
    ['a round that was called off', ({ round }) => round({ state: 'cancelled' }), false],
    ['a deliverable to come', ({ paper }) => paper({ state: 'planned' }), true],
    ['a deliverable that is owed', ({ paper }) => paper({ state: 'owed' }), true],
    ['a returned deliverable', ({ paper }) => paper({ state: 'returned' }), true],
    ['a deliverable that waits for a review', ({ paper }) => paper({ state: 'submitted' }), true],
    ['an accepted deliverable', ({ paper }) => paper({ state: 'accepted' }), false],
    ['a deliverable that was called off', ({ paper }) => paper({ state: 'cancelled' }), false],
  ])('something is to be done with it yet, or not: %s', async (_name, make, isOpen) => {
    const { store } = await freshStore(await open());
    const of = owner();
    const one = make(of);
    await insert(store, one);
    expect(await store.openObligations(of.contractId)).toEqual(isOpen ? [one] : []);
  });

  test('what is done is open no more, and the earliest due stands first', async () => {
    const { store } = await freshStore(await open());
    const { contractId, round } = owner();
    const [later, sooner, next] = [round({ dueAt: T0 + DAY }), round(), round({ dueAt: T0 + 2 * HOUR })];
    await insert(store, later, sooner, next);
    expect(ids(await store.openObligations(contractId))).toEqual(ids([sooner, next, later]));
    await write(store, { seen: sooner, next: { ...sooner, version: 2, state: 'done' } });
    expect(ids(await store.openObligations(contractId))).toEqual(ids([next, later]));
  });

  test('rounds of one plan come newest first, so many, and none of another plan or kind', async () => {
    const { store } = await freshStore(await open());
    const { contractId, paper, round } = owner();
    const [first, second, third, at] = [0, 1, 2, 3].map((days) => round({ opensAt: T0 + days * DAY }));
    if (!first || !second || !third || !at) throw new Error('four rounds');
    await insert(store, second, at, first, third);
    await insert(store, round({ planId: 'other' }), paper({ planId: 'daily' }));
    const before = { type: 'inspection', openedBefore: at.opensAt } as const;
    expect(await store.obligationsOfPlan(contractId, 'daily', { ...before, limit: 9 })).toEqual([third, second, first]);
    expect(await store.obligationsOfPlan(contractId, 'daily', { ...before, limit: 2 })).toEqual([third, second]);
  });

  test('of two who change it at once one does, and the other is asked to look again', async () => {
    const { store } = await freshStore(await open());
    const { contractId, paper } = owner();
    const seen = paper();
    await insert(store, seen);
    const next = { ...seen, version: 2 } as const;
    const [given, called] = [
      { seen, next: { ...next, state: 'submitted' } },
      { seen, next: { ...next, state: 'cancelled' } },
    ] as const;
    const came = await outcomes([write(store, given), write(store, called)]);
    expect(came.toSorted()).toEqual(['version_conflict', undefined]);
    expect(await store.obligation(seen.id)).toEqual((came[0] === undefined ? given : called).next);
    expect(await store.unsealedEntries(contractId, 9), 'nothing of the other is written').toHaveLength(2);
  });

  test('of two who make the same ones at once one does, and nothing of the other is left', async () => {
    const { store } = await freshStore(await open());
    const { contractId, round } = owner();
    const [both, mine, yours] = [round(), round(), round()];
    const came = await outcomes([insert(store, mine, both), insert(store, yours, both)]);
    expect(came.toSorted()).toEqual(['version_conflict', undefined]);
    const left = [both, came[0] === undefined ? mine : yours];
    expect(ids(await store.openObligations(contractId)).toSorted()).toEqual(ids(left).toSorted());
  });

  test('as many as a long event needs are made in one commit', async () => {
    const { store } = await freshStore(await open());
    const { contractId, round } = owner();
    const rounds = Array.from({ length: 372 }, () => round());
    await insert(store, ...rounds);
    expect(await store.openObligations(contractId)).toHaveLength(372);
  });

  test('the ledger says which state of it an entry made, and its hash', async () => {
    const { store } = await freshStore(await open());
    const { contractId, round } = owner();
    const one = round();
    await insert(store, one);
    const [entry] = await store.unsealedEntries(contractId, 9);
    const told = { id: one.id, version: 1, hash: hash('sha256', canonicalJson(one)) };
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ type: 'obligation_opened', record: told });
    expect(await store.recordState(one.id)).toEqual(told);
    expect(await store.recordedContracts()).toContain(contractId);
  });

  test('states of records and obligations come page by page, each of them once', async () => {
    const { store } = await freshStore(await open());
    const { contractId, round } = owner();
    const rounds = [round(), round(), round()];
    const record = {
      ...{ id: unique('round'), contractId, at: T0, version: 1 },
      doc: { type: 'review', rule: 'R', by: personId('qian') } as const,
    };
    await insert(store, ...rounds);
    await store.commit(meta(contractId), {
      assessment: [{ next: record }],
      entries: [someEntry({ recordId: record.id })],
    });
    const seen: string[] = [];
    for (let after = ''; seen.length < 9; ) {
      const page = await store.recordStates(contractId, after, 2);
      seen.push(...page.map(({ id }) => id));
      after = seen.at(-1) ?? '';
      if (page.length < 2) break;
    }
    expect(seen).toEqual([...ids(rounds), record.id].toSorted());
  });

  test.each<[string, (next: Obligation) => Parameters<OpenStore['commit']>[1]]>([
    ['an obligation without an entry', (next) => ({ obligations: [{ next }], entries: [someEntry()] })],
    ['an entry without its obligation', ({ id }) => ({ entries: [someEntry({ recordId: id })] })],
    [
      'a change that was not counted',
      (next) => ({ obligations: [{ seen: next, next }], entries: [someEntry({ recordId: next.id })] }),
    ],
    [
      'one obligation twice',
      (next) => ({ obligations: [{ next }, { next }], entries: [someEntry({ recordId: next.id })] }),
    ],
    [
      'an obligation of another contract',
      (next) => ({
        obligations: [{ next: { ...next, contractId: someContract() } }],
        entries: [someEntry({ recordId: next.id })],
      }),
    ],
  ])('a mistake in the program is not written: %s', async (_name, changes) => {
    const { store } = await freshStore(await open());
    const { contractId, round } = owner();
    const one = round();
    await expect(store.commit(meta(contractId), changes(one))).rejects.toMatchObject({ code: 'assertion_failed' });
    expect(await store.openObligations(contractId)).toEqual([]);
  });
});
