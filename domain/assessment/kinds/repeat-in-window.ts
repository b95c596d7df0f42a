import type { Instant } from '../../types.ts';
import type { Finding } from '../facts.ts';
import { byTime, cutTo, type Line, type Lines, unitsOf } from '../line.ts';
import type { RuleKinds, SpanName } from '../rule-kinds.ts';

type Kind = NonNullable<RuleKinds['repeat-in-window']>;

/**
 * Only repetitions count. A window of time runs from the end of the one before where that is known, else from its instant; exactly at
 * its end is inside.
 * @param earlier what counts of the time before the period
 */
export function repeatInWindow(
  kind: Kind,
  lines: Lines,
  earlier: readonly Finding[],
  startOf: (span: SpanName, at: Instant) => Instant,
): Lines {
  const live = [...earlier, ...lines.flatMap(({ finding, units }) => (units > 0 ? finding : []))];
  const groups = Map.groupBy(live.toSorted(byTime), ({ subject }) => subject);
  return lines.map((line) => {
    if (line.units === 0) return line;
    const judged = judgedByItself(kind, line);
    if (judged !== undefined) return judged ? line : cutTo(line, 0, 'first_of_window');
    const before = unitsBefore(kind, line.finding, groups.get(line.finding.subject) ?? [], startOf);
    const first = Math.max(0, (kind.times ?? 2) - 1 - before);
    return cutTo(line, line.units - first, 'first_of_window');
  });
}

/** Undefined: it has to be compared with the ones before. */
function judgedByItself({ window, times }: Kind, { finding }: Line): boolean | undefined {
  if (times !== undefined) return undefined;
  if (finding.elapsedMs !== undefined && 'ms' in window) return finding.elapsedMs <= window.ms;
  return finding.subject === undefined ? true : undefined;
}

function unitsBefore(
  { window }: Kind,
  finding: Finding,
  group: readonly Finding[],
  startOf: (span: SpanName, at: Instant) => Instant,
): number {
  let sum = 0;
  for (const other of group) {
    if (byTime(other, finding) >= 0) return sum;
    const isWithin =
      'ms' in window
        ? finding.at - (other.doneAt ?? other.at) <= window.ms
        : startOf(window.span, other.at) === startOf(window.span, finding.at);
    if (isWithin) sum += unitsOf(other);
  }
  return sum;
}
