import type { Contract } from './contract.ts';
import { actsAs, CUSTOMER_ROLES, isSupplier, SUPPLIER_ROLES } from './sides.ts';
import {
  IN_WORK,
  type Refusal,
  type Ticket,
  type TicketCommand,
  type TicketCommandType,
  type TicketStatus,
} from './ticket-types.ts';
import type { Actor, Role } from './types.ts';

/** `undo` has rules of its own: `undo.ts`. */
export type DirectCommand = Exclude<TicketCommand, { type: 'undo' }>;
type DirectCommandType = DirectCommand['type'];

/** A request that was not decided when the ticket was resolved is decided afterwards. */
const DECIDABLE: readonly TicketStatus[] = [...IN_WORK, 'resolved', 'closed'];

/** Where each command has a meaning at all. A closed ticket takes nothing but the decision that is owed to it. */
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
  approve_suspension: DECIDABLE,
  refuse_suspension: DECIDABLE,
  resume: IN_WORK,
  change_level: IN_WORK,
  cancel: IN_WORK,
  confirm: ['resolved'],
  reopen: ['resolved'],
  supplement: [...IN_WORK, 'resolved'],
};

const SUPERVISOR: readonly Role[] = ['supervisor'];

type Authority =
  /** The assignee or a manager; any engineer while nobody is responsible. */
  | 'responsible'
  /** As `responsible`, and the customer's side. */
  | 'responsible_or_supervisor'
  | 'supervisor'
  /** Whom the pack names. */
  | 'level_change'
  /** Who reported this ticket, or a supervisor: nobody of the supplier's. A relayed report has nobody but the supervisor. */
  | 'customer'
  /** As `customer`; of a relayed report any reporter of the contract knows whether it works again. */
  | 'customer_users'
  | 'everybody';

/** Who may. Cancelling takes a ticket out of the score, and a confirmation is the customer's word: the supplier can't. */
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
  change_level: 'level_change',
  cancel: 'customer',
  confirm: 'customer_users',
  reopen: 'customer_users',
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
    roleRefusal(ticket, command.type, actor, contract) ??
    (ticket.status === 'cancelled' && command.type !== 'cancel' ? undefined : doneRefusal(ticket, command, actor)) ??
    statusRefusal(ticket, command.type) ??
    assigneeRefusal(ticket, command.type, actor) ??
    contentRefusal(ticket, command, contract)
  );
}

/**
 * As `refusalOf`, for a command whose particulars are not known yet: what is refused whatever they are. Somebody who may not do
 * it is told so before he is asked to fill in anything.
 */
export function refusalBefore(
  ticket: Ticket,
  type: TicketCommandType,
  actor: Actor,
  contract: Contract,
): Refusal | undefined {
  if (type === 'undo') return undefined;
  return (
    roleRefusal(ticket, type, actor, contract) ??
    (ticket.status === 'cancelled' && type !== 'cancel' ? undefined : doneStep(ticket, type, actor)) ??
    statusRefusal(ticket, type) ??
    assigneeRefusal(ticket, type, actor)
  );
}

function roleRefusal(ticket: Ticket, type: DirectCommandType, actor: Actor, contract: Contract): Refusal | undefined {
  switch (AUTHORITY_OF[type]) {
    case 'responsible':
      return unlessOneOf(SUPPLIER_ROLES, type, actor);
    case 'responsible_or_supervisor':
      return unlessOneOf([...SUPPLIER_ROLES, ...SUPERVISOR], type, actor);
    case 'supervisor':
      return unlessOneOf(SUPERVISOR, type, actor) ?? ownRequest(ticket, actor);
    case 'level_change':
      return unlessOneOf(contract.levelChange, type, actor);
    case 'customer':
      return customerRefusal(ticket, type, actor, SUPERVISOR);
    case 'customer_users':
      return customerRefusal(ticket, type, actor, CUSTOMER_ROLES);
    case 'everybody':
      return undefined;
  }
}

function unlessOneOf(needed: readonly Role[], command: DirectCommandType, actor: Actor): Refusal | undefined {
  if (needed.some((role) => actsAs(actor, role))) return undefined;
  const isBoth = needed.some((role) => actor.roles.includes(role));
  return isBoth ? { reason: 'supplier_side', command } : { reason: 'role', command, needed };
}

/** @param ofRelayed who decides about a report that the supplier's own people passed on */
function customerRefusal(
  ticket: Ticket,
  command: DirectCommandType,
  actor: Actor,
  ofRelayed: readonly Role[],
): Refusal | undefined {
  if (actsAs(actor, 'supervisor')) return undefined;
  const { reporterId } = ticket;
  if (actor.id === reporterId && isSupplier(actor)) return { reason: 'supplier_side', command };
  if (ticket.isRelayed) return unlessOneOf(ofRelayed, command, actor);
  return actor.id === reporterId ? undefined : { reason: 'not_reporter', reporterId };
}

function ownRequest({ suspension }: Ticket, actor: Actor): Refusal | undefined {
  return suspension?.by === actor.id && suspension.approvedBy === undefined ? { reason: 'own_request' } : undefined;
}

/** A double tap, or somebody was faster. */
function doneRefusal(ticket: Ticket, command: DirectCommand, actor: Actor): Refusal | undefined {
  if (command.type !== 'transfer') return doneStep(ticket, command.type, actor);
  return IN_WORK.includes(ticket.status) && command.to.id === ticket.assigneeId
    ? { reason: 'same_assignee', personId: command.to.id }
    : undefined;
}

function doneStep(ticket: Ticket, type: DirectCommandType, actor: Actor): Refusal | undefined {
  const isInWork = IN_WORK.includes(ticket.status);
  switch (type) {
    case 'acknowledge':
      return done(type, ticket.milestones.acknowledged);
    case 'arrive':
      return done(type, ticket.milestones.arrived);
    case 'diagnose':
      return done(type, ticket.milestones.diagnosed);
    case 'work_around':
      return done(type, ticket.milestones.worked_around);
    case 'report_up':
      return done(type, ticket.reportedUp);
    case 'resolve':
      return done(type, ticket.milestones.resolved);
    case 'reopen':
      return isInWork ? done(type, ticket.reopened) : undefined;
    case 'confirm':
      // One that closed by itself was confirmed by nobody.
      return ticket.status === 'closed' && ticket.closedBy ? done(type, endOf(ticket)) : undefined;
    case 'cancel':
      return ticket.status === 'cancelled' ? done(type, endOf(ticket)) : undefined;
    case 'suspend':
      return ticket.suspension?.by === actor.id
        ? done(type, { at: ticket.suspension.requestedAt, by: actor.id })
        : undefined;
    case 'approve_suspension':
      return ticket.suspension?.approvedAt === undefined
        ? undefined
        : done(type, { at: ticket.suspension.approvedAt, by: ticket.suspension.approvedBy });
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
  if (authority === 'responsible_or_supervisor' && actsAs(actor, 'supervisor')) return undefined;
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
      return isSupplier(command.to) ? undefined : { reason: 'not_engineer', personId: command.to.id };
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
