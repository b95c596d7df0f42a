import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { Instant } from '../domain/types.ts';
import { parseUpdate } from './documents.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import { type Cause, LeaseLost, type Store } from './store.ts';

export function inboxPart(
  access: Access,
): Pick<Store, 'putUpdate' | 'claimUpdates' | 'beginUpdate' | 'settleUpdate' | 'failUpdate'> {
  const { engine, tables } = access;
  const { inbox } = tables;
  return {
    async putUpdate(update, lease) {
      const row = {
        platform: update.platform,
        updateId: update.updateId,
        body: JSON.stringify(update),
        state: 'pending' as const,
        stateAt: lease.until,
        leaseOwner: lease.owner,
        attempts: 1,
      };
      const written = await engine.writeOnce((db) => insertIfNew(engine, db, inbox, row));
      return written ? { outcome: 'accepted', seq: written.number } : { outcome: 'duplicate' };
    },
    claimUpdates: (now, lease, limit) =>
      engine.write(async (db) => {
        const due = await engine.locked(
          db
            .select()
            .from(inbox)
            .where(and(eq(inbox.state, 'pending'), lte(inbox.stateAt, now)))
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
        return due
          .toSorted((a, b) => a.seq - b.seq)
          .map((row) => ({ seq: row.seq, update: parseUpdate(row.body), attempts: row.attempts }));
      }),
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
      await engine.writeOnce((db) =>
        db
          .update(inbox)
          .set({ ...next, error, leaseOwner: null })
          .where(isHeldBy(access, seq, owner)),
      );
    },
  };
}

/** @throws {LeaseLost} */
export async function settleInboxRow(
  access: Access,
  db: Db,
  { seq, owner }: Extract<Cause, { kind: 'update' }>,
  now: Instant,
): Promise<void> {
  const { engine, tables } = access;
  const handled = { state: 'handled' as const, stateAt: now };
  const result = await db
    .update(tables.inbox)
    .set(handled)
    .where(isHeldBy(access, seq, owner));
  if (engine.matched(result) !== 1) throw new LeaseLost(`update ${seq} is no longer held by ${owner}`);
}

function isHeldBy({ tables: { inbox } }: Access, seq: number, owner: string) {
  return and(eq(inbox.seq, seq), eq(inbox.leaseOwner, owner), eq(inbox.state, 'pending'));
}
