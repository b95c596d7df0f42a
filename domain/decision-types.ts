import type { Ticket, TicketCommandType, TicketEvent, TicketStatus } from './ticket-types.ts';
import type { Instant, PersonId, Role } from './types.ts';

/** Why a command had no effect. The catalogue has a sentence for each reason. */
export type Refusal =
  /** It is done already; `by` may be the same person (double tap). */
  | {
      readonly reason: 'already_done';
      readonly command: TicketCommandType;
      readonly by?: PersonId;
      readonly at: Instant;
    }
  /** Somebody else is responsible: transfer first. */
  | { readonly reason: 'not_assignee'; readonly assigneeId: PersonId }
  | { readonly reason: 'not_reporter'; readonly reporterId: PersonId }
  /** It is for the customer's side to decide, and this person is of the supplier's as well. */
  | { readonly reason: 'supplier_side'; readonly command: TicketCommandType }
  /** Nobody decides about the pause that he asked for himself. */
  | { readonly reason: 'own_request' }
  | { readonly reason: 'role'; readonly command: TicketCommandType; readonly needed: readonly Role[] }
  /** The button belongs to an older state of the ticket. */
  | { readonly reason: 'outdated'; readonly status: TicketStatus }
  /** The ticket's state does not allow it: a closed ticket, nothing to resume … */
  | { readonly reason: 'status'; readonly command: TicketCommandType; readonly status: TicketStatus }
  | { readonly reason: 'suspended' | 'not_suspended' | 'suspension_pending' | 'no_suspension_request' }
  | { readonly reason: 'nothing_to_undo' | 'undo_too_late' | 'undo_overtaken' }
  | { readonly reason: 'unknown_level' | 'same_level'; readonly level: string }
  | { readonly reason: 'not_engineer' | 'same_assignee'; readonly personId: PersonId }
  | { readonly reason: 'rating_range' }
  | { readonly reason: 'unknown_system' | 'same_system'; readonly systemId: string }
  /** 要求到场 without a clock that waits for it; 约定 without a clock whose due instant is agreed on. */
  | { readonly reason: 'nothing_to_request' | 'nothing_to_agree' }
  /** The date that was agreed on is missed; the proposed one has passed; nobody has proposed one. */
  | { readonly reason: 'agreed_due_missed' | 'due_in_the_past' | 'no_due_proposal' }
  /** It is for the other side to answer. */
  | { readonly reason: 'own_side' }
  /** The claimed time is before the report, in the future, or not before the step that is recorded. */
  | { readonly reason: 'late_entry_range' }
  | { readonly reason: 'late_entry_pending' | 'no_late_entry' }
  /** A resolution can be dated back, not entered late: it needs its cause and its action. */
  | { readonly reason: 'not_resolved' }
  | { readonly reason: 'merge_itself' | 'merge_ended' | 'merge_other_contract' | 'merge_main_is_merged' }
  /** The merging would let the supplier off: it takes a supervisor. */
  | { readonly reason: 'merge_main_resolved' | 'merge_other_system' | 'merge_loses_promise' | 'merge_into_request' }
  /** @param level the main ticket's, which is milder */
  | { readonly reason: 'merge_milder_level'; readonly level: string };

export type Decision =
  | {
      readonly ok: true;
      readonly ticket: Ticket;
      readonly events: readonly TicketEvent[];
      /** The other ticket that the command changes: the main one of a merging. */
      readonly other?: { readonly seen: Ticket; readonly next: Ticket; readonly events: readonly TicketEvent[] };
    }
  | { readonly ok: false; readonly refusal: Refusal };
