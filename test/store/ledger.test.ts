import { expect, test } from 'vitest';
import { canonicalJson } from '../../domain/ledger.ts';
import { HOUR } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, meta, openTicket, outcomes, someContract, someEntry, T0 } from './fixtures.ts';

const sealsOf = (entries: readonly { entryId: number }[], from: number) =>
  entries.map(({ entryId }, index) => ({ entryId, seq: from + index, hash: `hash-${from + index}` }));

describeEngines((open) => {
  test('an entry holds the canonical JSON of the whole event with the instant of its recording', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const entry = someEntry({ zebra: 1, apple: [1, { b: 2, a: 1 }] });
    await store.commit({ ...meta(contract), now: T0 + 5 }, { entries: [entry] });
    const [kept] = await store.unsealedEntries(contract, 9);
    expect(kept).toMatchObject({
      eventId: entry.id,
      at: T0,
      recordedAt: T0 + 5,
      type: 'bot_deaf',
      contractId: contract,
    });
    expect(kept?.body).toBe(canonicalJson({ ...entry, recordedAt: T0 + 5 }));
    expect(kept).not.toHaveProperty('seal');
  });

  test('entries are sealed in order, then are no longer unsealed, and come back in chain order', async () => {
    const { store } = await freshStore(await open());
    const [contract, other] = [someContract(), someContract()];
    await store.commit(meta(contract), { entries: [someEntry(), someEntry(), someEntry()] });
    await store.commit(meta(other), { entries: [someEntry()] });
    expect((await store.unsealedContracts()).toSorted()).toEqual([contract, other].toSorted());
    expect(await store.ledgerHead(contract)).toBeUndefined();

    const entries = await store.unsealedEntries(contract, 9);
    await store.seal(contract, 0, sealsOf(entries.slice(0, 2), 1));
    expect(await store.ledgerHead(contract)).toEqual({ seq: 2, hash: 'hash-2' });
    expect(await store.unsealedEntries(contract, 9)).toEqual(entries.slice(2));
    await store.seal(contract, 2, sealsOf(entries.slice(2), 3));
    expect(await store.unsealedContracts()).toEqual([other]);

    const sealed = await store.sealedEntries(contract, 0, 9);
    expect(sealed).toEqual(
      entries.map((entry, index) => ({ ...entry, seal: { seq: index + 1, hash: `hash-${index + 1}` } })),
    );
    expect(await store.sealedEntries(contract, 1, 1)).toEqual([sealed[1]]);
    expect(await store.sealedEntries(contract, 3, 9)).toEqual([]);
    expect((await store.counts(T0)).unsealed).toBe(1);
  });

  test.each([
    ['at the beginning', 0],
    ['later', 1],
  ])('of two sealers at once one wins and nothing of the other is written: %s', async (_name, sealedBefore) => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    await store.commit(meta(contract), { entries: [someEntry(), someEntry(), someEntry()] });
    const entries = await store.unsealedEntries(contract, 9);
    await store.seal(contract, 0, sealsOf(entries.slice(0, sealedBefore), 1));
    const rest = entries.slice(sealedBefore);
    const results = await outcomes([
      store.seal(contract, sealedBefore, sealsOf(rest, sealedBefore + 1)),
      store.seal(contract, sealedBefore, sealsOf(rest.toReversed(), sealedBefore + 1)),
    ]);
    expect(results.toSorted()).toEqual(['version_conflict', undefined]);
    const sealed = await store.sealedEntries(contract, 0, 9);
    expect(sealed.map((entry) => entry.seal?.seq)).toEqual([1, 2, 3]);
  });

  test('an entry that has a seal is not sealed again', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    await store.commit(meta(contract), { entries: [someEntry()] });
    const entries = await store.unsealedEntries(contract, 9);
    await store.seal(contract, 0, sealsOf(entries, 1));
    await expect(store.seal(contract, 1, sealsOf(entries, 2))).rejects.toMatchObject({ code: 'version_conflict' });
    expect(await store.ledgerHead(contract)).toEqual({ seq: 1, hash: 'hash-1' });
  });

  test('entries of some types in a period', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    const inside = [someEntry(), someEntry({ type: 'bot_mute', at: T0 + HOUR - 1 })];
    const outside = [someEntry({ at: T0 - 1 }), someEntry({ at: T0 + HOUR }), someEntry({ type: 'refused' })];
    await store.commit(meta(contract), { entries: [...outside, ...inside.toReversed()] });
    await openTicket(store, { contractId: contract });
    const found = await store.entries(contract, ['bot_deaf', 'bot_mute'], T0, T0 + HOUR);
    expect(found.map((entry) => entry.eventId)).toEqual(inside.map((entry) => entry.id));
    expect(await store.entries(contract, [], T0, T0 + HOUR)).toEqual([]);
  });
});
