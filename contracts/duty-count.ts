import { dayRange } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { occurrencesDue } from '../domain/obligations/occurrences.ts';
import { DAY } from '../domain/types.ts';

/** What is owed of the last period may be due some time after the service. */
const AFTER_TERM_DAYS = 366;

/**
 * How often each recurring duty falls in the whole service, in two lines for the operator: a number that is not the tender's shows a
 * wrong rhythm. What people ask for has no number.
 */
export function dutyCounts(contract: Contract): readonly string[] {
  const { term, inspections, deliverables } = contract;
  const counts = new Map<string, number>();
  for (const { plan } of occurrencesDue(
    contract,
    dayRange(term.from).from,
    dayRange(term.to).to + AFTER_TERM_DAYS * DAY,
  ))
    counts.set(plan.id, (counts.get(plan.id) ?? 0) + 1);
  const lists = [
    ['inspections', inspections],
    ['deliverables', deliverables],
  ] as const;
  return lists.flatMap(([name, plans]) => {
    if (plans.length === 0) return [];
    const each = plans.map(({ id, cadence }) =>
      cadence.every === 'on_request' ? `${id} on request` : `${id} ${counts.get(id) ?? 0}`,
    );
    return [`${name} in the whole service: ${each.join(', ')}`];
  });
}
