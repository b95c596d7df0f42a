import type { DurationMs, Instant } from '../domain/types.ts';

/** At most so many messages within any span of that length. */
export interface RateWindow {
  readonly messagesMax: number;
  readonly lengthMs: DurationMs;
}
/** None: no limit. */
export type RateWindows = readonly RateWindow[];

/** What a chat received within the longest window, oldest first. */
export type SentInstants = readonly Instant[];

/** When the next message may leave without breaking any of the limits: `now` while there is room. */
export function nextSlot(sent: SentInstants, windows: RateWindows, now: Instant): Instant {
  const slots = windows.map((window) => {
    const oldestThatCounts = counting(sent, window, now).at(-window.messagesMax);
    return oldestThatCounts === undefined ? now : oldestThatCounts + window.lengthMs;
  });
  return Math.max(now, ...slots);
}

/** How many messages may leave at this instant. */
export function slotsLeft(sent: SentInstants, windows: RateWindows, now: Instant): number {
  const left = windows.map((window) => window.messagesMax - counting(sent, window, now).length);
  return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...left));
}

/** Remembers a message; forgets those that no longer count. */
export function withSent(sent: SentInstants, windows: RateWindows, now: Instant): SentInstants {
  const longestMs = Math.max(0, ...windows.map((window) => window.lengthMs));
  return [...counting(sent, { messagesMax: 0, lengthMs: longestMs }, now), now];
}

/** A message stops counting a full window after it was sent, and when the clock was set back behind it. */
function counting(sent: SentInstants, { lengthMs }: RateWindow, now: Instant): SentInstants {
  return sent.filter((at) => at <= now && now < at + lengthMs);
}
