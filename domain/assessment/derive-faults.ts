import type { DurationMs, Instant } from '../types.ts';
import { wasDeaf } from './deaf-stretch.ts';
import { type DeriveEnv, type TableTicket, ticketFinding } from './derived.ts';
import type { Finding } from './facts.ts';
import { lengthOf, type Stretch, without } from './outcome-time.ts';
import { ownPeriod } from './period.ts';
import type { PlacedRule } from './table-lookup.ts';
import type { Rule } from './table-types.ts';
import type { TicketOutcome } from './ticket-outcome.ts';

/** Subject of downtime whose tickets name no system: one for all of them, that none of them is dropped. No system has such an id. */
export const NO_SYSTEM = '?';

export function isOfSystem({ ticket: { systemId } }: TableTicket): boolean {
  return systemId !== undefined;
}

/**
 * Faults that came back: reported within the window (its end included) after another one of the same system was resolved, be it
 * that this one was reopened later.
 * `elapsedMs` is the time since then, so that a rule needs no finding about the one before to know it for a repetition.
 * @param ofPeriod faults of systems
 * @param all also those reported before the period
 */
export function repeatFindings(
  ofPeriod: readonly TableTicket[],
  all: readonly TableTicket[],
  windowMs: DurationMs,
  rule: Rule,
): readonly Finding[] {
  return repetitionsOf(ofPeriod, all, windowMs).map(({ before, elapsedMs, of }) => {
    const finding = ticketFinding('repeat', of, rule, of.ticket.reportedAt);
    const evidence = [...finding.evidence, { kind: 'ticket' as const, ref: before.number }];
    return { ...finding, elapsedMs, evidence };
  });
}

/** A fault that came back, and the one whose resolution it followed. */
export interface Repetition<T> {
  readonly of: T;
  readonly before: TicketOutcome;
  /** Since that resolution. */
  readonly elapsedMs: DurationMs;
}

/** As `repeatFindings`, whatever the rule. */
export function repetitionsOf<T extends Pick<TableTicket, 'ticket'>>(
  ofPeriod: readonly T[],
  all: readonly Pick<TableTicket, 'ticket'>[],
  windowMs: DurationMs,
): readonly Repetition<T>[] {
  const resolved = Map.groupBy(
    all.flatMap(({ ticket }) => resolutionsOf(ticket)),
    ({ ticket }) => ticket.systemId,
  );
  const sorted = new Map([...resolved].map(([system, found]) => [system, found.toSorted((a, b) => a.at - b.at)]));
  return ofPeriod.flatMap((of) => {
    const last = latestBefore(sorted.get(of.ticket.systemId) ?? [], of.ticket, windowMs);
    return last ? { of, before: last.ticket, elapsedMs: of.ticket.reportedAt - last.at } : [];
  });
}

interface Resolution {
  readonly ticket: TicketOutcome;
  readonly at: Instant;
  /** Until it was reopened. */
  readonly until: Instant;
}

function resolutionsOf(ticket: TicketOutcome): readonly Resolution[] {
  const { pauses, resolvedAt } = ticket;
  const earlier = pauses.flatMap(({ cause, from, to = Infinity }) =>
    cause === 'resolved' ? [{ ticket, at: from, until: to }] : [],
  );
  return resolvedAt === undefined ? earlier : [...earlier, { ticket, at: resolvedAt, until: Infinity }];
}

/** The last resolution that was in force when this one was reported. @param resolved in their order */
function latestBefore(
  resolved: readonly Resolution[],
  of: TicketOutcome,
  windowMs: DurationMs,
): Resolution | undefined {
  let [low, high] = [0, resolved.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const one = resolved[middle];
    if (one && one.at <= of.reportedAt) low = middle + 1;
    else high = middle;
  }
  for (let place = low - 1; place >= 0; place -= 1) {
    const one = resolved[place];
    if (!one || of.reportedAt - one.at > windowMs) return undefined;
    if (one.ticket.ticketId !== of.ticketId && of.reportedAt < one.until) return one;
  }
  return undefined;
}

/**
 * How long each system was down within the period: from a fault's report to its resolution, without the time between a resolution
 * and a reopening. A suspension is no up-time. Where faults overlap, the time is the earlier one's.
 */
export function downtimeFindings(
  faults: readonly TableTicket[],
  { rule, table }: PlacedRule,
  { past, period }: DeriveEnv,
): readonly Finding[] {
  const until = Math.min(past.now, period.to);
  /** What is told already, by copy and system. */
  const told = new Map<string, readonly Stretch[]>();
  return faults
    .toSorted((a, b) => a.ticket.reportedAt - b.ticket.reportedAt)
    .flatMap((of) => {
      const { ticket } = of;
      const { systemId: subject = NO_SYSTEM } = ticket;
      const key = `${of.copy ?? ''} ${subject}`;
      const before = (told.get(key) ?? []).filter(({ to }) => to > ticket.reportedAt);
      const own = downIn(ticket, { from: period.from, to: until });
      const left = before.length === 0 ? own : own.flatMap((stretch) => without(stretch, before));
      if (left.length === 0) return [];
      told.set(key, [...before, ...left]);
      const span = { from: ticket.reportedAt, to: ticket.resolvedAt ?? past.now };
      const at = Math.max(period.from, ticket.reportedAt);
      const finding = ticketFinding('downtime', of, rule, at);
      // It lasts into several periods, and what is decided about one is not said of the next.
      const since = ownPeriod(table, past.contract.term, at)?.from ?? at;
      return {
        ...finding,
        id: since > ticket.reportedAt ? `${finding.id}:${since}` : finding.id,
        subject,
        elapsedMs: lengthOf(left),
        ...(wasDeaf(past.deafness, span, ticket.chatId) && { isInDeafness: true as const }),
      };
    });
}

export function isDowntime({ id, origin }: Pick<Finding, 'id' | 'origin'>): boolean {
  return origin === 'ledger' && id.startsWith('downtime:');
}

/** When a fault kept its system down within a stretch: a suspension is no up-time, the time until a reopening is. */
export function downIn(
  { pauses, reportedAt, resolvedAt = Infinity }: TicketOutcome,
  within: Stretch,
): readonly Stretch[] {
  const stretch = { from: Math.max(reportedAt, within.from), to: Math.min(resolvedAt, within.to) };
  if (stretch.from >= stretch.to) return [];
  if (pauses.length === 0) return [stretch];
  return without(
    stretch,
    pauses.filter(({ cause }) => cause === 'resolved'),
  );
}
