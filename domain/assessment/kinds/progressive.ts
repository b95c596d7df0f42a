import type { Instant } from '../../types.ts';
import type { Finding } from '../facts.ts';
import { type Lines, type Priced, unitsOf } from '../line.ts';
import type { Points } from '../points.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { RuleKinds, SpanName } from '../rule-kinds.ts';
import { exactly } from '../span-sums.ts';

type Kind = NonNullable<RuleKinds['progressive']>;

/** The n-th of a span costs more than the one before. @param earlier those of the same span before the period raise what follows */
export function progressive(
  kind: Kind,
  lines: Lines,
  earlier: readonly Finding[],
  startOf: (span: SpanName, at: Instant) => Instant,
): Priced {
  const seen = new Map<Instant, number>();
  const passBy = (at: Instant, units: number): number => {
    const start = startOf(kind.per, at);
    const before = seen.get(start) ?? 0;
    seen.set(start, before + units);
    return before;
  };
  for (const finding of earlier) passBy(finding.at, unitsOf(finding));
  return sumOfLines(
    pricedBy(lines, ({ finding, units }) => {
      const before = passBy(finding.at, units);
      let loss = 0;
      for (let place = before + 1; place <= before + units; place += 1) loss += costOfNth(kind, place);
      return exactly(0 - loss);
    }),
  );
}

/** @param place 1 is the first @returns never more than is counted exactly: a thousandth that doubles has no number any more */
export function costOfNth({ first, plus = 0, times = 1 }: Omit<Kind, 'per'>, place: number): Points {
  return Math.min(first * times ** (place - 1) + plus * (place - 1), Number.MAX_SAFE_INTEGER);
}
