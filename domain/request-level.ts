import type { Contract } from './contract.ts';
import { levelOf, schemeFor } from './contract-lookup.ts';
import type { ProposedLevel } from './intake-level.ts';

/**
 * The level of a wish. What a fault gets where nothing is known, the gravest, would ring people out of bed for an account: a wish of
 * which nobody says that it is grave has the mildest level that its system can have.
 * @param read what its words say under the rules of faults
 */
export function requestLevel(contract: Contract, systemId: string | undefined, read: ProposedLevel): ProposedLevel {
  const { level, levelReason } = read;
  if (levelReason.code !== 'default') return { level, levelReason };
  const rankOf = (id: string) => levelOf(contract, id)?.rank ?? 0;
  const [mildest = level] = schemeFor(contract, systemId).levels.toSorted((a, b) => rankOf(b) - rankOf(a));
  return { level: mildest, levelReason };
}
