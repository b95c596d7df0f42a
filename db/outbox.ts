import { createHash } from 'node:crypto';
import { and, asc, desc, eq, exists, gt, inArray, lt, lte, min, not, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { assert } from '../domain/assert.ts';
import { type ChatId, contractId, type Instant } from '../domain/types.ts';
import type { CommitMeta, Outgoing } from './changes.ts';
import { parseOutgoing } from './documents.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import type { Reads } from './reads.ts';
import type { OutboxRow, OutboxSettlement, Store } from './store.ts';
import { readRows } from './unreadable.ts';

type OutboxPart = Pick<Reads, 'cardKeyOf'> &
  Pick<Store, 'pendingOutbox' | 'chatsWithPending' | 'settleOutbox' | 'failOutbox' | 'cardHandle'>;

export function outboxPart(access: Access): OutboxPart {
  const { engine, tables } = access;
  const { outbox, cardHandles } = tables;
  return {
    async pendingOutbox(chat, limit, first = 'oldest') {
      const isIts = and(eq(outbox.chatId, chat), eq(outbox.state, 'pending'));
      const order = first === 'oldest' ? [asc(outbox.seq)] : [asc(outbox.priority), asc(outbox.seq)];
      const rows = await engine.read((db) =>
        db
          .select()
          .from(outbox)
          .where(isIts)
          .orderBy(...order)
          .limit(limit),
      );
      const { readable, unreadable } = readRows(
        rows,
        (row): OutboxRow => ({
          seq: row.seq,
          contractId: contractId(row.contractId),
          outgoing: parseOutgoing(row.body),
          attempts: row.attempts,
          createdAt: row.createdAt,
          dueAt: row.stateAt,
        }),
      );
      for (const { problem, row } of unreadable) {
        const dead: OutboxSettlement = { seq: row.seq, outcome: 'dead', error: problem };
        await engine.write((db) => settleRows(access, db, [dead], access.clock.now()));
        access.onUnreadable('outbox', row.seq, problem);
      }
      return readable;
    },
    chatsWithPending: (now, limit, platforms) =>
      engine.read((db) => chatsToServe(access, db, { now, limit, platforms })),
    settleOutbox: (rows, now) => engine.write((db) => settleRows(access, db, rows, now)),
    /** The chat's other rows wait as well: they may not overtake this one. */
    failOutbox: (seq, { attempts, error, retryAt }) =>
      engine.write(async (db) => {
        const [row] = await db.select({ chatId: outbox.chatId }).from(outbox).where(eq(outbox.seq, seq));
        if (!row) return;
        const isPending = eq(outbox.state, 'pending');
        const failed = { attempts, error, stateAt: retryAt };
        await db
          .update(outbox)
          .set(failed)
          .where(and(eq(outbox.seq, seq), isPending));
        const isBehind = and(eq(outbox.chatId, row.chatId), isPending, lt(outbox.stateAt, retryAt));
        await db.update(outbox).set({ stateAt: retryAt }).where(isBehind);
      }),
    async cardHandle(chat, cardKey) {
      const isIts = and(eq(cardHandles.chatId, chat), eq(cardHandles.cardKey, cardKey));
      const [row] = await engine.read((db) =>
        db
          .select({ handle: cardHandles.handle })
          .from(cardHandles)
          .where(isIts)
          .orderBy(desc(cardHandles.seq))
          .limit(1),
      );
      return row?.handle;
    },
    async cardKeyOf(chat, handle) {
      const isIt = and(eq(cardHandles.chatId, chat), eq(cardHandles.handle, handle));
      const [row] = await engine.read((db) =>
        db.select({ cardKey: cardHandles.cardKey }).from(cardHandles).where(isIt),
      );
      return row?.cardKey;
    },
  };
}

/**
 * Chats that have a due row with none before it that waits for a retry. After a failure all pending rows of a chat wait, so
 * the inner question is answered by the first row that it meets, and only rows written since ask it.
 * @param wanted.platforms absent: whatever the platform  @returns those that wait longest come first
 */
export async function chatsToServe(
  { tables }: Access,
  db: Db,
  wanted: { readonly now: Instant; readonly limit: number; readonly platforms?: readonly string[] | undefined },
): Promise<ChatId[]> {
  const { outbox, chats } = tables;
  const { limit, now, platforms } = wanted;
  const held = alias(outbox, 'held');
  const isHeld = exists(
    db
      .select({ one: sql`1` })
      .from(held)
      .where(
        and(eq(held.chatId, outbox.chatId), eq(held.state, 'pending'), gt(held.stateAt, now), lt(held.seq, outbox.seq)),
      ),
  );
  const isServed =
    platforms &&
    inArray(
      outbox.chatId,
      db
        .select({ id: chats.id })
        .from(chats)
        .where(inArray(chats.platform, [...platforms])),
    );
  const rows = await db
    .select({ chatId: outbox.chatId, since: min(outbox.stateAt) })
    .from(outbox)
    .where(and(eq(outbox.state, 'pending'), lte(outbox.stateAt, now), isServed, not(isHeld)))
    .groupBy(outbox.chatId)
    .orderBy(asc(min(outbox.stateAt)), asc(outbox.chatId))
    .limit(limit);
  // Written from a ChatId.
  return rows.map((row) => row.chatId as ChatId);
}

/** @returns the rows that were written, in order; those whose key exists were written before and are left out */
export async function writeOutbox(
  access: Access,
  db: Db,
  meta: CommitMeta,
  outgoing: readonly Outgoing[],
): Promise<readonly OutboxRow[]> {
  const { engine, tables } = access;
  const { outbox } = tables;
  const [first] = outgoing;
  if (!first) return [];
  const column = (message: Outgoing) => ({
    key: keyOf(message),
    contractId: meta.contractId,
    chatId: message.chatId,
    priority: message.priority,
    body: JSON.stringify(message),
    createdAt: meta.now,
    state: 'pending' as const,
    stateAt: meta.now,
    attempts: 0,
  });
  const row = (seq: number, message: Outgoing): OutboxRow => ({
    seq,
    contractId: meta.contractId,
    outgoing: message,
    attempts: 0,
    createdAt: meta.now,
    dueAt: meta.now,
  });
  if (outgoing.length === 1) {
    const written = await insertIfNew(engine, db, outbox, column(first));
    return written ? [row(written.number, first)] : [];
  }

  // Not "ignore duplicates": on MySQL that would also cut off what is too long, and hide which numbers were given.
  let fresh = [...new Map(outgoing.toReversed().map((message) => [keyOf(message), message])).values()].reverse();
  const keys = () =>
    inArray(
      outbox.key,
      fresh.map((message) => keyOf(message)),
    );
  for (;;) {
    try {
      await db.insert(outbox).values(fresh.map(column));
      break;
    } catch (error) {
      if (!engine.isDuplicate(error)) throw error;
      const existing = await db.select({ key: outbox.key }).from(outbox).where(keys());
      const isOld = new Set(existing.map((old) => old.key));
      assert(isOld.size > 0, 'a duplicate key that does not exist');
      fresh = fresh.filter((message) => !isOld.has(keyOf(message)));
      if (fresh.length === 0) return [];
    }
  }
  const byKey = new Map(fresh.map((message) => [keyOf(message), message]));
  const written = await db.select({ seq: outbox.seq, key: outbox.key }).from(outbox).where(keys()).orderBy(outbox.seq);
  return written.flatMap(({ seq, key }) => {
    const message = byKey.get(key);
    return message ? [row(seq, message)] : [];
  });
}

/** What the column of keys takes. In bytes. */
const KEY_MAX = 255;

/** A key is made of a platform's own id, which may be as long as the column by itself: a longer one is known by its hash. */
function keyOf({ key }: Outgoing): string {
  if (Buffer.byteLength(key) <= KEY_MAX) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

async function settleRows(
  { engine, tables }: Access,
  db: Db,
  rows: readonly OutboxSettlement[],
  now: Instant,
): Promise<void> {
  const { outbox, cardHandles } = tables;
  // Rows that end alike share a statement; nearly always all of them were sent.
  const alike = Map.groupBy(rows, (row) => (row.outcome === 'sent' ? 'sent' : `${row.outcome} ${row.error}`));
  for (const [first, ...others] of alike.values()) {
    if (!first) continue;
    const isThem = inArray(
      outbox.seq,
      [first, ...others].map((row) => row.seq),
    );
    await db
      .update(outbox)
      .set({ state: first.outcome, stateAt: now, error: first.outcome === 'sent' ? null : first.error })
      .where(and(isThem, eq(outbox.state, 'pending')));
  }
  const shown = rows.flatMap((row) =>
    row.outcome === 'sent' && row.handle !== undefined && row.cardKey !== undefined
      ? [{ chatId: row.chatId, handle: row.handle, cardKey: row.cardKey, seq: row.seq }]
      : [],
  );
  const key = [cardHandles.chatId, cardHandles.handle];
  // One row for each handle: an upsert may not name the same row twice.
  const newest = new Map(shown.toSorted((a, b) => a.seq - b.seq).map((row) => [`${row.chatId}\n${row.handle}`, row]));
  await engine.upsert(db, cardHandles, [...newest.values()], { key, set: ['cardKey', 'seq'] });
}
