import type { ClockName } from '../contract.ts';
import type { TicketKind } from '../ticket-types.ts';
import type { ChatId, Instant, PersonId, TicketId } from '../types.ts';

/** What of a ticket matters to a score: a small extract of its document, kept beside it so that a quarter is read at once. */
export interface TicketOutcome {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly writes: number;
  readonly kind: TicketKind;
  readonly systemId?: string;
  readonly departmentId?: string;
  readonly level: string;
  /** Cancelled (it was no fault) and merged ones cost nothing; a merged one's breaches count in its main ticket only. */
  readonly standing: 'open' | 'resolved' | 'closed' | 'cancelled' | 'merged';
  readonly mergedInto?: TicketId;
  /** Those that follow this ticket; absent: none. */
  readonly absorbed?: readonly TicketId[];
  /** Where it was reported: its platform may have been deaf. */
  readonly chatId: ChatId;
  readonly reportedAt: Instant;
  readonly acknowledgedAt?: Instant;
  readonly arrivedAt?: Instant;
  readonly resolvedAt?: Instant;
  /** Spans that are nobody's delay, in their order: suspended, or resolved until it was reopened. Without an end: it lasts. */
  readonly pauses: readonly OutcomePause[];
  readonly reporterId: PersonId;
  readonly assigneeId?: PersonId;
  readonly rating?: number;
  readonly reopenings: number;
  /** Without those that ended without judgement; of the rounds of one rule that were met the first. */
  readonly clocks: readonly ClockOutcome[];
}

export interface OutcomePause {
  readonly from: Instant;
  readonly to?: Instant;
  readonly cause: 'suspended' | 'resolved';
}

export interface ClockOutcome {
  readonly id: string;
  readonly ruleId: string;
  readonly clock: ClockName;
  readonly binding: 'contract' | 'internal';
  readonly startedAt: Instant;
  /** Absent: nobody can say. */
  readonly dueAt?: Instant;
  /** Absent: it runs. */
  readonly stoppedAt?: Instant;
  /** It runs, and stands still since then. */
  readonly pausedSince?: Instant;
  /** Of one that runs: missed whatever comes (under an earlier level). Otherwise its instants decide: `isMissed`. */
  readonly breached: boolean;
}
