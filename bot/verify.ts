import type { LedgerEntry } from '../db/records.ts';
import type { Store } from '../db/store.ts';
import { type ChainProblem, GENESIS_HASH, verifyChain } from '../domain/ledger.ts';
import type { ContractId, EventId } from '../domain/types.ts';
import { sha256 } from './scene.ts';

const BATCH_MAX = 1_000;

export type Verdict =
  | { readonly ok: true; readonly entries: number; readonly head: string; readonly unsealed: number }
  | {
      readonly ok: false;
      /** `cut_off`: the chain is whole, but ends before the stored head. `head_differs`: it leads to another hash. */
      readonly problem: ChainProblem | 'cut_off' | 'head_differs';
      /** Place in the chain, from 1. */
      readonly seq: number;
      readonly eventId?: EventId;
    };

export type LedgerReads = Pick<Store, 'sealedEntries' | 'ledgerHead' | 'unsealedEntries'>;

/**
 * Recomputes a contract's whole chain from its beginning and names the first entry that is not what was sealed.
 * @param inspect sees all entries, in batches, the unsealed ones last
 */
export async function verifyLedger(
  store: LedgerReads,
  contract: ContractId,
  inspect: (entries: readonly LedgerEntry[]) => Promise<void> = async () => undefined,
): Promise<Verdict> {
  let reached = { seq: 0, hash: GENESIS_HASH };
  // Read first: what is sealed meanwhile comes behind it.
  const head = await store.ledgerHead(contract);
  for (;;) {
    const entries = await store.sealedEntries(contract, reached.seq, BATCH_MAX);
    const verdict = verifyChain(sha256, reached, entries);
    if (!verdict.ok) return { ok: false, ...verdict.brokenAt };
    reached = verdict.head;
    await inspect(entries);
    if (head && reached.seq === head.seq && reached.hash !== head.hash) {
      return { ok: false, problem: 'head_differs', seq: reached.seq };
    }
    if (entries.length < BATCH_MAX) break;
  }
  if (head && reached.seq < head.seq) return { ok: false, problem: 'cut_off', seq: reached.seq + 1 };
  const unsealed = await store.unsealedEntries(contract, BATCH_MAX);
  await inspect(unsealed);
  return { ok: true, entries: reached.seq, head: reached.hash, unsealed: unsealed.length };
}
