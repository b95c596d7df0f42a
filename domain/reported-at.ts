import { type Instant, MINUTE } from './types.ts';

/** How far a platform's own time of a message may lie before its receipt and still be believed. */
export const SENT_AT_TRUST_MS = 5 * MINUTE;

/**
 * The instant at which a ticket's clocks start: the platform's own time of the message if it is at most 5 minutes before
 * receipt, otherwise the receipt. A time after the receipt is a wrong clock and not believed either.
 * @param sentAt absent where the platform tells none
 */
export function reportedAt(update: { readonly sentAt?: Instant; readonly receivedAt: Instant }): Instant {
  const { sentAt, receivedAt } = update;
  if (sentAt === undefined || sentAt > receivedAt) return receivedAt;
  return receivedAt - sentAt <= SENT_AT_TRUST_MS ? sentAt : receivedAt;
}

/**
 * When a person did what his update asks for: when he said it, however late the bot got to it. People's acts on a ticket keep
 * the order in which they were taken.
 */
export function actedAt(
  ticket: { readonly lastActAt: Instant },
  update: { readonly sentAt?: Instant; readonly receivedAt: Instant },
): Instant {
  return Math.max(reportedAt(update), ticket.lastActAt);
}
