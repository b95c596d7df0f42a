import { acceptanceRefusal, agreedClocks, proposalRefusal } from './agreed-due.ts';
import { isOpen } from './clocks.ts';
import type { Contract } from './contract.ts';
import { schemeFor, systemOf } from './contract-lookup.ts';
import type { Refusal } from './decision-types.ts';
import type { Env } from './env.ts';
import { lateEntryRefusal } from './late-entry.ts';
import { isLevelAsked } from './level-question.ts';
import { mergeRefusal } from './merge.ts';
import { waitingRules } from './on-request.ts';
import { isSupplier } from './sides.ts';
import { IN_WORK, type Ticket, type TicketCommand, type TicketCommandType } from './ticket-types.ts';
import type { Actor } from './types.ts';

/** `undo` has rules of its own: `undo.ts`. */
export type DirectCommand = Exclude<TicketCommand, { type: 'undo' }>;
export type DirectCommandType = DirectCommand['type'];

/** A double tap, or somebody was faster. */
export function doneRefusal(ticket: Ticket, command: DirectCommand, actor: Actor): Refusal | undefined {
  if (command.type !== 'transfer') return doneStep(ticket, command.type, actor);
  return IN_WORK.includes(ticket.status) && command.to.id === ticket.assigneeId
    ? { reason: 'same_assignee', personId: command.to.id }
    : undefined;
}

/** What was cancelled or merged is told so, whatever was done before. */
export function doneStep(ticket: Ticket, type: DirectCommandType, actor: Actor): Refusal | undefined {
  if (ticket.status === 'cancelled') return type === 'cancel' ? done(type, endOf(ticket)) : undefined;
  if (ticket.status === 'merged') return type === 'merge' ? done(type, endOf(ticket)) : undefined;
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
      return IN_WORK.includes(ticket.status) ? done(type, ticket.reopened) : undefined;
    case 'confirm':
      // One that closed by itself was confirmed by nobody.
      return ticket.status === 'closed' && ticket.closedBy ? done(type, endOf(ticket)) : undefined;
    case 'suspend':
      return ticket.suspension?.by === actor.id
        ? done(type, { at: ticket.suspension.requestedAt, by: actor.id })
        : undefined;
    case 'approve_suspension':
      return ticket.suspension?.approvedAt === undefined
        ? undefined
        : done(type, { at: ticket.suspension.approvedAt, by: ticket.suspension.approvedBy });
    case 'report_fault':
      return owesFaultReport(ticket) ? undefined : done(type, ticket.faultReport);
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

/** A clock for the fault report runs. */
export function owesFaultReport(ticket: Ticket): boolean {
  return ticket.clocks.some((clock) => clock.clock === 'fault_report' && isOpen(clock));
}

/** What stands against a command whatever its particulars are: nothing to decide about, nothing that waits for it. */
export function standingRefusal(ticket: Ticket, type: DirectCommandType, contract: Contract): Refusal | undefined {
  const { suspension, lateEntry } = ticket;
  switch (type) {
    case 'suspend':
      if (!suspension) return undefined;
      return { reason: suspension.approvedBy ? 'suspended' : 'suspension_pending' };
    case 'approve_suspension':
      return suspension ? undefined : { reason: 'no_suspension_request' };
    case 'refuse_suspension':
      if (!suspension) return { reason: 'no_suspension_request' };
      return suspension.approvedBy ? { reason: 'suspended' } : undefined;
    case 'resume':
      if (!suspension) return { reason: 'not_suspended' };
      return suspension.approvedBy ? undefined : { reason: 'suspension_pending' };
    case 'request_arrival':
      return waitingRules(ticket, contract).length > 0 ? undefined : { reason: 'nothing_to_request' };
    case 'propose_due':
      return agreedClocks(ticket).length > 0 ? undefined : { reason: 'nothing_to_agree' };
    case 'accept_due':
    case 'refuse_due':
      return ticket.dueProposal ? undefined : { reason: 'no_due_proposal' };
    case 'enter_late':
      return lateEntry ? { reason: 'late_entry_pending' } : undefined;
    case 'approve_late_entry':
    case 'refuse_late_entry':
      return lateEntry ? undefined : { reason: 'no_late_entry' };
    default:
      return undefined;
  }
}

/** What is wrong with the command itself. */
export function contentRefusal(
  ticket: Ticket,
  command: DirectCommand,
  actor: Actor,
  { contract, now }: Pick<Env, 'contract' | 'now'>,
): Refusal | undefined {
  switch (command.type) {
    case 'transfer':
      return isSupplier(command.to) ? undefined : { reason: 'not_engineer', personId: command.to.id };
    case 'change_level':
      // Where somebody has to decide about the level, the proposed one is decided by naming it.
      if (command.to === ticket.level && !isLevelAsked(ticket)) {
        return { reason: 'same_level', level: command.to };
      }
      return levelRefusal(contract, ticket.systemId, command.to);
    case 'change_system':
      if (!systemOf(contract, command.to)) return { reason: 'unknown_system', systemId: command.to };
      if (command.to === ticket.systemId) return { reason: 'same_system', systemId: command.to };
      return levelRefusal(contract, command.to, command.level);
    case 'propose_due':
      return proposalRefusal(ticket, command.dueAt, now);
    case 'accept_due':
      return acceptanceRefusal(ticket, now);
    case 'enter_late':
      return lateEntryRefusal(ticket, command, now);
    case 'merge':
      return mergeRefusal(ticket, command.into, actor, contract);
    case 'confirm':
      return command.rating === undefined || isRating(command.rating) ? undefined : { reason: 'rating_range' };
    default:
      return undefined;
  }
}

/** A system has the levels of its scheme only. */
function levelRefusal(contract: Contract, systemId: string | undefined, level: string): Refusal | undefined {
  return schemeFor(contract, systemId).levels.includes(level) ? undefined : { reason: 'unknown_level', level };
}

export const RATING_MAX = 5;

function isRating(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= RATING_MAX;
}
