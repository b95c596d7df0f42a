/**
 * Points of a table: integers, in millionths of a point. So fine because weights of graders are multiplied in (4.15 % of 0.01
 * point is exact), and nothing is ever rounded before a grade is chosen.
 */
export type Points = number;
export const POINT: Points = 1_000_000;
/** Money: integers, in fen. */
export type Fen = number;
/** A share: integers, in ten-thousandths; 9800 is 98 %. */
export type Permyriad = number;
export const WHOLE: Permyriad = 10_000;

/** The least of a span that nothing bounds: of a table without a floor whose grader may still find anything. People read a word for it. */
export const NO_LEAST: Points = Number.NEGATIVE_INFINITY;

/** What is certain already, from the least to the greatest; equal where nothing is open. Loss is negative. */
export interface Span {
  readonly min: number;
  readonly max: number;
}
