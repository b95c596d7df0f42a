import { dayRange } from '../domain/civil.ts';
import { bindingRules, faultReportRules } from '../domain/clock-rules.ts';
import type { Contract } from '../domain/contract.ts';
import { schemeFor } from '../domain/contract-lookup.ts';
import type { Instant } from '../domain/types.ts';

/**
 * One sentence for the operator about each rule that no ticket can have: the systems that it names do not have its levels, nothing
 * belongs to its project or profile, or others outweigh it everywhere. Such a promise would never be measured.
 */
export function idleRuleWarnings(contract: Contract): readonly string[] {
  const systemIds = [undefined, ...contract.systems.map(({ id }) => id)];
  const instants = instantsOf(contract);
  const binding = new Set(
    systemIds.flatMap((systemId) =>
      schemeFor(contract, systemId).levels.flatMap((level) =>
        instants.flatMap((reportedAt) => {
          const bound = { level, systemId, reportedAt };
          return [...bindingRules(contract, bound), ...faultReportRules(contract, bound)].map(({ id }) => id);
        }),
      ),
    ),
  );
  return contract.clocks
    .filter(({ id }) => !binding.has(id))
    .map(({ id }) => `warning: clocks: no ticket can have ${id}; check its levels, systems, profiles and projects`);
}

/** Instants of reports, such that each rule's hours, and the time outside them, are met. */
function instantsOf({ calendars, clocks, departments, term }: Contract): readonly Instant[] {
  const named = clocks.flatMap(({ reportedIn, reportedOutside }) => reportedIn ?? reportedOutside ?? []);
  const meant = new Set(named.flatMap((key) => [key, ...departments.flatMap((own) => own.calendars[key] ?? [])]));
  const turns = [...meant].flatMap((key) => {
    const calendar = calendars[key];
    return calendar?.kind === 'working' ? [...calendar.starts.slice(0, 1), ...calendar.ends.slice(0, 1)] : [];
  });
  return [dayRange(term.from).from, ...turns];
}
