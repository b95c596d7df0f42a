import { z } from 'zod';
import type { Reads } from '../db/reads.ts';
import type { Contract } from '../domain/contract.ts';
import type { ContractId, Instant } from '../domain/types.ts';

const entrySchema = z.looseObject({ hash: z.string() });

/**
 * The pack that came into force last, by the ledger: it is entered there first, while open tickets are still gone through.
 * Another replica may have put it in force, so that it is newer than the one in hand.
 * @returns undefined: none was ever entered
 */
export async function packEntered(
  store: Pick<Reads, 'entries'>,
  contract: ContractId,
): Promise<{ readonly hash: string; readonly at: Instant } | undefined> {
  const entries = await store.entries(contract, ['pack_in_force'], 0, Number.MAX_SAFE_INTEGER);
  // By number: the machine's clock may have been put back between two of them.
  const newest = entries.toSorted((a, b) => a.entryId - b.entryId).at(-1);
  return newest && { hash: entrySchema.parse(JSON.parse(newest.body)).hash, at: newest.at };
}

/** Has another replica put a pack in force that this one does not have yet? */
export async function isPackOutdated({
  contract,
  store,
}: {
  readonly contract: Pick<Contract, 'id' | 'hash'>;
  readonly store: Pick<Reads, 'entries'>;
}): Promise<boolean> {
  const entered = await packEntered(store, contract.id);
  return entered !== undefined && entered.hash !== contract.hash;
}
