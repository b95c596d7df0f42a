import { type Clock, DAY, type Instant } from '../../domain/types.ts';
import type { PlatformNotes } from '../notes.ts';

/** WeCom names no end of it. */
const KEPT_MS = 400 * DAY;
/** A person's note is written again once in so long. */
const RENEWED_MS = DAY;
const REMEMBERED_MAX = 10_000;

/** Those who have spoken to the bot in its single chat: only to them it may write there. */
export interface Speakers {
  heard(userId: string): Promise<void>;
  knows(userId: string): Promise<boolean>;
}

export function createSpeakers({ clock, notes }: { readonly clock: Clock; readonly notes: PlatformNotes }): Speakers {
  const renewed = new Map<string, Instant>();
  const keyOf = (userId: string) => `spoke:${userId}`;
  return {
    async heard(userId) {
      const now = clock.now();
      const last = renewed.get(userId);
      if (last !== undefined && last <= now && now < last + RENEWED_MS) return;
      await notes.put({ platform: 'wecom', key: keyOf(userId), value: String(now), until: now + KEPT_MS }, now);
      renewed.delete(userId);
      renewed.set(userId, now);
      const [oldest] = renewed.keys();
      if (renewed.size > REMEMBERED_MAX && oldest !== undefined) renewed.delete(oldest);
    },
    async knows(userId) {
      return (await notes.get('wecom', keyOf(userId), clock.now())) !== undefined;
    },
  };
}
