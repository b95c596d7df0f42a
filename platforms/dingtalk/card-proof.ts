import { type Clock, DAY, type DurationMs, type Instant } from '../../domain/types.ts';
import type { PlatformNotes } from '../notes.ts';

/** What was accepted longer ago shows nothing of today's template. */
const KEPT_MS: DurationMs = 400 * DAY;
/** So often the note is brought up to date. */
const NOTED_EVERY_MS: DurationMs = DAY;

/** When DingTalk last took a card of the template, so that nobody has to post one to know that it does. */
export interface CardProof {
  accepted(): Promise<void>;
  /** What was accepted before counts no more. */
  refused(): Promise<void>;
  /** To the day, or undefined where none was. */
  lastAccepted(): Promise<Instant | undefined>;
}

export function createCardProof(
  templateId: string,
  { clock, notes }: { readonly clock: Clock; readonly notes: PlatformNotes },
): CardProof {
  const platform = 'dingtalk';
  const key = `card_accepted:${templateId}`;
  let notedAt: Instant | undefined;
  return {
    async accepted() {
      const now = clock.now();
      if (notedAt !== undefined && now >= notedAt && now - notedAt < NOTED_EVERY_MS) return;
      await notes.put({ platform, key, value: String(now), until: now + KEPT_MS }, now);
      notedAt = now;
    },
    async refused() {
      notedAt = undefined;
      await notes.take(platform, key, clock.now());
    },
    async lastAccepted() {
      const value = await notes.get(platform, key, clock.now());
      return value === undefined ? undefined : Number(value);
    },
  };
}
