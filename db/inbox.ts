import { and, asc, eq, gte, inArray, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import { type ContractId, chatId, type Instant } from '../domain/types.ts';
import { ALERTS } from '../platforms/types.ts';
import { type Cause, type Changes, type CommitMeta, LeaseLost, VersionConflict } from './changes.ts';
import { parseUpdate } from './documents.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import type { InboxRow, Store } from './store.ts';
import { readRows } from './unreadable.ts';

export function inboxPart(
  access: Access,
): Pick<
  Store,
  'putUpdate' | 'claimUpdates' | 'hasOlderUpdate' | 'beginUpdate' | 'deferUpdate' | 'settleUpdate' | 'failUpdate'
> {
  const { engine, tables } = access;
  const { inbox } = tables;
  return {
    async putUpdate(update, lease) {
      const row = {
        platform: update.platform,
        updateId: update.updateId,
        chatId: chatId(update.platform, update.chat.externalId),
        body: JSON.stringify(update),
        state: 'pending' as const,
        stateAt: lease.until,
        leaseOwner: lease.owner,
        attempts: 1,
        failures: 0,
      };
      const written = await engine.writeOnce((db) => insertIfNew(engine, db, inbox, row));
      return written ? { outcome: 'accepted', seq: written.number } : { outcome: 'duplicate' };
    },
    async claimUpdates(now, lease, limit) {
      const isDue = and(eq(inbox.state, 'pending'), lte(inbox.stateAt, now));
      // Mostly there is nothing, and to find that out takes no transaction.
      const [some] = await engine.read((db) => db.select({ seq: inbox.seq }).from(inbox).where(isDue).limit(1));
      if (!some) return [];
      const claimed = await engine.write(async (db) => {
        const due = await engine.locked(
          db
            .select()
            .from(inbox)
            .where(isDue)
            // Not by seq: that would walk past all the handled rows. A lease that ran out earlier was given earlier.
            .orderBy(asc(inbox.stateAt), asc(inbox.seq))
            .limit(limit),
        );
        if (due.length === 0) return [];
        const numbers = due.map((row) => row.seq);
        await db
          .update(inbox)
          .set({ leaseOwner: lease.owner, stateAt: lease.until })
          .where(inArray(inbox.seq, numbers));
        return due.toSorted((a, b) => a.seq - b.seq);
      });
      const { readable, unreadable } = readRows(
        claimed,
        (row): InboxRow => ({
          seq: row.seq,
          update: parseUpdate(row.body),
          attempts: row.attempts,
          failures: row.failures,
        }),
      );
      for (const { problem, row } of unreadable) {
        await engine.writeOnce((db) =>
          db
            .update(inbox)
            .set({ state: 'dead', stateAt: now, error: problem, leaseOwner: null })
            .where(isHeldBy(access, row.seq, lease.owner)),
        );
        access.onUnreadable('inbox', row.seq, problem);
      }
      return readable;
    },
    async hasOlderUpdate(seq, chat, owner) {
      const isOlder = and(eq(inbox.chatId, chat), eq(inbox.state, 'pending'), lt(inbox.seq, seq));
      // What this process has in hand comes before in its own queue.
      const isElsewhere = or(isNull(inbox.leaseOwner), ne(inbox.leaseOwner, owner));
      const [row] = await engine.read((db) =>
        db
          .select({ seq: inbox.seq })
          .from(inbox)
          .where(and(isOlder, isElsewhere, eq(inbox.failures, 0)))
          .limit(1),
      );
      return row !== undefined;
    },
    async deferUpdate(seq, owner, until) {
      await engine.writeOnce((db) =>
        db
          .update(inbox)
          .set({ stateAt: until, leaseOwner: null })
          .where(isHeldBy(access, seq, owner)),
      );
    },
    beginUpdate: (seq, owner) =>
      engine.write(async (db) => {
        const isHeld = isHeldBy(access, seq, owner);
        await db
          .update(inbox)
          .set({ attempts: sql`${inbox.attempts} + 1` })
          .where(isHeld);
        const [row] = await db.select({ attempts: inbox.attempts }).from(inbox).where(isHeld);
        return row?.attempts;
      }),
    /** Without effect when the row is no longer ours: whoever has it settles it. */
    async settleUpdate(seq, owner, now) {
      await engine.writeOnce((db) =>
        db
          .update(inbox)
          .set({ state: 'handled', stateAt: now })
          .where(isHeldBy(access, seq, owner)),
      );
    },
    async failUpdate(seq, owner, { error, retryAt, now }) {
      const next = retryAt === undefined ? { state: 'dead' as const, stateAt: now } : { stateAt: retryAt };
      const failed = { ...next, error, leaseOwner: null, failures: sql`${inbox.failures} + 1` };
      const result = await engine.writeOnce((db) =>
        db
          .update(inbox)
          .set(failed)
          .where(isHeldBy(access, seq, owner)),
      );
      return engine.matched(result) === 1;
    },
  };
}

/** @throws {LeaseLost} */
export async function settleInboxRow(
  access: Access,
  db: Db,
  { behind = [], seq, owner }: Extract<Cause, { kind: 'update' }>,
  now: Instant,
): Promise<void> {
  const { engine, tables } = access;
  const handled = { state: 'handled' as const, stateAt: now };
  const result = await db
    .update(tables.inbox)
    .set(handled)
    .where(areHeldBy(access, [seq, ...behind], owner));
  if (engine.matched(result) !== 1 + behind.length) throw new LeaseLost(`update ${seq} is no longer held by ${owner}`);
}

/** The update that a commit has just settled waits until its chat is bound; where that has happened meanwhile, it is handled anew. */
export async function parkUpdate(
  access: Access,
  db: Db,
  { cause, contractId: contract, now }: CommitMeta,
): Promise<void> {
  const { engine, tables } = access;
  const { chats, inbox } = tables;
  assert(cause.kind === 'update', 'only an update can be parked');
  const isIt = eq(inbox.seq, cause.seq);
  const [row] = await db.select({ chatId: inbox.chatId, platform: inbox.platform }).from(inbox).where(isIt);
  // An alert waits for any group of its contract.
  const isBound = row?.platform === ALERTS ? isGroupOf(access, contract) : eq(chats.id, row?.chatId ?? '');
  // Whoever binds the chat writes its row first: he comes before this, or finds what is parked here.
  const ofIt = db.select({ contractId: chats.contractId }).from(chats).where(isBound).limit(1);
  const [chat] = await engine.locked(ofIt);
  const state = typeof chat?.contractId === 'string' ? 'pending' : 'unbound';
  const areParked = inArray(inbox.seq, [cause.seq, ...(cause.behind ?? [])]);
  await db.update(inbox).set({ state, stateAt: now, leaseOwner: null }).where(areParked);
}

/**
 * Binds a chat; what was said there since then and parked is handled anew, as if nobody had looked at it yet.
 * @throws {VersionConflict} somebody else has bound it meanwhile
 */
export async function bindChat(
  access: Access,
  db: Db,
  { chat, seen, since }: NonNullable<Changes['boundChat']>,
  now: Instant,
): Promise<void> {
  const { engine, tables } = access;
  const { chats, inbox } = tables;
  const owner = { contractId: chat.contractId, department: chat.department ?? null };
  if (!(await insertIfNew(engine, db, chats, { ...chat, ...owner }))) {
    const isAsSeen = or(isNull(chats.contractId), ...(seen === undefined ? [] : [eq(chats.contractId, seen)]));
    const result = await db
      .update(chats)
      .set(owner)
      .where(and(eq(chats.id, chat.id), isAsSeen));
    if (engine.matched(result) !== 1) throw new VersionConflict(`the chat ${chat.id} was bound since it was read`);
  }
  const isWaiting = and(eq(inbox.chatId, chat.id), eq(inbox.state, 'unbound'), gte(inbox.stateAt, since));
  // What monitoring has said is not over because it is older: it may fire still, and is not said again.
  const isAlert = and(eq(inbox.chatId, chatId(ALERTS, chat.contractId)), eq(inbox.state, 'unbound'));
  const anew = { state: 'pending' as const, stateAt: now, leaseOwner: null, attempts: 0, failures: 0 };
  for (const wanted of chat.kind === 'group' ? [isWaiting, isAlert] : [isWaiting]) {
    await db.update(inbox).set(anew).where(wanted);
  }
}

function isGroupOf({ tables: { chats } }: Access, contract: ContractId) {
  return and(eq(chats.contractId, contract), eq(chats.kind, 'group'));
}

function isHeldBy(access: Access, seq: number, owner: string) {
  return areHeldBy(access, [seq], owner);
}

function areHeldBy({ tables: { inbox } }: Access, seqs: readonly number[], owner: string) {
  return and(inArray(inbox.seq, [...seqs]), eq(inbox.leaseOwner, owner), eq(inbox.state, 'pending'));
}
