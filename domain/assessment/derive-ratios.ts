import type { Instant } from '../types.ts';
import { type DeriveEnv, holds, type TableTicket } from './derived.ts';
import type { Evidence, Period, RatioFact } from './facts.ts';
import { isJudged, isMissed } from './outcome-time.ts';
import type { AssessmentTable, Rule } from './table-types.ts';
import type { TicketOutcome } from './ticket-outcome.ts';

interface Ratio {
  readonly met: number;
  readonly total: number;
}
const MET: Ratio = { met: 1, total: 1 };
const MISSED: Ratio = { met: 0, total: 1 };

/** What a ticket adds to a ratio; nothing where it is not judged. */
export type Share = (ticket: TicketOutcome) => Ratio | 0 | undefined;

/** Judged once one of these clocks is missed, or all of them are met. */
export function metOf(ticket: TicketOutcome, names: readonly string[], now: Instant): Ratio | undefined {
  let ratio: Ratio | undefined;
  let isOpen = false;
  for (const clock of ticket.clocks) {
    if (clock.binding !== 'contract' || !names.includes(clock.clock)) continue;
    if (isMissed(clock, now)) return MISSED;
    isOpen ||= !isJudged(clock, now);
    ratio = MET;
  }
  return isOpen ? undefined : ratio;
}

/** While the period runs nobody can say it of an open one whose time is not over. */
export function completionOf(ticket: TicketOutcome, { past: { now }, period }: DeriveEnv): Ratio | undefined {
  const { clocks, resolvedAt, standing } = ticket;
  if (standing !== 'open' || resolvedAt !== undefined) return MET;
  const isLate = clocks.some(
    (clock) => clock.clock === 'resolve' && clock.binding === 'contract' && isMissed(clock, now),
  );
  return isLate || now >= period.to ? MISSED : undefined;
}

/** What a ratio names as the reason why it is no whole one; the earliest. */
const MISSED_NAMED_MAX = 50;

/** Of one copy of the table; of a rule that looks at each subject by itself, of one of those. */
export interface RatioSum {
  readonly copy: string | undefined;
  readonly subject: string | undefined;
  met: number;
  total: number;
  readonly missed: { readonly at: Instant; readonly evidence: Evidence }[];
}

const keyOf = ({ copy = '', subject = '' }: Pick<RatioSum, 'copy' | 'subject'>): string => `${copy} ${subject}`;

/** @param tickets in the order of their reports */
export function sumsOf(tickets: readonly TableTicket[], rule: Rule, period: Period, share: Share): readonly RatioSum[] {
  const isEach = rule.kinds['ratio-threshold']?.each !== undefined;
  const sums = new Map<string, RatioSum>();
  for (const { copy, ticket } of tickets) {
    if (!holds(period, ticket.reportedAt)) continue;
    const part = share(ticket);
    if (!part) continue;
    const of = { copy, subject: isEach ? ticket.systemId : undefined };
    const key = keyOf(of);
    const sum = sums.get(key) ?? { ...of, met: 0, total: 0, missed: [] };
    sums.set(key, sum);
    sum.met += part.met;
    sum.total += part.total;
    if (part.met < part.total && sum.missed.length < MISSED_NAMED_MAX)
      sum.missed.push({ at: ticket.reportedAt, evidence: { kind: 'ticket', ref: ticket.number } });
  }
  return [...sums.values()];
}

/** One ratio of all sums that are alike. Where there was nothing to judge, that is what is known: 0 of 0. */
export function ratiosOf(sums: readonly RatioSum[], rule: Rule, table: AssessmentTable): readonly RatioFact[] {
  const ratios = [...Map.groupBy(sums, keyOf).values()].map((alike) => ratioOf(alike, rule));
  const known = new Set(ratios.map(({ copy }) => copy));
  const copies = table.departments ?? (known.size === 0 && !table.isPerPerson ? [undefined] : []);
  const empty = copies
    .filter((copy) => !known.has(copy))
    .map((copy) => ratioOf([{ copy, subject: undefined, met: 0, total: 0, missed: [] }], rule));
  return [...ratios, ...empty];
}

function ratioOf(alike: readonly RatioSum[], rule: Rule): RatioFact {
  const { copy, subject } = alike[0] ?? {};
  const missed = alike.flatMap((sum) => sum.missed).toSorted((a, b) => a.at - b.at);
  return {
    rule: rule.id,
    ...(copy !== undefined && { copy }),
    ...(subject !== undefined && { subject }),
    met: alike.reduce((sum, { met }) => sum + met, 0),
    total: alike.reduce((sum, { total }) => sum + total, 0),
    origin: 'ledger',
    evidence: missed.slice(0, MISSED_NAMED_MAX).map(({ evidence }) => evidence),
  };
}
