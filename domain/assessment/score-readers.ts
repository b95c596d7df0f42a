import { actsAs } from '../sides.ts';
import type { Role } from '../types.ts';

/** Whom a score concerns: both sides' people who answer for the contract. */
export const SCORE_READERS: readonly Role[] = ['manager', 'supervisor'];

export interface ScoreRefusal {
  readonly reason: 'role';
  readonly needed: readonly Role[];
}

/** Why this person is not shown scores: a reporter or an engineer would read them as a verdict on people. */
export function scoreRefusal(person: { readonly roles: readonly Role[] }): ScoreRefusal | undefined {
  return SCORE_READERS.some((role) => actsAs(person, role)) ? undefined : { reason: 'role', needed: SCORE_READERS };
}
