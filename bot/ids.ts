import { monotonicFactory } from 'ulid';
import type { Ids } from '../domain/types.ts';

/**
 * ULIDs: they sort by the instant of their making, and those of one millisecond by their order.
 * @param random in [0, 1); seeded in tests
 */
export function ulidIds(random: () => number): Ids {
  return { next: monotonicFactory(random) };
}
