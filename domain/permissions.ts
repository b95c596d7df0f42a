import {
  contentRefusal,
  type DirectCommand,
  type DirectCommandType,
  doneRefusal,
  doneStep,
  standingRefusal,
} from './content-refusals.ts';
import type { Contract } from './contract.ts';
import type { Refusal } from './decision-types.ts';
import type { Env } from './env.ts';
import { isLateRating } from './late-rating.ts';
import { actsAs, CUSTOMER_ROLES, isSupplier, SUPPLIER_ROLES, sideOf } from './sides.ts';
import { IN_WORK, type Ticket, type TicketCommandType, type TicketStatus } from './ticket-types.ts';
import type { Actor, Role } from './types.ts';

/** A request that was not decided when the ticket was resolved is decided afterwards. */
const DECIDABLE: readonly TicketStatus[] = [...IN_WORK, 'resolved', 'closed'];

/** Where each command has a meaning at all. A closed ticket takes nothing but what is owed to it: a decision, the fault report, for a day the rating. */
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
  change_system: IN_WORK,
  request_arrival: IN_WORK,
  propose_due: IN_WORK,
  accept_due: IN_WORK,
  refuse_due: IN_WORK,
  enter_late: [...IN_WORK, 'resolved'],
  approve_late_entry: DECIDABLE,
  refuse_late_entry: DECIDABLE,
  report_fault: ['resolved', 'closed'],
  merge: [...IN_WORK, 'resolved'],
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
  /** As `level_change`, and who reported it, unless he is of the supplier's; everybody but other reporters while no system is named. */
  | 'system_change'
  /** Who reported this ticket, or a supervisor: nobody of the supplier's. A relayed report has nobody but the supervisor. */
  | 'customer'
  /** As `customer`; of a relayed report any reporter of the contract knows whether somebody has to come. */
  | 'customer_users'
  /** As `customer_users`, and who reported what was merged into it: they know whether it works again. */
  | 'customer_judges'
  /** Of the supplier's as `responsible`, of the customer's as `customer`. */
  | 'either_side'
  /** The same, but nobody of the side that has proposed it. */
  | 'other_side'
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
  confirm: 'customer_judges',
  reopen: 'customer_judges',
  supplement: 'everybody',
  change_system: 'system_change',
  request_arrival: 'customer_users',
  propose_due: 'either_side',
  accept_due: 'other_side',
  refuse_due: 'other_side',
  enter_late: 'responsible',
  approve_late_entry: 'supervisor',
  refuse_late_entry: 'supervisor',
  report_fault: 'responsible',
  merge: 'responsible_or_supervisor',
};

/**
 * Why this person can't do this to the ticket as it is, the most telling reason first: what he is not, that it is done
 * already and by whom, that the ticket is past it, that another is responsible, and what is wrong with the command itself.
 */
export function refusalOf(
  ticket: Ticket,
  command: DirectCommand,
  actor: Actor,
  env: Pick<Env, 'contract' | 'now'>,
): Refusal | undefined {
  if (isLateRating(ticket, command, env.now)) {
    return roleRefusal(ticket, command.type, actor, env.contract) ?? contentRefusal(ticket, command, actor, env);
  }
  return (
    roleRefusal(ticket, command.type, actor, env.contract) ??
    doneRefusal(ticket, command, actor) ??
    statusRefusal(ticket, command.type) ??
    assigneeRefusal(ticket, command.type, actor) ??
    standingRefusal(ticket, command.type, env.contract) ??
    contentRefusal(ticket, command, actor, env)
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
    doneStep(ticket, type, actor) ??
    statusRefusal(ticket, type) ??
    assigneeRefusal(ticket, type, actor) ??
    standingRefusal(ticket, type, contract)
  );
}

function roleRefusal(ticket: Ticket, type: DirectCommandType, actor: Actor, contract: Contract): Refusal | undefined {
  switch (AUTHORITY_OF[type]) {
    case 'responsible':
      return unlessOneOf(SUPPLIER_ROLES, type, actor);
    case 'responsible_or_supervisor':
      return unlessOneOf([...SUPPLIER_ROLES, ...SUPERVISOR], type, actor);
    case 'supervisor':
      return unlessOneOf(SUPERVISOR, type, actor) ?? ownRequest(ticket, type, actor);
    case 'level_change':
      return unlessOneOf(contract.levelChange, type, actor);
    case 'system_change':
      return isCustomersReporter(ticket, actor)
        ? undefined
        : unlessOneOf(rolesForSystem(ticket, contract), type, actor);
    case 'customer':
      return customerRefusal(ticket, type, actor, SUPERVISOR);
    case 'customer_users':
      return customerRefusal(ticket, type, actor, CUSTOMER_ROLES);
    case 'customer_judges':
      return isMergedReporter(ticket, actor) ? undefined : customerRefusal(ticket, type, actor, CUSTOMER_ROLES);
    case 'either_side':
      return sideRefusal(ticket, type, actor);
    case 'other_side':
      return sideRefusal(ticket, type, actor) ?? ownSide(ticket, actor);
    case 'everybody':
      return undefined;
  }
}

function sideRefusal(ticket: Ticket, type: DirectCommandType, actor: Actor): Refusal | undefined {
  return isSupplier(actor) ? undefined : customerRefusal(ticket, type, actor, SUPERVISOR);
}

function ownSide({ dueProposal }: Ticket, actor: Actor): Refusal | undefined {
  return dueProposal?.side === sideOf(actor) ? { reason: 'own_side' } : undefined;
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

function isCustomersReporter(ticket: Ticket, actor: Actor): boolean {
  return actor.id === ticket.reporterId && !isSupplier(actor);
}

function isMergedReporter({ merged = [] }: Ticket, actor: Actor): boolean {
  return merged.some(({ reporterId }) => reporterId === actor.id) && !isSupplier(actor);
}

/** Who may name another system beside the reporter; the first one is named by whoever knows it. */
export function rolesForSystem(ticket: Ticket, contract: Contract): readonly Role[] {
  return ticket.systemId === undefined ? [...SUPPLIER_ROLES, ...SUPERVISOR] : contract.levelChange;
}

function ownRequest({ suspension, lateEntry }: Ticket, type: DirectCommandType, actor: Actor): Refusal | undefined {
  const isLate = type === 'approve_late_entry' || type === 'refuse_late_entry';
  const askedBy = isLate ? lateEntry?.by : suspension?.approvedBy === undefined ? suspension?.by : undefined;
  return askedBy === actor.id ? { reason: 'own_request' } : undefined;
}

function statusRefusal(ticket: Ticket, type: DirectCommandType): Refusal | undefined {
  return STATUSES_OF[type].includes(ticket.status)
    ? undefined
    : { reason: 'status', command: type, status: ticket.status };
}

/** What a person of the supplier's may do for the ticket that he is responsible for. */
const ANSWERS_FOR: readonly Authority[] = ['responsible', 'responsible_or_supervisor', 'either_side', 'other_side'];

function assigneeRefusal(ticket: Ticket, type: DirectCommandType, actor: Actor): Refusal | undefined {
  if (!ANSWERS_FOR.includes(AUTHORITY_OF[type])) return undefined;
  if (AUTHORITY_OF[type] !== 'responsible' && !isSupplier(actor)) return undefined;
  const { assigneeId } = ticket;
  const mayAct = assigneeId === undefined || assigneeId === actor.id || actor.roles.includes('manager');
  return mayAct ? undefined : { reason: 'not_assignee', assigneeId };
}
