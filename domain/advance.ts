import { assert, unreachable } from './assert.ts';
import type { ClockName } from './contract.ts';
import { MILESTONE_OF } from './late-entry.ts';
import { keyOfReport } from './merged-report.ts';
import { withoutResolution } from './reopening.ts';
import {
  IN_WORK,
  type Milestone,
  type MilestoneMark,
  type Ticket,
  type TicketEvent,
  type TicketEventType,
  type TicketStatus,
} from './ticket-types.ts';
import type { Instant, PersonId } from './types.ts';

export type LaterEvent = Exclude<TicketEvent, { type: 'opened' }>;

/** What an event says about everything but clocks. */
export function advance(ticket: Ticket, event: LaterEvent): Ticket {
  return heard(steppedTo(ticket, event), event);
}

function steppedTo(ticket: Ticket, event: LaterEvent): Ticket {
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
      return withStatus({
        ...taken(ticket, event),
        progress: { at: event.at, by: actorOf(event), text: event.text },
      });
    case 'resolved':
      return resolved(ticket, event);
    case 'confirmed': {
      const rating = event.rating === undefined ? {} : { rating: event.rating };
      return ended({ ...reach(ticket, event, 'confirmed'), ...rating }, event, 'closed');
    }
    case 'rated':
      return { ...ticket, rating: event.rating };
    case 'reopened':
      return reopened(ticket, event);
    case 'transferred': {
      const { at, to } = event;
      return { ...ticket, assigneeId: to, transfers: [...(ticket.transfers ?? []), { at, by: actorOf(event), to }] };
    }
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
      if (ticket.suspension.resolvedAt !== undefined) return pastSuspension(ticket, ticket.suspension.resolvedAt);
      return {
        ...ticket,
        suspension: { ...ticket.suspension, approvedBy: actorOf(event), approvedAt: event.at },
      };
    case 'suspension_refused':
      return withoutSuspension(ticket);
    case 'resumed':
      return pastSuspension(ticket, event.at);
    case 'level_changed':
      return { ...levelSettled(ticket), level: event.to, levelReason: { code: 'person', by: actorOf(event) } };
    case 'system_changed': {
      const { to: systemId, level, levelReason } = event;
      return { ...levelSettled(ticket), systemId, level, levelReason, ...(event.asksLevel && { levelAsked: true }) };
    }
    case 'late_entry_requested': {
      const { step, claimedAt, reason, at: requestedAt } = event;
      return { ...ticket, lateEntry: { step, claimedAt, requestedAt, by: actorOf(event), reason } };
    }
    case 'late_entry_approved':
      return enteredLate(withoutLateEntry(ticket), event);
    case 'late_entry_refused':
      return withoutLateEntry(ticket);
    case 'fault_reported':
      return { ...ticket, faultReport: { at: event.at, by: actorOf(event), text: event.text } };
    case 'merged': {
      const mergedInto = { ticketId: event.into, number: event.intoNumber };
      return { ...ended(withoutRequests(ticket), event, 'merged'), mergedInto };
    }
    case 'absorbed':
      return absorbed(ticket, event);
    case 'split_off':
      return splitOff(ticket, event);
    case 'cancelled':
      return { ...ended(withoutRequests(ticket), event, 'cancelled'), cancelReason: event.reason };
    case 'closed':
      return ended(ticket, event, 'closed');
    case 'silence_noticed':
      return { ...ticket, silenceSteps: event.step };
    case 'alerts_counted':
      return { ...ticket, alerts: event.counted };
    case 'supplemented':
    case 'reminded':
    case 'arrival_requested':
    case 'calendar_changed':
      return ticket;
    case 'due_proposed': {
      const { clockId, dueAt, side, at: proposedAt } = event;
      return { ...ticket, dueProposal: { clockId, dueAt, by: actorOf(event), side, proposedAt } };
    }
    case 'due_agreed':
    case 'due_refused': {
      const { dueProposal, ...rest } = ticket;
      return rest;
    }
    case 'undone':
      assert(false, 'an undo needs the whole history: foldTicket');
      break;
    default:
      unreachable(event);
  }
}

/** What somebody wanted to date back was no resolution. */
function reopened(ticket: Ticket, event: Extract<TicketEvent, { type: 'reopened' }>): Ticket {
  const open = withoutResolution(ticket.lateEntry?.step === 'resolve' ? withoutLateEntry(ticket) : ticket);
  const reopening = { at: event.at, by: actorOf(event), reason: event.reason };
  return withStatus({ ...open, reopened: reopening, reopenings: ticket.reopenings + 1 });
}

function resolved(ticket: Ticket, event: Extract<TicketEvent, { type: 'resolved' }>): Ticket {
  const { reopened, ...rest } = withEndedSuspension(ticket, event.at);
  const reached = reach(taken(rest, event), event, 'resolved');
  const isTold = stops(ticket, event, 'report_up') && !ticket.reportedUp;
  const toldUp = isTold ? { reportedUp: { ...mark(event, true), byResolution: true } as const } : {};
  return { ...reached, ...toldUp, status: 'resolved', cause: event.cause, action: event.action };
}

/** A step that was entered late counts from when it was done; what it implies was done by then as well. */
function enteredLate(ticket: Ticket, event: Extract<TicketEvent, { type: 'late_entry_approved' }>): Ticket {
  const { step, claimedAt, requestedAt, by } = event.entry;
  const late: MilestoneMark = { at: claimedAt, by, enteredAt: requestedAt, implied: false };
  const orImplied = (known: MilestoneMark | undefined): MilestoneMark => {
    if (known && known.at <= claimedAt) return known;
    return { ...late, implied: true, ...(known?.byResolution && { byResolution: true }) };
  };
  const taken: Ticket = {
    ...ticket,
    milestones: { ...ticket.milestones, acknowledged: orImplied(ticket.milestones.acknowledged) },
    assigneeId: ticket.assigneeId ?? by,
    lastWorkAt: ticket.lastWorkAt ?? event.at,
  };
  const toldUp = step === 'resolve' && ticket.reportedUp ? { reportedUp: orImplied(ticket.reportedUp) } : {};
  const entered =
    step === 'report_up'
      ? { ...taken, reportedUp: late }
      : { ...reach(taken, event, MILESTONE_OF[step], late), ...toldUp };
  return IN_WORK.includes(ticket.status) ? withStatus(entered) : entered;
}

/** The earliest report is the one that counts. */
function absorbed(ticket: Ticket, event: Extract<TicketEvent, { type: 'absorbed' }>): Ticket {
  const { report, reportedAt } = event;
  const merged = [...(ticket.merged ?? []), report];
  const after = { ...ticket, merged, ...(event.asksLevel && { levelAsked: event.asksLevel }) };
  return reportedAt === ticket.reportedAt ? after : reportedFrom(after, reportedAt, report.reporterId);
}

/** What is left of its reports counts. */
function splitOff(ticket: Ticket, { report, reportedAt }: Extract<TicketEvent, { type: 'split_off' }>): Ticket {
  const { merged = [], ...rest } = ticket;
  const left = merged.filter((other) => keyOfReport(other) !== keyOfReport(report));
  const after = { ...rest, ...(left.length > 0 && { merged: left }) };
  if (reportedAt === ticket.reportedAt) return after;
  const earliest = left.find((other) => other.reportedAt === reportedAt);
  return reportedFrom(after, reportedAt, earliest?.reporterId ?? ticket.reporterId);
}

function reportedFrom(ticket: Ticket, reportedAt: Instant, by: PersonId): Ticket {
  const reported: MilestoneMark = { at: reportedAt, by, implied: false };
  return { ...ticket, reportedAt, milestones: { ...ticket.milestones, reported } };
}

/** What the supplier does or says about a ticket that was taken, and what puts it back into his hands. */
const HEARD: ReadonlySet<TicketEventType> = new Set([
  'acknowledged',
  'arrived',
  'diagnosed',
  'worked_around',
  'progressed',
  'reported_up',
  'transferred',
  'suspension_requested',
  'suspended',
  'resumed',
  'late_entry_requested',
  'reopened',
]);

/** A date is named, or answered to, by either side. */
function isHeard(event: LaterEvent): boolean {
  if (event.type === 'due_proposed') return event.side === 'supplier';
  if (event.type === 'due_agreed' || event.type === 'due_refused') return event.proposal.side === 'customer';
  return HEARD.has(event.type);
}

function heard(ticket: Ticket, event: LaterEvent): Ticket {
  if (!isHeard(event) || !ticket.milestones.acknowledged) return ticket;
  // Words that were said before the last step and arrive after it break no silence that began with it.
  if (ticket.lastWorkAt !== undefined && event.at <= ticket.lastWorkAt) return ticket;
  const { silenceSteps, ...rest } = ticket;
  return { ...rest, lastWorkAt: event.at };
}

/** Whoever does an engineer's work on a ticket that nobody took has taken it. */
function taken(ticket: Ticket, event: TicketEvent): Ticket {
  const milestones = { acknowledged: mark(event, true), ...ticket.milestones };
  return { ...ticket, milestones, assigneeId: ticket.assigneeId ?? actorOf(event) };
}

/**
 * A milestone, and with it the earlier ones that it implies: those always owed, those whose clock it stopped, and those that
 * were recorded for a later instant.
 * @param reached what is recorded of it
 */
function reach(ticket: Ticket, event: TicketEvent, milestone: Milestone, reached = mark(event, false)): Ticket {
  const milestones: Partial<Record<Milestone, MilestoneMark>> = { ...ticket.milestones };
  for (const earlier of ORDER.slice(0, ORDER.indexOf(milestone))) {
    const known = milestones[earlier];
    const isOwed =
      earlier === 'diagnosed' ||
      (earlier === 'arrived' && stops(ticket, event, 'arrive')) ||
      (earlier === 'worked_around' && stops(ticket, event, 'workaround'));
    const isByResolution = milestone === 'resolved' && (known?.byResolution ?? !known);
    if (known ? known.at > reached.at : isOwed) {
      milestones[earlier] = { ...reached, implied: true, ...(isByResolution && { byResolution: true }) };
    }
  }
  return { ...ticket, milestones: { ...milestones, [milestone]: reached } };
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

function levelSettled(ticket: Ticket): Ticket {
  const { levelAsked, ...rest } = ticket;
  return rest;
}

/** A suspension that nobody has decided about outlives the resolution, and lasted until it if it is approved. */
function withEndedSuspension(ticket: Ticket, at: Instant): Ticket {
  const { suspension } = ticket;
  if (!suspension) return ticket;
  if (suspension.approvedBy) return pastSuspension(ticket, at);
  return { ...ticket, suspension: { ...suspension, resolvedAt: suspension.resolvedAt ?? at } };
}

/** It counted until `to`. */
function pastSuspension(ticket: Ticket, to: Instant): Ticket {
  const { suspension, suspensions = [], ...rest } = ticket;
  assert(suspension, `ticket ${ticket.id} is not suspended`);
  return { ...rest, suspensions: [...suspensions, { from: suspension.requestedAt, to, by: suspension.by }] };
}

function withoutLateEntry(ticket: Ticket): Ticket {
  const { lateEntry, ...rest } = ticket;
  return rest;
}

/** Nobody has to decide about a ticket that is not worked on any more, nor judged. */
function withoutRequests(ticket: Ticket): Ticket {
  return withoutLateEntry(withoutSuspension(ticket));
}

function ended(ticket: Ticket, event: TicketEvent, status: 'closed' | 'cancelled' | 'merged'): Ticket {
  return { ...ticket, status, closedAt: event.at, ...(event.by ? { closedBy: event.by } : {}) };
}
