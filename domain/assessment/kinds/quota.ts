import { unitsOf } from '../line.ts';
import type { RuleInput } from '../rule-input.ts';
import type { RuleKinds } from '../rule-kinds.ts';
import type { Measure } from '../statement.ts';

/**
 * How many there were in the span that had most, of how many there may be; more than that is too many. The span that the period
 * begins in may have begun before it.
 */
export function quotaUse(
  { max, per }: NonNullable<RuleKinds['quota']>,
  { earlier, lines, period, startOf }: Pick<RuleInput, 'earlier' | 'lines' | 'period' | 'startOf'>,
): Measure {
  const counts = new Map([[startOf(per, period.from), 0]]);
  const first = Math.min(...counts.keys());
  const all = [...earlier.map((finding) => ({ finding, units: unitsOf(finding) })), ...lines];
  for (const { finding, units } of all) {
    const start = startOf(per, finding.at);
    if (start >= first) counts.set(start, (counts.get(start) ?? 0) + units);
  }
  return { is: 'quota', met: Math.max(...counts.values()), total: max };
}
