import { cutTo, type Lines, type Priced } from '../line.ts';
import { eachLoses } from '../priced.ts';
import type { RuleKinds } from '../rule-kinds.ts';

/** Lost once, or once for each subject, however often it was found missing. */
export function presence({ points, each }: NonNullable<RuleKinds['presence']>, lines: Lines): Priced {
  const seen = new Set<string>();
  const once = lines.map((line) => {
    if (line.units === 0) return line;
    const subject = each ? (line.finding.subject ?? '') : '';
    if (seen.has(subject)) return cutTo(line, 0, 'once_only');
    seen.add(subject);
    return cutTo(line, 1, 'once_only');
  });
  return eachLoses(once, points);
}
