import type { AlertSource } from '../contract.ts';
import type { ContractId, Instant, TicketId } from '../types.ts';

/** One notice of monitoring, whatever its source wrote. */
export interface AlertNotice {
  readonly source: AlertSource;
  /** What the source takes for one and the same alert: its fingerprint, event id or trigger and host. */
  readonly fingerprint: string;
  readonly state: 'firing' | 'recovered';
  /** The alert's own name: `HttpDown`. */
  readonly name: string;
  /** What it says for people; may be empty. */
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
  /** As the source says; for a recovery its start as well. */
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
}

/** An alert as it is kept: one for each fingerprint of a contract. */
export interface Alert {
  /** Made of contract, source and fingerprint. */
  readonly id: string;
  readonly contractId: ContractId;
  /** Alerts of one group make one ticket: the system and, where none is known, the alert's name. */
  readonly groupKey: string;
  /** Absent, and of no group then: a rule ignores it, or it has recovered and no ticket in work is about it. */
  readonly ticketId?: TicketId;
  readonly state: 'firing' | 'recovered';
  readonly source: AlertSource;
  readonly name: string;
  readonly summary: string;
  readonly systemId?: string;
  /** When it began, as its source says of the newest time. */
  readonly startedAt: Instant;
  readonly firstAt: Instant;
  /** When something was heard of it last. */
  readonly lastAt: Instant;
  readonly recoveredAt?: Instant;
  /** Notices since `firstAt`. */
  readonly count: number;
  /** How often it has fired anew after a recovery, for one ticket. */
  readonly flaps: number;
  readonly version: number;
}
