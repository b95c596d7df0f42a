import { floorDivide } from '../exact.ts';
import { NO_LEAST, type Permyriad, type Span, WHOLE } from '../points.ts';
import { between } from '../span-sums.ts';

/** An average before it is divided: points × `scale`. An average of averages stays exact by it. */
export interface Weighed {
  /** Absent: nothing bounds it. */
  readonly min?: bigint;
  readonly max: bigint;
  readonly scale: bigint;
}

export const unweighed = ({ min, max }: Span): Weighed => ({
  ...(min !== NO_LEAST && { min: BigInt(min) }),
  max: BigInt(max),
  scale: 1n,
});

/** The parts by their weights. Every part is there: who does not grade leaves it open, and nobody else counts more for it. */
export function weigh(parts: readonly { readonly weight: Permyriad; readonly of: Weighed }[]): Weighed {
  const scale = parts.reduce((greatest, { of }) => (of.scale > greatest ? of.scale : greatest), 1n);
  const sum = (endOf: (of: Weighed) => bigint): bigint =>
    parts.reduce((total, { weight, of }) => total + BigInt(weight) * endOf(of) * (scale / of.scale), 0n);
  const isBounded = parts.every(({ of }) => of.min !== undefined);
  return {
    ...(isBounded && { min: sum(({ min = 0n }) => min) }),
    max: sum(({ max }) => max),
    scale: scale * BigInt(WHOLE),
  };
}

/** In points, the rest under a millionth left out, so that no limit is reached by rounding. */
export const averageOf = ({ min, max, scale }: Weighed): Span =>
  between(min === undefined ? NO_LEAST : Number(floorDivide(min, scale)), Number(floorDivide(max, scale)));
