import { advance } from './advance.ts';
import { assert } from './assert.ts';
import { noticed } from './breach.ts';
import { applyClockChange } from './clock-changes.ts';
import { isOpen } from './clocks.ts';
import type { ClockChange, Ticket, TicketClock, TicketEvent, TicketEventType } from './ticket-types.ts';
import type { EventId, Instant } from './types.ts';

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
  const clocks = event.clocks.reduce(applyClockChange, ticket.clocks);
  const next = withLiveProposal({ ...rememberStep(advance(ticket, event), event), clocks });
  const version = ticket.version + (offersDiffer(ticket, next) ? 1 : 0);
  return {
    ...next,
    version,
    turnedAtVersion: hasTurned(ticket, event, next) ? version : ticket.turnedAtVersion,
    pauseTurnedAtVersion: PAUSE_TURNING.has(event.type) ? version : ticket.pauseTurnedAtVersion,
    ...(LATE_TURNING.has(event.type) && { lateTurnedAtVersion: version }),
    ...(DUE_TURNING.has(event.type) && { dueTurnedAtVersion: version }),
    writes: ticket.writes + 1,
    lastActAt: lastActOf(ticket, event),
  };
}

/** Is what was offered before of another story now: not only further along its milestones? */
function hasTurned(before: Ticket, event: TicketEvent, after: Ticket): boolean {
  return TURNING.has(event.type) || (before.assigneeId !== undefined && before.assigneeId !== after.assigneeId);
}

/** An undo turns as well: `takeBack`. */
const TURNING: ReadonlySet<TicketEventType> = new Set([
  'reopened',
  'transferred',
  'level_changed',
  'system_changed',
  'cancelled',
  'merged',
]);

/** The work goes on through a pause, so only the pause's own buttons mean another one after these. */
const PAUSE_TURNING: ReadonlySet<TicketEventType> = new Set([
  'suspended',
  'suspension_approved',
  'suspension_refused',
  'resumed',
]);

const LATE_TURNING: ReadonlySet<TicketEventType> = new Set([
  'late_entry_requested',
  'late_entry_approved',
  'late_entry_refused',
]);

/** A button means the date that was proposed when it was made. */
const DUE_TURNING: ReadonlySet<TicketEventType> = new Set(['due_proposed', 'due_agreed', 'due_refused']);

/** A date is proposed for a clock that runs, and for nothing once that has ended. */
function withLiveProposal(ticket: Ticket): Ticket {
  const { dueProposal, ...rest } = ticket;
  const isLive = ticket.clocks.some((clock) => clock.id === dueProposal?.clockId && isOpen(clock));
  return isLive ? ticket : rest;
}

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
    ...(event.departmentId === undefined ? {} : { departmentId: event.departmentId }),
    level: event.level,
    levelReason: event.levelReason,
    status: 'open',
    version: 1,
    turnedAtVersion: 1,
    pauseTurnedAtVersion: 1,
    writes: 1,
    reporterId: event.reporterId,
    ...(event.isRelayed && { isRelayed: event.isRelayed }),
    ...(event.language && { language: event.language }),
    summary: event.summary,
    reportedAt: event.reportedAt,
    receivedAt: event.receivedAt,
    lastActAt: event.at,
    milestones: { reported: { at: event.reportedAt, by: event.reporterId, implied: false } },
    clocks: event.clocks.reduce(applyClockChange, []),
    reopenings: 0,
  };
}

/** These overtake nobody's step. */
const UNNOTICED: ReadonlySet<TicketEventType> = new Set([
  'supplemented',
  'reminded',
  'silence_noticed',
  'alerts_counted',
]);
/** Half of what they did is another ticket's, so they can't be taken back, nor what was done before them. */
const FINAL: ReadonlySet<TicketEventType> = new Set(['merged', 'absorbed', 'split_off']);

/** What the bot does by itself can't be taken back. */
function rememberStep(ticket: Ticket, event: TicketEvent): Ticket {
  if (UNNOTICED.has(event.type) || isMereAddition(event)) return ticket;
  const { lastStep, ...rest } = ticket;
  return event.by && !FINAL.has(event.type)
    ? { ...rest, lastStep: { eventId: event.id, type: event.type, by: event.by, at: event.at } }
    : rest;
}

/** Somebody else has reported the same fault, and nothing is due otherwise by it. */
function isMereAddition(event: TicketEvent): boolean {
  return event.type === 'absorbed' && event.report.joinedId !== undefined && event.clocks.length === 0;
}

function offersDiffer(before: Ticket, after: Ticket): boolean {
  return (
    before.status !== after.status ||
    before.assigneeId !== after.assigneeId ||
    before.level !== after.level ||
    before.systemId !== after.systemId ||
    before.lateEntry !== after.lateEntry ||
    before.dueProposal !== after.dueProposal ||
    before.suspension !== after.suspension ||
    // The button of an undo means the step that was the newest when it was made.
    before.lastStep !== after.lastStep
  );
}

/** An undone event leaves its number behind, and the clocks that it started as void ones: no id and no stage comes twice. */
function leaveOut(ticket: Ticket, event: TicketEvent): Ticket {
  const isThere = (id: string) => ticket.clocks.some((clock) => clock.id === id && clock.voidedAt === undefined);
  const started = event.clocks
    .flatMap((change) => (change.op === 'start' ? [change.clock] : []))
    .filter(({ id }) => !isThere(id));
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
