import type { Lines, Priced } from '../line.ts';
import type { Points } from '../points.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { RuleKinds } from '../rule-kinds.ts';
import { exactly, noMoreThan, shifted } from '../span-sums.ts';

/**
 * The item begins at nothing, each one earns its points, up to the printed ceiling.
 * @param base the item's points, which it has not until they are earned; 0 where it has none
 */
export function earn({ points, upTo }: NonNullable<RuleKinds['earn']>, lines: Lines, base: Points): Priced {
  const earned = sumOfLines(pricedBy(lines, ({ finding, units }) => exactly((points ?? finding.figure ?? 0) * units)));
  return { ...earned, points: shifted(noMoreThan(earned.points, upTo), 0 - base) };
}
