import { type Instant, MINUTE } from '../domain/types.ts';

/** What a chat received within the last minute, oldest first. */
export type SentInstants = readonly Instant[];

/**
 * When the next message may leave without more than `perMinute` in any minute: `now` while there is room.
 * @param perMinute absent: no limit
 */
export function nextSlot(sent: SentInstants, perMinute: number | undefined, now: Instant): Instant {
  if (perMinute === undefined) return now;
  const oldestThatCounts = withinMinute(sent, now).at(-perMinute);
  return oldestThatCounts === undefined ? now : oldestThatCounts + MINUTE;
}

/** How many messages may leave at this instant. */
export function slotsLeft(sent: SentInstants, perMinute: number | undefined, now: Instant): number {
  if (perMinute === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, perMinute - withinMinute(sent, now).length);
}

/** Remembers a message; forgets those that no longer count. */
export function withSent(sent: SentInstants, now: Instant): SentInstants {
  return [...withinMinute(sent, now), now];
}

/** A message stops counting a full minute after it was sent. */
function withinMinute(sent: SentInstants, now: Instant): SentInstants {
  return sent.filter((at) => at + MINUTE > now);
}

/** How many of the messages of a minute are kept for what is urgent, so that a breach never waits behind chatter. */
export function urgentReserve(perMinute: number): number {
  return perMinute < 2 ? 0 : Math.ceil(perMinute / 5);
}
