import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveFacts } from '../../../domain/assessment/derive.ts';
import type { RecordedPast } from '../../../domain/assessment/derived.ts';
import type { Source } from '../../../domain/assessment/table-types.ts';
import type { ClockOutcome, TicketOutcome } from '../../../domain/assessment/ticket-outcome.ts';
import { DAY, HOUR, MINUTE, personId, ticketId } from '../../../domain/types.ts';
import {
  breach,
  clockOf,
  EVERYTHING,
  outcome,
  partedContract,
  pastOf,
  periodOf,
  Q1,
  ruleWith,
  tableWith,
} from './fixture.ts';

const sources: readonly Source[] = [
  breach,
  { ...breach, clocks: ['resolve', 'fault_report'], binding: 'any', levels: ['critical'] },
  { source: 'late_fault_report', missing: false, ...EVERYTHING },
  { source: 'repeat', windowMs: 7 * DAY, ...EVERYTHING },
  { source: 'elapsed', to: 'arrived', ...EVERYTHING },
  { source: 'elapsed', to: 'resolved', atLeastMs: HOUR, ...EVERYTHING },
  { source: 'met_ratio', clocks: ['resolve', 'fault_report'], ...EVERYTHING },
  { source: 'completion_ratio', ...EVERYTHING },
  { source: 'downtime', ...EVERYTHING },
  { source: 'ratings', ...EVERYTHING, systems: ['site'] },
];
const rules = sources.map((source, place) => ruleWith(`R${place}`, [source]));
const tables = [
  tableWith([...rules, ruleWith('R-two', sources.slice(0, 2))]),
  tableWith(rules, { id: 'T-parts', departments: ['north', 'south'] }),
  tableWith(rules, { id: 'T-people', isPerPerson: true, project: 'a' }),
];
const periods = [Q1, periodOf('2026-01-01', '2026-02-01'), periodOf('2026-04-01', '2026-07-01')] as const;

const minutes = (most: number) => fc.integer({ min: 1, max: most }).map((count) => count * MINUTE);
const clock = fc
  .record({
    name: fc.constantFrom('resolve', 'fault_report'),
    binding: fc.constantFrom('contract', 'internal'),
    due: fc.option(minutes(10 * 24 * 60), { nil: undefined }),
    stop: fc.option(minutes(12 * 24 * 60), { nil: undefined }),
  })
  .map(({ binding, due, name, stop }) => (startedAt: number): ClockOutcome => {
    const { dueAt: _, stoppedAt: __, ...bare } = clockOf(startedAt, { clock: name, binding } as Partial<ClockOutcome>);
    return {
      ...bare,
      breached: due !== undefined && stop !== undefined && stop > due,
      ...(due !== undefined && { dueAt: startedAt + due }),
      ...(stop !== undefined && { stoppedAt: startedAt + stop }),
    };
  });
/** A few tickets that become others again and again. */
const ticket = fc
  .record({
    place: fc.integer({ min: 0, max: 11 }),
    kind: fc.constantFrom('incident', 'service_request'),
    standing: fc.constantFrom('open', 'resolved', 'closed', 'closed', 'cancelled', 'merged'),
    system: fc.constantFrom('site', 'portal', undefined),
    level: fc.constantFrom('critical', 'normal'),
    rating: fc.constantFrom(2, 5, undefined),
    arrived: fc.option(minutes(60), { nil: undefined }),
    resolved: fc.option(minutes(10 * 24 * 60), { nil: undefined }),
    follows: fc.integer({ min: 0, max: 11 }),
    clocks: fc.array(clock, { maxLength: 3 }),
  })
  .map((of): TicketOutcome => {
    const reportedAt = Q1.from + Math.floor(of.place / 2) * 17 * DAY + (of.place % 2) * 40 * MINUTE;
    const { acknowledgedAt: _, resolvedAt: __, systemId: ___, ...bare } = outcome();
    return {
      ...bare,
      ticketId: ticketId(`again-${of.place}`),
      number: `GZ-${of.place}`,
      kind: of.kind,
      standing: of.standing,
      level: of.level,
      assigneeId: personId(of.place % 3 === 0 ? 'li' : 'zhou'),
      reportedAt,
      clocks: of.clocks.map((made) => made(reportedAt)),
      ...(of.system !== undefined && { systemId: of.system }),
      ...(of.rating !== undefined && { rating: of.rating }),
      ...(of.arrived !== undefined && { arrivedAt: reportedAt + of.arrived }),
      ...(of.resolved !== undefined && { resolvedAt: reportedAt + of.resolved }),
      ...(of.standing === 'merged' && of.follows !== of.place && { mergedInto: ticketId(`again-${of.follows}`) }),
    } as TicketOutcome;
  });
const step = fc.record({
  ticket,
  isGone: fc.boolean(),
  passed: minutes(20 * 24 * 60),
  period: fc.constantFrom(...periods),
  deaf: fc.option(
    fc.integer({ min: 0, max: 90 }).map((day) => ({ from: Q1.from + day * DAY, to: Q1.from + (day + 1) * DAY })),
    { nil: undefined },
  ),
});

/** As the tickets themselves would have it: who is followed knows it. The same object where nothing changed. */
function linked(outcomes: readonly TicketOutcome[]): readonly TicketOutcome[] {
  return outcomes.map((of) => {
    const ids = outcomes.flatMap(({ mergedInto, ticketId: id }) => (mergedInto === of.ticketId ? id : []));
    if (String(ids) === String(of.absorbed ?? [])) return of;
    const { absorbed: _, ...alone } = of;
    return ids.length === 0 ? alone : { ...alone, absorbed: ids };
  });
}

test('what was remembered of a quarter differs from the quarter read anew', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 12 }), (steps) => {
      let past: RecordedPast = pastOf([], { contract: partedContract, now: Q1.from + 30 * DAY });
      for (const { deaf, isGone, passed, period, ticket: next } of steps) {
        const others = past.outcomes.filter(({ ticketId: id }) => id !== next.ticketId);
        const outcomes = [...others, ...(isGone ? [] : [next])].toSorted((a, b) => a.reportedAt - b.reportedAt);
        past = {
          ...past,
          outcomes: linked(outcomes),
          now: past.now + passed,
          deafness: deaf ? [...past.deafness, deaf] : past.deafness,
        };
        const anew = deriveFacts(tables, { ...past, outcomes: structuredClone(past.outcomes) }, period);
        expect(deriveFacts(tables, past, period)).toEqual(anew);
        // Time alone passes.
        past = { ...past, now: past.now + passed };
        const later = deriveFacts(tables, { ...past, outcomes: structuredClone(past.outcomes) }, period);
        expect(deriveFacts(tables, past, period)).toEqual(later);
      }
    }),
    { numRuns: 60 },
  );
});
