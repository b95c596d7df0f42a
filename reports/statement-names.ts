import type { Contract } from '../domain/contract.ts';
import { planNamed } from '../domain/obligations/plan-of.ts';

/** What a statement names by ids is called so. */
export interface PaperNames {
  readonly contract: Pick<Contract, 'departments' | 'systems'> &
    Partial<Pick<Contract, 'inspections' | 'deliverables'>>;
  /** A person's name; absent: his id is his name, as on a paper. */
  readonly nameOfPerson?: (id: string) => string;
}

/** Of whom or which department a copy of a table is. */
export function copyName(copy: string, { contract, nameOfPerson }: PaperNames): string {
  return contract.departments.find(({ id }) => id === copy)?.name ?? nameOfPerson?.(copy) ?? copy;
}

/** What a finding or a ratio is about: a system, an inspection or deliverable, a person, or whatever was written on a paper. */
export function subjectName(subject: string, names: PaperNames): string {
  const { contract } = names;
  const named = contract.systems.find(({ id }) => id === subject) ?? planNamed(contract, subject);
  return named?.name ?? copyName(subject, names);
}
