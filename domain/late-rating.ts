import type { Ticket, TicketCommand } from './ticket-types.ts';
import { DAY, type Instant } from './types.ts';

/** For how long after its end a ticket may still be rated; its last instant counts. */
const RATED_WITHIN_MS = DAY;

/** It ended without a rating, which may still be given. It changes nothing else: not how the ticket stands, and no clock. */
export function mayStillBeRated({ closedAt, rating, status }: Ticket, now: Instant): boolean {
  return status === 'closed' && rating === undefined && closedAt !== undefined && now - closedAt <= RATED_WITHIN_MS;
}

/** 确认 with a rating, to a ticket that waits for nothing else any more. */
export function isLateRating(
  ticket: Ticket,
  command: TicketCommand,
  now: Instant,
): command is TicketCommand & { readonly type: 'confirm'; readonly rating: number } {
  return command.type === 'confirm' && command.rating !== undefined && mayStillBeRated(ticket, now);
}
