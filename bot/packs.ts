import type { OnWritten } from './attempt.ts';
import { recordOnContract } from './contract-record.ts';
import type { Deps } from './deps.ts';

/** Records in each contract's ledger when another pack came into force; a score names the pack that it was made with. */
export async function recordPacks(deps: Deps, onWritten: OnWritten): Promise<void> {
  for (const contract of deps.contracts.values()) {
    const { hash, id } = contract;
    const before = await deps.store.packInForce(id);
    if (before?.hash === hash) continue;
    const fields = { hash, ...(before && { replaces: before.hash }) };
    // First the entry: a crash in between leaves two entries, not none.
    await recordOnContract(deps, onWritten, id, 'pack_in_force', fields);
    await deps.store.savePack({ contractId: id, hash, body: JSON.stringify(contract), since: deps.clock.now() });
    deps.log.info({ contractId: id, packHash: hash }, 'a contract pack came into force');
  }
}
