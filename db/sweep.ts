import { and, asc, eq, inArray, lt, lte } from 'drizzle-orm';
import { civilMonth } from '../domain/civil.ts';
import { DAY, type Instant } from '../domain/types.ts';
import type { Access, Db } from './engine.ts';
import type { SweepUntil } from './store.ts';
import { sweepCardHandles } from './sweep-handles.ts';

/** More than a year of what platforms were used for, so that a month can be held against that of the year before. */
const KEEP_USAGE_MS = 400 * DAY;

/**
 * Deletes what has served its time. A draft that nobody answered goes as well, and so does what was said in a chat that nobody
 * bound: it holds a text, and its question is long forgotten.
 * @param forgetBefore what holds words of people and is kept for the operator, or for a demonstration, goes as well: dead letters, and
 *   messages of the sandbox; absent: none of it
 * @returns how many rows
 */
export async function sweep(
  access: Access,
  db: Db,
  { forgetBefore, olderThan }: SweepUntil,
  limit: number,
): Promise<number> {
  const { engine, tables } = access;
  const { inbox, outbox, drafts, pendingForms } = tables;
  // By number, since SQLite has no DELETE … LIMIT.
  const isSettled = and(inArray(inbox.state, ['handled', 'unbound']), lt(inbox.stateAt, olderThan));
  const updates = await db
    .select({ seq: inbox.seq })
    .from(inbox)
    .where(isSettled)
    .orderBy(asc(inbox.stateAt))
    .limit(limit);
  const isDone = and(inArray(outbox.state, ['sent', 'dropped']), lt(outbox.stateAt, olderThan));
  const messages = await db.select({ seq: outbox.seq }).from(outbox).where(isDone).limit(limit);
  const isForgotten = lt(drafts.receivedAt, olderThan);
  const questions = await db.select({ id: drafts.id }).from(drafts).where(isForgotten).limit(limit);
  let deleted = await sweepCardHandles(access, db, limit);
  const seqs = updates.map((row) => row.seq);
  if (seqs.length > 0) deleted += engine.matched(await db.delete(inbox).where(inArray(inbox.seq, seqs)));
  const sent = messages.map((row) => row.seq);
  if (sent.length > 0) deleted += engine.matched(await db.delete(outbox).where(inArray(outbox.seq, sent)));
  const ids = questions.map((row) => row.id);
  if (ids.length > 0) deleted += engine.matched(await db.delete(drafts).where(inArray(drafts.id, ids)));
  // One for each person of a chat at most.
  deleted += engine.matched(await db.delete(pendingForms).where(lt(pendingForms.askedAt, olderThan)));
  if (forgetBefore !== undefined) deleted += await forget(access, db, forgetBefore, limit);
  deleted += await sweepNotes(access, db, limit);
  return deleted + (await sweepUsage(access, db, limit));
}

async function forget({ engine, tables }: Access, db: Db, before: Instant, limit: number): Promise<number> {
  const { inbox, outbox, sandboxMessages: said } = tables;
  const isLost = (box: typeof inbox | typeof outbox) => and(eq(box.state, 'dead'), lt(box.stateAt, before));
  const updates = await db.select({ seq: inbox.seq }).from(inbox).where(isLost(inbox)).limit(limit);
  const messages = await db.select({ seq: outbox.seq }).from(outbox).where(isLost(outbox)).limit(limit);
  const bubbles = await db.select({ id: said.id }).from(said).where(lt(said.saidAt, before)).limit(limit);
  const ids = bubbles.map((row) => row.id);
  const seqsOf = (rows: readonly { readonly seq: number }[]) => rows.map(({ seq }) => seq);
  let deleted = 0;
  if (updates.length > 0) deleted += engine.matched(await db.delete(inbox).where(inArray(inbox.seq, seqsOf(updates))));
  if (messages.length > 0)
    deleted += engine.matched(await db.delete(outbox).where(inArray(outbox.seq, seqsOf(messages))));
  if (ids.length > 0) deleted += engine.matched(await db.delete(said).where(inArray(said.id, ids)));
  return deleted;
}

/** Notes that are over by now; they have a key of two columns, so the batch ends at an instant instead of at a number. */
async function sweepNotes({ clock, engine, tables }: Access, db: Db, limit: number): Promise<number> {
  const { platformNotes: notes } = tables;
  const isOver = lt(notes.until, clock.now());
  const oldest = await db
    .select({ until: notes.until })
    .from(notes)
    .where(isOver)
    .orderBy(asc(notes.until))
    .limit(limit);
  const last = oldest.at(-1);
  if (!last) return 0;
  return engine.matched(await db.delete(notes).where(lte(notes.until, last.until)));
}

/** Whole months; what one ticket has cost is a handful of rows. */
async function sweepUsage({ clock, engine, tables }: Access, db: Db, limit: number): Promise<number> {
  const { platformUsage: usage } = tables;
  const isOld = lt(usage.month, civilMonth(clock.now() - KEEP_USAGE_MS));
  const oldest = await db
    .select({ ticketId: usage.ticketId })
    .from(usage)
    .where(isOld)
    .orderBy(asc(usage.ticketId))
    .limit(limit);
  const last = oldest.at(-1);
  if (!last) return 0;
  return engine.matched(await db.delete(usage).where(and(isOld, lte(usage.ticketId, last.ticketId))));
}
