import { wholeQuantity } from './exact.ts';
import { bandAt, bandsBetween } from './kinds/bands.ts';
import { moneyFor, type PriceOf } from './kinds/money-fixed.ts';
import { type Ticked, tickedAs } from './kinds/satisfaction.ts';
import { isVetoed } from './kinds/veto.ts';
import type { Fen, Span } from './points.ts';
import type { Band, RuleKinds } from './rule-kinds.ts';
import type { ScoredRules } from './score-item.ts';
import { exactly, hullOf, NOTHING } from './span-sums.ts';
import type { Open, Verdict } from './statement.ts';
import { placedRules } from './table-lookup.ts';
import type { AssessmentTable } from './table-types.ts';

/** What the whole decides. */
export interface Decided {
  readonly bands: readonly Band[];
  readonly verdicts: readonly Verdict[];
  /** By rule: money that follows from the grade, and what keeps it open. */
  readonly byRule: ReadonlyMap<string, { readonly fen: Span; readonly why: readonly Open['why'][] }>;
  readonly isByAgreement: boolean;
}

/** Where no grade follows from the whole. @param verdicts what stands whatever the grade would be */
export function undecided(verdicts: readonly Verdict[]): Decided {
  return { bands: [], verdicts, byRule: new Map(), isByAgreement: false };
}

/**
 * Grades and what follows from them. A veto that decides the grade beats every one: only what it names, if it names one, stays. Any
 * other stands beside the grade and takes nothing from it.
 */
export function decide(
  table: AssessmentTable,
  rules: ScoredRules,
  total: Span | undefined,
  priceOf: (rule: string) => PriceOf,
): Decided {
  const placed = placedRules([table]);
  const verdicts = verdictsOf(table, rules);
  const outcomes = new Set(verdicts.flatMap(({ decidesGrade, outcome }) => (decidesGrade ? outcome : [])));
  const graded = placed.flatMap(({ rule }) => {
    const kind = rule.kinds.bands;
    if (!kind) return [];
    const value = kind.of === 'total' ? total : tickedAs('satisfied', answersOf(rules));
    const reached =
      outcomes.size > 0 ? only(kind.steps.filter(({ name }) => outcomes.has(name))) : reachedBy(kind.steps, value);
    return [{ id: rule.id, kinds: rule.kinds, reached }];
  });
  const isOverruled = outcomes.size > 0 && graded.every(({ reached }) => reached.between.length === 0);
  const all = graded.flatMap(({ reached }) => reached.between);
  const isOfMoney = placed.some(({ rule }) => rule.kinds.bands?.steps.some(({ money }) => money !== undefined));
  return {
    bands: graded.flatMap(({ reached }) => reached.ends),
    verdicts,
    byRule: new Map(
      graded.map(({ id, kinds, reached }) => [id, moneyOf(kinds, reached, rules, priceOf(id), outcomes.size > 0)]),
    ),
    isByAgreement: (isOverruled && isOfMoney) || all.some(({ money }) => money !== undefined && 'byAgreement' in money),
  };
}

/** The bands at the least and the greatest, and all that lie between. */
interface Reached {
  readonly ends: readonly Band[];
  readonly between: readonly Band[];
  /** A value that no band holds, or limits that the text does not print. */
  readonly isOpen: boolean;
}

const only = (bands: readonly Band[]): Reached => ({ ends: bands, between: bands, isOpen: false });

function reachedBy(steps: readonly Band[], value: Span | undefined): Reached {
  if (!value) return { ends: [], between: [], isOpen: false };
  const [least, greatest] = [bandAt(steps, value.min), bandAt(steps, value.max)];
  const ends = [...new Set([least, greatest].flatMap((band) => band ?? []))];
  return { ends, between: bandsBetween(steps, value), isOpen: !least || !greatest };
}

const answersOf = (rules: ScoredRules): readonly Ticked[] => [...rules.values()].flatMap(({ ticked }) => ticked ?? []);

/** Vetoes that were reached. */
export function verdictsOf(table: AssessmentTable, rules: ScoredRules): readonly Verdict[] {
  return placedRules([table]).flatMap(({ rule }) => {
    const lines = (rules.get(rule.id)?.lines ?? []).filter(({ units }) => units > 0);
    if (!rule.kinds.veto || !isVetoed(rule.kinds.veto, lines)) return [];
    const { decidesGrade, outcome } = rule.kinds.veto;
    return [
      {
        rule: rule.id,
        outcome,
        ...(decidesGrade && { decidesGrade }),
        findings: lines.map(({ finding }) => finding.id),
      },
    ];
  });
}

/** The money of the band, and that of bad ticks where the text owes it. */
function moneyOf(kinds: RuleKinds, reached: Reached, rules: ScoredRules, priceOf: PriceOf, isVetoedNow: boolean) {
  const steps = kinds.bands?.steps ?? [];
  const sums = reached.between.map((band): Span | undefined => {
    const ofTicks = band === lowestOf(steps) ? moneyOfTicks(kinds, rules, priceOf) : NOTHING;
    const ofBand = moneyOfBand(band, priceOf);
    return ofTicks && ofBand !== undefined ? { min: ofTicks.min + ofBand, max: ofTicks.max + ofBand } : undefined;
  });
  const known = sums.flatMap((sum) => sum ?? []);
  const why: readonly Open['why'][] = [
    ...(reached.isOpen && !isVetoedNow ? (['bands'] as const) : []),
    ...(known.length < sums.length ? (['price'] as const) : []),
  ];
  return { fen: hullOf(known), why };
}

const lowestOf = (steps: readonly Band[]): Band | undefined =>
  steps.toSorted((a, b) => (a.from ?? Number.NEGATIVE_INFINITY) - (b.from ?? Number.NEGATIVE_INFINITY))[0];

function moneyOfBand({ money }: Band, priceOf: PriceOf): Fen | undefined {
  if (!money || 'byAgreement' in money) return 0;
  return moneyFor(money, wholeQuantity(1), priceOf);
}

function moneyOfTicks(kinds: RuleKinds, rules: ScoredRules, priceOf: PriceOf): Span | undefined {
  const kind = kinds['money-fixed'];
  if (kind?.per !== 'dissatisfied') return NOTHING;
  const { min, max } = tickedAs('dissatisfied', answersOf(rules));
  const least = moneyFor(kind, wholeQuantity(min), priceOf);
  const greatest = moneyFor(kind, wholeQuantity(max), priceOf);
  if (least === undefined || greatest === undefined) return undefined;
  return min === max ? exactly(least) : { min: least, max: greatest };
}
