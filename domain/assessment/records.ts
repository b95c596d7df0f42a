import type { ContractId, Instant, PersonId, TextRef } from '../types.ts';
import type { Evidence, Finding, Standing } from './facts.ts';
import type { Points } from './points.ts';

/**
 * What people have said about a score: the present state of one thing, as the ledger's entries made it. `version` grows with each
 * change (compare-and-set). Words of people are texts: the ledger and this hold their hashes.
 */
export interface AssessmentRecord {
  readonly id: string;
  readonly contractId: ContractId;
  /** Of what it is about: its period is found by this instant. */
  readonly at: Instant;
  readonly version: number;
  readonly doc: RecordDoc;
}

export type RecordDoc =
  /** A finding that a person recorded. */
  | {
      readonly type: 'finding';
      readonly finding: Omit<Finding, 'standing' | 'origin' | 'note' | 'reason' | 'isInDeafness'>;
      readonly note?: TextRef;
      readonly recordedBy: PersonId;
      readonly recordedAt: Instant;
      readonly standing: Standing;
      readonly dispute?: Dispute;
    }
  | StandingDoc
  | {
      readonly type: 'grade';
      readonly rule: string;
      readonly copy?: string;
      readonly grader: PersonId;
      readonly points: Points;
      /** When he gave it; absent where that is not known. */
      readonly givenAt?: Instant;
      readonly note?: TextRef;
      readonly setAside?: SetAside;
    }
  | {
      readonly type: 'tick';
      readonly rule: string;
      readonly copy?: string;
      readonly grader: PersonId;
      readonly tick: 'satisfied' | 'average' | 'dissatisfied';
      readonly setAside?: SetAside;
    }
  | {
      readonly type: 'ratio';
      readonly rule: string;
      readonly copy?: string;
      readonly subject?: string;
      readonly met: number;
      readonly total: number;
      readonly by: PersonId;
      readonly evidence: readonly Evidence[];
    }
  /** The sample of a rule was drawn, and what it showed is on record. */
  | { readonly type: 'review'; readonly rule: string; readonly copy?: string; readonly by: PersonId }
  /** The grader of a table, or of one copy of it, is done with it: an average counts it from then on. */
  | { readonly type: 'handed_in'; readonly table: string; readonly copy?: string; readonly by: PersonId }
  /** A period's score was signed: frozen with the ledger's head. `statement` is canonical JSON; a correction has the one before. */
  | {
      readonly type: 'signature';
      readonly period: string;
      readonly tables: readonly string[];
      readonly statement: string;
      readonly ledger: { readonly seq: number; readonly hash: string };
      readonly signedBy: PersonId;
      /** On which he stood then: the other one agrees. */
      readonly side: 'supplier' | 'customer';
      readonly signedAt: Instant;
      readonly corrects?: string;
      /** A correction counts once the other side has agreed. */
      readonly agreedBy?: PersonId;
      readonly refusedBy?: PersonId;
      readonly state: 'signed' | 'proposed' | 'agreed' | 'refused';
    };

/** Whose it is grades no more, and it counts no more. */
export interface SetAside {
  readonly by: PersonId;
  readonly at: Instant;
  readonly reason: TextRef;
}

/** What became of a finding that the bot made by itself; `findingId` is the finding's. */
export interface StandingDoc {
  readonly type: 'standing';
  readonly findingId: string;
  readonly rule: string;
  readonly standing: Standing;
  /** The clocks whose misses it is about: what is missed later is not covered by it. */
  readonly missed?: readonly string[];
  readonly by: PersonId;
  readonly dispute?: Dispute;
}

/** An objection of the supplier's side, or an exemption: asked by one side with a reason, decided by the other. */
export interface Dispute {
  readonly kind: 'objection' | 'exemption';
  readonly by: PersonId;
  readonly side: 'supplier' | 'customer';
  readonly at: Instant;
  readonly reason: TextRef;
  /** How it stood before: a request that is taken back, or an offer that is declined, leaves it so. */
  readonly before: 'found' | 'confirmed';
  /** What was decided about the same finding earlier, in its order. */
  readonly earlier?: readonly DecidedDispute[];
  readonly decision?: {
    readonly by: PersonId;
    readonly at: Instant;
    readonly isAccepted: boolean;
    readonly reason?: TextRef;
  };
}

export interface DecidedDispute extends Pick<Dispute, 'kind' | 'side'> {
  readonly isAccepted: boolean;
}
