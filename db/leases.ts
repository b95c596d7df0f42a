import { and, eq, isNotNull, like, lte, or } from 'drizzle-orm';
import { type Access, insertIfNew } from './engine.ts';
import type { Store } from './store.ts';

export function leasesPart({
  engine,
  tables,
}: Access): Pick<Store, 'acquireLease' | 'leaseOwner' | 'releaseLease' | 'releaseLeases' | 'breakStaleLeases'> {
  const { leases, inbox, timers } = tables;
  return {
    async acquireLease(name, owner, now, ttlMs) {
      const isFree = and(eq(leases.name, name), or(eq(leases.owner, owner), lte(leases.until, now)));
      const row = { name, owner, until: now + ttlMs };
      const result = await engine.writeOnce((db) => db.update(leases).set(row).where(isFree));
      if (engine.matched(result) === 1) return true;
      return (await engine.writeOnce((db) => insertIfNew(engine, db, leases, row))) !== undefined;
    },
    async leaseOwner(name) {
      const [row] = await engine.read((db) =>
        db.select({ owner: leases.owner }).from(leases).where(eq(leases.name, name)),
      );
      return row?.owner;
    },
    async releaseLease(name, owner) {
      await engine.writeOnce((db) => db.delete(leases).where(and(eq(leases.name, name), eq(leases.owner, owner))));
    },
    async releaseLeases(owner, now) {
      await engine.write(async (db) => {
        await db.delete(leases).where(eq(leases.owner, owner));
        const isInHand = and(eq(inbox.state, 'pending'), eq(inbox.leaseOwner, owner));
        await db.update(inbox).set({ leaseOwner: null, stateAt: now }).where(isInHand);
        const isClaimed = and(eq(timers.state, 'pending'), like(timers.leaseToken, `${owner}:%`));
        await db.update(timers).set({ leaseToken: null, stateAt: timers.fireAt }).where(isClaimed);
      });
    },
    /** Nothing on MySQL, where other replicas may live and leases run out by themselves. */
    async breakStaleLeases() {
      if (engine.name === 'mysql') return;
      await engine.write(async (db) => {
        await db.delete(leases);
        const isLeased = and(eq(inbox.state, 'pending'), isNotNull(inbox.leaseOwner));
        await db.update(inbox).set({ leaseOwner: null, stateAt: 0 }).where(isLeased);
        const isClaimed = and(eq(timers.state, 'pending'), isNotNull(timers.leaseToken));
        await db.update(timers).set({ leaseToken: null, stateAt: timers.fireAt }).where(isClaimed);
      });
    },
  };
}
