import { departmentIdFor } from '../clock-rules.ts';
import type { Contract } from '../contract.ts';
import { departmentOf, projectOf } from '../contract-lookup.ts';
import type { Obligation } from '../obligations/obligation-types.ts';
import { planOf } from '../obligations/plan-of.ts';
import type { RosterMember } from '../roster-types.ts';
import type { TableTicket } from './derived.ts';
import type { AssessmentTable, SourceScope } from './table-types.ts';
import type { TicketOutcome } from './ticket-outcome.ts';

/** A table that something belongs to, and its copy where it has copies. */
export interface Belonging {
  readonly copy?: string;
}

/** By what things belong to a table, or to a report about a part of the contract. */
export type TableBounds = Pick<AssessmentTable, 'project' | 'departments' | 'isPerPerson'>;
export type TicketScope = Pick<TicketOutcome, 'systemId' | 'departmentId' | 'assigneeId'>;

/**
 * Does a ticket belong to a table, and to which copy? Without a system it is of the project that its department alone has. Of a
 * table for each person it is of the assignee.
 */
export function belongingOf(table: TableBounds, contract: Contract, ticket: TicketScope): Belonging | undefined {
  const department = departmentIdFor(contract, ticket);
  if (table.project !== undefined && table.project !== projectIdFor(contract, ticket, department)) return undefined;
  return copyFor(table, department, ticket.assigneeId);
}

/** Those that belong to a table. Tickets of one system and department belong alike, and there are many of them. */
export function ticketsOf(
  table: TableBounds,
  contract: Contract,
  tickets: readonly TicketOutcome[],
): readonly TableTicket[] {
  const known = new Map<string, Belonging | undefined>();
  return tickets.flatMap((ticket) => {
    const { assigneeId = '', departmentId = '', systemId = '' } = ticket;
    const key = `${systemId} ${departmentId} ${table.isPerPerson ? assigneeId : ''}`;
    const belonging = known.has(key) ? known.get(key) : belongingOf(table, contract, ticket);
    known.set(key, belonging);
    if (!belonging) return [];
    const { copy } = belonging;
    return copy === undefined ? { ticket } : { ticket, copy };
  });
}

/** The same of a person's day: he is of his department, and of the project that it alone has. */
export function belongingOfPerson(
  table: TableBounds,
  contract: Contract,
  person: Pick<RosterMember, 'id' | 'department'>,
): Belonging | undefined {
  const { department } = person;
  if (table.project !== undefined && table.project !== onlyProjectOf(contract, department)) return undefined;
  return copyFor(table, department, person.id);
}

/**
 * The same of a round or a deliverable: it is of its own department, project or systems, or those of its plan. Of a table for each
 * person it is of whoever did it.
 * @param isNamed a rule asks for its plan: what is of no project in particular is then the table's as well
 */
export function belongingOfObligation(
  table: TableBounds,
  contract: Contract,
  of: Obligation,
  isNamed: boolean,
): Belonging | undefined {
  const { project, systems = [] } = planOf(contract, of) ?? {};
  const department = of.department ?? departmentOfPlan(contract, project, systems);
  const ownProject =
    project ?? only(systems.map((id) => projectOf(contract, id)?.id)) ?? onlyProjectOf(contract, department);
  const isOther = table.project !== undefined && table.project !== ownProject;
  if (isOther && !(isNamed && ownProject === undefined && department === undefined)) return undefined;
  return copyFor(table, department, of.type === 'inspection' ? of.doneBy : of.submissions[0]?.by);
}

function departmentOfPlan(contract: Contract, project: string | undefined, systems: readonly string[]) {
  const ofProject = contract.projects.find(({ id }) => id === project)?.department;
  return ofProject ?? only(systems.map((id) => departmentOf(contract, id)?.id));
}

/** What all of them are. */
function only(ids: readonly (string | undefined)[]): string | undefined {
  return new Set(ids).size === 1 ? ids[0] : undefined;
}

function copyFor(
  { departments, isPerPerson }: TableBounds,
  department: string | undefined,
  person: string | undefined,
): Belonging | undefined {
  if (departments)
    return department !== undefined && departments.includes(department) ? { copy: department } : undefined;
  if (isPerPerson) return person === undefined ? undefined : { copy: person };
  return {};
}

function projectIdFor(contract: Contract, ticket: TicketScope, department: string | undefined): string | undefined {
  if (ticket.systemId !== undefined) return projectOf(contract, ticket.systemId)?.id;
  return onlyProjectOf(contract, department);
}

function onlyProjectOf({ projects }: Contract, department: string | undefined): string | undefined {
  const [only, ...others] = projects.filter((project) => department !== undefined && project.department === department);
  return others.length === 0 ? only?.id : undefined;
}

export function isInScope(
  { kinds, levels, systems }: SourceScope,
  { kind, level, systemId }: Pick<TicketOutcome, 'kind' | 'level' | 'systemId'>,
): boolean {
  const isLevel = levels.length === 0 || levels.includes(level);
  const isSystem = systems.length === 0 || (systemId !== undefined && systems.includes(systemId));
  return kinds.includes(kind) && isLevel && isSystem;
}
