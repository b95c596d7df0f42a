import { percentagePointsUnder, pointsFor, type Quantity, type Ratio } from '../exact.ts';
import type { Points } from '../points.ts';
import type { RuleKinds } from '../rule-kinds.ts';

type Kind = NonNullable<RuleKinds['per-percentage-point']>;

/** How many percentage points are charged: of a part of one nothing, the part, or the whole. */
export function chargedPoints({ target, part }: Kind, ratio: Ratio): Quantity {
  if (ratio.total === 0) return { count: 0n, of: 1n };
  const under = percentagePointsUnder(ratio, target);
  if (part === 'proportional') return under;
  const whole = under.count / under.of;
  const hasPart = whole * under.of < under.count;
  return { count: part === 'whole' && hasPart ? whole + 1n : whole, of: 1n };
}

/** What so many percentage points cost. */
export const lossFor = ({ points = 0 }: Kind, quantity: Quantity): Points => pointsFor(points, quantity);
