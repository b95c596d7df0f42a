import type { AuditReads, SealedAs } from '../db/audit.ts';
import type { ContractId } from '../domain/types.ts';

/** SHA-256 in hex, as the day's summary shows it. */
const HASH = /^[0-9a-f]{64}$/u;

export type PostedVerdict =
  | { readonly is: 'in_chain'; readonly entry: SealedAs }
  /** No entry of these contracts has it: the ledger is not the one that it was taken from. */
  | { readonly is: 'in_no_chain' }
  | { readonly is: 'no_hash' };

/**
 * Is a ledger's head that somebody has on paper or in a chat still in the chain? The chain up to an entry can't be changed without
 * changing the entry's seal, so whatever was recorded until then is what it was; `verifyContract` says that the chain itself is whole.
 * @param ids of which contracts it may be
 */
export async function findPosted(
  store: Pick<AuditReads, 'sealedAs'>,
  posted: string,
  ids: readonly ContractId[],
): Promise<PostedVerdict> {
  const hash = posted.trim().toLowerCase();
  if (!HASH.test(hash)) return { is: 'no_hash' };
  const entry = await store.sealedAs(hash);
  return entry && ids.includes(entry.contractId) ? { is: 'in_chain', entry } : { is: 'in_no_chain' };
}
