import { and, asc, eq, inArray, isNull, lte, or, sql } from 'drizzle-orm';
import { contractId } from '../domain/types.ts';
import { type Changes, type CommitMeta, LeaseLost, type NewTimer } from './changes.ts';
import { type Access, type Db, insertIfNew } from './engine.ts';
import type { Store } from './store.ts';

export function timersPart(access: Access): Pick<Store, 'timer' | 'claimTimers' | 'renewTimers' | 'failTimer'> {
  const { engine, tables } = access;
  const { timers } = tables;
  return {
    async timer(key) {
      const wanted = { fireAt: timers.fireAt, state: timers.state };
      const [row] = await engine.read((db) => db.select(wanted).from(timers).where(eq(timers.key, key)));
      return row && { fireAt: row.fireAt, isDead: row.state === 'dead' };
    },
    async claimTimers(now, lease, limit) {
      const isDue = and(eq(timers.state, 'pending'), lte(timers.stateAt, now));
      // Mostly there is nothing, and to find that out takes no transaction.
      const [some] = await engine.read((db) => db.select({ key: timers.key }).from(timers).where(isDue).limit(1));
      if (!some) return [];
      return engine.write(async (db) => {
        const due = await engine.locked(
          db.select().from(timers).where(isDue).orderBy(asc(timers.stateAt)).limit(limit),
        );
        if (due.length === 0) return [];
        const keys = due.map((row) => row.key);
        await db
          .update(timers)
          .set({ leaseToken: lease.token, stateAt: lease.until, attempts: sql`${timers.attempts} + 1` })
          .where(inArray(timers.key, keys));
        return due
          .toSorted((a, b) => a.fireAt - b.fireAt)
          .map((row) => ({
            key: row.key,
            kind: row.kind,
            subject: row.subject,
            fireAt: row.fireAt,
            contractId: contractId(row.contractId),
            leaseToken: lease.token,
            attempts: row.attempts + 1,
          }));
      });
    },
    async renewTimers(held, until) {
      if (held.length === 0) return;
      const areHeld = held.map(({ key, leaseToken }) => isHeldBy(access, key, leaseToken));
      await engine.writeOnce((db) =>
        db
          .update(timers)
          .set({ stateAt: until })
          .where(or(...areHeld)),
      );
    },
    /** Without effect when the timer is no longer ours: it was set anew, or another replica has it. */
    async failTimer(key, leaseToken, { error, retryAt, now }) {
      const next = retryAt === undefined ? { state: 'dead' as const, stateAt: now } : { stateAt: retryAt };
      await engine.writeOnce((db) =>
        db
          .update(timers)
          .set({ ...next, error, leaseToken: null })
          .where(isHeldBy(access, key, leaseToken)),
      );
    },
  };
}

/** Ends the timer that caused the commit, or moves it when the commit sets it again. @throws {LeaseLost} */
export async function settleTimer(access: Access, db: Db, cause: { key: string; leaseToken: string }): Promise<void> {
  const { engine, tables } = access;
  // Deleting is enough where it is set again as well: `writeTimers` of the same transaction inserts it.
  const result = await db.delete(tables.timers).where(isHeldBy(access, cause.key, cause.leaseToken));
  if (engine.matched(result) !== 1) throw new LeaseLost(`timer ${cause.key} is no longer held`);
}

/** Setting a timer takes it from whoever holds it: what he is about to do is out of date. */
export async function writeTimers(
  access: Access,
  db: Db,
  meta: CommitMeta,
  { clearTimers = [], setTimers = [] }: Changes,
): Promise<void> {
  const { engine, tables } = access;
  const { timers } = tables;
  const isCleared = inArray(
    timers.key,
    clearTimers.map((timer) => timer.key),
  );
  if (clearTimers.length > 0) await db.delete(timers).where(isCleared);
  const unconditional = setTimers.filter(({ replaces }) => replaces === undefined);
  // The last one of a key counts: an upsert may not name the same row twice.
  const last = new Map(unconditional.map((timer) => [timer.key, columnsOf(timer, meta)]));
  await engine.upsert(db, timers, [...last.values()], {
    key: [timers.key],
    set: ['kind', 'subject', 'contractId', 'fireAt', 'state', 'stateAt', 'leaseToken', 'attempts', 'error'],
  });
  for (const timer of setTimers) await replaceTimer(access, db, meta, timer);
}

/** Writes a timer whose place is checked first, so that nothing is taken from whoever fires it at this moment. */
async function replaceTimer({ engine, tables }: Access, db: Db, meta: CommitMeta, timer: NewTimer): Promise<void> {
  const { timers } = tables;
  const { fireAt, key, replaces } = timer;
  if (replaces === undefined) return;
  const isIt = eq(timers.key, key);
  if (replaces === 'none') {
    await db.delete(timers).where(and(isIt, eq(timers.state, 'dead')));
    await insertIfNew(engine, db, timers, columnsOf(timer, meta));
    return;
  }
  const isUntouched = and(isIt, eq(timers.fireAt, replaces), eq(timers.state, 'pending'), isNull(timers.leaseToken));
  await db.update(timers).set({ fireAt, stateAt: fireAt }).where(isUntouched);
}

function columnsOf({ key, kind, subject, fireAt }: NewTimer, { contractId: contract }: CommitMeta) {
  return {
    key,
    kind,
    subject,
    contractId: contract,
    fireAt,
    state: 'pending' as const,
    stateAt: fireAt,
    leaseToken: null,
    attempts: 0,
    error: null,
  };
}

function isHeldBy({ tables: { timers } }: Access, key: string, leaseToken: string) {
  return and(eq(timers.key, key), eq(timers.leaseToken, leaseToken), eq(timers.state, 'pending'));
}
