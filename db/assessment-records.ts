import { hash } from 'node:crypto';
import { and, asc, eq, gte, lt, type SQL } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import type { AssessmentRecord } from '../domain/assessment/records.ts';
import { canonicalJson } from '../domain/ledger.ts';
import { contractId } from '../domain/types.ts';
import type { RecordState } from './audit.ts';
import { type Changes, type CommitMeta, VersionConflict } from './changes.ts';
import { parseRecordDoc } from './documents.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import type { Reads } from './reads.ts';
import { readRows } from './unreadable.ts';

type Row = Access['tables']['assessmentRecords']['$inferSelect'];
type AssessmentReads = Pick<Reads, 'assessmentRecord' | 'assessmentRecords' | 'signatures'>;

export function assessmentReads(access: Access): AssessmentReads {
  const { engine, tables } = access;
  const { assessmentRecords: records } = tables;
  const inOrder = async (isWanted: SQL | undefined) => {
    const rows = await engine.read((db) =>
      db.select().from(records).where(isWanted).orderBy(asc(records.at), asc(records.id)),
    );
    return rows.map(recordOf);
  };
  return {
    async assessmentRecord(id) {
      const [found] = await inOrder(eq(records.id, id));
      return found;
    },
    assessmentRecords: (contract, from, to) =>
      inOrder(and(eq(records.contractId, contract), gte(records.at, from), lt(records.at, to))),
    signatures: (contract) => inOrder(and(eq(records.contractId, contract), eq(records.type, 'signature'))),
  };
}

/** @throws {VersionConflict} a record changed since it was seen, or somebody else has made it */
export async function writeRecords(
  { engine, tables }: Access,
  db: Db,
  meta: CommitMeta,
  { assessment = [], entries = [] }: Changes,
): Promise<void> {
  const { assessmentRecords: records } = tables;
  for (const { next, seen } of assessment) {
    assert(next.contractId === meta.contractId, 'a record was written for another contract');
    assert(next.version === (seen?.version ?? 0) + 1, 'a record was changed without counting the change');
    assert(!seen || seen.id === next.id, 'a record was replaced by another one');
    assert(
      entries.some(({ recordId }) => recordId === next.id),
      'a record was changed without an entry that tells of it',
    );
    const row = { ...next, type: next.doc.type, doc: canonicalJson(next.doc) };
    const isWritten = seen
      ? engine.matched(
          await db
            .update(records)
            .set(row)
            .where(and(eq(records.id, seen.id), eq(records.version, seen.version))),
        ) === 1
      : (await insertIfNew(engine, db, records, row)) !== undefined;
    if (!isWritten) throw new VersionConflict(`assessment record ${next.id} has changed since it was read`);
  }
}

export function recordHash({ at, contractId: contract, doc, id, version }: AssessmentRecord): string {
  return hash('sha256', canonicalJson({ at, contractId: contract, doc, id, version }));
}

function recordOf({ at, contractId: contract, doc, id, version }: Row): AssessmentRecord {
  return { id, contractId: contractId(contract), at, version, doc: parseRecordDoc(doc) };
}

export function assessmentState(row: Row): RecordState {
  const [record] = readRows([row], recordOf).readable;
  // What a query finds it by has to say the same as the document.
  const isWhole = record?.doc.type === row.type;
  return { id: row.id, version: row.version, ...(isWhole && { hash: recordHash(record) }) };
}
