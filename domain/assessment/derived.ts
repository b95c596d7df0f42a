import type { Contract } from '../contract.ts';
import type { Obligation } from '../obligations/obligation-types.ts';
import type { Attendance, RosterMember } from '../roster-types.ts';
import type { Instant } from '../types.ts';
import type { DeafStretch } from './deaf-stretch.ts';
import type { Finding, Period, RatioFact } from './facts.ts';
import type { Rule } from './table-types.ts';
import type { TicketOutcome } from './ticket-outcome.ts';

/** What the record holds of a period, and of the time before it. */
export interface RecordedPast {
  /** By whose systems, projects and departments things belong to a table. */
  readonly contract: Contract;
  /**
   * All that were reported in the period. Beside them earlier ones, for `looksBack`, and those reported later that follow one of
   * these.
   */
  readonly outcomes: readonly TicketOutcome[];
  readonly attendance: readonly Attendance[];
  /** Rounds and deliverables that fell due in the period; absent: nobody has kept a record of them. */
  readonly obligations?: readonly Obligation[];
  readonly members: readonly Pick<RosterMember, 'id' | 'department'>[];
  readonly deafness: readonly DeafStretch[];
  readonly now: Instant;
}

/** What one rule's source made of the record. */
export interface Derived {
  readonly findings: readonly Finding[];
  readonly ratios: readonly RatioFact[];
}

/** A ticket with the copy of the table that it belongs to. */
export interface TableTicket {
  readonly ticket: TicketOutcome;
  readonly copy?: string;
}
export interface DeriveEnv {
  readonly past: RecordedPast;
  readonly period: Period;
}

export function holds({ from, to }: Period, at: Instant): boolean {
  return from <= at && at < to;
}

/** What every finding about a ticket has. */
export function ticketFinding(kind: string, { ticket, copy }: TableTicket, rule: Rule, at: Instant): Finding {
  const { number, systemId, ticketId } = ticket;
  return {
    id: `${kind}:${ticketId}:${rule.id}`,
    rule: rule.id,
    ...(copy !== undefined && { copy }),
    at,
    ...(systemId !== undefined && { subject: systemId }),
    event: ticketId,
    ticket: { id: ticketId, number },
    standing: 'found',
    origin: 'ledger',
    evidence: [{ kind: 'ticket', ref: number }],
  };
}
