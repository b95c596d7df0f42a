import { dayRange } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';

/**
 * One sentence for the operator when the contract's term is over, in the form of a pack's problems. It is no mistake: what was
 * agreed last goes on to be measured until a new pack is there.
 */
export function termWarning({ term }: Pick<Contract, 'term'>, now: Instant): string | undefined {
  if (now < dayRange(term.to).to) return undefined;
  return `warning: term: it ended on ${term.to}; faults are still taken and measured by this pack, so put the new contract's in its place`;
}
