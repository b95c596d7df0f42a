import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { freshStore, LEASE, meta, outcomes, someContract, someTimer, someUpdate, T0 } from './fixtures.ts';

describeEngines((open, engine) => {
  test.each([
    ['its owner renews it', 'a', T0 + 1, true],
    ['its owner renews it in the same instant', 'a', T0, true],
    ['nobody else has it just before its end', 'b', T0 + MINUTE - 1, false],
    ['anybody takes it at its end', 'b', T0 + MINUTE, true],
  ])('a lease: %s', async (_name, owner, now, expected) => {
    const { store } = await freshStore(await open());
    expect(await store.acquireLease('lane:x', 'a', T0, MINUTE)).toBe(true);
    expect(await store.acquireLease('lane:y', 'b', T0, MINUTE)).toBe(true);
    expect(await store.acquireLease('lane:x', owner, now, MINUTE)).toBe(expected);
  });

  test('who had it last is known until he gives it back, also when it has run out', async () => {
    const { store } = await freshStore(await open());
    expect(await store.leaseOwner('x')).toBeUndefined();
    await store.acquireLease('x', 'a', T0, 1);
    expect(await store.leaseOwner('x')).toBe('a');
    await store.acquireLease('x', 'b', T0 + MINUTE, 1);
    expect(await store.leaseOwner('x')).toBe('b');
    await store.releaseLeases('b', T0 + MINUTE);
    expect(await store.leaseOwner('x')).toBeUndefined();
  });

  test('of many who want a free lease at once one gets it', async () => {
    const { store } = await freshStore(await open());
    const owners = Array.from({ length: 12 }, (_, index) => `owner-${index}`);
    const results = await Promise.all(owners.map((owner) => store.acquireLease('seal:x', owner, T0, MINUTE)));
    expect(results.filter((isOurs) => isOurs)).toHaveLength(1);
  });

  test('released leases are free at once, those of others are not', async () => {
    const { store } = await freshStore(await open());
    await store.acquireLease('x', 'a', T0, MINUTE);
    await store.acquireLease('y', 'b', T0, MINUTE);
    await store.releaseLeases('a', T0);
    expect(await store.acquireLease('x', 'c', T0, MINUTE)).toBe(true);
    expect(await store.acquireLease('y', 'c', T0, MINUTE)).toBe(false);
  });

  test('one lease is given back alone, and only by its owner', async () => {
    const { store } = await freshStore(await open());
    await store.acquireLease('x', 'a', T0, MINUTE);
    await store.acquireLease('y', 'a', T0, MINUTE);
    await store.releaseLease('x', 'b');
    expect(await store.acquireLease('x', 'c', T0, MINUTE)).toBe(false);
    await store.releaseLease('x', 'a');
    expect(await store.acquireLease('x', 'c', T0, MINUTE)).toBe(true);
    expect(await store.acquireLease('y', 'c', T0, MINUTE)).toBe(false);
  });

  test('who releases gives back updates in hand and claimed timers as well', async () => {
    const { store } = await freshStore(await open());
    await store.putUpdate(someUpdate(), { owner: 'a', until: T0 + MINUTE });
    await store.putUpdate(someUpdate(), { owner: 'b', until: T0 + MINUTE });
    await store.commit(meta(), { setTimers: [someTimer()] });
    await store.claimTimers(T0, { token: 'a:1', until: T0 + MINUTE }, 9);
    await store.releaseLeases('a', T0);
    expect(await store.claimUpdates(T0, { owner: 'c', until: T0 + MINUTE }, 9)).toHaveLength(1);
    expect(await store.claimTimers(T0, { token: 'c:1', until: T0 + MINUTE }, 9)).toHaveLength(1);
  });

  test('after a crash stale leases are broken where only one process can be, and nowhere else', async () => {
    const { store } = await freshStore(await open());
    const timer = someTimer();
    await store.acquireLease('x', 'dead', T0, MINUTE);
    await store.putUpdate(someUpdate(), LEASE);
    await store.commit(meta(), { setTimers: [timer, someTimer({ fireAt: T0 + MINUTE })] });
    await store.claimTimers(T0, { token: 'dead', until: T0 + MINUTE }, 9);
    await store.breakStaleLeases();
    const isAlone = engine === 'libsql';
    expect(await store.acquireLease('x', 'alive', T0, MINUTE)).toBe(isAlone);
    expect(await store.claimUpdates(T0, { owner: 'alive', until: T0 + 1 }, 9)).toHaveLength(isAlone ? 1 : 0);
    expect(await store.claimTimers(T0, { token: 'alive', until: T0 + 1 }, 9)).toHaveLength(isAlone ? 1 : 0);
  });

  test('of several replicas one records the gap in the signs of life', async () => {
    const { store } = await freshStore(await open());
    const beats = (seen: number | undefined, now: number) =>
      Promise.all([1, 2, 3].map(() => store.beat('sandbox', seen, now)));
    expect((await beats(undefined, T0)).filter((isOurs) => isOurs)).toHaveLength(1);
    expect(await store.presence('sandbox')).toBe(T0);
    expect((await beats(T0, T0 + 10 * SECOND)).filter((isOurs) => isOurs)).toHaveLength(1);
    expect(await store.beat('sandbox', T0, T0 + 20 * SECOND)).toBe(false);
    expect(await store.presence('sandbox')).toBe(T0 + 10 * SECOND);
    expect(await store.presence('wecom')).toBeUndefined();
  });

  test('the instance and the pack in force', async () => {
    const { store } = await freshStore(await open());
    const contract = someContract();
    expect(await store.instance()).toBeUndefined();
    await store.adoptInstance('one');
    await store.adoptInstance('two');
    expect(await store.instance()).toEqual({ id: 'two' });
    expect(await store.packInForce(contract)).toBeUndefined();
    const pack = { contractId: contract, hash: 'old', body: 'name: 合同', since: T0 };
    const results = await outcomes([store.savePack(pack), store.savePack(pack)]);
    expect(results).toEqual([undefined, undefined]);
    await store.savePack({ ...pack, hash: 'new', since: T0 + 1 });
    await store.savePack({ ...pack, contractId: someContract(), hash: 'other', since: T0 + 2 });
    expect((await store.packsInForce(pack.contractId)).map(({ hash, since }) => [since, hash])).toEqual([
      [pack.since, pack.hash],
      [T0 + 1, 'new'],
    ]);
    expect(await store.packInForce(contract)).toEqual({ hash: 'new', since: T0 + 1, body: 'name: 合同' });
  });
});
