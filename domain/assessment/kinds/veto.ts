import { countedUnits, type Lines } from '../line.ts';
import type { RuleKinds } from '../rule-kinds.ts';

/** Have enough of them happened? */
export function isVetoed({ atLeast }: NonNullable<RuleKinds['veto']>, lines: Lines): boolean {
  return countedUnits(lines) >= atLeast;
}
