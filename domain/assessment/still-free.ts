import type { Instant } from '../types.ts';
import { ownPeriod, type Term } from './period.ts';
import type { AssessmentRecord } from './records.ts';
import { spanStart } from './subdivisions.ts';
import type { PlacedRule } from './table-lookup.ts';

/** What is about to be recorded, as far as it matters here. */
interface Coming {
  readonly at: Instant;
  readonly copy?: string;
  readonly quantity?: number;
}

/** Since when something recorded now is counted together with earlier ones; undefined: the rule lets nothing go free. */
export function freeSince({ rule, table }: PlacedRule, at: Instant, term: Term): Instant | undefined {
  const per = rule.kinds.allowance?.per;
  const periodFrom = ownPeriod(table, term, at)?.from;
  if (per === undefined || periodFrom === undefined) return undefined;
  return spanStart(per, at, { period: table.period, termFrom: term.from, periodFrom });
}

/**
 * Is it among the first ones of its span, which cost nothing? By what is recorded so far: another one that is recorded later, and was
 * earlier, can take its place.
 * @param earlier records since `freeSince`, of whatever rule
 */
export function isStillFree({ rule }: PlacedRule, coming: Coming, earlier: readonly AssessmentRecord[]): boolean {
  const { allowance } = rule.kinds;
  if (!allowance) return false;
  const counted = earlier.flatMap(({ doc }) => {
    if (doc.type !== 'finding' || doc.finding.rule !== rule.id || doc.finding.copy !== coming.copy) return [];
    return doc.standing === 'withdrawn' || doc.standing === 'exempted' ? [] : (doc.finding.quantity ?? 1);
  });
  return counted.reduce((sum, quantity) => sum + quantity, coming.quantity ?? 1) <= allowance.free;
}
