import type { DurationMs, Instant } from '../domain/types.ts';
import type { RateWindows } from './rate-windows.ts';
import { NOTHING_SPENT, nextSlotFor, reservedBudget, type Spent, spend, type Urgency, unspend } from './reserve.ts';

/** Counts what each conversation was sent, against all of its windows. A part of them is kept for what is urgent. */
export interface SendBudget {
  /**
   * Takes a place for one message now.
   * @param urgency absent: it is all alike, and nothing is kept back
   * @returns 0, or, without taking one, how long it takes until there is room
   */
  take(conversation: string, now: Instant, urgency?: Urgency): DurationMs;
  /** The message that took its place at `takenAt` was never sent. */
  giveBack(conversation: string, takenAt: Instant, urgency?: Urgency): void;
  /** The other side counts otherwise than we do: nothing leaves for `ms`. */
  rest(conversation: string, now: Instant, ms: DurationMs): void;
}

interface Conversation {
  readonly spent: Spent;
  readonly rest?: { readonly from: Instant; readonly until: Instant };
}

/** Above so many, those that have been silent are forgotten. */
const KEPT_MAX = 500;

export function createSendBudget(windows: RateWindows): SendBudget {
  const budget = reservedBudget(windows);
  const longestMs = Math.max(0, ...windows.map(({ lengthMs }) => lengthMs));
  const conversations = new Map<string, Conversation>();

  const freeAt = ({ rest, spent }: Conversation, urgency: Urgency, now: Instant): Instant => {
    const isResting = rest !== undefined && rest.from <= now;
    return Math.max(isResting ? rest.until : now, nextSlotFor(urgency, spent, budget, now));
  };
  const isSilent = ({ rest, spent }: Conversation, now: Instant): boolean => {
    const last = spent.all.at(-1);
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
    take(name, now, urgency = 'urgent') {
      const known = conversations.get(name) ?? { spent: NOTHING_SPENT };
      const waitMs = freeAt(known, urgency, now) - now;
      if (waitMs > 0) return waitMs;
      keep(name, { spent: spend(urgency, known.spent, budget, now) }, now);
      return 0;
    },
    giveBack(name, takenAt, urgency = 'urgent') {
      const known = conversations.get(name);
      if (known) conversations.set(name, { ...known, spent: unspend(urgency, known.spent, takenAt) });
    },
    rest(name, now, ms) {
      const spent = conversations.get(name)?.spent ?? NOTHING_SPENT;
      keep(name, { spent, rest: { from: now, until: now + ms } }, now);
    },
  };
}
