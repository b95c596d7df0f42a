// What was posted in a group is evidence beside the database: it is in the chain, or the chain is another one.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { sha256 } from '../../bot/scene.ts';
import { sealLedgers } from '../../bot/sealer.ts';
import { findPosted } from '../../bot/verify-posted.ts';
import { freshStore, meta, someContract, someEntry, T0 } from '../store/fixtures.ts';
import { describeEngines } from '../support/engines.ts';

describeEngines((open) => {
  async function begin() {
    const { store } = await freshStore(await open());
    const contractId = someContract();
    const entries = [someEntry({ type: 'daily_report' }), someEntry({ type: 'ticket_list' })];
    await store.commit(meta(contractId), { entries });
    await sealLedgers({ store, clock: { now: () => T0 }, owner: 'me', log: pino({ level: 'silent' }) });
    const [first, second] = await store.sealedEntries(contractId, 0, 9);
    if (!first?.seal || !second?.seal) throw new Error('two entries are sealed');
    return { store, contractId, first: { ...first, seal: first.seal } };
  }

  test.each([
    ['as it was posted', (hash: string) => hash],
    ['in capitals, with spaces', (hash: string) => `  ${hash.toUpperCase()}\n`],
  ])('an earlier head is found in the chain by another entry, or not at all: %s', async (_name, typed) => {
    const { contractId, first, store } = await begin();
    expect(await findPosted(store, typed(first.seal.hash), [contractId])).toEqual({
      is: 'in_chain',
      entry: { contractId, seq: 1, eventId: first.eventId, type: 'daily_report', recordedAt: first.recordedAt },
    });
  });

  test('a head that no entry has, or only one of another contract, passes for one of the chain', async () => {
    const { contractId, first, store } = await begin();
    expect(await findPosted(store, sha256('another'), [contractId])).toEqual({ is: 'in_no_chain' });
    expect(await findPosted(store, first.seal.hash, [someContract()])).toEqual({ is: 'in_no_chain' });
  });

  test.each(['', '812', 'f'.repeat(63), 'g'.repeat(64)])('what is no hash is taken for one: "%s"', async (posted) => {
    const { contractId, store } = await begin();
    expect(await findPosted(store, posted, [contractId])).toEqual({ is: 'no_hash' });
  });
});
