import type { Finding } from '../facts.ts';
import type { Lines, Priced } from '../line.ts';
import type { Points, Span } from '../points.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { RuleKinds } from '../rule-kinds.ts';
import { between, exactly, lossOf, timesSpan } from '../span-sums.ts';

/** From the least to the greatest that the text prints. @param most what can be lost where it prints no greatest */
export function rangeOf({ from = 0, to }: NonNullable<RuleKinds['judged-range']>, most: Points): Span {
  return between(from, Math.max(from, to ?? most));
}

/** The figure that a person picked, where it is within the range. The engine never picks one. */
export function figureIn({ figure }: Finding, { min, max }: Span): Points | undefined {
  return figure !== undefined && min <= figure && figure <= max ? figure : undefined;
}

/**
 * A person picks what each one costs; until then it is anything within the range.
 * @param most what can be lost at all where the range prints no greatest
 * @param isBounded a figure over that is a mistake; otherwise the text bounds it nowhere, and any figure is good
 */
export function judgedRange(
  kind: NonNullable<RuleKinds['judged-range']>,
  lines: Lines,
  most: Points,
  isBounded: boolean,
): Priced {
  const range = rangeOf(kind, most);
  const accepted = isBounded || kind.to !== undefined ? range : { ...range, max: Number.MAX_SAFE_INTEGER };
  const marked = lines.map((line) =>
    line.units > 0 && figureIn(line.finding, accepted) === undefined
      ? { ...line, because: 'needs_figure' as const }
      : line,
  );
  const priced = pricedBy(marked, ({ finding, units }) => {
    const figure = figureIn(finding, accepted);
    return lossOf(timesSpan(figure === undefined ? range : exactly(figure), units));
  });
  const isOpen = marked.some(({ because }) => because === 'needs_figure');
  return sumOfLines(priced, isOpen ? ['figure'] : []);
}
