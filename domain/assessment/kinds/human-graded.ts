import type { Grade } from '../facts.ts';
import { marked, markLines } from '../grading.ts';
import { type Lines, type Priced, unpriced } from '../line.ts';
import type { Points } from '../points.ts';
import type { RuleKinds } from '../rule-kinds.ts';
import { between, NOTHING, shifted } from '../span-sums.ts';

/**
 * A person gives the mark; until then it is anything from 0 to the item's points, and the score is not final. Without points of the
 * item a mark is shown and changes nothing.
 */
export function humanGraded(
  { brackets }: NonNullable<RuleKinds['human-graded']>,
  lines: Lines,
  grades: readonly Grade[],
  base: Points | undefined,
): Priced {
  const given = marked(grades, base, brackets);
  if (base === undefined) return unpriced(lines, given ? { extras: markLines(given, 0).map(unpaid) } : {});
  if (!given) return unpriced(lines, { points: between(0 - base, 0), open: ['grade'] });
  return unpriced(lines, {
    points: shifted(given.mark, 0 - base),
    extras: markLines(given, base),
    open: given.isDisputed ? ['graders_differ'] : [],
  });
}

const unpaid = <T extends object>(line: T) => ({ ...line, points: NOTHING });
