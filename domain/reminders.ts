import { learntDue } from './clock-changes.ts';
import { dueOf } from './clocks.ts';
import type { Contract } from './contract.ts';
import type { Env } from './env.ts';
import { applyEvent } from './fold.ts';
import { silenceOwed } from './silence.ts';
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
 * What a ticket wants by itself at `now`: its closing when nobody confirmed in time; one `reminded` event with the newest due
 * stage of each clock, in which overtaken stages have collapsed; a question after what is going on.
 * @returns undefined when nothing is due; at the same instant a second call never finds anything
 */
export function decideWake(ticket: Ticket, env: Env): Wake | undefined {
  const closed = woken(ticket, closing(ticket, env));
  const reminded = woken(closed.ticket, reminding(closed.ticket, env));
  const asked = woken(reminded.ticket, asking(reminded.ticket, env));
  const events = [...closed.events, ...reminded.events, ...asked.events];
  return events.length === 0 ? undefined : { ticket: asked.ticket, events };
}

/**
 * The earliest instant at which `decideWake` would return something: where the ticket's timer belongs.
 * @returns undefined when the ticket wants nothing by itself: it is over, or all its clocks stand still
 */
export function nextWakeAt(ticket: Ticket, contract: Contract): Instant | undefined {
  const closesAt = closingInstant(ticket, contract);
  const instants = [
    ...(closesAt === undefined ? [] : [closesAt]),
    ...ticket.clocks.flatMap((clock) => stagesOwed(clock, ticket, contract).map((stage) => stage.at)),
    ...silenceOwed(ticket, contract).map((step) => step.at),
  ];
  return instants.length === 0 ? undefined : Math.min(...instants);
}

function woken(ticket: Ticket, event: TicketEvent | undefined): Wake {
  return event ? { ticket: applyEvent(ticket, event), events: [event] } : { ticket, events: [] };
}

function closing(ticket: Ticket, env: Env): TicketEvent | undefined {
  const { contract, now } = env;
  const closesAt = closingInstant(ticket, contract);
  if (closesAt === undefined || now < closesAt) return undefined;
  return { id: env.newEventId(), ticketId: ticket.id, at: now, clocks: [], type: 'closed' };
}

function reminding(ticket: Ticket, env: Env): TicketEvent | undefined {
  const { contract, now } = env;
  const due = ticket.clocks.flatMap((clock) => reminderOf(clock, ticket, contract, now) ?? []);
  if (due.length === 0) return undefined;
  return {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: now,
    clocks: due.flatMap(({ changes }) => changes),
    type: 'reminded',
    reminders: due.map(({ reminder }) => reminder),
  };
}

function asking(ticket: Ticket, env: Env): TicketEvent | undefined {
  const { contract, now } = env;
  const due = silenceOwed(ticket, contract).filter((step) => step.at <= now);
  const newest = due.at(-1);
  if (!newest || ticket.lastWorkAt === undefined) return undefined;
  return {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: now,
    clocks: [],
    type: 'silence_noticed',
    since: ticket.lastWorkAt,
    step: newest.step,
    to: [...new Set(due.flatMap((step) => step.to))],
  };
}

/** Of a resolution that was dated back the customer could know only since it was entered. */
function closingInstant(ticket: Ticket, contract: Contract): Instant | undefined {
  const { resolved } = ticket.milestones;
  return ticket.status === 'resolved' && resolved
    ? (resolved.enteredAt ?? resolved.at) + contract.autoCloseAfterMs
    : undefined;
}

function reminderOf(
  clock: TicketClock,
  ticket: Ticket,
  contract: Contract,
  now: Instant,
): { readonly reminder: Reminder; readonly changes: readonly ClockChange[] } | undefined {
  const due = stagesOwed(clock, ticket, contract).filter((stage) => stage.at <= now);
  const newest = due.at(-1);
  const dueAt = dueOf(clock, contract);
  if (!newest || dueAt === undefined) return undefined;
  const calls = due.flatMap(({ isCall, to }) => (isCall ? to : []));
  return {
    reminder: {
      clockId: clock.id,
      clock: clock.clock,
      stage: newest.stage,
      dueAt,
      plannedAt: newest.at,
      late: now - newest.at > LATE_AFTER_MS,
      ...(newest.held && { held: true }),
      // Whom the overtaken stages were for was never told.
      to: [...new Set(due.flatMap((stage) => stage.to))],
      ...(calls.length > 0 && { calls: [...new Set(calls)] }),
    },
    changes: [
      ...learntDue(clock, contract),
      { op: 'stage', id: clock.id, at: now, stages: due.map((stage) => stage.stage) },
    ],
  };
}
