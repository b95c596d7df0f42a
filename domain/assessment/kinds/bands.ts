import type { Span } from '../points.ts';
import type { Band } from '../rule-kinds.ts';

/** The band that holds a value, which is never rounded before. */
export function bandAt(steps: readonly Band[], value: number): Band | undefined {
  return steps.find((band) => hasLimits(band) && isAboveFrom(band, value) && isBelowTo(band, value));
}

/** All bands that something between the least and the greatest may be in. */
export function bandsBetween(steps: readonly Band[], { min, max }: Span): readonly Band[] {
  return steps.filter(
    (band) =>
      hasLimits(band) &&
      (bandAt([band], min) !== undefined ||
        bandAt([band], max) !== undefined ||
        (band.from !== undefined && min <= band.from && band.from < max) ||
        (band.to !== undefined && min < band.to && band.to <= max)),
  );
}

const hasLimits = ({ from, to }: Band): boolean => from !== undefined || to !== undefined;

const isAboveFrom = ({ from, isFromOpen }: Band, value: number): boolean =>
  from === undefined || (isFromOpen ? value > from : value >= from);

const isBelowTo = ({ to, isToClosed }: Band, value: number): boolean =>
  to === undefined || (isToClosed ? value <= to : value < to);
