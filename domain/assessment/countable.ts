import type { Finding } from './facts.ts';
import { exempt } from './kinds/exemption.ts';
import { withoutCharged } from './kinds/no-double-count.ts';
import { standingLine } from './kinds/standing.ts';
import { byTime, type Lines } from './line.ts';
import type { RuleKinds } from './rule-kinds.ts';
import { type PlacedRule, placedRules } from './table-lookup.ts';
import type { AssessmentTable } from './table-types.ts';

/**
 * What of one copy of a table counts at all, by rule, the earliest first: without what was exempted or withdrawn, what an exemption
 * of the table excuses, and what another rule charges already.
 * @param judged what becomes of the lines of a rule when it prices them
 */
export function countableLines(
  table: AssessmentTable,
  findingsOf: (rule: string) => readonly Finding[],
  judged: (placed: PlacedRule, lines: Lines) => Lines,
): ReadonlyMap<string, Lines> {
  const placed = placedRules([table]);
  const lines = new Map<string, Lines>(
    placed.map(({ rule }) => [rule.id, findingsOf(rule.id).toSorted(byTime).map(standingLine)]),
  );
  const linesOf = (ids: readonly string[]): Lines => ids.flatMap((id) => lines.get(id) ?? []);
  for (const one of placed) {
    const { exemption } = one.rule.kinds;
    if (!exemption || !isExcuse(one.rule.kinds)) continue;
    for (const target of targetsOf(one, exemption.of)) {
      lines.set(target, exempt(linesOf([target]), linesOf([one.rule.id])));
    }
  }
  const judgedLines = (ids: readonly string[]): Lines =>
    placed.flatMap((one) => (ids.includes(one.rule.id) ? judged(one, linesOf([one.rule.id])) : []));
  // In the order of the table: where two rules each give way to the other, the later one charges.
  for (const one of placed) {
    const kind = one.rule.kinds['no-double-count'];
    if (!kind) continue;
    for (const target of targetsOf(one, kind.of).filter((id) => !kind.with.includes(id))) {
      lines.set(target, withoutCharged(linesOf([target]), judgedLines(kind.with), kind.evenExempted === true));
    }
  }
  return lines;
}

/** A rule that only excuses: what is recorded under it is no offence. */
export function isExcuse(kinds: RuleKinds): boolean {
  return Object.keys(kinds).every((kind) => kind === 'exemption' || kind === 'no-double-count');
}

function targetsOf({ item, rule }: PlacedRule, of: readonly string[] | undefined): readonly string[] {
  return of ?? item.rules.flatMap(({ id }) => (id === rule.id ? [] : id));
}
