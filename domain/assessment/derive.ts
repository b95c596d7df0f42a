import { countedTickets } from './counted-tickets.ts';
import { attendanceFacts } from './derive-attendance.ts';
import { isOfObligations, obligationFacts } from './derive-obligations.ts';
import { foundIn, isOfTickets, settledFinder } from './derive-parts.ts';
import { ticketFacts } from './derive-tickets.ts';
import type { Derived, RecordedPast } from './derived.ts';
import type { Facts, Period } from './facts.ts';
import { partsOf } from './outcome-parts.ts';
import { placedRules } from './table-lookup.ts';
import type { AssessmentTable, Source } from './table-types.ts';

/**
 * What the bot finds by itself for the rules of these tables, all of it as `found`. A finding's id is the same whenever it is found
 * again. A ticket counts in the period of its report, a fault report, a round or a deliverable in that of its due date, downtime in
 * each period that it lasts in.
 */
export function deriveFacts(tables: readonly AssessmentTable[], past: RecordedPast, period: Period): Facts {
  const env = { past, period };
  const parts = partsOf(past.outcomes);
  const unsettled = countedTickets(
    parts.flatMap((part) => part.unsettled),
    past.now,
  );
  const ofSettled = settledFinder(env);
  const derived = tables.flatMap((table) => {
    const placed = placedRules([table]).filter(({ rule }) => rule.from.length > 0);
    if (placed.length === 0) return [];
    const found = [...parts.map((part) => ofSettled(part, table)), foundIn(unsettled, table, env)];
    return placed.map((one) => {
      const of = one.rule.from.map((source, place): Derived => {
        if (isOfObligations(source)) return obligationFacts(source, one, env);
        if (!isOfTickets(source)) return attendanceFacts(source, one, env);
        return ticketFacts(
          source,
          one,
          found.flatMap((part) => part.get(one.rule.id)?.[place] ?? []),
          env,
        );
      });
      return of.length === 1 && of[0] ? of[0] : together(of);
    });
  });
  return {
    contractId: past.contract.id,
    findings: derived.flatMap(({ findings }) => findings),
    ratios: derived.flatMap(({ ratios }) => ratios),
    grades: [],
    ticks: [],
    fees: [],
    reviewed: [],
    handedIn: [],
  };
}

/** Does any of these need tickets that were reported before the period? */
export function looksBack(tables: readonly AssessmentTable[]): boolean {
  return placedRules(tables).some(({ rule }) =>
    rule.from.some(({ source }) => source === 'repeat' || source === 'late_fault_report' || source === 'downtime'),
  );
}

/** Does any of these need the days of those who have to be on site? */
export function looksAtAttendance(tables: readonly AssessmentTable[]): boolean {
  const isOfAttendance = (source: Source) => !isOfTickets(source) && !isOfObligations(source);
  return placedRules(tables).some(({ rule }) => rule.from.some(isOfAttendance));
}

/** Does any of these need the rounds and deliverables that fell due? */
export function looksAtObligations(tables: readonly AssessmentTable[]): boolean {
  return placedRules(tables).some(({ rule }) => rule.from.some(isOfObligations));
}

/** Two sources of one rule may find the same thing. */
function together(derived: readonly Derived[]): Derived {
  const findings = derived.flatMap((one) => one.findings);
  return {
    findings: [...new Map(findings.map((finding) => [finding.id, finding])).values()],
    ratios: derived.flatMap(({ ratios }) => ratios),
  };
}
