import { hash } from 'node:crypto';
import { and, asc, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import { canonicalJson } from '../domain/ledger.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import type { RecordState } from './audit.ts';
import { type Changes, type CommitMeta, type ObligationWrite, VersionConflict } from './changes.ts';
import { parseObligation } from './documents.ts';
import type { Access, Db } from './engine.ts';
import type { Reads } from './reads.ts';
import { readRows } from './unreadable.ts';

type Columns = Access['tables']['obligations']['$inferSelect'];
type ObligationReads = Pick<Reads, 'obligation' | 'obligationsDue' | 'openObligations' | 'obligationsOfPlan'>;

/** A round of two months several times a day is made at once. */
const INSERT_MAX = 50;

export function obligationReads({ engine, tables }: Access): ObligationReads {
  const { obligations } = tables;
  const found = async (isWanted: SQL | undefined, order: readonly SQL[], limit?: number) => {
    const rows = await engine.read((db) => {
      const query = db
        .select({ doc: obligations.doc })
        .from(obligations)
        .where(isWanted)
        .orderBy(...order);
      return limit === undefined ? query : query.limit(limit);
    });
    return rows.map(({ doc }) => parseObligation(doc));
  };
  const earliestDue = [asc(obligations.dueAt), asc(obligations.id)];
  return {
    async obligation(id) {
      const [one] = await found(eq(obligations.id, id), []);
      return one;
    },
    obligationsDue: (contract, from, to) =>
      found(
        and(eq(obligations.contractId, contract), gte(obligations.dueAt, from), lt(obligations.dueAt, to)),
        earliestDue,
      ),
    openObligations: (contract) =>
      found(and(eq(obligations.contractId, contract), eq(obligations.isOpen, 1)), earliestDue),
    obligationsOfPlan: (contract, planId, { limit, openedBefore, type }) =>
      found(
        and(
          eq(obligations.contractId, contract),
          eq(obligations.planId, planId),
          eq(obligations.type, type),
          lt(obligations.opensAt, openedBefore),
        ),
        [desc(obligations.opensAt), desc(obligations.id)],
        limit,
      ),
  };
}

/** @throws {VersionConflict} one changed since it was seen, or somebody else has made it */
export async function writeObligations(
  access: Access,
  db: Db,
  meta: CommitMeta,
  { entries = [], obligations = [] }: Changes,
): Promise<void> {
  if (obligations.length === 0) return;
  const told = new Set(entries.map(({ recordId }) => recordId));
  // In one order wherever several are written, so that no two commits wait for each other.
  const inOrder = obligations.toSorted((a, b) => (a.next.id < b.next.id ? -1 : 1));
  for (const [place, { next, seen }] of inOrder.entries()) {
    assert(next.contractId === meta.contractId, 'an obligation was written for another contract');
    assert(next.version === (seen?.version ?? 0) + 1, 'an obligation was changed without counting the change');
    assert(!seen || seen.id === next.id, 'an obligation was replaced by another one');
    assert(next.id !== inOrder[place + 1]?.next.id, 'a commit writes one obligation twice');
    assert(told.has(next.id), 'an obligation was changed without an entry that tells of it');
  }
  await insertNew(access, db, inOrder);
  for (const write of inOrder) if (write.seen) await update(access, db, write.seen, write.next);
}

async function insertNew({ engine, tables }: Access, db: Db, writes: readonly ObligationWrite[]): Promise<void> {
  const rows = writes.flatMap(({ next, seen }) => (seen ? [] : [columnsOf(next)]));
  for (let from = 0; from < rows.length; from += INSERT_MAX) {
    try {
      await db.insert(tables.obligations).values(rows.slice(from, from + INSERT_MAX));
    } catch (error) {
      if (!engine.isDuplicate(error)) throw error;
      throw new VersionConflict('an obligation was made by somebody else meanwhile');
    }
  }
}

async function update({ engine, tables }: Access, db: Db, seen: Obligation, next: Obligation): Promise<void> {
  const { obligations } = tables;
  const isAsSeen = and(eq(obligations.id, seen.id), eq(obligations.version, seen.version));
  const result = await db.update(obligations).set(columnsOf(next)).where(isAsSeen);
  if (engine.matched(result) === 1) return;
  throw new VersionConflict(`obligation ${next.id} has changed since it was read`);
}

function columnsOf(obligation: Obligation): Columns {
  const { contractId, dueAt, id, opensAt, planId, type, version } = obligation;
  const isOpen = isStillOpen(obligation) ? 1 : 0;
  return { id, contractId, type, planId, opensAt, dueAt, isOpen, version, doc: canonicalJson(obligation) };
}

/** Something is to be done with it yet. */
function isStillOpen(obligation: Obligation): boolean {
  return obligation.type === 'inspection'
    ? obligation.state !== 'done' && obligation.state !== 'cancelled'
    : obligation.state !== 'accepted' && obligation.state !== 'cancelled';
}

export function obligationHash(obligation: Obligation): string {
  return hash('sha256', canonicalJson(obligation));
}

export function obligationState(row: Columns): RecordState {
  const [obligation] = readRows([row.doc], parseObligation).readable;
  // What a query finds it by has to say the same as the document.
  const isWhole = obligation !== undefined && canonicalJson(columnsOf(obligation)) === canonicalJson(row);
  return { id: row.id, version: row.version, ...(isWhole && { hash: obligationHash(obligation) }) };
}
