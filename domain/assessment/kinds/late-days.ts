import { dayOf } from '../../civil.ts';
import type { Instant } from '../../types.ts';
import type { Finding } from '../facts.ts';
import type { Lines, Priced } from '../line.ts';
import type { Points } from '../points.ts';
import { eachLoses } from '../priced.ts';

/**
 * The same for each calendar day late; what came on any time of the due date is on time. Days that are not told are counted from the
 * due date to the delivery, or to today while nothing came.
 */
export function lateDays({ points = 0 }: { readonly points?: Points }, lines: Lines, now: Instant): Priced {
  const counted = lines.map((line) => {
    if (line.units === 0) return line;
    const days = daysLate(line.finding, now);
    return days === 0 ? { ...line, units: 0, because: 'within_margin' as const } : { ...line, units: days };
  });
  return eachLoses(counted, points);
}

function daysLate({ quantity, dueAt, doneAt }: Finding, now: Instant): number {
  if (quantity !== undefined) return quantity;
  return dueAt === undefined ? 1 : Math.max(0, dayOf(doneAt ?? now) - dayOf(dueAt));
}
