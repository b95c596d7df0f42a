import type { Instant, PersonId } from '../types.ts';
import type { Obligation } from './obligation-types.ts';

/** Why what somebody said about an inspection or a deliverable had no effect. The catalogue has a sentence for each reason. */
export type ObligationRefusal =
  /** It takes somebody of the supplier's; a manager of the supplier's; a supervisor of the customer's; one of the last two. */
  | { readonly reason: 'supplier_only' | 'manager_only' | 'supervisor_only' | 'managers_and_supervisors' }
  | { readonly reason: 'not_open_yet'; readonly opensAt: Instant }
  | { readonly reason: 'cancelled' }
  /** The round is done, the draft posted or the deliverable accepted; without `by` nobody's hand did it. */
  | {
      readonly reason: 'done_already' | 'posted_already' | 'accepted_already';
      readonly at: Instant;
      readonly by?: PersonId;
    }
  /** It stands so already: a double tap, or a machine came after a human. */
  | { readonly reason: 'same_already' }
  | { readonly reason: 'unknown_item'; readonly item: string }
  /** Neither an outcome nor a value is said of an item that nobody has looked at; the value is no number that can be kept. */
  | { readonly reason: 'needs_outcome' | 'bad_value'; readonly item: string }
  /** The item takes no value. */
  | { readonly reason: 'no_reading'; readonly item: string }
  /** There is no anomaly to make a ticket of; there is one already. */
  | { readonly reason: 'no_anomaly'; readonly item: string }
  | { readonly reason: 'ticket_already'; readonly item: string; readonly number: string }
  /** Neither a file nor words. */
  | { readonly reason: 'nothing_handed_in' }
  | { readonly reason: 'nothing_to_review' }
  | { readonly reason: 'needs_reason' }
  /** The bot can't write this one, or has not begun. */
  | { readonly reason: 'no_draft' };

/** Refusals over who may do what: the ledger keeps that somebody tried. */
export const RECORDED_OBLIGATION_REFUSALS: ReadonlySet<ObligationRefusal['reason']> = new Set([
  'supplier_only',
  'manager_only',
  'supervisor_only',
  'managers_and_supervisors',
]);

/** What the ledger says of a change, beside the obligation's id, version and hash. Small fields, never a text of people. */
export interface ObligationEntry {
  readonly type: string;
  readonly [field: string]: string | number | boolean | readonly string[];
}

/** The first fields of every entry about an obligation. */
export function obligationEntry(
  type: string,
  { period, planId }: Pick<Obligation, 'period' | 'planId'>,
  fields: Omit<ObligationEntry, 'type'> = {},
): ObligationEntry {
  return { type, plan: planId, period: period.label, ...fields };
}

export interface ObligationStep<T extends Obligation = Obligation> {
  readonly ok: true;
  /** Its version is the seen one's and 1. */
  readonly next: T;
  readonly entry: ObligationEntry;
}

export interface RefusedObligation {
  readonly ok: false;
  readonly refusal: ObligationRefusal;
}

export type ObligationDecision<T extends Obligation = Obligation> = ObligationStep<T> | RefusedObligation;

export function refusedObligation(refusal: ObligationRefusal): RefusedObligation {
  return { ok: false, refusal };
}
