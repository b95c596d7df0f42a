import type { Clock } from '../../domain/types.ts';
import { DAY, type DurationMs } from '../../domain/types.ts';
import type { PlatformNotes } from '../notes.ts';

/** Nobody quotes a card that is older. */
const KEPT_MS: DurationMs = 90 * DAY;
/** What a note's key has room for; the true names have some sixty characters. */
const NAME_MAX = 160;

/** Which card a message shows: a quotation names the message only. */
export interface PostedCards {
  posted(carrierId: string, outTrackId: string): Promise<void>;
  cardOf(carrierId: string): Promise<string | undefined>;
}

export function createPostedCards({
  clock,
  notes,
}: {
  readonly clock: Clock;
  readonly notes: PlatformNotes;
}): PostedCards {
  const keyOf = (carrierId: string) => `carrier:${carrierId}`;
  const fits = (carrierId: string) => carrierId.length <= NAME_MAX;
  return {
    async posted(carrierId, value) {
      if (!fits(carrierId)) return;
      const now = clock.now();
      await notes.put({ platform: 'dingtalk', key: keyOf(carrierId), value, until: now + KEPT_MS }, now);
    },
    cardOf: async (carrierId) => (fits(carrierId) ? notes.get('dingtalk', keyOf(carrierId), clock.now()) : undefined),
  };
}
