import type { DurationMs } from '../../types.ts';
import type { Finding, Grade } from '../facts.ts';
import { marked, markLines } from '../grading.ts';
import { type Line, type Lines, type Priced, unpriced } from '../line.ts';
import type { Points, Span } from '../points.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { ElapsedStep } from '../rule-kinds.ts';
import { exactly, hullOf, lossOf, NOTHING, shifted, timesSpan } from '../span-sums.ts';
import { figureIn } from './judged-range.ts';

type Steps = readonly ElapsedStep[];

/**
 * The first step that the time fits: longer than `over`, at most `upTo`. What never happened has a step of its own, or took any time.
 * @returns undefined: no step is for it, so it costs nothing
 */
export function stepFor(
  steps: Steps,
  { elapsedMs, isMissing }: { readonly elapsedMs?: DurationMs | undefined; readonly isMissing?: true | undefined },
): ElapsedStep | undefined {
  const timed = steps.filter(({ never }) => !never);
  if (isMissing) return steps.find(({ never }) => never) ?? timed.find(({ upToMs }) => upToMs === undefined);
  return timed.find(
    ({ overMs, upToMs }) =>
      elapsedMs !== undefined &&
      (overMs === undefined || elapsedMs > overMs) &&
      (upToMs === undefined || elapsedMs <= upToMs),
  );
}

/** What a step says, or leaves to a person. @param open what he picks from where the step prints neither */
function worthOfStep({ points, from, to }: ElapsedStep, open: Span): Span {
  if (points !== undefined) return exactly(points);
  return { min: from ?? open.min, max: to ?? open.max };
}

/** Nobody said how long it took, or that it never happened. */
const isUntimed = ({ elapsedMs, isMissing }: Finding): boolean => elapsedMs === undefined && !isMissing;

/** What one of them is worth by its time, narrowed by the figure that a person picked. */
function worthOf(steps: Steps, finding: Finding, open: Span, untimed: Span): Span {
  const step = stepFor(steps, finding);
  const range = isUntimed(finding) ? untimed : step ? worthOfStep(step, open) : NOTHING;
  const figure = range.min === range.max ? undefined : figureIn(finding, range);
  return figure === undefined ? range : exactly(figure);
}

/**
 * Each one costs what its step says.
 * @param each what one costs that is known to be late and not how late; undefined: whatever a step costs
 */
export function lossByElapsed(steps: Steps, lines: Lines, open: Span, each?: Points): Priced {
  const untimed = each === undefined ? hullOf(steps.map((step) => worthOfStep(step, open))) : exactly(each);
  const marks = lines.map((line): Line => {
    if (line.units === 0) return line;
    const { min, max } = worthOf(steps, line.finding, open, untimed);
    if (max === 0) return { ...line, units: 0, because: 'within_margin' };
    return min === max ? line : { ...line, because: 'needs_figure' };
  });
  const priced = pricedBy(marks, ({ finding, units }) =>
    lossOf(timesSpan(worthOf(steps, finding, open, untimed), units)),
  );
  return sumOfLines(priced, marks.some(({ because }) => because === 'needs_figure') ? ['figure'] : []);
}

/**
 * The mark is that of the worst one at the least and that of the best one at the most, until a person gives it; the mean is a
 * measure. Where nothing happened it is the full mark.
 * @param base the full mark
 */
export function markByElapsed(steps: Steps, lines: Lines, grades: readonly Grade[], base: Points): Priced {
  const open = { min: 0, max: base };
  const live = lines.filter(({ units }) => units > 0);
  const untimed = hullOf(steps.map((step) => worthOfStep(step, open)));
  const worths = live.map(({ finding }) => worthOf(steps, finding, open, untimed));
  const given = marked(grades, base);
  const measures = live.length === 0 ? [] : [meanMark(live, worths)];
  if (given) {
    const why = given.isDisputed ? (['graders_differ'] as const) : [];
    return unpriced(lines, {
      points: shifted(given.mark, 0 - base),
      extras: markLines(given, base).map((line) =>
        isPrinted(steps, line.mark, open) ? line : { ...line, because: 'not_printed' },
      ),
      measures,
      open: why,
    });
  }
  if (live.length === 0) return unpriced(lines);
  const mark = hullOf(worths);
  const shownAt = new Map(live.map(({ finding }, place) => [finding, shifted(worths[place] ?? NOTHING, 0 - base)]));
  return {
    points: shifted(mark, 0 - base),
    lines: pricedBy(lines, ({ finding }) => shownAt.get(finding) ?? NOTHING),
    extras: [],
    measures,
    open: ['grade'],
  };
}

/** Whoever grades may take another mark than the steps print; it is told so. */
function isPrinted(steps: Steps, mark: Points | undefined, open: Span): boolean {
  const worths = steps.map((step) => worthOfStep(step, open));
  return mark === undefined || worths.some(({ min, max }) => min <= mark && mark <= max);
}

/** Of a mark that a person still picks the least. */
function meanMark(live: Lines, worths: readonly Span[]) {
  const met = live.reduce((sum, { units }, place) => sum + units * (worths[place]?.min ?? 0), 0);
  return { is: 'mean_mark' as const, met, total: live.reduce((sum, { units }) => sum + units, 0) };
}
