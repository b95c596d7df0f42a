import type { PlacedProblem } from '../contracts/problems.ts';
import { stepFor } from '../domain/assessment/kinds/graded-by-elapsed.ts';
import { POINT } from '../domain/assessment/points.ts';
import { figureRange, markRanges, type Range } from '../domain/assessment/table-lookup.ts';
import type { DurationMs } from '../domain/types.ts';
import type { Place } from './score-facts.ts';
import type { SaidOccurrence, SaidRuleFacts } from './score-facts-schema.ts';

/** Marks that the text does not have. */
export function gradeProblems(place: Place, { grade, grades = {} }: SaidRuleFacts): readonly PlacedProblem[] {
  const ranges = markRanges(place);
  const given: readonly (readonly [readonly string[], number])[] = [
    ...(grade === undefined ? [] : [[['grade'], grade] as const]),
    ...Object.entries(grades).map(([grader, points]) => [['grades', grader], points] as const),
  ];
  return given.flatMap(([at, points]) => outside(points, ranges, [...place.path, ...at]));
}

/** Figures that somebody picked outside what is printed, or where there is nothing to pick. */
export function figureProblems(
  place: Place,
  one: SaidOccurrence,
  points: number,
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  const ranges = figureRanges(place, one);
  return ranges === undefined ? noFigure(place, path) : outside(points, ranges, path);
}

/** From what a person picks. Without any he is free. @returns undefined: he picks nothing */
function figureRanges({ item, rule, ...place }: Place, one: SaidOccurrence): readonly Range[] | undefined {
  const { bonus, earn, 'graded-by-elapsed': elapsed, 'judged-range': judged } = rule.kinds;
  if (elapsed) {
    const step = stepFor(elapsed.steps, { elapsedMs: lengthOf(one), isMissing: one.missing });
    const ranges = (step ? [step] : elapsed.steps).flatMap(({ from = 0, points, to = item.base ?? Infinity }) =>
      points === undefined ? { from, to } : [],
    );
    return ranges.length === 0 ? undefined : ranges;
  }
  if (judged) return atMostOne(figureRange({ item, rule, ...place }));
  if (bonus && bonus.points === undefined) return item.base === undefined ? [] : [{ from: 0, to: item.base }];
  return earn && earn.points === undefined ? [{ from: 0, to: earn.upTo }] : undefined;
}

function noFigure({ rule }: Place, path: readonly PropertyKey[]): readonly PlacedProblem[] {
  return [{ path, problem: `what ${rule.id} costs is printed`, remedy: 'delete it' }];
}

function outside(points: number, ranges: readonly Range[], path: readonly PropertyKey[]): readonly PlacedProblem[] {
  if (ranges.length === 0 || ranges.some(({ from, to }) => from <= points && points <= to)) return [];
  const printed = ranges.map(({ from, to }) => (from === to ? `${from / POINT}` : `${from / POINT} to ${to / POINT}`));
  return [{ path, problem: `${points / POINT} is outside what is printed`, remedy: `write ${printed.join(', ')}` }];
}

function atMostOne(range: Range | undefined): readonly Range[] {
  return range ? [range] : [];
}

/** How long it took. @returns undefined: nobody said */
export function lengthOf({ at, took, until }: SaidOccurrence): DurationMs | undefined {
  return took ?? (until === undefined || at === undefined ? undefined : until - at);
}
