import type { Instant } from '../domain/types.ts';

/**
 * What is to be remembered of a platform across a restart and shared with other replicas for a while: the nonces that were seen,
 * one-time addresses for answers, people who have spoken, the last stop. Not for what belongs to a ticket.
 */
export interface PlatformNotes {
  /** @returns false, without effect, when a live note of that key is there already */
  add(note: PlatformNote, now: Instant): Promise<boolean>;
  /** Writes it, whatever was there. */
  put(note: PlatformNote, now: Instant): Promise<void>;
  /** The live note of that key. */
  get(platform: string, key: string, now: Instant): Promise<string | undefined>;
  /** Removes and returns the live note with that beginning of its key that ends soonest; one caller gets it. */
  take(platform: string, keyPrefix: string, now: Instant): Promise<{ key: string; value: string } | undefined>;
}

export interface PlatformNote {
  readonly platform: string;
  /** At most 190 characters. */
  readonly key: string;
  readonly value: string;
  /** It is forgotten after this. */
  readonly until: Instant;
}
