import { acceptanceRefusal, negotiableClock } from './agreed-due.ts';
import { isMonitor } from './alerts/monitor.ts';
import { isOpen, isOver } from './clocks.ts';
import { owesFaultReport, standingRefusal } from './content-refusals.ts';
import type { ClockName, Contract } from './contract.ts';
import { rolesForSystem, STATUSES_OF } from './permissions.ts';
import { actsAs, isSupplier } from './sides.ts';
import type { Ticket, TicketClock, TicketCommandType } from './ticket-types.ts';
import type { Instant, PersonId, Role } from './types.ts';

/**
 * `reporter` is who reported the ticket, `merged_reporters` who reported what was merged into it, `reporters` are all of the
 * contract; `last_actor` took the newest step and may take it back.
 */
export type OfferAudience =
  | 'engineers'
  | 'managers'
  | 'assignee'
  | 'reporter'
  | 'merged_reporters'
  | 'reporters'
  | 'supervisors'
  | 'last_actor';

/** Something that may be done next, and to whom it is shown. */
export interface Offer {
  readonly command: TicketCommandType;
  readonly for: readonly OfferAudience[];
}

/** What each stage of the work wants first; the rest follows for those who need it. A merging names another ticket: it is typed. */
const ORDER: readonly TicketCommandType[] = [
  'approve_suspension',
  'refuse_suspension',
  'approve_late_entry',
  'refuse_late_entry',
  'accept_due',
  'refuse_due',
  'request_arrival',
  'propose_due',
  'acknowledge',
  'resume',
  'arrive',
  'confirm',
  'reopen',
  'resolve',
  'report_fault',
  'diagnose',
  'report_up',
  'work_around',
  'undo',
  'transfer',
  'progress',
  'suspend',
  'supplement',
  'change_level',
  'change_system',
  'enter_late',
  'cancel',
];

/**
 * What may be done to the ticket now, most useful first. Whoever is named in an offer may really do it; `decide` is the
 * judge in any case. An undo is offered while its time lasts.
 */
export function offers(ticket: Ticket, contract: Contract, now: Instant): readonly Offer[] {
  return ORDER.flatMap((command) => {
    const audience = audienceFor(command, ticket, contract, now);
    return audience.length === 0 ? [] : [{ command, for: audience }];
  });
}

/** The people of the contract to whom an offer is made, each once. */
export function audienceOf(offer: Offer, ticket: Ticket, members: readonly OfferedMember[]): PersonId[] {
  const people = offer.for.flatMap((audience) => peopleIn(audience, ticket, members));
  // Monitoring presses no buttons.
  return [...new Set(people.filter((person) => person !== undefined))].filter((person) => !isMonitor(person));
}

export interface OfferedMember {
  readonly id: PersonId;
  readonly roles: readonly Role[];
}

function peopleIn(
  audience: OfferAudience,
  ticket: Ticket,
  members: readonly OfferedMember[],
): readonly (PersonId | undefined)[] {
  const withRole = (role: Role) => members.filter((member) => actsAs(member, role)).map((member) => member.id);
  /** A reporter who works for the supplier has no say as a reporter. */
  const isCustomers = (person: PersonId) => !members.some(({ id, roles }) => id === person && isSupplier({ roles }));
  switch (audience) {
    case 'engineers':
      return withRole('engineer');
    case 'managers':
      return withRole('manager');
    case 'supervisors':
      return withRole('supervisor');
    case 'reporters':
      return withRole('reporter');
    case 'assignee':
      return [ticket.assigneeId];
    case 'reporter':
      return [ticket.reporterId].filter(isCustomers);
    case 'merged_reporters':
      return (ticket.merged ?? []).map(({ reporterId }) => reporterId).filter(isCustomers);
    case 'last_actor':
      return [ticket.lastStep?.by];
  }
}

const EVERYBODY_OF: Readonly<Record<Role, OfferAudience>> = {
  reporter: 'reporters',
  engineer: 'engineers',
  manager: 'managers',
  supervisor: 'supervisors',
};

function audienceFor(
  command: TicketCommandType,
  ticket: Ticket,
  contract: Contract,
  now: Instant,
): readonly OfferAudience[] {
  if (command === 'undo') {
    return ticket.lastStep && now - ticket.lastStep.at <= contract.undoWithinMs ? ['last_actor'] : [];
  }
  const isPossible = STATUSES_OF[command].includes(ticket.status) && !standingRefusal(ticket, command, contract);
  if (!isPossible || !isWanted(command, ticket, now)) return [];
  switch (command) {
    case 'approve_suspension':
    case 'refuse_suspension':
    case 'approve_late_entry':
    case 'refuse_late_entry':
      return ['supervisors'];
    case 'change_system':
      return ['reporter', ...rolesForSystem(ticket, contract).map((role) => EVERYBODY_OF[role])];
    case 'change_level':
      return contract.levelChange.map((role) => EVERYBODY_OF[role]);
    case 'confirm':
    case 'reopen':
      return [ticket.isRelayed ? 'reporters' : 'reporter', 'merged_reporters', 'supervisors'];
    case 'request_arrival':
      return [ticket.isRelayed ? 'reporters' : 'reporter', 'supervisors'];
    case 'cancel':
      return customersOf(ticket);
    case 'propose_due':
      return [...customersOf(ticket), ...suppliersOf(ticket)];
    case 'accept_due':
    case 'refuse_due':
      return ticket.dueProposal?.side === 'customer' ? suppliersOf(ticket) : customersOf(ticket);
    case 'resume':
      return ['assignee', 'managers', 'supervisors'];
    case 'supplement':
      return ['reporter', 'merged_reporters', 'engineers', 'managers', 'supervisors'];
    default:
      return suppliersOf(ticket);
  }
}

function customersOf({ isRelayed }: Ticket): readonly OfferAudience[] {
  return isRelayed ? ['supervisors'] : ['reporter', 'supervisors'];
}

function suppliersOf({ assigneeId }: Ticket): readonly OfferAudience[] {
  return assigneeId === undefined ? ['engineers', 'managers'] : ['assignee', 'managers'];
}

/** Is it still to do, and of use to this contract? */
function isWanted(command: Exclude<TicketCommandType, 'undo'>, ticket: Ticket, now: Instant): boolean {
  const { milestones } = ticket;
  const isOwed = (name: ClockName) => ticket.clocks.some((clock) => clock.clock === name && isOpen(clock));
  switch (command) {
    case 'acknowledge':
      return !milestones.acknowledged;
    case 'arrive':
      return !milestones.arrived;
    case 'diagnose':
      return !milestones.diagnosed;
    case 'work_around':
      return !milestones.worked_around && isOwed('workaround');
    case 'report_up':
      return !ticket.reportedUp && isOwed('report_up');
    case 'suspend':
      return ticket.clocks.some((clock) => clock.pausable && isOpen(clock));
    case 'approve_suspension':
      return ticket.suspension?.approvedBy === undefined;
    case 'propose_due':
      return negotiableClock(ticket, now) !== undefined;
    case 'accept_due':
      return acceptanceRefusal(ticket, now) === undefined;
    case 'change_system':
      return ticket.systemId === undefined;
    case 'report_fault':
      return owesFaultReport(ticket);
    case 'enter_late':
      return ticket.clocks.some((clock) => isEnteredLate(clock) && isOver(clock, now));
    default:
      return true;
  }
}

/** What was missed may have been done in time, and only entered too late. */
function isEnteredLate(clock: TicketClock): boolean {
  return clock.voidedAt === undefined && clock.clock !== 'update' && clock.clock !== 'fault_report';
}
