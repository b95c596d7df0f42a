import type { Span } from './points.ts';
import type { TableScore } from './statement.ts';

/** A person's place. `isTied`: somebody else has the same total, and the text does not say who is before whom. */
export interface Ranked {
  readonly copy: string;
  readonly total: Span;
  /** 1 is the best; those who are tied share a place, and the next one's leaves a gap. */
  readonly place: number;
  readonly isTied: boolean;
}

/**
 * The copies of a table for persons, the best first. Items that nobody has graded count full; of two with the same greatest total the
 * one who can lose less is before the other.
 */
export function ranking(scores: readonly TableScore[]): readonly Ranked[] {
  const known = scores
    .flatMap(({ copy, total }) => (copy === undefined || !total ? [] : { copy, total }))
    .toSorted((a, b) => compare(a.total, b.total) || (a.copy < b.copy ? -1 : 1));
  return known.map(({ copy, total }) => ({
    copy,
    total,
    place: known.filter((other) => compare(other.total, total) < 0).length + 1,
    isTied: known.filter((other) => compare(other.total, total) === 0).length > 1,
  }));
}

/** Less than 0 where the first is the better. */
const compare = (a: Span, b: Span): number => b.max - a.max || b.min - a.min;
