import type { Contract } from './contract.ts';
import type { Refusal, Ticket, TicketCommand, TicketCommandType, TicketStatus } from './ticket-types.ts';
import type { Actor, Role } from './types.ts';

/** `undo` has rules of its own: `undo.ts`. */
export type DirectCommand = Exclude<TicketCommand, { type: 'undo' }>;
type DirectCommandType = DirectCommand['type'];

const IN_WORK: readonly TicketStatus[] = ['open', 'acknowledged', 'on_site'];

/** Where each command has a meaning at all. Closed and cancelled tickets take none. */
export const STATUSES_OF: Readonly<Record<DirectCommandType, readonly TicketStatus[]>> = {
  acknowledge: ['open'],
  arrive: ['open', 'acknowledged'],
  diagnose: IN_WORK,
  report_up: IN_WORK,
  work_around: IN_WORK,
  progress: IN_WORK,
  resolve: IN_WORK,
  transfer: IN_WORK,
  suspend: IN_WORK,
  approve_suspension: IN_WORK,
  refuse_suspension: IN_WORK,
  resume: IN_WORK,
  change_level: IN_WORK,
  cancel: IN_WORK,
  confirm: ['resolved'],
  reopen: ['resolved'],
  supplement: [...IN_WORK, 'resolved'],
};

const SUPPLIER: readonly Role[] = ['engineer', 'manager'];
const CUSTOMER: readonly Role[] = ['supervisor'];

type Authority =
  /** The assignee or a manager; any engineer while nobody is responsible. */
  | 'responsible'
  /** As `responsible`, and the customer's side. */
  | 'responsible_or_supervisor'
  | 'supervisor'
  /** Who reported this ticket, or a supervisor. */
  | 'customer'
  | 'everybody';

/** Who may. Cancelling takes a ticket out of the score, so the supplier can't. */
const AUTHORITY_OF: Readonly<Record<DirectCommandType, Authority>> = {
  acknowledge: 'responsible',
  arrive: 'responsible',
  diagnose: 'responsible',
  report_up: 'responsible',
  work_around: 'responsible',
  progress: 'responsible',
  resolve: 'responsible',
  transfer: 'responsible',
  suspend: 'responsible',
  resume: 'responsible_or_supervisor',
  approve_suspension: 'supervisor',
  refuse_suspension: 'supervisor',
  change_level: 'supervisor',
  cancel: 'customer',
  confirm: 'customer',
  reopen: 'customer',
  supplement: 'everybody',
};

/**
 * Why this person can't do this to the ticket as it is, the most telling reason first: what he is not, that it is done
 * already and by whom, that the ticket is past it, that another is responsible, and what is wrong with the command itself.
 */
export function refusalOf(
  ticket: Ticket,
  command: DirectCommand,
  actor: Actor,
  contract: Contract,
): Refusal | undefined {
  return (
    roleRefusal(ticket, command.type, actor) ??
    (ticket.status === 'cancelled' && command.type !== 'cancel' ? undefined : doneRefusal(ticket, command, actor)) ??
    statusRefusal(ticket, command.type) ??
    assigneeRefusal(ticket, command.type, actor) ??
    contentRefusal(ticket, command, contract)
  );
}

function roleRefusal(ticket: Ticket, type: DirectCommandType, actor: Actor): Refusal | undefined {
  const has = (roles: readonly Role[]) => roles.some((role) => actor.roles.includes(role));
  switch (AUTHORITY_OF[type]) {
    case 'responsible':
      return has(SUPPLIER) ? undefined : { reason: 'role', command: type, needed: SUPPLIER };
    case 'responsible_or_supervisor': {
      const needed = [...SUPPLIER, ...CUSTOMER];
      return has(needed) ? undefined : { reason: 'role', command: type, needed };
    }
    case 'supervisor':
      return has(CUSTOMER) ? undefined : { reason: 'role', command: type, needed: CUSTOMER };
    case 'customer':
      return actor.id === ticket.reporterId || has(CUSTOMER)
        ? undefined
        : { reason: 'not_reporter', reporterId: ticket.reporterId };
    case 'everybody':
      return undefined;
  }
}

/** A double tap, or somebody was faster. */
function doneRefusal(ticket: Ticket, command: DirectCommand, actor: Actor): Refusal | undefined {
  const isInWork = IN_WORK.includes(ticket.status);
  switch (command.type) {
    case 'acknowledge':
      return done(command.type, ticket.milestones.acknowledged);
    case 'arrive':
      return done(command.type, ticket.milestones.arrived);
    case 'diagnose':
      return done(command.type, ticket.milestones.diagnosed);
    case 'work_around':
      return done(command.type, ticket.milestones.worked_around);
    case 'report_up':
      return done(command.type, ticket.reportedUp);
    case 'resolve':
      return done(command.type, ticket.milestones.resolved);
    case 'reopen':
      return isInWork ? done(command.type, ticket.reopened) : undefined;
    case 'confirm':
      // One that closed by itself was confirmed by nobody.
      return ticket.status === 'closed' && ticket.closedBy ? done(command.type, endOf(ticket)) : undefined;
    case 'cancel':
      return ticket.status === 'cancelled' ? done(command.type, endOf(ticket)) : undefined;
    case 'transfer':
      return isInWork && command.to.id === ticket.assigneeId
        ? { reason: 'same_assignee', personId: command.to.id }
        : undefined;
    case 'suspend':
      return ticket.suspension?.by === actor.id
        ? done(command.type, { at: ticket.suspension.requestedAt, by: actor.id })
        : undefined;
    case 'approve_suspension':
      return ticket.suspension?.approvedAt === undefined
        ? undefined
        : done(command.type, { at: ticket.suspension.approvedAt, by: ticket.suspension.approvedBy });
    default:
      return undefined;
  }
}

function done(
  command: TicketCommandType,
  step: { readonly at: number; readonly by?: Actor['id'] | undefined } | undefined,
): Refusal | undefined {
  if (!step) return undefined;
  return { reason: 'already_done', command, at: step.at, ...(step.by ? { by: step.by } : {}) };
}

function endOf(ticket: Ticket): { readonly at: number; readonly by?: Actor['id'] | undefined } | undefined {
  return ticket.closedAt === undefined ? undefined : { at: ticket.closedAt, by: ticket.closedBy };
}

function statusRefusal(ticket: Ticket, type: DirectCommandType): Refusal | undefined {
  return STATUSES_OF[type].includes(ticket.status)
    ? undefined
    : { reason: 'status', command: type, status: ticket.status };
}

function assigneeRefusal(ticket: Ticket, type: DirectCommandType, actor: Actor): Refusal | undefined {
  const authority = AUTHORITY_OF[type];
  if (authority !== 'responsible' && authority !== 'responsible_or_supervisor') return undefined;
  if (authority === 'responsible_or_supervisor' && actor.roles.includes('supervisor')) return undefined;
  const { assigneeId } = ticket;
  const mayAct = assigneeId === undefined || assigneeId === actor.id || actor.roles.includes('manager');
  return mayAct ? undefined : { reason: 'not_assignee', assigneeId };
}

function contentRefusal(ticket: Ticket, command: DirectCommand, contract: Contract): Refusal | undefined {
  switch (command.type) {
    case 'suspend':
      if (!ticket.suspension) return undefined;
      return { reason: ticket.suspension.approvedBy ? 'suspended' : 'suspension_pending' };
    case 'approve_suspension':
      return ticket.suspension ? undefined : { reason: 'no_suspension_request' };
    case 'refuse_suspension':
      if (!ticket.suspension) return { reason: 'no_suspension_request' };
      return ticket.suspension.approvedBy ? { reason: 'suspended' } : undefined;
    case 'resume':
      if (!ticket.suspension) return { reason: 'not_suspended' };
      return ticket.suspension.approvedBy ? undefined : { reason: 'suspension_pending' };
    case 'transfer':
      return command.to.roles.some((role) => SUPPLIER.includes(role))
        ? undefined
        : { reason: 'not_engineer', personId: command.to.id };
    case 'change_level':
      if (!contract.levels.some((level) => level.id === command.to)) {
        return { reason: 'unknown_level', level: command.to };
      }
      return command.to === ticket.level ? { reason: 'same_level', level: command.to } : undefined;
    case 'confirm':
      return command.rating === undefined || isRating(command.rating) ? undefined : { reason: 'rating_range' };
    default:
      return undefined;
  }
}

export const RATING_MAX = 5;

function isRating(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= RATING_MAX;
}
