import { type Clock, type DurationMs, SECOND } from '../domain/types.ts';

/** How long a read is used again: for so long a change by another replica may stay unseen. */
const KEPT_MS: DurationMs = SECOND;
const KEPT_MAX = 1_000;

export interface BriefCache<Value> {
  get(key: string, read: () => Promise<Value>): Promise<Value>;
  forget(): void;
}

/** Remembers what was read for a second: what every update asks for, and what hardly ever changes. */
export function briefCache<Value>(clock: Clock): BriefCache<Value> {
  const cache = new Map<string, { readonly readAt: number; readonly value: Promise<Value> }>();
  return {
    async get(key, read) {
      const now = clock.now();
      const cached = cache.get(key);
      // A clock that went back says nothing of the age.
      if (cached && cached.readAt <= now && now - cached.readAt < KEPT_MS) return cached.value;
      const value = read();
      if (cache.size >= KEPT_MAX) cache.clear();
      cache.set(key, { readAt: now, value });
      try {
        return await value;
      } catch (error) {
        cache.delete(key);
        throw error;
      }
    },
    forget: () => cache.clear(),
  };
}
