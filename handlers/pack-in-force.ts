import { z } from 'zod';
import type { Reads } from '../db/reads.ts';
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
