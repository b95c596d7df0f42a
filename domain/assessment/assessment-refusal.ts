import type { PersonId } from '../types.ts';
import type { Standing } from './facts.ts';
import type { Dispute } from './records.ts';
import type { Open } from './statement.ts';
import type { FindingFact, Range } from './table-lookup.ts';

/** Why what somebody said about a score had no effect. The catalogue has a sentence for each reason. */
export type AssessmentRefusal =
  /** It takes a supervisor of the customer's, or a manager of the supplier's. */
  | { readonly reason: 'supervisor_only' | 'manager_only' | 'managers_and_supervisors' }
  /** Nobody decides about what his own side has asked for. */
  | { readonly reason: 'own_side' }
  | { readonly reason: 'not_asker'; readonly by: PersonId }
  /** It stands so already, or can't be taken up any more. */
  | { readonly reason: 'standing'; readonly standing: Standing }
  /** Somebody has objected, or asked for an exemption, and nobody has decided it. */
  | { readonly reason: 'dispute_open' }
  | { readonly reason: 'no_dispute' }
  /** The other side has decided that already. */
  | { readonly reason: 'decided'; readonly kind: Dispute['kind']; readonly isAccepted: boolean }
  /** What the bot has found stays on record: it can be exempted. */
  | { readonly reason: 'found_by_bot' }
  /** The rule takes its facts in another way. */
  | {
      readonly reason: 'takes_ratio' | 'takes_grade' | 'takes_ticks' | 'takes_findings' | 'takes_nothing';
      readonly rule: string;
    }
  | { readonly reason: 'needs'; readonly fact: FindingFact; readonly rule: string }
  | { readonly reason: 'out_of_range'; readonly rule: string; readonly ranges: readonly Range[] }
  /** A ratio that is none: more met than there were, or no whole numbers. */
  | { readonly reason: 'no_ratio' }
  | { readonly reason: 'same_already' }
  /** All who gave a mark may still grade, and change their own. */
  | { readonly reason: 'nobody_left' }
  | { readonly reason: 'in_the_future' }
  /** No average waits for that table. */
  | { readonly reason: 'no_part' }
  | { readonly reason: 'not_begun' }
  | { readonly reason: 'period_runs' }
  | { readonly reason: 'still_open'; readonly open: readonly Open[]; readonly disputed: number }
  | { readonly reason: 'signed_already' }
  | { readonly reason: 'not_signed' }
  | { readonly reason: 'nothing_changed' }
  | { readonly reason: 'correction_pending' | 'no_correction' };

export type Refused = { readonly ok: false; readonly refusal: AssessmentRefusal };

/** Refusals over who may do what: the ledger keeps that somebody tried. */
export const RECORDED_REFUSALS: ReadonlySet<AssessmentRefusal['reason']> = new Set([
  'supervisor_only',
  'manager_only',
  'managers_and_supervisors',
  'own_side',
  'not_asker',
]);

export function refused(refusal: AssessmentRefusal): Refused {
  return { ok: false, refusal };
}
