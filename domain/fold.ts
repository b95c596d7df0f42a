import { assert, unreachable } from './assert.ts';
import { noticed } from './breach.ts';
import { applyClockChange } from './clock-changes.ts';
import { isOpen } from './clocks.ts';
import type { ClockName } from './contract.ts';
import {
  type ClockChange,
  IN_WORK,
  type Milestone,
  type MilestoneMark,
  type Ticket,
  type TicketClock,
  type TicketEvent,
  type TicketEventType,
  type TicketStatus,
} from './ticket-types.ts';
import type { EventId, Instant, PersonId } from './types.ts';

type Undone = Extract<TicketEvent, { type: 'undone' }>;
type Opened = Extract<TicketEvent, { type: 'opened' }>;

/**
 * A ticket is the fold of its events. `writes` counts them, since every decision is one event. `version` counts those that
 * changed what people may do; an event that was undone counts as well as its undoing, so no version comes twice.
 * @param events all of one ticket, oldest first
 */
export function foldTicket(events: readonly TicketEvent[]): Ticket {
  const undone = new Set(events.flatMap((event) => (event.type === 'undone' ? [event.undoes] : [])));
  /** What an undone event did to clocks, until its undoing is reached. */
  const moot = new Map<EventId, readonly ClockChange[]>();
  let ticket: Ticket | undefined;
  for (const event of events) {
    if (ticket && undone.has(event.id)) {
      moot.set(event.id, event.clocks);
      ticket = leaveOut(ticket, event);
    } else if (ticket && event.type === 'undone') {
      ticket = takeBack(ticket, event, touchedClocks(moot.get(event.undoes) ?? []));
      moot.delete(event.undoes);
    } else {
      ticket = applyEvent(ticket, event);
    }
  }
  assert(ticket, 'a ticket without events');
  return ticket;
}

/**
 * One event further. An `undone` needs the whole history: `foldTicket`.
 * @param ticket undefined before `opened`
 */
export function applyEvent(ticket: Ticket | undefined, event: TicketEvent): Ticket {
  if (event.type === 'opened') {
    assert(!ticket, `ticket ${event.ticketId} was opened twice`);
    return openedTicket(event);
  }
  assert(ticket, `ticket ${event.ticketId} begins with ${event.type}`);
  assert(ticket.id === event.ticketId, `an event of ${event.ticketId} for ticket ${ticket.id}`);
  const next = advance(ticket, event);
  const version = ticket.version + (offersDiffer(ticket, next) ? 1 : 0);
  return {
    ...rememberStep(next, event),
    clocks: event.clocks.reduce(applyClockChange, ticket.clocks),
    version,
    turnedAtVersion: hasTurned(ticket, event, next) ? version : ticket.turnedAtVersion,
    pauseTurnedAtVersion: PAUSE_TURNING.has(event.type) ? version : ticket.pauseTurnedAtVersion,
    writes: ticket.writes + 1,
    lastActAt: lastActOf(ticket, event),
  };
}

/** Is what was offered before of another story now: not only further along its milestones? */
function hasTurned(before: Ticket, event: TicketEvent, after: Ticket): boolean {
  return TURNING.has(event.type) || (before.assigneeId !== undefined && before.assigneeId !== after.assigneeId);
}

/** An undo turns as well: `takeBack`. */
const TURNING: ReadonlySet<TicketEventType> = new Set(['reopened', 'transferred', 'level_changed', 'cancelled']);

/** The work goes on through a pause, so only the pause's own buttons mean another one after these. */
const PAUSE_TURNING: ReadonlySet<TicketEventType> = new Set([
  'suspended',
  'suspension_approved',
  'suspension_refused',
  'resumed',
]);

function lastActOf(ticket: Ticket, event: TicketEvent): Instant {
  return event.by === undefined ? ticket.lastActAt : Math.max(ticket.lastActAt, event.at);
}

/** Field by field: what else a stored event carries must not leak into the ticket. */
function openedTicket(event: Opened): Ticket {
  return {
    id: event.ticketId,
    contractId: event.contractId,
    packHash: event.packHash,
    chatId: event.chatId,
    number: event.number,
    kind: event.kind,
    ...(event.systemId === undefined ? {} : { systemId: event.systemId }),
    level: event.level,
    levelReason: event.levelReason,
    status: 'open',
    version: 1,
    turnedAtVersion: 1,
    pauseTurnedAtVersion: 1,
    writes: 1,
    reporterId: event.reporterId,
    ...(event.isRelayed && { isRelayed: event.isRelayed }),
    summary: event.summary,
    reportedAt: event.reportedAt,
    receivedAt: event.receivedAt,
    lastActAt: event.at,
    milestones: { reported: { at: event.reportedAt, by: event.reporterId, implied: false } },
    clocks: event.clocks.reduce(applyClockChange, []),
    reopenings: 0,
  };
}

/** What an event says about everything but clocks. */
function advance(ticket: Ticket, event: Exclude<TicketEvent, Opened>): Ticket {
  switch (event.type) {
    case 'acknowledged':
      return withStatus({ ...reach(ticket, event, 'acknowledged'), assigneeId: actorOf(event) });
    case 'arrived':
      return withStatus(reach(taken(ticket, event), event, 'arrived'));
    case 'diagnosed':
      return withStatus(reach(taken(ticket, event), event, 'diagnosed'));
    case 'worked_around':
      return withStatus(reach(taken(ticket, event), event, 'worked_around'));
    case 'reported_up':
      return withStatus({ ...taken(ticket, event), reportedUp: mark(event, false) });
    case 'progressed':
      return withStatus(taken(ticket, event));
    case 'resolved':
      return resolved(ticket, event);
    case 'confirmed': {
      const rating = event.rating === undefined ? {} : { rating: event.rating };
      return ended({ ...reach(ticket, event, 'confirmed'), ...rating }, event, 'closed');
    }
    case 'reopened': {
      const { cause, action, milestones, ...rest } = ticket;
      const { resolved: superseded, ...reached } = milestones;
      const reopened = { at: event.at, by: actorOf(event) };
      return withStatus({ ...rest, milestones: reached, reopened, reopenings: ticket.reopenings + 1 });
    }
    case 'transferred':
      return { ...ticket, assigneeId: event.to };
    case 'suspension_requested':
      return withStatus({
        ...taken(ticket, event),
        suspension: { requestedAt: event.at, by: actorOf(event), reason: event.reason },
      });
    case 'suspended': {
      const by = actorOf(event);
      const suspension = { requestedAt: event.at, by, reason: event.reason, approvedBy: by, approvedAt: event.at };
      return withStatus({ ...taken(ticket, event), suspension });
    }
    case 'suspension_approved':
      assert(ticket.suspension, `nobody asked to suspend ticket ${ticket.id}`);
      // A pause that is approved after the resolution ended with it.
      if (!IN_WORK.includes(ticket.status)) return withoutSuspension(ticket);
      return {
        ...ticket,
        suspension: { ...ticket.suspension, approvedBy: actorOf(event), approvedAt: event.at },
      };
    case 'suspension_refused':
    case 'resumed':
      return withoutSuspension(ticket);
    case 'level_changed':
      return { ...ticket, level: event.to, levelReason: { code: 'person', by: actorOf(event) } };
    case 'cancelled':
      return ended(withoutSuspension(ticket), event, 'cancelled');
    case 'closed':
      return ended(ticket, event, 'closed');
    case 'supplemented':
    case 'reminded':
      return ticket;
    case 'undone':
      assert(false, 'an undo needs the whole history: foldTicket');
      break;
    default:
      unreachable(event);
  }
}

function resolved(ticket: Ticket, event: Extract<TicketEvent, { type: 'resolved' }>): Ticket {
  const isUndecided = ticket.suspension !== undefined && ticket.suspension.approvedBy === undefined;
  const { reopened, ...rest } = isUndecided ? ticket : withoutSuspension(ticket);
  const reached = reach(taken(rest, event), event, 'resolved');
  const toldUp = stops(ticket, event, 'report_up') && !ticket.reportedUp ? { reportedUp: mark(event, true) } : {};
  return { ...reached, ...toldUp, status: 'resolved', cause: event.cause, action: event.action };
}

/** Whoever does an engineer's work on a ticket that nobody took has taken it. */
function taken(ticket: Ticket, event: TicketEvent): Ticket {
  const milestones = { acknowledged: mark(event, true), ...ticket.milestones };
  return { ...ticket, milestones, assigneeId: ticket.assigneeId ?? actorOf(event) };
}

/** A milestone, and with it the earlier ones that it implies: those always owed, and those whose clock it stopped. */
function reach(ticket: Ticket, event: TicketEvent, milestone: Milestone): Ticket {
  const implied: Partial<Record<Milestone, MilestoneMark>> = {};
  const isBefore = (other: Milestone) => ORDER.indexOf(other) < ORDER.indexOf(milestone);
  if (isBefore('arrived') && stops(ticket, event, 'arrive')) implied.arrived = mark(event, true);
  if (isBefore('diagnosed')) implied.diagnosed = mark(event, true);
  if (isBefore('worked_around') && stops(ticket, event, 'workaround')) implied.worked_around = mark(event, true);
  return { ...ticket, milestones: { ...implied, ...ticket.milestones, [milestone]: mark(event, false) } };
}

const ORDER: readonly Milestone[] = ['acknowledged', 'arrived', 'diagnosed', 'worked_around', 'resolved'];

function stops(ticket: Ticket, event: TicketEvent, name: ClockName): boolean {
  const ended = new Set(event.clocks.flatMap((change) => (change.op === 'stop' ? [change.id] : [])));
  return ticket.clocks.some((clock) => clock.clock === name && ended.has(clock.id));
}

function mark(event: TicketEvent, implied: boolean): MilestoneMark {
  return { at: event.at, by: actorOf(event), implied };
}

function actorOf(event: TicketEvent): PersonId {
  assert(event.by, `nobody did ${event.type}`);
  return event.by;
}

/** While it is worked on, a ticket's status is the furthest place that its milestones name. */
function withStatus(ticket: Ticket): Ticket {
  const { acknowledged, arrived } = ticket.milestones;
  const status: TicketStatus = arrived ? 'on_site' : acknowledged ? 'acknowledged' : 'open';
  return { ...ticket, status };
}

function withoutSuspension(ticket: Ticket): Ticket {
  const { suspension, ...rest } = ticket;
  return rest;
}

function ended(ticket: Ticket, event: TicketEvent, status: 'closed' | 'cancelled'): Ticket {
  return { ...ticket, status, closedAt: event.at, ...(event.by ? { closedBy: event.by } : {}) };
}

/** A supplement or a reminder overtakes nobody's step; what the bot does by itself can't be taken back. */
function rememberStep(ticket: Ticket, event: TicketEvent): Ticket {
  if (event.type === 'supplemented' || event.type === 'reminded') return ticket;
  const { lastStep, ...rest } = ticket;
  return event.by ? { ...rest, lastStep: { eventId: event.id, type: event.type, by: event.by, at: event.at } } : rest;
}

function offersDiffer(before: Ticket, after: Ticket): boolean {
  return (
    before.status !== after.status ||
    before.assigneeId !== after.assigneeId ||
    before.level !== after.level ||
    before.suspension !== after.suspension
  );
}

/** An undone event leaves its number behind, and the clocks that it started as void ones: no id and no stage comes twice. */
function leaveOut(ticket: Ticket, event: TicketEvent): Ticket {
  const started = event.clocks.flatMap((change) => (change.op === 'start' ? [change.clock] : []));
  const clocks = started.reduce<readonly TicketClock[]>(
    (kept, clock) => applyClockChange(kept, { op: 'start', clock: { ...clock, voidedAt: event.at } }),
    ticket.clocks,
  );
  return {
    ...ticket,
    clocks,
    version: ticket.version + 1,
    writes: ticket.writes + 1,
    lastActAt: lastActOf(ticket, event),
  };
}

/** Clocks that the undone event had changed run on as if it had not been; what was posted meanwhile stays posted. */
function takeBack(ticket: Ticket, event: Undone, touched: readonly string[]): Ticket {
  const clocks = ticket.clocks.map((clock) =>
    isOpen(clock) && touched.includes(clock.id) ? broughtBack(clock, event.at) : clock,
  );
  const version = ticket.version + 1;
  const lastActAt = lastActOf(ticket, event);
  return { ...ticket, clocks, version, turnedAtVersion: version, writes: ticket.writes + 1, lastActAt };
}

function broughtBack(clock: TicketClock, at: Instant): TicketClock {
  return { ...noticed(clock, at), armedAt: at };
}

function touchedClocks(changes: readonly ClockChange[]): readonly string[] {
  return changes.flatMap((change) =>
    change.op === 'start' ? (change.replaces ? [change.replaces] : []) : [change.id],
  );
}
