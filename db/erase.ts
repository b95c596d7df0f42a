import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL } from 'drizzle-orm';
import { reportersOf } from '../domain/merge.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { ContractId, Instant } from '../domain/types.ts';
import { type CommitMeta, type Erasure, type Leftovers, VersionConflict } from './changes.ts';
import { parseTicket } from './documents.ts';
import type { Access, Db } from './engine.ts';
import type { Reads } from './reads.ts';
import { readRows } from './unreadable.ts';

/** Clauses with more values than this are slow to plan. */
const IDS_MAX = 500;
/** In one night. */
const ALERTS_MAX = 10_000;

export function erasureReads(access: Access): Pick<Reads, 'textsToErase' | 'filesToErase'> {
  const { engine, tables } = access;
  const { attachments: files, texts, tickets } = tables;
  return {
    async filesToErase(contract, receivedBefore, { after, limit }) {
      const isOld = and(eq(files.contractId, contract), lt(files.receivedAt, receivedBefore), gt(files.id, after));
      const rows = await engine.read((db) =>
        db
          .select({ id: files.id, name: files.name })
          .from(files)
          .leftJoin(tickets, eq(tickets.id, files.ticketId))
          .where(and(isOld, isNotNull(files.name), isNull(tickets.id)))
          .orderBy(asc(files.id))
          .limit(limit),
      );
      return rows.flatMap(({ id, name }) => (name === null ? [] : { id, name }));
    },
    async textsToErase(contract, endedBefore, { after = '', limit }) {
      const isUnknown = and(isNull(texts.clearedAt), isNotNull(texts.body), gt(texts.id, after));
      const isOver = or(isNull(texts.ticketId), and(eq(tickets.isOpen, 0), lt(tickets.reportedAt, endedBefore)));
      const some = (isIts: SQL | undefined) =>
        engine.read((db) =>
          db
            .select({ id: texts.id, body: texts.body, ticket: texts.ticketId })
            .from(texts)
            .leftJoin(tickets, eq(tickets.id, texts.ticketId))
            .where(and(isUnknown, isIts, isOver))
            .orderBy(asc(texts.id))
            .limit(limit),
        );
      // Two questions, since an index answers each: the second is of rows that are older than their column.
      const found = [
        ...(await some(and(eq(texts.contractId, contract), lt(texts.writtenAt, endedBefore)))),
        ...(await some(and(isNull(texts.contractId), eq(tickets.contractId, contract)))),
      ];
      const rows = found.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
      const ended = await ticketsEnded(access, rows, endedBefore);
      const last = rows.length < limit ? undefined : rows.at(-1)?.id;
      return {
        texts: rows.flatMap(({ body, id, ticket }) => {
          const of = ticket === null ? undefined : ended.get(ticket);
          if (body === null || (ticket !== null && !of)) return [];
          return { id, body, ...(of && { ticket: { id: of.id, reporters: reportersOf(of) } }) };
        }),
        ...(last !== undefined && { last }),
      };
    },
  };
}

/** Whose end lies before then; when it was stands in the document alone. */
async function ticketsEnded(
  { engine, onUnreadableTicket, tables: { tickets } }: Access,
  texts: readonly { readonly ticket: string | null }[],
  before: Instant,
): Promise<ReadonlyMap<string, Ticket>> {
  const ids = [...new Set(texts.flatMap(({ ticket }) => ticket ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await engine.read((db) =>
    db.select({ id: tickets.id, doc: tickets.doc }).from(tickets).where(inArray(tickets.id, ids)),
  );
  const { readable, unreadable } = readRows(rows, (row) => parseTicket(row.doc));
  for (const { problem, row } of unreadable) onUnreadableTicket(row.id, problem);
  const over = readable.filter(({ closedAt }) => closedAt !== undefined && closedAt < before);
  return new Map(over.map((ticket) => [ticket.id, ticket] as const));
}

/** Where somebody was faster nothing is changed: what is erased stays as it is. */
export async function writeErasure(
  access: Access,
  db: Db,
  { contractId, now }: CommitMeta,
  { alertsBefore, attachments = [], clean = [], drafts = [], leftovers, texts: erased = [] }: Erasure,
): Promise<void> {
  const { tables } = access;
  const { attachments: files, texts } = tables;
  for (const { id, masked } of erased) {
    const hasBody = and(eq(texts.id, id), isNotNull(texts.body));
    await db.update(texts).set({ body: null, salt: '', masked, clearedAt: now }).where(hasBody);
  }
  for (const ids of pagesOf(clean)) await db.update(texts).set({ clearedAt: now }).where(inArray(texts.id, ids));
  for (const { id, name } of attachments) await db.update(files).set({ name }).where(eq(files.id, id));
  for (const draft of drafts) await maskDraft(access, db, draft);
  if (leftovers) await deleteLeftovers(access, db, leftovers);
  if (alertsBefore !== undefined) await deleteAlerts({ tables }, db, contractId, alertsBefore);
}

/** @throws {VersionConflict} somebody has said more, or answered, since it was read */
async function maskDraft(
  { engine, tables: { drafts } }: Access,
  db: Db,
  { body, seen: { id, version } }: NonNullable<Erasure['drafts']>[number],
): Promise<void> {
  const isAsSeen = and(eq(drafts.id, id), eq(drafts.version, version));
  const result = await db
    .update(drafts)
    .set({ body, version: version + 1 })
    .where(isAsSeen);
  if (engine.matched(result) !== 1) throw new VersionConflict(`draft ${id} has changed since it was read`);
}

/** One that is tried again by now stays: it is on its way. */
async function deleteLeftovers({ tables }: Access, db: Db, { inbox, outbox, sandbox }: Leftovers): Promise<void> {
  const { inbox: updates, outbox: messages, sandboxMessages: said } = tables;
  for (const seqs of pagesOf(inbox)) {
    await db.delete(updates).where(and(inArray(updates.seq, seqs), eq(updates.state, 'dead')));
  }
  for (const seqs of pagesOf(outbox)) {
    await db.delete(messages).where(and(inArray(messages.seq, seqs), eq(messages.state, 'dead')));
  }
  for (const ids of pagesOf(sandbox)) await db.delete(said).where(inArray(said.id, ids));
}

function pagesOf<Id>(ids: readonly Id[]): readonly Id[][] {
  const pages = Math.ceil(ids.length / IDS_MAX);
  return Array.from({ length: pages }, (_, page) => ids.slice(page * IDS_MAX, (page + 1) * IDS_MAX));
}

/** One that belongs to an open ticket stays: its recovery is waited for. */
async function deleteAlerts(
  { tables: { alerts, tickets } }: Pick<Access, 'tables'>,
  db: Db,
  contract: ContractId,
  before: Instant,
): Promise<void> {
  const rows = await db
    .select({ id: alerts.id })
    .from(alerts)
    .leftJoin(tickets, and(eq(tickets.id, alerts.ticketId), eq(tickets.isOpen, 1)))
    .where(and(eq(alerts.contractId, contract), lt(alerts.lastAt, before), isNull(tickets.id)))
    .limit(ALERTS_MAX);
  const ids = rows.map(({ id }) => id);
  for (const some of pagesOf(ids)) await db.delete(alerts).where(inArray(alerts.id, some));
}
