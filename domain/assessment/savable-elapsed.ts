import type { ClockName } from '../contract.ts';
import type { DurationMs, Instant } from '../types.ts';
import { deriveFacts } from './derive.ts';
import { REACHED } from './derive-tickets.ts';
import { holds, type RecordedPast } from './derived.ts';
import type { Period } from './facts.ts';
import { stepFor } from './kinds/graded-by-elapsed.ts';
import { workedMs } from './outcome-time.ts';
import type { Savable } from './savable.ts';
import { type PlacedRule, placedRules } from './table-lookup.ts';
import { isInScope } from './table-scope.ts';
import type { AssessmentTable, Rule, Source } from './table-types.ts';
import type { TicketOutcome } from './ticket-outcome.ts';

type ElapsedSource = Extract<Source, { readonly source: 'elapsed' }>;
type Milestone = ElapsedSource['to'];

/** By which promise people know the time to a milestone. */
const CLOCK_OF = {
  acknowledged: 'respond',
  arrived: 'arrive',
  resolved: 'resolve',
} as const satisfies Record<Milestone, ClockName>;

/** A table by whose rule the time of tickets costs by steps. */
export interface ElapsedRule extends PlacedRule {
  readonly source: ElapsedSource;
}

export function elapsedRules(tables: readonly AssessmentTable[]): readonly ElapsedRule[] {
  return placedRules(tables).flatMap((placed) =>
    placed.rule.from.flatMap((source) => (source.source === 'elapsed' ? [{ ...placed, source }] : [])),
  );
}

/** What an open ticket still costs no more by than now, until the end of the step that its time is in. */
export function savableElapsed(
  ticket: TicketOutcome,
  rules: readonly ElapsedRule[],
  past: RecordedPast,
  period: Period,
): readonly Savable[] {
  if (ticket.standing !== 'open' || !holds(period, ticket.reportedAt)) return [];
  const elapsedMs = workedMs(ticket, past.now);
  const isStill = ticket.pauses.some(({ to }) => to === undefined);
  const ofRules = rules.flatMap(({ rule, source, table }) => {
    if (ticket[REACHED[source.to]] !== undefined || !isInScope(source, ticket)) return [];
    const limit = limitAfter(rule, source, elapsedMs);
    return limit === undefined ? [] : [{ table, rule, to: source.to, limit }];
  });
  const groups = Map.groupBy(ofRules, ({ limit, to }) => `${to} ${limit}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const leftMs = first.limit - elapsedMs;
    const ids = new Set(group.map(({ rule }) => rule.id));
    const findings = foundAt(new Set(group.map(({ table }) => table)), ticket, past, period, past.now + leftMs + 1);
    const ofGroup = findings.filter(({ id, rule }) => ids.has(rule) && id.startsWith('elapsed:'));
    if (ofGroup.length === 0) return [];
    return [
      {
        ticketId: ticket.ticketId,
        number: ticket.number,
        clock: CLOCK_OF[first.to],
        dueAt: past.now + leftMs,
        ...(!isStill && { leftMs }),
        findings: ofGroup,
        rules: [...new Set(ofGroup.map(({ rule }) => rule))],
      },
    ];
  });
}

/** What the bot would find of it at an instant. While it stands still nothing moves: its pauses end by now. */
function foundAt(
  tables: ReadonlySet<AssessmentTable>,
  ticket: TicketOutcome,
  past: RecordedPast,
  period: Period,
  at: Instant,
) {
  const pauses = ticket.pauses.map((pause) => (pause.to === undefined ? { ...pause, to: past.now } : pause));
  const outcomes = [{ ...ticket, pauses }];
  return deriveFacts([...tables], { ...past, outcomes, attendance: [], obligations: [], now: at }, period).findings;
}

/** The longest time that still costs what it costs now; undefined where no time costs more. */
function limitAfter({ kinds }: Rule, { atLeastMs }: ElapsedSource, elapsedMs: DurationMs): DurationMs | undefined {
  const steps = kinds['graded-by-elapsed']?.steps ?? [];
  const ends = steps.flatMap(({ overMs, upToMs }) => [overMs ?? 0, upToMs ?? 0]);
  const changes = ends.filter((end) => stepFor(steps, { elapsedMs: end }) !== stepFor(steps, { elapsedMs: end + 1 }));
  // What takes so long counts at that very instant.
  const limits = [...changes, ...(atLeastMs === undefined ? [] : [atLeastMs - 1])].filter((end) => end >= elapsedMs);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
