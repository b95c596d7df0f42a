import { belongingOfObligation, belongingOfPerson, type TableBounds, ticketsOf } from '../assessment/table-scope.ts';
import type { AssessmentTable } from '../assessment/table-types.ts';
import type { TicketOutcome } from '../assessment/ticket-outcome.ts';
import type { Contract } from '../contract.ts';
import type { Obligation } from '../obligations/obligation-types.ts';
import type { RosterMember } from '../roster-types.ts';

/** The part of a contract that a report is about; empty: the whole of it. */
export interface ReportScope {
  /** Id of a project. */
  readonly project?: string;
  /** Id of a department. */
  readonly department?: string;
}

export function isWhole({ department, project }: ReportScope): boolean {
  return department === undefined && project === undefined;
}

/** They belong to a part as they do to a table about it. */
export function ticketsWithin(
  scope: ReportScope,
  contract: Contract,
  tickets: readonly TicketOutcome[],
): readonly TicketOutcome[] {
  return isWhole(scope) ? tickets : ticketsOf(boundsOf(scope), contract, tickets).map(({ ticket }) => ticket);
}

export function obligationsWithin(
  scope: ReportScope,
  contract: Contract,
  obligations: readonly Obligation[],
): readonly Obligation[] {
  if (isWhole(scope)) return obligations;
  return obligations.filter((one) => belongingOfObligation(boundsOf(scope), contract, one, false) !== undefined);
}

export function peopleWithin<P extends Pick<RosterMember, 'id' | 'department'>>(
  scope: ReportScope,
  contract: Contract,
  people: readonly P[],
): readonly P[] {
  if (isWhole(scope)) return people;
  return people.filter((person) => belongingOfPerson(boundsOf(scope), contract, person) !== undefined);
}

/** A table about the part alone, the part's own copy of one, or the one of a person who is of the part. */
export function isTableWithin(
  scope: ReportScope,
  contract: Contract,
  table: AssessmentTable,
  copy: string | undefined,
  people: readonly Pick<RosterMember, 'id' | 'department'>[],
): boolean {
  if (isWhole(scope)) return true;
  const { department, project } = scope;
  if (table.isPerPerson) return peopleWithin(scope, contract, people).some(({ id }) => id === copy);
  const ofTable = contract.projects.find(({ id }) => id === table.project)?.department;
  const isProject = project === undefined || table.project === project;
  const isDepartment = department === undefined || (table.departments ? copy : ofTable) === department;
  return isProject && isDepartment;
}

function boundsOf({ department, project }: ReportScope): TableBounds {
  return {
    ...(project !== undefined && { project }),
    ...(department !== undefined && { departments: [department] }),
  };
}
