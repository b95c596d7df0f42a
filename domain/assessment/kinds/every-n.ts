import type { Line, Lines, Priced } from '../line.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { RuleKinds } from '../rule-kinds.ts';
import { exactly } from '../span-sums.ts';

/** For each full n of the period; those before the n-th are listed with it and cost nothing. */
export function everyN({ n, points }: NonNullable<RuleKinds['every-N']>, lines: Lines): Priced {
  let seen = 0;
  const full = new Map<Line, number>();
  const marked = lines.map((line) => {
    if (line.units === 0) return line;
    const before = Math.floor(seen / n);
    seen += line.units;
    const reached = Math.floor(seen / n) - before;
    const next: Line = reached === 0 ? { ...line, because: 'rest_of_n' } : line;
    full.set(next, reached);
    return next;
  });
  return sumOfLines(pricedBy(marked, (line) => exactly(0 - points * (full.get(line) ?? 0))));
}
