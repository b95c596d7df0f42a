import { type Quantity, shareFor } from '../exact.ts';
import type { Fen } from '../points.ts';
import type { PriceName, RuleKinds } from '../rule-kinds.ts';

/** A price by its name; undefined: nobody has said it. */
export type PriceOf = (name: PriceName, subject?: string) => Fen | undefined;
type Sum = Pick<NonNullable<RuleKinds['money-fixed']>, 'fen' | 'share'>;

/**
 * What is owed for so many: sums exactly, a share of a price to the fen, rounded once for each line.
 * @returns undefined: the price is not known
 */
export function moneyFor(
  { fen = 0, share }: Sum,
  quantity: Quantity,
  priceOf: PriceOf,
  subject?: string,
): Fen | undefined {
  const fixed = Number((BigInt(fen) * quantity.count) / quantity.of);
  if (!share || quantity.count === 0n) return fixed;
  const price = priceOf(share.of, subject);
  return price === undefined ? undefined : fixed + shareFor(price, share.permyriad, quantity);
}
