import { and, asc, eq, gt } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import { assessmentState, recordHash } from './assessment-records.ts';
import type { AuditReads, RecordState } from './audit.ts';
import type { Changes, ContractEvent } from './changes.ts';
import type { Access } from './engine.ts';
import { obligationHash, obligationState } from './obligations.ts';

// Records that an entry of the ledger tells of: what people said about a score, and what is owed again and again.

/** The entry as the ledger keeps it: in the place of a record's id stands which state of the record it tells of. */
export function withRecordState({ recordId, ...entry }: ContractEvent, changes: Changes) {
  if (recordId === undefined) return entry;
  const record = writtenState(recordId, changes);
  assert(record, 'an entry tells of a record that its commit does not write');
  return { ...entry, record };
}

function writtenState(id: string, { assessment = [], obligations = [] }: Changes): Required<RecordState> | undefined {
  const record = assessment.find(({ next }) => next.id === id)?.next;
  if (record) return { id, version: record.version, hash: recordHash(record) };
  const obligation = obligations.find(({ next }) => next.id === id)?.next;
  return obligation && { id, version: obligation.version, hash: obligationHash(obligation) };
}

export function recordStateReads({ engine, tables }: Access): Pick<AuditReads, 'recordStates' | 'recordState'> {
  const { assessmentRecords: records, obligations } = tables;
  return {
    async recordStates(contract, after, limit) {
      const said = and(eq(records.contractId, contract), gt(records.id, after));
      const owed = and(eq(obligations.contractId, contract), gt(obligations.id, after));
      const ofScores = await engine.read((db) =>
        db.select().from(records).where(said).orderBy(asc(records.id)).limit(limit),
      );
      const ofDuties = await engine.read((db) =>
        db.select().from(obligations).where(owed).orderBy(asc(obligations.id)).limit(limit),
      );
      const states = [...ofScores.map(assessmentState), ...ofDuties.map(obligationState)];
      return states.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
    },
    async recordState(id) {
      const [said] = await engine.read((db) => db.select().from(records).where(eq(records.id, id)));
      if (said) return assessmentState(said);
      const [owed] = await engine.read((db) => db.select().from(obligations).where(eq(obligations.id, id)));
      return owed && obligationState(owed);
    },
  };
}
