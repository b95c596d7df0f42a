import type { DurationMs } from '../domain/types.ts';

export interface BackoffRule {
  readonly firstMs: DurationMs;
  readonly longestMs: DurationMs;
}

/**
 * How long to wait before the next attempt: exponential with full jitter, so that many rows that failed together do not
 * come back together.
 * @param failures how many attempts have failed, from 1
 * @param random in [0, 1)
 * @param atLeastMs what the other side asked for (Retry-After); never undercut
 */
export function backoffMs(rule: BackoffRule, failures: number, random: number, atLeastMs: DurationMs = 0): DurationMs {
  const ceilingMs = Math.min(rule.longestMs, rule.firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.max(atLeastMs, 1, Math.ceil(ceilingMs * random));
}
