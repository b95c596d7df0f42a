import { VersionConflict } from '../db/changes.ts';
import type { LedgerEntry } from '../db/records.ts';
import { GENESIS_HASH, sealHash } from '../domain/ledger.ts';
import { type ContractId, SECOND } from '../domain/types.ts';
import type { Deps } from './deps.ts';
import { sha256 } from './scene.ts';

const BATCH_MAX = 500;
const LEASE_MS = 5 * SECOND;

/**
 * Chains all ledger entries that have no seal yet, of every contract. One replica at a time does a contract, under a lease;
 * the store's compare-and-set on the head decides if two believe to hold it.
 */
export async function sealLedgers(deps: Pick<Deps, 'store' | 'clock' | 'owner' | 'log'>): Promise<void> {
  for (const contract of await deps.store.unsealedContracts()) {
    try {
      const isHeld = await deps.store.acquireLease(`seal:${contract}`, deps.owner, deps.clock.now(), LEASE_MS);
      if (isHeld) await sealContract(deps, contract);
    } catch (error) {
      // One contract's trouble is not the others'.
      deps.log.error({ err: error, contractId: contract, code: 'seal_failed' }, 'a ledger could not be sealed');
    }
  }
}

async function sealContract({ log, store }: Pick<Deps, 'store' | 'log'>, contract: ContractId): Promise<void> {
  for (;;) {
    const entries = await store.unsealedEntries(contract, BATCH_MAX);
    if (entries.length === 0) return;
    const head = (await store.ledgerHead(contract)) ?? { seq: 0, hash: GENESIS_HASH };
    try {
      await store.seal(contract, head.seq, sealsFor(head, entries));
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      return log.debug({ contractId: contract }, 'another replica seals this contract');
    }
    if (entries.length < BATCH_MAX) return;
  }
}

function sealsFor(head: { seq: number; hash: string }, entries: readonly LedgerEntry[]) {
  let previous = head;
  return entries.map(({ body, entryId }) => {
    const seq = previous.seq + 1;
    previous = { seq, hash: sealHash(sha256, previous.hash, seq, body) };
    return { entryId, ...previous };
  });
}
