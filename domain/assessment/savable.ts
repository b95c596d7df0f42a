import type { ClockName } from '../contract.ts';
import type { DurationMs, Instant, TicketId } from '../types.ts';
import { countedTickets } from './counted-tickets.ts';
import { deriveFacts } from './derive.ts';
import type { RecordedPast } from './derived.ts';
import type { Finding, Period } from './facts.ts';
import { isMissed } from './outcome-time.ts';
import { elapsedRules, savableElapsed } from './savable-elapsed.ts';
import { placedRules } from './table-lookup.ts';
import type { AssessmentTable } from './table-types.ts';
import type { ClockOutcome, TicketOutcome } from './ticket-outcome.ts';

/** A promise that can still be kept, and what it costs where it is not. */
export interface Savable {
  readonly ticketId: TicketId;
  readonly number: string;
  readonly clock: ClockName;
  readonly dueAt: Instant;
  /** Absent while it stands still: nobody can say. */
  readonly leftMs?: DurationMs;
  /** What the bot would find: for `whatIf`. Empty where only a ratio gets worse. */
  readonly findings: readonly Finding[];
  /** Ids of the rules that it would count for. */
  readonly rules: readonly string[];
}

/**
 * Running clocks of the contract that would cost something by these tables, and the ends of the steps that open tickets' times are
 * in, the most urgent first. What costs the same whether this
 * clock is missed too, since another one of the ticket was already, is not among them.
 */
export function savable(tables: readonly AssessmentTable[], past: RecordedPast, period: Period): readonly Savable[] {
  const { now } = past;
  const priced = pricedClocks(tables);
  const bySteps = elapsedRules(tables);
  const found = countedTickets(past.outcomes, now).flatMap((ticket) => [
    ...ticket.clocks
      .filter((clock) => clock.stoppedAt === undefined && clock.binding === 'contract' && priced.has(clock.clock))
      .flatMap((clock) => savableOf(ticket, clock, { tables, past, period })),
    ...savableElapsed(ticket, bySteps, past, period),
  ]);
  return found.toSorted((a, b) => Number(a.leftMs === undefined) - Number(b.leftMs === undefined) || a.dueAt - b.dueAt);
}

/** The ticket as it would be if each of its running clocks of the contract were missed. */
export function asMissed(ticket: TicketOutcome, now: Instant): TicketOutcome {
  const missed = (clock: ClockOutcome) => clock.stoppedAt === undefined && clock.binding === 'contract';
  return {
    ...ticket,
    clocks: ticket.clocks.map((clock) =>
      missed(clock) ? { ...clock, dueAt: clock.dueAt ?? now, breached: true } : clock,
    ),
  };
}

function pricedClocks(tables: readonly AssessmentTable[]): ReadonlySet<string> {
  return new Set(
    placedRules(tables).flatMap(({ rule }) =>
      rule.from.flatMap((source) => {
        if (source.source === 'breach' || source.source === 'met_ratio') return source.clocks;
        return source.source === 'late_fault_report' ? ['fault_report'] : [];
      }),
    ),
  );
}

interface SavableEnv {
  readonly tables: readonly AssessmentTable[];
  readonly past: RecordedPast;
  readonly period: Period;
}

function savableOf(
  ticket: TicketOutcome,
  clock: ClockOutcome,
  { tables, past, period }: SavableEnv,
): readonly Savable[] {
  const { now } = past;
  if (clock.dueAt === undefined || isMissed(clock, now)) return [];
  const clocks = ticket.clocks.map((other) => (other === clock ? { ...clock, breached: true } : other));
  const before = deriveFacts(tables, { ...past, outcomes: [ticket], attendance: [] }, period);
  const after = deriveFacts(tables, { ...past, outcomes: [{ ...ticket, clocks }], attendance: [] }, period);
  const known = new Set(before.findings.map(({ id }) => id));
  const findings = after.findings.filter(({ id }) => !known.has(id));
  const kept = (facts: typeof before) => new Map(facts.ratios.map((ratio) => [`${ratio.rule} ${ratio.copy}`, ratio]));
  const ratios = [...kept(after)].filter(([key, { met, total }]) => {
    const own = kept(before).get(key);
    return met < total && (own === undefined || own.met === own.total);
  });
  const rules = new Set([...findings.map(({ rule }) => rule), ...ratios.map(([, { rule }]) => rule)]);
  if (rules.size === 0) return [];
  return [
    {
      ticketId: ticket.ticketId,
      number: ticket.number,
      clock: clock.clock,
      dueAt: clock.dueAt,
      ...(clock.pausedSince === undefined && { leftMs: clock.dueAt - now }),
      findings,
      rules: [...rules],
    },
  ];
}
