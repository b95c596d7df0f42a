import type { Instant, PersonId, TextRef } from './types.ts';

// What one side asks for and the other decides about.

export interface Suspension {
  readonly requestedAt: Instant;
  readonly by: PersonId;
  readonly reason: TextRef;
  /** Absent while the customer's side has not decided; clocks run on meanwhile, and a resolution leaves it undecided. */
  readonly approvedBy?: PersonId;
  readonly approvedAt?: Instant;
  /** The first resolution after the request, which nobody had decided by then: approved since, the pause lasted until it. */
  readonly resolvedAt?: Instant;
}

/** A suspension that is over, as it counted. */
export interface PastSuspension {
  readonly from: Instant;
  readonly to: Instant;
  readonly by: PersonId;
}

/** Whose word it is. */
export type Side = 'customer' | 'supplier';

/** A due instant that one side has named, and the other has not answered to. */
export interface DueProposal {
  readonly clockId: string;
  readonly dueAt: Instant;
  readonly by: PersonId;
  readonly side: Side;
  readonly proposedAt: Instant;
}
