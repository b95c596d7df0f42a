import { civilDate } from '../../civil.ts';
import type { CivilDate, Instant } from '../../types.ts';
import type { Finding } from '../facts.ts';
import type { Line, Lines, Priced } from '../line.ts';
import { addMonths } from '../period.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { RuleKinds } from '../rule-kinds.ts';
import { between, exactly } from '../span-sums.ts';
import { addDays } from '../subdivisions.ts';

type Kind = NonNullable<RuleKinds['late-threshold']>;
type Lateness = 'past_margin' | 'within_margin' | 'not_yet_late';

/**
 * Nothing until the due date is missed by the whole margin; 31 March and three months are 30 June, which counts. What has not come
 * yet and is within the margin may still cost: that is open. A finding without any date is what its recorder says it is.
 */
export function lateThreshold(kind: Kind, lines: Lines, now: Instant): Priced {
  const judged = lines.map((line): Line => {
    if (line.units === 0) return line;
    const lateness = latenessOf(kind, line.finding, now);
    // The quantity tells how late one document is.
    const once = { ...line, units: 1 };
    return lateness === 'past_margin' ? once : { ...once, because: lateness };
  });
  const counted = judged.map((line) => (line.because === 'within_margin' ? { ...line, units: 0 } : line));
  const isRunning = (line: Line): boolean => line.units > 0 && line.because === 'not_yet_late';
  const priced = pricedBy(counted, (line) => {
    const points = 0 - kind.points * line.units;
    return isRunning(line) ? between(points, 0) : exactly(points);
  });
  return sumOfLines(priced, counted.some(isRunning) ? ['running'] : []);
}

function latenessOf({ margin }: Kind, finding: Finding, now: Instant): Lateness {
  const done = doneOn(finding);
  if (done === undefined && !finding.isMissing && finding.dueAt === undefined) return 'past_margin';
  const due = civilDate(finding.dueAt ?? finding.at);
  const limit = 'months' in margin ? addMonths(due, margin.months) : addDays(due, margin.days);
  if (done !== undefined) return done >= limit ? 'past_margin' : 'within_margin';
  return civilDate(now) >= limit ? 'past_margin' : 'not_yet_late';
}

/** `quantity` is how many days late it came. */
function doneOn({ doneAt, quantity, dueAt, at, isMissing }: Finding): CivilDate | undefined {
  if (doneAt !== undefined) return civilDate(doneAt);
  return quantity === undefined || isMissing ? undefined : addDays(civilDate(dueAt ?? at), quantity);
}
