import { calendarOf, dueInstant, isOpen, isOver } from './clocks.ts';
import type { Env } from './env.ts';
import { applyEvent } from './fold.ts';
import type { Wake } from './reminders.ts';
import type { ClockChange, Ticket, TicketEvent } from './ticket-types.ts';
import type { Instant } from './types.ts';

/**
 * What the contract's present calendars change about a ticket: every clock that is open and not over is due by them. Targets
 * stay as they were when the clock was started, and what was judged stays judged. A due instant that was known is not forgotten
 * where a table of holidays ends earlier than before.
 * @param since when the calendars came into force: what was over by then stays over. A ticket may be come to later
 * @returns undefined where nothing moves
 */
export function recalculate(ticket: Ticket, env: Env, since: Instant = env.now): Wake | undefined {
  const { contract, now } = env;
  const clocks = ticket.clocks.flatMap((clock): readonly ClockChange[] => {
    if (!isOpen(clock) || isOver(clock, since)) return [];
    const dueAt = dueInstant(clock, calendarOf(clock, contract));
    return dueAt === undefined || dueAt === clock.dueAt ? [] : [{ op: 'due', id: clock.id, at: now, dueAt }];
  });
  if (clocks.length === 0) return undefined;
  const event: TicketEvent = {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: now,
    clocks,
    type: 'calendar_changed',
    packHash: contract.hash,
  };
  return { ticket: applyEvent(ticket, event), events: [event] };
}
