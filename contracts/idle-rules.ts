import { bindingRules, faultReportRules } from '../domain/clock-rules.ts';
import type { Contract } from '../domain/contract.ts';
import { schemeFor } from '../domain/contract-lookup.ts';

/**
 * One sentence for the operator about each rule that no ticket can have: the systems that it names do not have its levels, nothing
 * belongs to its project or profile, or others outweigh it everywhere. Such a promise would never be measured.
 */
export function idleRuleWarnings(contract: Contract): readonly string[] {
  const systemIds = [undefined, ...contract.systems.map(({ id }) => id)];
  const binding = new Set(
    systemIds.flatMap((systemId) =>
      schemeFor(contract, systemId).levels.flatMap((level) => {
        const bound = { level, systemId };
        return [...bindingRules(contract, bound), ...faultReportRules(contract, bound)].map(({ id }) => id);
      }),
    ),
  );
  return contract.clocks
    .filter(({ id }) => !binding.has(id))
    .map(({ id }) => `warning: clocks: no ticket can have ${id}; check its levels, systems, profiles and projects`);
}
