import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import type { Access, Db } from './engine.ts';

/**
 * Deletes what says which message shows which card, once its outbox row was swept and its ticket is no longer open: nobody
 * brings such a card up to date, and a reply to it still names the ticket by its quoted number.
 * @returns how many were deleted, at most about `limit`
 */
export async function sweepCardHandles({ engine, tables }: Access, db: Db, limit: number): Promise<number> {
  const { cardHandles, outbox, tickets } = tables;
  let deleted = 0;
  for (let after = -1; deleted < limit; ) {
    const rows = await db
      .select({
        chatId: cardHandles.chatId,
        handle: cardHandles.handle,
        key: cardHandles.cardKey,
        seq: cardHandles.seq,
      })
      .from(cardHandles)
      .leftJoin(outbox, eq(outbox.seq, cardHandles.seq))
      .where(and(isNull(outbox.seq), gt(cardHandles.seq, after)))
      .orderBy(asc(cardHandles.seq))
      .limit(limit);
    const last = rows.at(-1);
    if (!last) break;
    after = last.seq;
    const subjects = [...new Set(rows.map((row) => subjectOf(row.key)))];
    const isOpen = and(inArray(tickets.id, subjects), eq(tickets.isOpen, 1));
    const open = new Set((await db.select({ id: tickets.id }).from(tickets).where(isOpen)).map((row) => row.id));
    const handlesOf = new Map<string, string[]>();
    for (const { chatId, handle, key } of rows) {
      if (!open.has(subjectOf(key))) handlesOf.set(chatId, [...(handlesOf.get(chatId) ?? []), handle]);
    }
    for (const [chatId, handles] of handlesOf) {
      const isDone = and(eq(cardHandles.chatId, chatId), inArray(cardHandles.handle, handles));
      deleted += engine.matched(await db.delete(cardHandles).where(isDone));
    }
    if (rows.length < limit) break;
  }
  return deleted;
}

/** `ticket:<id>`, `notice:<id>:<n>`, `draft:<id>`: a draft is no ticket, so its question goes with its outbox row. */
function subjectOf(cardKey: string): string {
  return cardKey.split(':')[1] ?? '';
}
