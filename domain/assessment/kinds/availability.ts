import type { DurationMs } from '../../types.ts';
import type { Lines } from '../line.ts';
import type { Measure } from '../statement.ts';

/** Downtime of each subject, summed over the period; never more than the period. */
export function downtimeOf(lines: Lines, periodMs: DurationMs): ReadonlyMap<string | undefined, DurationMs> {
  const sums = new Map<string | undefined, DurationMs>();
  for (const { finding, units } of lines) {
    if (units === 0 || finding.elapsedMs === undefined) continue;
    const sum = (sums.get(finding.subject) ?? 0) + finding.elapsedMs;
    sums.set(finding.subject, Math.min(sum, periodMs));
  }
  return sums;
}

/**
 * Up-time of each subject that was down: 1 − downtime / period. With n faults MTBF is up-time / n and MTTR downtime / n, so
 * MTBF / (MTBF + MTTR) is the same ratio.
 */
export function availability(lines: Lines, periodMs: DurationMs): readonly Measure[] {
  return [...downtimeOf(lines, periodMs)].map(([subject, down]) => ({
    ...(subject !== undefined && { subject }),
    met: periodMs - down,
    total: periodMs,
  }));
}

/** Subjects that were down for longer than the limit; exactly at it is not longer. */
export function downLongerThan(
  lines: Lines,
  longestMs: DurationMs,
  periodMs: DurationMs,
): ReadonlySet<string | undefined> {
  const down = [...downtimeOf(lines, periodMs)].filter(([, ms]) => ms > longestMs);
  return new Set(down.map(([subject]) => subject));
}
