import type { Contract } from '../domain/contract.ts';

/** What a statement names by ids is called so. */
export interface PaperNames {
  readonly contract: Pick<Contract, 'departments' | 'systems'>;
  /** A person's name; absent: his id is his name, as on a paper. */
  readonly nameOfPerson?: (id: string) => string;
}

/** Of whom or which department a copy of a table is. */
export function copyName(copy: string, { contract, nameOfPerson }: PaperNames): string {
  return contract.departments.find(({ id }) => id === copy)?.name ?? nameOfPerson?.(copy) ?? copy;
}

/** What a finding or a ratio is about: a system, a person, or whatever was written on a paper. */
export function subjectName(subject: string, names: PaperNames): string {
  return names.contract.systems.find(({ id }) => id === subject)?.name ?? copyName(subject, names);
}
