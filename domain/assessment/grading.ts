import { wholeQuantity } from './exact.ts';
import type { Grade } from './facts.ts';
import type { Extra } from './line.ts';
import type { Points, Span } from './points.ts';
import type { Bracket } from './rule-kinds.ts';
import { exactly, hullOf, shifted } from './span-sums.ts';

/** Marks that people gave for one rule: what all of them say, or from the lowest to the highest where they differ. */
export interface Marked {
  readonly mark: Span;
  readonly isDisputed: boolean;
  readonly grades: readonly Grade[];
}

/**
 * @param most the greatest mark; undefined: the text bounds it nowhere
 * @returns undefined: nobody gave a mark that the text has
 */
export function marked(
  grades: readonly Grade[],
  most: Points | undefined,
  brackets?: readonly Bracket[],
): Marked | undefined {
  const valid = latestOf(grades).filter(
    ({ points }) =>
      points >= 0 &&
      (most === undefined || points <= most) &&
      (!brackets || brackets.some(({ from, to }) => from <= points && points <= to)),
  );
  if (valid.length === 0) return undefined;
  const mark = hullOf(valid.map(({ points }) => exactly(points)));
  return { mark, isDisputed: mark.min !== mark.max, grades: valid };
}

/** A grader may grade anew: his last mark counts. */
function latestOf(grades: readonly Grade[]): readonly Grade[] {
  const latest = new Map<string, Points>();
  const instant = ({ at = Number.NEGATIVE_INFINITY }: Grade): number => at;
  for (const grade of grades) latest.set(grade.grader, Math.max(latest.get(grade.grader) ?? -Infinity, instant(grade)));
  return grades
    .filter((grade) => instant(grade) === latest.get(grade.grader))
    .toSorted((a, b) => (a.grader < b.grader ? -1 : a.grader > b.grader ? 1 : a.points - b.points));
}

/** One line for each mark. @param base what a full mark is, of which the mark is a change */
export const markLines = ({ grades }: Marked, base: Points): readonly Extra[] =>
  grades.map(({ grader, points, note, at }) => ({
    subject: grader,
    points: shifted(exactly(points), 0 - base),
    mark: points,
    quantity: wholeQuantity(1),
    ...(note !== undefined && { note }),
    ...(at !== undefined && { at }),
  }));
