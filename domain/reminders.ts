import { learntDue } from './clock-changes.ts';
import { dueOf } from './clocks.ts';
import type { Contract } from './contract.ts';
import type { Env } from './env.ts';
import { applyEvent } from './fold.ts';
import { stagesOwed } from './stages.ts';
import type { ClockChange, Reminder, Ticket, TicketClock, TicketEvent } from './ticket-types.ts';
import { type Instant, MINUTE } from './types.ts';

/** A reminder later than this says so: the bot was down. */
export const LATE_AFTER_MS = MINUTE;

export interface Wake {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
}

/**
 * What a ticket wants by itself at `now`: one `reminded` event with the newest due stage of each clock, in which overtaken
 * stages have collapsed, or its closing when nobody confirmed in time.
 * @returns undefined when nothing is due; at the same instant a second call never finds anything
 */
export function decideWake(ticket: Ticket, env: Env): Wake | undefined {
  const { contract, now } = env;
  const closesAt = closingInstant(ticket, contract);
  if (closesAt !== undefined && now >= closesAt) {
    return woken(ticket, { id: env.newEventId(), ticketId: ticket.id, at: now, clocks: [], type: 'closed' });
  }

  const due = ticket.clocks.flatMap((clock) => reminderOf(clock, contract, now) ?? []);
  if (due.length === 0) return undefined;
  return woken(ticket, {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: now,
    clocks: due.flatMap(({ changes }) => changes),
    type: 'reminded',
    reminders: due.map(({ reminder }) => reminder),
  });
}

/**
 * The earliest instant at which `decideWake` would return something: where the ticket's timer belongs.
 * @returns undefined when the ticket wants nothing by itself: it is closed, cancelled, or all its clocks stand still
 */
export function nextWakeAt(ticket: Ticket, contract: Contract): Instant | undefined {
  const closesAt = closingInstant(ticket, contract);
  const owed = ticket.clocks.flatMap((clock) => stagesOwed(clock, contract).map((stage) => stage.at));
  const instants = closesAt === undefined ? owed : [closesAt, ...owed];
  return instants.length === 0 ? undefined : Math.min(...instants);
}

function woken(ticket: Ticket, event: TicketEvent): Wake {
  return { ticket: applyEvent(ticket, event), events: [event] };
}

function closingInstant(ticket: Ticket, contract: Contract): Instant | undefined {
  const { resolved } = ticket.milestones;
  return ticket.status === 'resolved' && resolved ? resolved.at + contract.autoCloseAfterMs : undefined;
}

function reminderOf(
  clock: TicketClock,
  contract: Contract,
  now: Instant,
): { readonly reminder: Reminder; readonly changes: readonly ClockChange[] } | undefined {
  const due = stagesOwed(clock, contract).filter((stage) => stage.at <= now);
  const newest = due.at(-1);
  const dueAt = dueOf(clock, contract);
  if (!newest || dueAt === undefined) return undefined;
  return {
    reminder: {
      clockId: clock.id,
      clock: clock.clock,
      stage: newest.stage,
      dueAt,
      plannedAt: newest.at,
      late: now - newest.at > LATE_AFTER_MS,
      // Whom the overtaken stages were for was never told.
      to: [...new Set(due.flatMap((stage) => stage.to))],
    },
    changes: [
      ...learntDue(clock, contract),
      { op: 'stage', id: clock.id, at: now, stages: due.map((stage) => stage.stage) },
    ],
  };
}
