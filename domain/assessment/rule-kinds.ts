import type { DurationMs } from '../types.ts';
import type { Fen, Permyriad, Points } from './points.ts';

/**
 * The kinds of which rules are made. A rule has one or several, each with its figures: those that choose what counts work first,
 * then those that price it, then those that decide by the whole. Points are what is lost unless a kind says otherwise, never negative.
 */
export interface RuleKinds {
  // ---- what counts ----
  /** Nothing that such a reason explains is counted in this item (or, with `of`, by these rules). */
  readonly exemption?: { readonly reasons: readonly string[]; readonly of?: readonly string[] };
  /**
   * An event that one of these rules charges already costs nothing by the other rules of this item (or, with `of`, by these rules).
   * `evenExempted`: it is judged there alone, so an exemption there does not bring it back here.
   */
  readonly 'no-double-count'?: {
    readonly with: readonly string[];
    readonly of?: readonly string[];
    readonly evenExempted?: true;
  };
  /**
   * Only what happens again within the window of one before, about the same subject, counts; `times`: from that time on. Without
   * `times` a finding that says how long after the one before it came (`elapsedMs`) is judged by that, and one without a subject
   * is a repetition because its recorder says so. `points` where no kind beside it prices.
   */
  readonly 'repeat-in-window'?: { readonly window: Window; readonly times?: number; readonly points?: Points };
  /** The first ones of each span cost nothing. */
  readonly allowance?: { readonly free: number; readonly per: SpanName };
  /**
   * So many are drawn at random by a reviewer; one can have `perOne` findings (1 where absent). More findings than can be in the
   * sample are a mistake: they cost nothing. `points` for each where no kind beside it prices.
   */
  readonly sampled?: { readonly size: number; readonly perOne?: number; readonly points?: Points };
  /** Nothing until the deadline is missed by this much; exactly so much counts (以上). */
  readonly 'late-threshold'?: {
    readonly margin: { readonly months: number } | { readonly days: number };
    readonly points: Points;
  };
  /** Points belong to one named person in one month. */
  readonly 'person-month'?: { readonly titles?: readonly string[] };

  // ---- what it costs ----
  /** For each occurrence. Without points the number alone, for a kind that prices it in money. */
  readonly count?: { readonly points?: Points };
  /** For each day late. */
  readonly 'late-days'?: { readonly points?: Points };
  /**
   * A person picks the figure between these, for each occurrence; beside steps it is what a step leaves open. `from` is the least
   * loss, `to` the greatest; absent: the whole item.
   */
  readonly 'judged-range'?: { readonly from?: Points; readonly to?: Points };
  /** The n-th costs more than the one before: `first`, then `plus` more each time, or `times` as much. Counted through `per`. */
  readonly progressive?: {
    readonly first: Points;
    readonly plus?: Points;
    readonly times?: number;
    readonly per: SpanName;
  };
  /** The worst step that the percentage is under. A step without points needs a person. `each`: for each subject by itself. */
  readonly 'ratio-threshold'?: {
    readonly steps: readonly RatioStep[];
    readonly each?: string;
    /** Reaching this costs nothing, what is under it and has no step a person decides. */
    readonly target?: Permyriad;
  };
  /** For each percentage point under the target; of a part of one: nothing, the part, or the whole. */
  readonly 'per-percentage-point'?: {
    readonly target: Permyriad;
    readonly points?: Points;
    readonly part: 'nothing' | 'proportional' | 'whole';
  };
  /**
   * By the time that something took. `loss`: each one costs what its step says. `mark`: the item's mark is that of the worst one
   * that happened; where nothing happened, the full mark.
   */
  readonly 'graded-by-elapsed'?: { readonly by: 'loss' | 'mark'; readonly steps: readonly ElapsedStep[] };
  /** A person gives the mark, from 0 to the item's points, or within what is described. */
  readonly 'human-graded'?: { readonly brackets?: readonly Bracket[]; readonly graders?: readonly string[] };
  /** For each full n occurrences. */
  readonly 'every-N'?: { readonly n: number; readonly points: Points };
  /** Points are added, for each occurrence, or as a person says (without points). `within`: it repairs losses there and goes no higher. */
  readonly bonus?: { readonly points?: Points; readonly within: 'section' | 'total' | 'nothing' };
  /** One of these states in each span of the period; of two for one span the worse counts. `occurrence`: each finding by itself. */
  readonly 'tiered-state'?: {
    readonly per: SpanName | 'occurrence';
    readonly states: readonly { readonly id: string; readonly name: string; readonly points: Points }[];
  };
  /** It is there or not: lost once when it is not, however often that was found. `each`: once for each subject. */
  readonly presence?: { readonly points: Points; readonly each?: true };
  /** Earned for each one, up to this; the item begins at 0. Without points a person says how much. */
  readonly earn?: { readonly points?: Points; readonly upTo: Points };
  /** Penalty points without a base or a ceiling: the table counts upwards. */
  readonly accrue?: Record<string, never>;
  /** Up-time: 1 − downtime / period for each subject, which is MTBF / (MTBF + MTTR). `target`: shown, and priced by a kind beside it. */
  readonly availability?: {
    readonly of: string;
    readonly target?: Permyriad;
    /** Longer downtime of one subject in the period than this costs what `money-fixed` beside it says; exactly so much does not. */
    readonly longestMs?: DurationMs;
  };
  /** Ticks of a form: satisfied, average, dissatisfied. */
  readonly satisfaction?: { readonly asks: string };

  // ---- what decides by the whole ----
  /** Averages of other tables, or of other such rules. Weights add up to the whole. */
  readonly 'weighted-graders'?: { readonly parts: readonly WeightedPart[] };
  /** Of a total, or of the number of satisfied ticks. */
  readonly bands?: { readonly of: 'total' | 'satisfied'; readonly steps: readonly Band[] };
  /**
   * A sum or a share of a price, for each one that is counted (`per: unit`), for each bad tick, or as the band says. Beside bands of
   * ticks it is owed for bad ticks in the lowest band only.
   */
  readonly 'money-fixed'?: {
    readonly per: 'unit' | 'band' | 'dissatisfied';
    readonly fen?: Fen;
    readonly share?: { readonly of: PriceName; readonly permyriad: Permyriad };
  };
  /**
   * So many of these have this outcome, whatever the points say. `decidesGrade`: the grade is that of the outcome where it is a
   * band's name, and none otherwise; without it the outcome stands beside the grade.
   */
  readonly veto?: { readonly atLeast: number; readonly outcome: string; readonly decidesGrade?: true };
  /** Payment is held, reduced or released by grade. */
  readonly 'payment-gate'?: { readonly text: string };

  // ---- what is only shown ----
  /** At most so many in the span. */
  readonly quota?: { readonly max: number; readonly per: SpanName };
  readonly target?: { readonly permyriad?: Permyriad; readonly text: string };
  readonly checklist?: { readonly lines: readonly string[] };
}
export type RuleKind = keyof RuleKinds;

export type SpanName = 'week' | 'month' | 'quarter' | 'half_year' | 'year' | 'period';
export type Window = { readonly ms: DurationMs } | { readonly span: SpanName };
/** `period_fee`, `subject_fee`: given with the facts, since no pack knows them. */
export type PriceName = 'contract' | 'project' | 'period_fee' | 'subject_fee';

/** Counts when the ratio is under this; `upTo`: or equal to it. */
export interface RatioStep {
  readonly under?: Permyriad;
  readonly upTo?: Permyriad;
  readonly points?: Points;
}
/** Counts when it took longer than `over` (0 where absent) and at most `upTo` (any time where absent). `never`: it did not happen. */
export interface ElapsedStep {
  readonly overMs?: DurationMs;
  readonly upToMs?: DurationMs;
  readonly never?: true;
  /** The loss, or the mark. */
  readonly points?: Points;
  /** A person picks within. */
  readonly from?: Points;
  readonly to?: Points;
}
export interface Bracket {
  readonly from: Points;
  readonly to: Points;
  readonly text: string;
}
export type WeightedPart =
  | { readonly weight: Permyriad; readonly table: string; readonly copy?: string; readonly name: string }
  | { readonly weight: Permyriad; readonly rule: string; readonly name: string };
/** From `from` (included unless `isFromOpen`) to under `to` (included with `isToClosed`). */
export interface Band {
  readonly from?: number;
  readonly isFromOpen?: true;
  readonly to?: number;
  readonly isToClosed?: true;
  readonly name: string;
  /** What it means for the payment, in the text's words. */
  readonly consequence?: string;
  readonly money?:
    | { readonly share: { readonly of: PriceName; readonly permyriad: Permyriad } }
    | { readonly fen: Fen }
    | { readonly byAgreement: true };
}
