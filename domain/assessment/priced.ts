import { wholeQuantity } from './exact.ts';
import type { Extra, Line, Lines, Priced, PricedLine } from './line.ts';
import type { Points, Span } from './points.ts';
import { exactly, lossOf, NOTHING, sumOf } from './span-sums.ts';
import type { Open } from './statement.ts';

/** Each line at its price; those that do not count at none. */
export function pricedBy(lines: Lines, price: (line: Line) => Span): readonly PricedLine[] {
  return lines.map((line) => ({ ...line, points: line.units === 0 ? NOTHING : price(line) }));
}

/** The rule costs what its lines cost together. */
export function sumOfLines(lines: readonly PricedLine[], open: readonly Open['why'][] = []): Priced {
  return { points: sumOf(lines.map(({ points }) => points)), lines, extras: [], measures: [], open };
}

/** A loss of the same points for each one that counts. */
export const eachLoses = (lines: Lines, points: Points): Priced =>
  sumOfLines(pricedBy(lines, ({ units }) => exactly(0 - points * units)));

/** A line about something that is no finding. `loss` is never negative. */
export const extraLoss = (loss: Span, fields: Partial<Omit<Extra, 'points'>> = {}): Extra => ({
  quantity: wholeQuantity(1),
  ...fields,
  points: lossOf(loss),
});
