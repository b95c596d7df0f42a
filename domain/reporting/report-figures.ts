import { countedTickets } from '../assessment/counted-tickets.ts';
import type { RecordedPast } from '../assessment/derived.ts';
import type { Period } from '../assessment/facts.ts';
import { countedAt } from '../obligations/counting.ts';
import type { Obligation } from '../obligations/obligation-types.ts';
import type { PersonId } from '../types.ts';
import { clockFigures, deafSpans } from './clock-figures.ts';
import { deliverableLines, inspectionFigures } from './duty-figures.ts';
import { peopleFigures, ratingFigures } from './people-figures.ts';
import { isWhole, obligationsWithin, type ReportScope, ticketsWithin } from './report-scope.ts';
import type { ReportFigures } from './report-types.ts';
import { availability, repeats } from './system-figures.ts';
import { isWithin, ticketFigures } from './ticket-figures.ts';

/** What the record holds of a period and of the time before it, as for a score. */
export interface ReportPast
  extends Pick<RecordedPast, 'contract' | 'outcomes' | 'attendance' | 'deafness' | 'now'>,
    Pick<ReportFigures, 'kind' | 'scores' | 'ledger'> {
  readonly period: Period;
  /** Due in the period, at the least. */
  readonly obligations: readonly Obligation[];
  /** Whose work is shown even where there was none. */
  readonly engineers: readonly PersonId[];
  /** The part of the contract that it is about; absent: the whole. `engineers` and `scores` are of it already. */
  readonly scope?: ReportScope;
}

/** All the numbers of a report, out of the record alone: the same record gives the same numbers. */
export function reportFigures(past: ReportPast): ReportFigures {
  const { contract, deafness, engineers, kind, ledger, now, period, scope = {}, scores } = past;
  const outcomes = ticketsWithin(scope, contract, past.outcomes);
  // What a ticket's followers did counts for it, wherever they were reported.
  const counted = ticketsWithin(scope, contract, countedTickets(past.outcomes, now));
  const obligations = obligationsWithin(scope, contract, past.obligations);
  const tickets = ticketFigures({ counted, now, outcomes, period });
  const systems = { counted, now, period };
  const duties = { contract, now, obligations, period };
  return {
    contractId: contract.id,
    kind,
    period,
    madeAt: now,
    isSoFar: now < period.to,
    tickets,
    clocks: clockFigures(systems, deafness),
    deafness: deafSpans(deafness, systems),
    inspections: inspectionFigures(duties),
    deliverables: deliverableLines(duties),
    availability: availability(systems, contract),
    repeats: repeats(systems, contract),
    ratings: ratingFigures(tickets.rows),
    people: peopleFigures({
      engineers,
      rows: tickets.rows,
      obligations: obligations.filter((one) => isWithin(period, countedAt(contract, one))),
      attendance: past.attendance,
      days: { first: period.firstDay, last: period.lastDay },
      isWhole: isWhole(scope),
    }),
    scores,
    ...(ledger && { ledger }),
  };
}
