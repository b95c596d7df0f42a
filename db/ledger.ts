import { and, asc, eq, gt, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import { canonicalJson } from '../domain/ledger.ts';
import type { TicketEvent } from '../domain/ticket-types.ts';
import { contractId, eventId, type Instant, ticketId } from '../domain/types.ts';
import { type Changes, type CommitMeta, VersionConflict } from './changes.ts';
import { parseTicketEvent } from './documents.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import { withRecordState } from './record-states.ts';
import type { LedgerEntry } from './records.ts';
import type { Store } from './store.ts';
import { writtenTickets } from './tickets.ts';

type LedgerPart = Pick<
  Store,
  'ticketEvents' | 'entries' | 'unsealedContracts' | 'unsealedEntries' | 'ledgerHead' | 'seal' | 'sealedEntries'
>;

export function ledgerPart(access: Access): LedgerPart {
  const { engine, tables } = access;
  const { ledger, ledgerHeads } = tables;
  return {
    /** In the order of the ticket's writes: the numbers of rows say nothing of it where several servers hand them out. */
    async ticketEvents(id) {
      const isIts = and(eq(ledger.ticketId, id), isNotNull(ledger.ticketWrites));
      const order = [asc(ledger.ticketWrites), asc(ledger.entryId)];
      const rows = await engine.read((db) =>
        db
          .select({ body: ledger.body })
          .from(ledger)
          .where(isIts)
          .orderBy(...order),
      );
      return rows.map((row) => parseTicketEvent(row.body));
    },
    async entries(contract, types, from, to, limit) {
      const isWanted = and(
        eq(ledger.contractId, contract),
        inArray(ledger.type, [...types]),
        gte(ledger.at, from),
        lt(ledger.at, to),
      );
      return types.length === 0 ? [] : entriesWhere(access, isWanted, [asc(ledger.at), asc(ledger.entryId)], limit);
    },
    async unsealedContracts() {
      const rows = await engine.read((db) =>
        db.selectDistinct({ id: ledger.contractId }).from(ledger).where(isNull(ledger.sealSeq)),
      );
      return rows.map((row) => contractId(row.id));
    },
    unsealedEntries: (contract, limit) =>
      entriesWhere(access, and(isNull(ledger.sealSeq), eq(ledger.contractId, contract)), [asc(ledger.entryId)], limit),
    async ledgerHead(contract) {
      const head = { seq: ledgerHeads.seq, hash: ledgerHeads.hash };
      const isIts = eq(ledgerHeads.contractId, contract);
      const [row] = await engine.read((db) => db.select(head).from(ledgerHeads).where(isIts));
      return row;
    },
    seal: (contract, expectedHeadSeq, seals) =>
      engine.write((db) => writeSeals(access, db, contract, expectedHeadSeq, seals)),
    sealedEntries: (contract, afterSeq, limit) =>
      entriesWhere(
        access,
        and(eq(ledger.contractId, contract), gt(ledger.sealSeq, afterSeq)),
        [asc(ledger.sealSeq)],
        limit,
      ),
  };
}

/** One insert for all entries of a commit; the order of the events is that of their numbers. */
export async function writeEntries({ tables }: Access, db: Db, meta: CommitMeta, changes: Changes): Promise<void> {
  const events = changes.events ?? [];
  const common = { contractId: meta.contractId, recordedAt: meta.now };
  const rows = [
    ...events.map((event, index) => ({
      ...common,
      eventId: event.id,
      ticketId: event.ticketId,
      ticketWrites: writesAfter(event, events.slice(index + 1), changes),
      at: event.at,
      type: event.type,
      body: canonicalJson({ ...event, recordedAt: meta.now }),
    })),
    ...(changes.entries ?? []).map((entry) => ({
      ...common,
      eventId: entry.id,
      ticketId: entry.ticketId ?? null,
      ticketWrites: null,
      at: entry.at,
      type: entry.type,
      body: canonicalJson({ ...withRecordState(entry, changes), recordedAt: meta.now }),
    })),
  ];
  if (rows.length > 0) await db.insert(tables.ledger).values(rows);
}

/** Each event is one write of its ticket, and the ticket was written after the last of them. */
function writesAfter(event: TicketEvent, later: readonly TicketEvent[], changes: Changes): number {
  const written = writtenTickets(changes).find(({ next }) => next.id === event.ticketId);
  assert(written, 'an event of a ticket that is not written would be missing in the fold');
  return written.next.writes - later.filter(({ ticketId }) => ticketId === event.ticketId).length;
}

async function writeSeals(
  { engine, tables }: Access,
  db: Db,
  contract: string,
  expectedHeadSeq: number,
  seals: readonly { entryId: number; seq: number; hash: string }[],
): Promise<void> {
  const { ledger, ledgerHeads } = tables;
  const last = seals.at(-1);
  if (!last) return;
  const head = { seq: last.seq, hash: last.hash };
  const isExpected = and(eq(ledgerHeads.contractId, contract), eq(ledgerHeads.seq, expectedHeadSeq));
  const isMoved =
    engine.matched(await db.update(ledgerHeads).set(head).where(isExpected)) === 1 ||
    (expectedHeadSeq === 0 && (await insertIfNew(engine, db, ledgerHeads, { contractId: contract, ...head })));
  if (!isMoved) throw new VersionConflict(`the ledger head of ${contract} has moved since it was read`);

  const chosen = (value: (seal: (typeof seals)[number]) => SQL) =>
    sql`case ${ledger.entryId} ${sql.join(
      seals.map((seal) => sql`when ${seal.entryId} then ${value(seal)}`),
      sql` `,
    )} end`;
  const isIts = and(
    inArray(
      ledger.entryId,
      seals.map((seal) => seal.entryId),
    ),
    isNull(ledger.sealSeq),
    eq(ledger.contractId, contract),
  );
  const result = await db
    .update(ledger)
    .set({ sealSeq: chosen((seal) => sql`${seal.seq}`), sealHash: chosen((seal) => sql`${seal.hash}`) })
    .where(isIts);
  if (engine.matched(result) !== seals.length) {
    throw new VersionConflict(`entries of ${contract} were sealed by another replica`);
  }
}

async function entriesWhere(
  { engine, tables }: Access,
  isWanted: SQL | undefined,
  order: SQL[],
  limit?: number,
): Promise<readonly LedgerEntry[]> {
  const { ledger } = tables;
  const rows = await engine.read((db) => {
    const query = db
      .select()
      .from(ledger)
      .where(isWanted)
      .orderBy(...order);
    return limit === undefined ? query : query.limit(limit);
  });
  return rows.map((row) => ({
    entryId: row.entryId,
    eventId: eventId(row.eventId),
    contractId: contractId(row.contractId),
    ...(row.ticketId !== null && { ticketId: ticketId(row.ticketId) }),
    at: row.at satisfies Instant,
    recordedAt: row.recordedAt,
    type: row.type,
    body: row.body,
    ...(row.sealSeq !== null && row.sealHash !== null && { seal: { seq: row.sealSeq, hash: row.sealHash } }),
  }));
}
