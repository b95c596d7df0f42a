import type { Instant } from '../../domain/types.ts';
import type { PlatformNote, PlatformNotes } from '../../platforms/notes.ts';

/** An adapter's notes without a database. */
export function memoryNotes(): PlatformNotes {
  const notes = new Map<string, PlatformNote>();
  const idOf = (platform: string, key: string) => `${platform}\n${key}`;
  const live = (id: string, now: Instant) => {
    const note = notes.get(id);
    return note && now <= note.until ? note : undefined;
  };
  return {
    async add(note, now) {
      const id = idOf(note.platform, note.key);
      if (live(id, now)) return false;
      notes.set(id, note);
      return true;
    },
    async put(note) {
      notes.set(idOf(note.platform, note.key), note);
    },
    async get(platform, key, now) {
      return live(idOf(platform, key), now)?.value;
    },
    async take(platform, keyPrefix, now) {
      const [first] = [...notes]
        .filter(([id]) => id.startsWith(idOf(platform, keyPrefix)) && live(id, now))
        .toSorted(([, a], [, b]) => a.until - b.until);
      if (!first) return undefined;
      notes.delete(first[0]);
      return { key: first[1].key, value: first[1].value };
    },
  };
}
