import type { Facts, Fee, Finding, Grade, Period, RatioFact, Tick } from './facts.ts';

/** Facts of a period, found by rule at once. */
export interface FactsByRule {
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  readonly ratios: ReadonlyMap<string, readonly RatioFact[]>;
  readonly grades: ReadonlyMap<string, readonly Grade[]>;
  readonly ticks: ReadonlyMap<string, readonly Tick[]>;
  readonly fees: ReadonlyMap<string, readonly Fee[]>;
  readonly reviewed: ReadonlySet<string>;
  /** By `handedInKey`. */
  readonly handedIn: ReadonlySet<string>;
}

export function factsByRule({ findings, ratios, grades, ticks, fees, reviewed, handedIn }: Facts): FactsByRule {
  const ruleOf = ({ rule }: { readonly rule: string }): string => rule;
  return {
    findings: Map.groupBy(findings, ruleOf),
    ratios: Map.groupBy(ratios, ruleOf),
    grades: Map.groupBy(grades, ruleOf),
    ticks: Map.groupBy(ticks, ruleOf),
    fees: Map.groupBy(fees, ruleOf),
    reviewed: new Set(reviewed),
    handedIn: new Set(handedIn.map(({ table, copy }) => handedInKey(table, copy))),
  };
}

export function handedInKey(table: string, copy: string | undefined): string {
  return JSON.stringify([table, copy]);
}

type OfCopy = { readonly copy?: string };

/** Those of a copy. `all`: the table has no copies. */
export function ofCopy<T extends OfCopy>(
  facts: readonly T[] | undefined,
  copy: string | undefined | 'all',
): readonly T[] {
  if (!facts || copy === 'all') return facts ?? [];
  return facts.filter((fact) => fact.copy === copy);
}

/**
 * Copies that the facts name, and undefined where a fact names none. Who is named before the period alone is told of in his own, he
 * may be gone by now.
 */
export function copiesNamed(
  facts: FactsByRule,
  rules: readonly string[],
  { from }: Pick<Period, 'from'>,
): ReadonlySet<string | undefined> {
  const all = rules.flatMap((rule): readonly OfCopy[] => [
    ...(facts.findings.get(rule) ?? []).filter(({ at }) => at >= from),
    ...(facts.ratios.get(rule) ?? []),
    ...(facts.grades.get(rule) ?? []),
    ...(facts.ticks.get(rule) ?? []),
  ]);
  return new Set(all.map(({ copy }) => copy));
}
