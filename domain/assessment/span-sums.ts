import type { Span } from './points.ts';

export const NOTHING: Span = { min: 0, max: 0 };

// Adding 0 makes an ordinary zero of a negative one, which would be shown with its sign.
export const exactly = (value: number): Span => ({ min: value + 0, max: value + 0 });
export const between = (min: number, max: number): Span => ({ min: min + 0, max: max + 0 });

export function sumOf(spans: readonly Span[]): Span {
  return spans.reduce((sum, { min, max }) => ({ min: sum.min + min, max: sum.max + max }), NOTHING);
}

/** A loss as a change of the score: what is greatest becomes the least. */
export function lossOf({ min, max }: Span): Span {
  return between(0 - max, 0 - min);
}

export function shifted({ min, max }: Span, by: number): Span {
  return between(min + by, max + by);
}

export function timesSpan({ min, max }: Span, times: number): Span {
  return between(min * times, max * times);
}

export function noLessThan({ min, max }: Span, floor: number): Span {
  return between(Math.max(min, floor), Math.max(max, floor));
}

export function noMoreThan({ min, max }: Span, ceiling: number): Span {
  return between(Math.min(min, ceiling), Math.min(max, ceiling));
}

/** From the least of all to the greatest of all; nothing where there are none. */
export function hullOf(spans: readonly Span[]): Span {
  return spans.reduce(
    (hull, { min, max }) => ({ min: Math.min(hull.min, min), max: Math.max(hull.max, max) }),
    spans[0] ?? NOTHING,
  );
}
