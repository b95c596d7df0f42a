import { pointsFor } from './exact.ts';
import type { Points, Span } from './points.ts';
import type { RuleKind } from './rule-kinds.ts';
import type { ScoreEnv } from './score-tables.ts';
import { between, noLessThan, noMoreThan, sumOf } from './span-sums.ts';
import type { ItemScore, RuleScore, SectionScore, TableScore } from './statement.ts';

/** Kinds that cost again whenever it happens again. What is lost once, a percentage or a mark stays as it is. */
const REPEATING: readonly RuleKind[] = [
  'count',
  'late-days',
  'judged-range',
  'progressive',
  'every-N',
  'graded-by-elapsed',
  'tiered-state',
  'repeat-in-window',
];
const LASTING: readonly RuleKind[] = ['presence', 'human-graded', 'ratio-threshold', 'bonus', 'earn', 'sampled'];

type Elapsed = { readonly ms: number; readonly of: number };

/**
 * The total at the period's end if things go on as they did: losses by occurrence grow with the time that is left, all else stays as
 * it is, and floors hold. An estimate, for orientation.
 * @returns undefined: the period has not begun or is over, or the total is not made of this table's own losses
 */
export function forecast(score: TableScore, { period, now }: Pick<ScoreEnv, 'period' | 'now'>): Span | undefined {
  if (!score.total || now <= period.from || now >= period.to) return undefined;
  const isAverage = rulesOf(score.sections).some(({ kinds }) => kinds.includes('weighted-graders'));
  if (isAverage) return undefined;
  const elapsed = { ms: now - period.from, of: period.to - period.from };
  const further = sumOf(score.sections.map((section) => furtherOfSection(section, elapsed)));
  if (score.isAccrual) return between(score.total.min - further.max, score.total.max - further.min);
  const total = between(score.total.min + further.min, score.total.max + further.max);
  // A total that a floor has raised already must not rise by what is added to it.
  const noHigher = { min: Math.min(total.min, score.total.min), max: Math.min(total.max, score.total.max) };
  return score.hasNoFloor ? noHigher : noLessThan(noHigher, 0);
}

const rulesOf = (sections: readonly SectionScore[]): readonly RuleScore[] =>
  sections.flatMap(({ items }) => items.flatMap(({ rules }) => rules));

/** What the section loses more till the end; never above 0. */
function furtherOfSection({ base, change, items }: SectionScore, elapsed: Elapsed): Span {
  const further = sumOf(items.map((item) => furtherOfItem(item, elapsed)));
  if (base === undefined || items.some(({ hasNoFloor }) => hasNoFloor)) return further;
  return atMostLost(further, change, base);
}

function furtherOfItem({ base, change, hasNoFloor, rules }: ItemScore, elapsed: Elapsed): Span {
  const further = sumOf(rules.map((rule) => furtherOfRule(rule, elapsed)));
  return base === undefined || hasNoFloor ? further : atMostLost(further, change, base);
}

/** No more than what is left of the points. */
function atMostLost(further: Span, change: Span, base: Points): Span {
  return noMoreThan(
    between(Math.max(further.min, 0 - base - change.min), Math.max(further.max, 0 - base - change.max)),
    0,
  );
}

function furtherOfRule({ kinds, points }: RuleScore, { ms, of }: Elapsed): Span {
  const grows = kinds.some((kind) => REPEATING.includes(kind)) && !kinds.some((kind) => LASTING.includes(kind));
  const rate = { count: BigInt(of - ms), of: BigInt(ms) };
  return grows ? between(pointsFor(points.min, rate), pointsFor(points.max, rate)) : between(0, 0);
}
