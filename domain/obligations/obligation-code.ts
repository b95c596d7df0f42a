import { findingCode, findingSubject, readCode, readFindingSubject, shownCodes } from '../assessment/finding-code.ts';
import type { ContractId, Instant } from '../types.ts';
import type { Obligation } from './obligation-types.ts';

/**
 * What the buttons of an inspection or a deliverable are about: short and plain enough for every platform's buttons, of one contract,
 * and with the due instant, by which it is found. Like a finding's.
 * @param part which of its items is meant
 */
export function obligationSubject(
  { contractId, dueAt, id }: Pick<Obligation, 'contractId' | 'dueAt' | 'id'>,
  part?: string,
): string {
  const whole = findingSubject(contractId, { at: dueAt, id });
  return part === undefined ? whole : `${whole}|${part}`;
}

export interface ObligationRef {
  readonly contractId: ContractId;
  readonly dueAt: Instant;
  readonly code: string;
  readonly part?: string;
}

/** @returns undefined for what is no such subject */
export function readObligationSubject(subject: string): ObligationRef | undefined {
  const [, whole = '', part] = /^([^|]+\|[^|]+\|[^|]+)(?:\|([^|]+))?$/u.exec(subject) ?? [];
  const read = readFindingSubject(whole);
  return read && { contractId: read.contractId, dueAt: read.at, code: read.code, ...(part !== undefined && { part }) };
}

/** Whose code begins so; as it was typed, letter case and look-alikes aside. */
export function withCode<O extends Pick<Obligation, 'id'>>(obligations: readonly O[], said: string): readonly O[] {
  const code = readCode(said);
  return code === undefined ? [] : obligations.filter(({ id }) => findingCode(id).startsWith(code));
}

/** The code of one among others: no shorter than what tells it apart. */
export function codeAmong({ id }: Pick<Obligation, 'id'>, others: readonly Pick<Obligation, 'id'>[] = []): string {
  return shownCodes([id, ...others.map((other) => other.id)]).get(id) ?? findingCode(id);
}
