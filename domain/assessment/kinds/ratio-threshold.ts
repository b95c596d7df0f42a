import { compareRatio, type Ratio } from '../exact.ts';
import type { Permyriad, Points, Span } from '../points.ts';
import type { RatioStep, RuleKinds } from '../rule-kinds.ts';
import { exactly, NOTHING } from '../span-sums.ts';

type Kind = NonNullable<RuleKinds['ratio-threshold']>;

/** What a percentage costs: a loss, or a person has to say within what is open. */
export type RatioLoss = { readonly loss: Span; readonly isJudged: boolean };

/**
 * The worst step that the percentage is under; only that one counts. What no step and no target catches costs nothing.
 * @param judged what a person may take where the text prints no figure
 */
export function ratioLoss({ steps, target }: Kind, ratio: Ratio, judged: Span): RatioLoss {
  if (ratio.total === 0) return { loss: NOTHING, isJudged: false };
  const step = worstStep(steps, ratio);
  if (step?.points !== undefined) return { loss: exactly(step.points), isJudged: false };
  const isMissed = step !== undefined || (target !== undefined && compareRatio(ratio, target) < 0);
  return isMissed ? { loss: judged, isJudged: true } : { loss: NOTHING, isJudged: false };
}

function worstStep(steps: readonly RatioStep[], ratio: Ratio): RatioStep | undefined {
  return steps
    .filter(
      ({ under, upTo }) =>
        (under !== undefined && compareRatio(ratio, under) < 0) ||
        (upTo !== undefined && compareRatio(ratio, upTo) <= 0),
    )
    .toSorted((a, b) => limitOf(a) - limitOf(b))[0];
}

const limitOf = ({ under, upTo }: RatioStep): Permyriad => under ?? upTo ?? 0;

/** The most that one percentage can cost. */
export function mostOf({ steps, target }: Kind, judged: Span): Points {
  const isJudged = target !== undefined || steps.some(({ points }) => points === undefined);
  return Math.max(0, ...steps.map(({ points = 0 }) => points), isJudged ? judged.max : 0);
}
