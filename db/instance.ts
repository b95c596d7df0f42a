import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import { type Access, insertIfNew } from './engine.ts';
import type { Store } from './store.ts';

type InstancePart = Pick<
  Store,
  | 'packInForce'
  | 'packsInForce'
  | 'wasInForce'
  | 'savePack'
  | 'instance'
  | 'adoptInstance'
  | 'linkKey'
  | 'presence'
  | 'beat'
>;

/** Of a row that is there for its key alone. */
const NOBODYS = '';

export function instancePart({ clock, engine, tables }: Access): InstancePart {
  const { outbox, packs, instance, presence } = tables;
  const pack = { hash: packs.hash, since: packs.since, body: packs.body };
  return {
    async packsInForce(contract) {
      const isIts = eq(packs.contractId, contract);
      return engine.read((db) => db.select(pack).from(packs).where(isIts).orderBy(asc(packs.since)));
    },
    async packInForce(contract) {
      const isIts = eq(packs.contractId, contract);
      const [row] = await engine.read((db) =>
        db.select(pack).from(packs).where(isIts).orderBy(desc(packs.since)).limit(1),
      );
      return row;
    },
    async wasInForce(contract, hash) {
      const isIt = and(eq(packs.contractId, contract), eq(packs.hash, hash));
      const rows = await engine.read((db) => db.select({ since: packs.since }).from(packs).where(isIt).limit(1));
      return rows.length > 0;
    },
    async savePack(saved) {
      const key = [packs.contractId, packs.since];
      await engine.writeOnce((db) => engine.upsert(db, packs, [saved], { key, set: ['hash', 'body'] }));
    },
    async instance() {
      const [row] = await engine.read((db) => db.select({ id: instance.id }).from(instance));
      return row?.id === NOBODYS ? undefined : row;
    },
    async adoptInstance(id) {
      await engine.write(async (db) => {
        const [before] = await db.select({ id: instance.id }).from(instance);
        await engine.upsert(db, instance, [{ slot: 1, id }], { key: [instance.slot], set: ['id'] });
        if (before === undefined || before.id === NOBODYS || before.id === id) return;
        // They were the other one's to say, and it may have said them since the copy was made.
        const dropped = { state: 'dropped' as const, stateAt: clock.now(), error: 'written before the adoption' };
        await db.update(outbox).set(dropped).where(eq(outbox.state, 'pending'));
      });
    },
    async linkKey(fresh) {
      const isUnset = and(eq(instance.slot, 1), isNull(instance.linkKey));
      await engine.write(async (db) => {
        await insertIfNew(engine, db, instance, { slot: 1, id: NOBODYS });
        await db.update(instance).set({ linkKey: fresh }).where(isUnset);
      });
      const [row] = await engine.read((db) => db.select({ key: instance.linkKey }).from(instance));
      assert(row?.key, 'the key was written just now');
      return row.key;
    },
    async presence(platform) {
      const isIts = eq(presence.platform, platform);
      const [row] = await engine.read((db) => db.select({ seenAt: presence.seenAt }).from(presence).where(isIts));
      return row?.seenAt;
    },
    async beat(platform, seen, now) {
      return engine.writeOnce(async (db) => {
        if (seen === undefined) {
          return (await insertIfNew(engine, db, presence, { platform, seenAt: now })) !== undefined;
        }
        const isSeen = and(eq(presence.platform, platform), eq(presence.seenAt, seen));
        return engine.matched(await db.update(presence).set({ seenAt: now }).where(isSeen)) === 1;
      });
    },
  };
}
