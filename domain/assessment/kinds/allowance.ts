import type { Instant } from '../../types.ts';
import type { Finding } from '../facts.ts';
import { cutTo, type Lines, unitsOf } from '../line.ts';
import type { RuleKinds, SpanName } from '../rule-kinds.ts';

/** The first ones of each span are free. @param earlier those of the same span may lie before the period */
export function allow(
  { free, per }: NonNullable<RuleKinds['allowance']>,
  lines: Lines,
  earlier: readonly Finding[],
  startOf: (span: SpanName, at: Instant) => Instant,
): Lines {
  const used = new Map<Instant, number>();
  const takeFree = (at: Instant, units: number): number => {
    const start = startOf(per, at);
    const before = used.get(start) ?? 0;
    used.set(start, before + units);
    return Math.min(units, Math.max(0, free - before));
  };
  for (const finding of earlier) takeFree(finding.at, unitsOf(finding));
  return lines.map((line) =>
    line.units === 0 ? line : cutTo(line, line.units - takeFree(line.finding.at, line.units), 'free'),
  );
}
