import type { Lines, Priced } from '../line.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { RuleKinds } from '../rule-kinds.ts';
import { exactly, NOTHING } from '../span-sums.ts';

/**
 * Points are added for each one. Without printed points a person says how many; while nobody has said it adds nothing, and is open
 * where something was found for it.
 */
export function bonus({ points }: NonNullable<RuleKinds['bonus']>, lines: Lines): Priced {
  const marked = lines.map((line) =>
    line.units > 0 && points === undefined && line.finding.figure === undefined
      ? { ...line, because: 'needs_figure' as const }
      : line,
  );
  const priced = pricedBy(marked, ({ finding, units }) =>
    points === undefined && finding.figure === undefined ? NOTHING : exactly((points ?? finding.figure ?? 0) * units),
  );
  return sumOfLines(priced, marked.some(({ because }) => because === 'needs_figure') ? ['figure'] : []);
}
