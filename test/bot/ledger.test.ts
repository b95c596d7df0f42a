import { afterEach, describe, expect, test } from 'vitest';
import { recordOnContract, recordOnPlatform } from '../../bot/contract-record.ts';
import { sha256 } from '../../bot/scene.ts';
import { sealLedgers } from '../../bot/sealer.ts';
import { verifyLedger } from '../../bot/verify.ts';
import type { LedgerEntry } from '../../db/records.ts';
import type { Store } from '../../db/store.ts';
import { GENESIS_HASH, sealHash } from '../../domain/ledger.ts';
import { contractId } from '../../domain/types.ts';
import { describeEngines } from '../support/engines.ts';
import { CONTRACT, contract, NINE, type Stand, setStand } from './stand.ts';

describeEngines((openDatabase) => {
  const stands: Stand[] = [];
  afterEach(async () => {
    for (const stand of stands.splice(0)) await stand.close();
  });

  async function begin(entries: number): Promise<Stand> {
    const stand = await setStand(await openDatabase());
    stands.push(stand);
    for (let count = 0; count < entries; count += 1) await write(stand);
    return stand;
  }
  const write = ({ deps }: Stand) => recordOnContract(deps, () => undefined, CONTRACT, 'noted', { word: 'x' });

  test('every entry is chained to the one before it, over several runs', async () => {
    const stand = await begin(3);
    await sealLedgers(stand.deps);
    await write(stand);
    await sealLedgers(stand.deps);
    const entries = await stand.store.sealedEntries(CONTRACT, 0, 10);
    let hash = GENESIS_HASH;
    for (const [index, { body, seal }] of entries.entries()) {
      hash = sealHash(sha256, hash, index + 1, body);
      expect(seal).toEqual({ seq: index + 1, hash });
    }
    expect(entries).toHaveLength(4);
    expect(await verifyLedger(stand.store, CONTRACT)).toEqual({ ok: true, entries: 4, head: hash, unsealed: 0 });
  });

  test('two processes that seal at once make one chain', async () => {
    const stand = await begin(20);
    await Promise.all([sealLedgers(stand.deps), sealLedgers({ ...stand.deps, owner: 'other' })]);
    await sealLedgers(stand.deps);
    expect(await verifyLedger(stand.store, CONTRACT)).toMatchObject({ ok: true, entries: 20, unsealed: 0 });
  });

  test('the trouble of one contract keeps no other from being sealed', async () => {
    const stand = await begin(1);
    const { deps } = stand;
    const broken = contractId('a-broken-one');
    await recordOnContract(deps, () => undefined, broken, 'noted', {});
    const unsealedEntries: typeof deps.store.unsealedEntries = (id, limit) =>
      id === broken ? Promise.reject(new Error('damaged')) : deps.store.unsealedEntries(id, limit);
    await sealLedgers({ ...deps, store: { ...deps.store, unsealedEntries } });
    expect(await verifyLedger(stand.store, CONTRACT)).toMatchObject({ ok: true, entries: 1, unsealed: 0 });
  });

  test('a record of a platform is written for each contract that can be, and once when it is tried again', async () => {
    const stand = await begin(0);
    const { deps, store } = stand;
    const broken = contractId('a-broken-one');
    const contracts = new Map([[broken, contract], ...deps.contracts]);
    let isBroken = true;
    const chatsOf: typeof store.chatsOf = (id) =>
      id === broken && isBroken ? Promise.reject(new Error('damaged')) : store.chatsOf(id);
    const record = () =>
      recordOnPlatform({ ...deps, contracts, store: { ...store, chatsOf } }, () => undefined, {
        ...{ platform: 'fake', type: 'bot_deaf', since: NINE, fields: {} },
      });
    await expect(record()).rejects.toThrow('damaged');
    isBroken = false;
    await record();
    expect(await store.entries(CONTRACT, ['bot_deaf'], NINE, NINE + 1)).toHaveLength(1);
  });

  test('an unsealed tail is told, and is no break', async () => {
    const stand = await begin(2);
    expect(await verifyLedger(stand.store, CONTRACT)).toEqual({
      ok: true,
      entries: 0,
      head: GENESIS_HASH,
      unsealed: 2,
    });
  });

  describe('who tampers with it is found', () => {
    type Tamper = (entries: readonly LedgerEntry[]) => readonly LedgerEntry[];
    /** The store as it answers after somebody has changed the database behind our back. */
    const tampered = (store: Store, tamper: Tamper) => ({
      ...store,
      sealedEntries: async (...args: Parameters<Store['sealedEntries']>) => tamper(await store.sealedEntries(...args)),
    });
    const change = (seq: number, how: (entry: LedgerEntry) => LedgerEntry): Tamper => {
      return (entries) => entries.map((entry) => (entry.seal?.seq === seq ? how(entry) : entry));
    };

    test.each<[string, Tamper, { seq: number; problem: string }]>([
      [
        'a changed word',
        change(3, (entry) => ({ ...entry, body: entry.body.replace('"x"', '"y"') })),
        { seq: 3, problem: 'changed' },
      ],
      ['a removed entry', (entries) => entries.filter((entry) => entry.seal?.seq !== 3), { seq: 3, problem: 'gap' }],
      ['the newest entries cut off', (entries) => entries.slice(0, 4), { seq: 5, problem: 'cut_off' }],
      [
        'another instant beside the text',
        change(2, (entry) => ({ ...entry, at: entry.at - 1 })),
        { seq: 2, problem: 'columns_differ' },
      ],
      [
        'a changed word with a hash to match',
        change(3, (entry) => {
          const body = entry.body.replace('"x"', '"y"');
          return { ...entry, body, seal: { seq: 3, hash: sealHash(sha256, entry.seal!.hash, 3, body) } };
        }),
        { seq: 3, problem: 'changed' },
      ],
    ])('%s', async (_name, tamper, expected) => {
      const stand = await begin(5);
      await sealLedgers(stand.deps);
      expect(await verifyLedger(tampered(stand.store, tamper), CONTRACT)).toMatchObject({ ok: false, ...expected });
    });

    test('a chain that was computed anew does not lead to the head that is known', async () => {
      const stand = await begin(2);
      await sealLedgers(stand.deps);
      const head = { seq: 2, hash: 'f'.repeat(64) };
      const store = { ...stand.store, ledgerHead: async () => head };
      expect(await verifyLedger(store, CONTRACT)).toEqual({ ok: false, problem: 'head_differs', seq: 2 });
    });
  });
});
