import type { DurationMs, Instant } from '../types.ts';
import type { ClockOutcome, TicketOutcome } from './ticket-outcome.ts';

/** Has it missed its target by `now`, be it that nobody has noticed yet? As `isOver` says of a ticket's clock. */
export function isMissed({ breached, dueAt, pausedSince, stoppedAt }: ClockOutcome, now: Instant): boolean {
  if (breached || stoppedAt !== undefined) return breached;
  return dueAt !== undefined && (pausedSince ?? now) > dueAt;
}

/** Will it not be otherwise any more? A running clock is judged as soon as it is over, and one that nobody can judge never. */
export function isJudged(clock: ClockOutcome, now: Instant): boolean {
  return isMissed(clock, now) || (clock.stoppedAt !== undefined && clock.dueAt !== undefined);
}

export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/** From the report to `until` without the ticket's pauses. */
export function workedMs({ pauses, reportedAt }: TicketOutcome, until: Instant): DurationMs {
  return lengthOf(without({ from: reportedAt, to: until }, pauses));
}

/** What is left of a stretch without these; one without an end lasts. */
export function without(
  stretch: Stretch,
  gaps: readonly { readonly from: Instant; readonly to?: Instant }[],
): readonly Stretch[] {
  const left: Stretch[] = [];
  let { from } = stretch;
  for (const gap of gaps.toSorted((a, b) => a.from - b.from)) {
    if (gap.from > from) left.push({ from, to: Math.min(gap.from, stretch.to) });
    from = Math.max(from, gap.to ?? Infinity);
    if (from >= stretch.to) break;
  }
  left.push({ from, to: stretch.to });
  return left.filter(({ from: start, to }) => start < to);
}

export function lengthOf(stretches: readonly Stretch[]): DurationMs {
  return stretches.reduce((sum, { from, to }) => sum + to - from, 0);
}
