import type { Instant } from '../types.ts';
import type { Finding, Grade, Period, RatioFact, Tick } from './facts.ts';
import type { PriceOf } from './kinds/money-fixed.ts';
import type { Lines } from './line.ts';
import type { Points } from './points.ts';
import type { SpanName } from './rule-kinds.ts';
import type { PlacedRule } from './table-lookup.ts';

/** One rule of one copy of a table, with all that is known of it. */
export interface RuleInput extends PlacedRule {
  readonly copy?: string;
  /** What happened in the period, the earliest first. */
  readonly lines: Lines;
  /** What counts of the time before: a repetition or the n-th may refer to it. */
  readonly earlier: readonly Finding[];
  readonly ratios: readonly RatioFact[];
  readonly grades: readonly Grade[];
  readonly ticks: readonly Tick[];
  /** A sample was drawn. */
  readonly isReviewed: boolean;
  readonly period: Period;
  readonly now: Instant;
  readonly startOf: (span: SpanName, at: Instant) => Instant;
  readonly priceOf: PriceOf;
}

/** The most that can be lost by one rule: its item's points, or those of what the item stands in. */
export function mostPoints({ item, section, table }: PlacedRule): Points {
  return item.base ?? section.base ?? table.base ?? 0;
}
