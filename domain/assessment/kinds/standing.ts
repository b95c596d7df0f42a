import type { Finding } from '../facts.ts';
import { type Line, unitsOf } from '../line.ts';

/** What was exempted or withdrawn costs nothing and stays; what is found, confirmed or disputed counts. */
export function standingLine(finding: Finding): Line {
  const { isObjectionUpheld, standing } = finding;
  if (isObjectionUpheld) return { finding, units: 0, because: 'objection_upheld' };
  if (standing === 'exempted' || standing === 'withdrawn') return { finding, units: 0, because: standing };
  return { finding, units: unitsOf(finding) };
}
