import { civilDate, dayNumber } from '../civil.ts';
import type { TicketKind } from '../ticket-types.ts';
import type { Instant } from '../types.ts';
import { wasDeaf } from './deaf-stretch.ts';
import { downtimeFindings, isOfSystem, repeatFindings } from './derive-faults.ts';
import { completionOf, metOf, type RatioSum, ratiosOf, type Share, sumsOf } from './derive-ratios.ts';
import { type Derived, type DeriveEnv, holds, type TableTicket, ticketFinding } from './derived.ts';
import type { Finding } from './facts.ts';
import { isMissed, workedMs } from './outcome-time.ts';
import type { ElapsedStep } from './rule-kinds.ts';
import type { PlacedRule } from './table-lookup.ts';
import { isInScope } from './table-scope.ts';
import type { Rule, Source } from './table-types.ts';
import type { ClockOutcome } from './ticket-outcome.ts';

export type TicketSource = Extract<Source, { readonly kinds: readonly TicketKind[] }>;
type SourceOf<Name extends Source['source']> = Extract<Source, { readonly source: Name }>;

/** Marks that a reporter may give: 1 to this. */
const RATING_MAX = 5;

/** What a source finds in some tickets. That of all tickets is made of what was found in each part of them. */
export interface Gathered {
  readonly findings: readonly Finding[];
  readonly sums: readonly RatioSum[];
  /** Those that have to be looked at together. */
  readonly faults: readonly TableTicket[];
}

/** What one source finds among some tickets of a table for one of its rules. */
export function gathered(source: TicketSource, rule: Rule, ofTable: readonly TableTicket[], env: DeriveEnv): Gathered {
  const { past, period } = env;
  const scoped = ofTable.filter(({ ticket }) => isInScope(source, ticket));
  const inPeriod = <T>(of: (ticket: TableTicket) => readonly T[]): readonly T[] =>
    scoped.flatMap((one) => (holds(period, one.ticket.reportedAt) ? of(one) : []));
  const findings = (found: readonly Finding[]): Gathered => ({ findings: found, sums: [], faults: [] });
  const faults = (of: readonly TableTicket[]): Gathered => ({ findings: [], sums: [], faults: of });
  const sums = (share: Share): Gathered => ({ findings: [], sums: sumsOf(scoped, rule, period, share), faults: [] });
  switch (source.source) {
    case 'breach':
      return findings(inPeriod((of) => breachOf(of, source, rule, env)));
    case 'late_fault_report':
      return findings(scoped.flatMap((of) => lateReportOf(of, source, rule, env)));
    case 'elapsed':
      return findings(inPeriod((of) => [elapsedOf(of, source, rule, env)]).filter(isLongEnough(source)));
    case 'repeat':
      // The one before may have been of another level.
      return faults(ofTable.filter((of) => isOfSystem(of) && source.kinds.includes(of.ticket.kind)));
    case 'downtime':
      return faults(scoped);
    case 'met_ratio':
      return sums((ticket) => metOf(ticket, source.clocks, past.now));
    case 'completion_ratio':
      return sums((ticket) => completionOf(ticket, env));
    case 'ratings':
      return sums(({ rating }) => rating && { met: rating, total: RATING_MAX });
  }
}

/** What one source finds among all tickets of a table. @param parts what it gathered of each part of them */
export function ticketFacts(
  source: TicketSource,
  placed: PlacedRule,
  parts: readonly Gathered[],
  env: DeriveEnv,
): Derived {
  const { rule, table } = placed;
  const faults = () => parts.flatMap((part) => part.faults);
  switch (source.source) {
    case 'repeat': {
      const all = faults();
      const ofPeriod = all.filter(({ ticket }) => isInScope(source, ticket) && holds(env.period, ticket.reportedAt));
      return { findings: repeatFindings(ofPeriod, all, source.windowMs, rule), ratios: [] };
    }
    case 'downtime':
      return { findings: downtimeFindings(faults(), placed, env), ratios: [] };
    case 'met_ratio':
    case 'completion_ratio':
    case 'ratings': {
      const sums = parts.flatMap((part) => part.sums);
      return { findings: [], ratios: ratiosOf(sums, rule, table) };
    }
    default:
      return { findings: parts.flatMap(({ findings }) => findings), ratios: [] };
  }
}

function breachOf(of: TableTicket, source: SourceOf<'breach'>, rule: Rule, env: DeriveEnv): readonly Finding[] {
  const { deafness, now } = env.past;
  const { ticket } = of;
  const isPromise = ({ binding, clock }: ClockOutcome) =>
    source.clocks.includes(clock) && (source.binding === 'any' || binding === 'contract');
  // Of a hundred thousand tickets nearly all have missed nothing.
  if (!ticket.clocks.some((clock) => isMissed(clock, now) && isPromise(clock))) return [];
  const missed = ticket.clocks
    .filter((clock) => isMissed(clock, now) && isPromise(clock))
    .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
  const [first] = missed;
  if (!first) return [];
  const isInDeafness = missed.some((clock) => wasDeaf(deafness, ranIn(clock, now), ticket.chatId));
  return [
    {
      ...ticketFinding('breach', of, rule, ticket.reportedAt),
      missed: missed.map(({ id }) => id),
      ...(first.dueAt !== undefined && { dueAt: first.dueAt }),
      ...(first.stoppedAt !== undefined && { doneAt: first.stoppedAt }),
      ...(isInDeafness && { isInDeafness }),
    },
  ];
}

function ranIn({ startedAt, stoppedAt }: ClockOutcome, now: Instant) {
  return { from: startedAt, to: stoppedAt ?? now };
}

/**
 * Of the due date, not of the report: a due instant is the end of its day, so the last one of a quarter is the first instant of
 * the next. Every day begun counts, and one that is late within its due date (its target is in hours) is one day late.
 */
function lateReportOf(
  of: TableTicket,
  source: SourceOf<'late_fault_report'>,
  rule: Rule,
  { past, period }: DeriveEnv,
): readonly Finding[] {
  const { deafness, now } = past;
  const { ticket } = of;
  return ticket.clocks.flatMap((clock) => {
    const { binding, dueAt, id, stoppedAt } = clock;
    if (clock.clock !== 'fault_report' || binding !== 'contract' || dueAt === undefined) return [];
    const at = dueAt - 1;
    if (!holds(period, at) || !isMissed(clock, now)) return [];
    if (source.missing && stoppedAt !== undefined) return [];
    const days = dayNumber(civilDate(stoppedAt ?? now)) - dayNumber(civilDate(at));
    const finding = ticketFinding('late_report', of, rule, at);
    return {
      ...finding,
      // A ticket that was reopened owes a report for each resolution.
      id: `${finding.id}:${id}`,
      // One that is missing is one, however long it has been.
      ...(!source.missing && { quantity: Math.max(1, days) }),
      dueAt,
      ...(stoppedAt === undefined ? { isMissing: true as const } : { doneAt: stoppedAt }),
      ...(wasDeaf(deafness, ranIn(clock, now), ticket.chatId) && { isInDeafness: true as const }),
    };
  });
}

/** When a ticket came to a milestone. */
export const REACHED = { acknowledged: 'acknowledgedAt', arrived: 'arrivedAt', resolved: 'resolvedAt' } as const;

/**
 * What has not come yet has taken so long by now: that is certain. It is missing once the ticket ended without it, or the period is
 * over and no step of the rule is left for it.
 */
function elapsedOf(of: TableTicket, source: SourceOf<'elapsed'>, rule: Rule, { past, period }: DeriveEnv): Finding {
  const { ticket } = of;
  const { deafness, now } = past;
  const reachedAt = ticket[REACHED[source.to]];
  const elapsedMs = workedMs(ticket, reachedAt ?? now);
  const steps = rule.kinds['graded-by-elapsed']?.steps;
  const isLost = steps !== undefined && now >= period.to && elapsedMs > longestStep(steps);
  const isMissing = reachedAt === undefined && (ticket.standing !== 'open' || isLost);
  const span = { from: ticket.reportedAt, to: reachedAt ?? ticket.resolvedAt ?? now };
  return {
    ...ticketFinding('elapsed', of, rule, ticket.reportedAt),
    ...(isMissing ? { isMissing } : { elapsedMs }),
    ...(reachedAt !== undefined && { doneAt: reachedAt }),
    ...(wasDeaf(deafness, span, ticket.chatId) && { isInDeafness: true as const }),
  };
}

const isLongEnough =
  ({ atLeastMs }: SourceOf<'elapsed'>) =>
  ({ elapsedMs = 0 }: Finding): boolean =>
    atLeastMs === undefined || elapsedMs >= atLeastMs;

function longestStep(steps: readonly ElapsedStep[]): number {
  return Math.max(0, ...steps.flatMap(({ overMs, upToMs }) => [overMs ?? 0, upToMs ?? 0]));
}
