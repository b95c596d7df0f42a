import { createHash } from 'node:crypto';
import type { DurationMs } from '../../domain/types.ts';
import { type Conversation, conversationKey } from '../conversations.ts';
import type { PlatformDeps } from '../deps.ts';

/** What callback mode remembers beyond a request, for all replicas. */
export interface CallbackNotes {
  /** @returns false, without effect, when it is there already */
  add(key: string, value: string, lifeMs: DurationMs): Promise<boolean>;
  put(key: string, value: string, lifeMs: DurationMs): Promise<void>;
  get(key: string): Promise<string | undefined>;
  /** Of those that begin so, the value of the one that ends soonest; it is removed, and one caller gets it. */
  take(beginning: string): Promise<string | undefined>;
}

const PLATFORM = 'wecom';
const DIGEST_KEPT = 32;

export function callbackNotes({ clock, notes }: Pick<PlatformDeps, 'clock' | 'notes'>): CallbackNotes {
  const noteOf = (key: string, value: string, lifeMs: DurationMs) => {
    const until = clock.now() + lifeMs;
    return { platform: PLATFORM, key, value, until };
  };
  return {
    add: (key, value, lifeMs) => notes.add(noteOf(key, value, lifeMs), clock.now()),
    put: (key, value, lifeMs) => notes.put(noteOf(key, value, lifeMs), clock.now()),
    get: (key) => notes.get(PLATFORM, key, clock.now()),
    take: async (beginning) => (await notes.take(PLATFORM, beginning, clock.now()))?.value,
  };
}

/** In a key: short, without a name in it, and nothing in it means anything to the database. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, DIGEST_KEPT);
}

/** Begins the keys of what belongs to a conversation. */
export function keyOf(kind: string, to: Conversation): string {
  return `${kind}|${digest(conversationKey(to))}|`;
}
