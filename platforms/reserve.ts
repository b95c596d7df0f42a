import type { Instant } from '../domain/types.ts';
import { nextSlot, type RateWindows, type SentInstants, slotsLeft, withSent } from './rate-windows.ts';

/** Who asks for room: what is urgent may use all of a budget, the rest leaves a part of it. */
export type Urgency = 'urgent' | 'chatter';

/** What a chat may get. */
export interface ReservedBudget {
  readonly windows: RateWindows;
  /** What is left of them for messages that are not urgent, so that a breach never waits behind chatter. */
  readonly forChatter: RateWindows;
}

/** What it got within the longest window. */
export interface Spent {
  readonly all: SentInstants;
  /** Of these, what was not urgent. */
  readonly chatter: SentInstants;
}

export const NOTHING_SPENT: Spent = { all: [], chatter: [] };

export function reservedBudget(windows: RateWindows): ReservedBudget {
  const forChatter = windows.map(({ lengthMs, messagesMax }) => ({
    messagesMax: messagesMax - urgentReserve(messagesMax),
    lengthMs,
  }));
  return { windows, forChatter };
}

/** How many of the messages of a window are kept for what is urgent. */
export function urgentReserve(messagesMax: number): number {
  return messagesMax < 2 ? 0 : Math.ceil(messagesMax / 5);
}

/** When the next message may leave: `now` while there is room for it. */
export function nextSlotFor(urgency: Urgency, spent: Spent, budget: ReservedBudget, now: Instant): Instant {
  const slot = nextSlot(spent.all, budget.windows, now);
  return urgency === 'urgent' ? slot : Math.max(slot, nextSlot(spent.chatter, budget.forChatter, now));
}

/** How many messages may leave now, whatever they are. */
export function roomForAny(spent: Spent, budget: ReservedBudget, now: Instant): number {
  return Math.min(slotsLeft(spent.all, budget.windows, now), slotsLeft(spent.chatter, budget.forChatter, now));
}

/** Remembers a message; forgets those that no longer count. */
export function spend(urgency: Urgency, spent: Spent, { windows }: ReservedBudget, now: Instant): Spent {
  const all = withSent(spent.all, windows, now);
  return { all, chatter: urgency === 'urgent' ? spent.chatter : withSent(spent.chatter, windows, now) };
}

/** Forgets one message of that instant: it was never sent. */
export function unspend(urgency: Urgency, { all, chatter }: Spent, at: Instant): Spent {
  return { all: withoutOne(all, at), chatter: urgency === 'urgent' ? chatter : withoutOne(chatter, at) };
}

function withoutOne(sent: SentInstants, at: Instant): SentInstants {
  const place = sent.indexOf(at);
  return place === -1 ? sent : sent.toSpliced(place, 1);
}
