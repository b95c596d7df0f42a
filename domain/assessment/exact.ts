import { type Fen, type Permyriad, type Points, WHOLE } from './points.ts';

/** A percentage: 0 ≤ met ≤ total. A total of 0 is none. */
export interface Ratio {
  readonly met: number;
  readonly total: number;
}

/** count / of: so many, and perhaps a part of one. `of` is at least 1. */
export interface Quantity {
  readonly count: bigint;
  readonly of: bigint;
}
export const wholeQuantity = (count: number): Quantity => ({ count: BigInt(count), of: 1n });

/** Less than 0 where the ratio is under the limit, 0 at it. Compared by multiplication: milliseconds of a hundred systems fit. */
export function compareRatio({ met, total }: Ratio, limit: Permyriad): number {
  const difference = BigInt(met) * BigInt(WHOLE) - BigInt(limit) * BigInt(total);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** How many percentage points the ratio is under the target; 0 where it is reached. */
export function percentagePointsUnder({ met, total }: Ratio, target: Permyriad): Quantity {
  const gap = BigInt(target) * BigInt(total) - BigInt(met) * BigInt(WHOLE);
  return gap <= 0n ? wholeQuantity(0) : { count: gap, of: BigInt(total) * BigInt(WHOLE / 100) };
}

/** Points for so many. Of a part of one the rest under a millionth of a point is left out. */
export function pointsFor(each: Points, { count, of }: Quantity): Points {
  return Number((BigInt(each) * count) / of);
}

/** The share of a price for so many, to the fen: half a fen counts as one. Rounded once, after all is multiplied. */
export function shareFor(price: Fen, share: Permyriad, { count, of }: Quantity): Fen {
  const by = BigInt(WHOLE) * of;
  return Number((2n * BigInt(price) * BigInt(share) * count + by) / (2n * by));
}

/** Towards the less, below zero as well. @param by above 0 */
export function floorDivide(value: bigint, by: bigint): bigint {
  const cut = value / by;
  return cut * by > value ? cut - 1n : cut;
}
