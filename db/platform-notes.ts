import { and, asc, eq, gte, lt } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import type { PlatformNote } from '../platforms/notes.ts';
import { type Access, insertIfNew } from './engine.ts';
import type { Store } from './store.ts';

const KEY_MAX = 190;
/** Behind every key that begins with what comes before it: no text holds a greater character. */
const LAST_CHARACTER = '\u{10FFFF}';

export function platformNotesPart({ engine, tables }: Access): Pick<Store, 'notes'> {
  const { platformNotes: notes } = tables;
  const isOf = (platform: string, key: string) => and(eq(notes.platform, platform), eq(notes.key, key));
  return {
    notes: {
      add: (note, now) =>
        engine.write(async (db) => {
          const row = rowOf(note);
          // In this order, so that two who add the same note at once meet at the row, not at the gap before it.
          if (await insertIfNew(engine, db, notes, row)) return true;
          const isForgotten = and(isOf(note.platform, note.key), lt(notes.until, now));
          return engine.matched(await db.update(notes).set(row).where(isForgotten)) === 1;
        }),
      put: (note) =>
        engine.writeOnce((db) =>
          engine.upsert(db, notes, [rowOf(note)], { key: [notes.platform, notes.key], set: ['value', 'until'] }),
        ),
      async get(platform, key, now) {
        const isLive = and(isOf(platform, key), gte(notes.until, now));
        const [row] = await engine.read((db) => db.select({ value: notes.value }).from(notes).where(isLive));
        return row?.value;
      },
      take: (platform, keyPrefix, now) =>
        engine.write(async (db) => {
          const isWanted = and(
            eq(notes.platform, platform),
            gte(notes.key, keyPrefix),
            lt(notes.key, `${keyPrefix}${LAST_CHARACTER}`),
            gte(notes.until, now),
          );
          const soonest = db
            .select({ key: notes.key, value: notes.value })
            .from(notes)
            .where(isWanted)
            .orderBy(asc(notes.until), asc(notes.key))
            .limit(1);
          const [note] = await engine.locked(soonest);
          if (!note) return undefined;
          await db.delete(notes).where(isOf(platform, note.key));
          return note;
        }),
    },
  };
}

function rowOf({ key, platform, until, value }: PlatformNote) {
  assert(key.length <= KEY_MAX, 'the key of a note is too long');
  return { platform, key, value, until };
}
