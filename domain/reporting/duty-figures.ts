import type { Period } from '../assessment/facts.ts';
import type { Contract } from '../contract.ts';
import { countedAt, isCounted, owedUntil } from '../obligations/counting.ts';
import { daysLate } from '../obligations/lateness.ts';
import type { Deliverable, Inspection, Obligation } from '../obligations/obligation-types.ts';
import type { Instant } from '../types.ts';
import type { DeliverableLine, InspectionFigures, ReadingSeries } from './report-types.ts';
import { isWithin } from './ticket-figures.ts';

export interface DutiesOfPeriod {
  readonly contract: Contract;
  readonly period: Period;
  readonly now: Instant;
  readonly obligations: readonly Obligation[];
}

type Outcome = 'done' | 'doneLate' | 'missed' | 'open';
type Tally = Readonly<Record<Outcome | 'planned', number>>;

/** What the contract itself asks for, in the period of its due instant. */
function owed({ contract, obligations, period }: DutiesOfPeriod): readonly Obligation[] {
  return obligations
    .filter((one) => isCounted(one) && isWithin(period, countedAt(contract, one)))
    .toSorted((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
}

/** Rounds that the contract asks for; those that the supplier does on his own account are left out, as in the score. */
export function inspectionFigures(duties: DutiesOfPeriod): InspectionFigures {
  const { contract, now } = duties;
  const rounds = owed(duties).filter((one): one is Inspection => one.type === 'inspection');
  const order = contract.inspections.map(({ id }) => id);
  const plans = [...Map.groupBy(rounds, ({ planId }) => planId)].toSorted(
    ([a], [b]) => placeIn(order, a) - placeIn(order, b),
  );
  return {
    ...tally(rounds, now),
    byPlan: plans.map(([planId, ofPlan]) => ({ planId, ...tally(ofPlan, now) })),
    missedRounds: rounds
      .filter((round) => ['missed', 'doneLate'].includes(outcomeOfRound(round, now)))
      .map(({ doneAt, ...round }) => ({
        planId: round.planId,
        label: roundLabel(round, contract),
        dueAt: round.dueAt,
        ...(doneAt !== undefined && { doneAt }),
      })),
    anomalies: rounds.flatMap(anomaliesOf),
    series: seriesOf(rounds, contract),
  };
}

/** A round that is not done is missed from its due instant on, be it that nobody has noticed yet. */
export function outcomeOfRound({ doneAt, dueAt }: Pick<Inspection, 'doneAt' | 'dueAt'>, now: Instant): Outcome {
  if (doneAt !== undefined) return doneAt <= dueAt ? 'done' : 'doneLate';
  return now > dueAt ? 'missed' : 'open';
}

function tally(rounds: readonly Inspection[], now: Instant): Tally {
  const count = (outcome: Outcome) => rounds.filter((round) => outcomeOfRound(round, now) === outcome).length;
  return {
    planned: rounds.length,
    done: count('done'),
    doneLate: count('doneLate'),
    missed: count('missed'),
    open: count('open'),
  };
}

function anomaliesOf({ planId, results }: Inspection): InspectionFigures['anomalies'] {
  return Object.entries(results)
    .filter(([, { outcome }]) => outcome === 'anomaly')
    .map(([itemId, { at, ticket, value }]) => ({
      planId,
      itemId,
      at,
      ...(value !== undefined && { value }),
      ...(ticket && { ticket: ticket.number }),
    }))
    .toSorted((a, b) => a.at - b.at);
}

/** In the order of the plans and of their checklists. */
function seriesOf(rounds: readonly Inspection[], { inspections }: Contract): readonly ReadingSeries[] {
  const byPlan = Map.groupBy(rounds, ({ planId }) => planId);
  return inspections.flatMap(({ checklist, id: planId }) =>
    checklist.flatMap(({ id: itemId }) => {
      const points = (byPlan.get(planId) ?? [])
        .flatMap(({ results: { [itemId]: result } }) =>
          result?.value === undefined ? [] : [{ at: result.at, value: result.value }],
        )
        .toSorted((a, b) => a.at - b.at);
      return points.length === 0 ? [] : [{ planId, itemId, points }];
    }),
  );
}

/** Documents and activities that the contract asks for, the earliest due first. */
export function deliverableLines(duties: DutiesOfPeriod): readonly DeliverableLine[] {
  const { contract, now } = duties;
  return owed(duties)
    .filter((one): one is Deliverable => one.type === 'deliverable')
    .map((deliverable) => {
      const { dueAt, id, planId, reviews, state, submissions } = deliverable;
      const plan = contract.deliverables.find((one) => one.id === planId);
      const submittedAt = submissions[0]?.at;
      const late = plan ? daysLate(plan, contract, dueAt, submittedAt ?? owedUntil(deliverable, now)) : undefined;
      return {
        id,
        planId,
        label: departmentAnd([deliverable.period.label], deliverable, contract),
        dueAt,
        state,
        ...(submittedAt !== undefined && { submittedAt }),
        ...(late !== undefined && { daysLate: late }),
        returned: reviews.filter(({ isAccepted }) => !isAccepted).length,
      };
    });
}

/** `2026-03-03 上午 2/3`: whose round of a plan it is. */
function roundLabel(round: Inspection, contract: Contract): string {
  const plan = contract.inspections.find(({ id }) => id === round.planId);
  const window = plan && plan.windows.length > 1 ? plan.windows[round.window]?.name : undefined;
  const parts = [
    round.period.label,
    ...(window === undefined ? [] : [window]),
    ...(plan && plan.times > 1 ? [`${round.ordinal}/${plan.times}`] : []),
  ];
  return departmentAnd(parts, round, contract);
}

function departmentAnd(
  parts: readonly string[],
  { department }: Pick<Obligation, 'department'>,
  { departments }: Contract,
): string {
  const name = departments.find(({ id }) => id === department)?.name;
  return [...parts, ...(name === undefined ? [] : [name])].join(' ');
}

/** What an earlier pack had comes last. */
function placeIn(order: readonly string[], id: string): number {
  const place = order.indexOf(id);
  return place < 0 ? order.length : place;
}
