import { DAY, type Instant } from '../types.ts';
import type { Milli, ReadingRule } from './plan-types.ts';

export interface Point {
  readonly at: Instant;
  readonly value: Milli;
}

/** So few readings make a trend; fewer are chance. */
export const TREND_POINTS = 5;
/** Less than this share of the ups and downs explained by the line: no steady drift. */
const FIT_MIN = 0.5;

/** A reading moves towards a limit. */
export interface Drift {
  readonly limit: Milli;
  readonly side: 'min' | 'max';
  /** When the line through the readings is at the limit; not before the last reading. */
  readonly crossesAt: Instant;
}

/**
 * A steady drift that crosses a limit within `warnDays` after the last reading: least squares over all points. What is beyond a limit
 * already is an anomaly and no drift.
 * @param points the oldest first
 */
export function driftOf(points: readonly Point[], rule: ReadingRule): Drift | undefined {
  const last = points.at(-1);
  const line = lineThrough(points);
  if (rule.warnDays === undefined || !last || !line || line.fit < FIT_MIN || line.slope === 0) return undefined;
  const side = line.slope > 0 ? 'max' : 'min';
  const limit = rule[side];
  if (limit === undefined || isBeyond(last.value, limit, side)) return undefined;
  // Nothing falls below 0 %: that limit only catches what is mistyped.
  if (side === 'min' && limit === 0 && rule.unit === '%') return undefined;
  const crossesAt = Math.max(last.at, Math.round(line.meanAt + (limit - line.meanValue) / line.slope));
  return crossesAt - last.at <= rule.warnDays * DAY ? { limit, side, crossesAt } : undefined;
}

function isBeyond(value: Milli, limit: Milli, side: Drift['side']): boolean {
  return side === 'max' ? value > limit : value < limit;
}

/** Taken from the middle of the points, where instants are small enough for exact sums. */
function lineThrough(points: readonly Point[]) {
  if (points.length < TREND_POINTS) return undefined;
  const [meanAt, meanValue] = [mean(points.map(({ at }) => at)), mean(points.map(({ value }) => value))];
  let [across, up, both] = [0, 0, 0];
  for (const { at, value } of points) {
    across += (at - meanAt) ** 2;
    up += (value - meanValue) ** 2;
    both += (at - meanAt) * (value - meanValue);
  }
  if (across === 0 || up === 0) return undefined;
  return { meanAt, meanValue, slope: both / across, fit: both ** 2 / (across * up) };
}

function mean(values: readonly number[]): number {
  const [first = 0] = values;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}
