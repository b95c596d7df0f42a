import type { DurationMs, Instant } from '../domain/types.ts';
import { nextSlot, type RateWindows, type SentInstants, withSent } from './rate-windows.ts';

/** Counts what each conversation was sent, against all of its windows. */
export interface SendBudget {
  /**
   * Takes a place for one message now.
   * @returns 0, or, without taking one, how long it takes until there is room
   */
  take(conversation: string, now: Instant): DurationMs;
  /** The other side counts otherwise than we do: nothing leaves for `ms`. */
  rest(conversation: string, now: Instant, ms: DurationMs): void;
}

interface Conversation {
  readonly sent: SentInstants;
  readonly rest?: { readonly from: Instant; readonly until: Instant };
}

/** Above so many, those that have been silent are forgotten. */
const KEPT_MAX = 500;

export function createSendBudget(windows: RateWindows): SendBudget {
  const longestMs = Math.max(0, ...windows.map(({ lengthMs }) => lengthMs));
  const conversations = new Map<string, Conversation>();

  const freeAt = ({ rest, sent }: Conversation, now: Instant): Instant => {
    const isResting = rest !== undefined && rest.from <= now;
    return Math.max(isResting ? rest.until : now, nextSlot(sent, windows, now));
  };
  const isSilent = ({ rest, sent }: Conversation, now: Instant): boolean => {
    const last = sent.at(-1);
    return (last === undefined || last + longestMs <= now) && (rest === undefined || rest.until <= now);
  };
  const keep = (name: string, conversation: Conversation, now: Instant) => {
    // Last in order, as the one that spoke last.
    conversations.delete(name);
    conversations.set(name, conversation);
    for (const [other, known] of conversations) {
      if (conversations.size <= KEPT_MAX) return;
      if (isSilent(known, now)) conversations.delete(other);
    }
  };

  return {
    take(name, now) {
      const known = conversations.get(name) ?? { sent: [] };
      const waitMs = freeAt(known, now) - now;
      if (waitMs > 0) return waitMs;
      keep(name, { sent: withSent(known.sent, windows, now) }, now);
      return 0;
    },
    rest(name, now, ms) {
      keep(name, { sent: conversations.get(name)?.sent ?? [], rest: { from: now, until: now + ms } }, now);
    },
  };
}
