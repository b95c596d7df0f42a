import { z } from 'zod';
import type { AuditReads, RecordState } from '../db/audit.ts';
import type { LedgerEntry } from '../db/records.ts';
import type { Store } from '../db/store.ts';
import type { ContractId } from '../domain/types.ts';

const BATCH_MAX = 1_000;

/** What people said about a score, or did of what they owe, is not as the ledger has it: another state than its entry's, one without an entry, or gone. */
export interface RecordProblem {
  readonly ok: false;
  readonly problem: 'record_changed' | 'record_lost';
  readonly recordId: string;
}

export type RecordReads = Pick<AuditReads, 'recordStates' | 'recordState'> & Pick<Store, 'sealedEntries'>;

const told = z.object({ record: z.object({ id: z.string(), version: z.int(), hash: z.string() }) });
type Told = z.infer<typeof told>['record'];

/** Compares the records of a contract, as they stood when it began, with the entries that it is shown. */
export async function recordCheck(store: RecordReads, contract: ContractId) {
  const rows = await statesOf(store, contract);
  /** The newest state that the ledger tells of each, and of each row whether its own is told of. */
  const newest = new Map<string, Told>();
  const untold = new Set(rows.keys());
  const changed = new Set<string>();
  const look = (entries: readonly LedgerEntry[]): void => {
    for (const entry of entries) {
      const record = toldOf(entry);
      if (!record) continue;
      if (record.version > (newest.get(record.id)?.version ?? 0)) newest.set(record.id, record);
      const row = rows.get(record.id);
      if (row?.version !== record.version) continue;
      untold.delete(record.id);
      if (row.hash !== record.hash) changed.add(record.id);
    }
  };
  return {
    look,
    /** @param sealed how far the sealed entries were looked at: some of the others may have been sealed since */
    async problem(sealed: number): Promise<RecordProblem | undefined> {
      if (untold.size > 0) await lookOn(store, contract, sealed, look);
      const [other] = [...changed, ...untold];
      if (other !== undefined) return { ok: false, problem: 'record_changed', recordId: other };
      for (const [id, { version, hash }] of newest) {
        if (rows.get(id)?.version === version) continue;
        // Written while this was looking, or set back to an older state.
        const now = await store.recordState(id);
        if (!now) return { ok: false, problem: 'record_lost', recordId: id };
        const isIt = now.version > version || (now.version === version && now.hash === hash);
        if (!isIt) return { ok: false, problem: 'record_changed', recordId: id };
      }
      return undefined;
    },
  };
}

async function statesOf(store: RecordReads, contract: ContractId): Promise<ReadonlyMap<string, RecordState>> {
  const rows = new Map<string, RecordState>();
  for (let after = ''; ; ) {
    const page = await store.recordStates(contract, after, BATCH_MAX);
    for (const row of page) rows.set(row.id, row);
    const last = page.at(-1);
    if (!last || page.length < BATCH_MAX) return rows;
    after = last.id;
  }
}

async function lookOn(
  store: RecordReads,
  contract: ContractId,
  sealed: number,
  look: (entries: readonly LedgerEntry[]) => void,
): Promise<void> {
  for (let after = sealed; ; ) {
    const entries = await store.sealedEntries(contract, after, BATCH_MAX);
    look(entries);
    after = entries.at(-1)?.seal?.seq ?? after;
    if (entries.length < BATCH_MAX) return;
  }
}

function toldOf({ body }: LedgerEntry): Told | undefined {
  if (!body.includes('"record":')) return undefined;
  try {
    return told.safeParse(JSON.parse(body)).data?.record;
  } catch {
    // Not sealed yet, or the chain would have been broken there: its record is one that nothing tells of.
    return undefined;
  }
}
