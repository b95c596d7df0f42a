import { whereKnown } from '../calendar.ts';
import { type DayNumber, dateOfDay, dayNumber, dayOf, startOfDay } from '../civil.ts';
import type { Contract } from '../contract.ts';
import type { Instant } from '../types.ts';
import { type Opening, openingOf, reachOf } from './moments.ts';
import type { Obligation } from './obligation-types.ts';
import { planOf } from './plan-of.ts';
import { calendarOfPlan, type PlanPeriod, periodsFrom } from './plan-periods.ts';
import type { DeliverablePlan, InspectionPlan } from './plan-types.ts';

/** What a plan asks for once: in one window of one period, for one department. */
export type Occurrence = Planned & {
  readonly period: Obligation['period'];
  /** From 0. */
  readonly window: number;
  /** From 1. */
  readonly ordinal: number;
  readonly department?: string;
  readonly opensAt: Instant;
  readonly dueAt: Instant;
  readonly plannedAt?: Instant;
};

type Planned =
  | { readonly type: 'inspection'; readonly plan: InspectionPlan }
  | { readonly type: 'deliverable'; readonly plan: DeliverablePlan };

interface Found extends Opening {
  readonly planned: Planned;
  readonly window: number;
  readonly period: PlanPeriod;
}

// What depends on workdays beyond the table of holidays does not fall: a date is never guessed. `check` tells of the end of the table.

/** What opens in (after, upTo], the first one first. */
export function occurrencesOpening(contract: Contract, after: Instant, upTo: Instant): readonly Occurrence[] {
  return occurrencesIn(contract, [after, upTo], ({ opensAt }) => opensAt > after && opensAt <= upTo).toSorted(
    (a, b) => a.opensAt - b.opensAt,
  );
}

/** What may be done at this instant and would be in time: opensAt ≤ at ≤ dueAt. The first due one first. */
export function occurrencesOpen(contract: Contract, at: Instant): readonly Occurrence[] {
  return occurrencesIn(contract, [at, at], ({ dueAt, opensAt }) => opensAt <= at && at <= dueAt).toSorted(byDue);
}

/** What is due in [from, to), the first one first. */
export function occurrencesDue(contract: Contract, from: Instant, to: Instant): readonly Occurrence[] {
  return occurrencesIn(contract, [from, to], ({ dueAt }) => dueAt >= from && dueAt < to).toSorted(byDue);
}

/** The first instant after this one at which anything opens; undefined: nothing opens any more. */
export function nextOpening(contract: Contract, after: Instant): Instant | undefined {
  const next = plannedOf(contract).flatMap((planned) =>
    planned.plan.windows.flatMap((_, window) => nextOfWindow(contract, planned, window, after) ?? []),
  );
  return next.length === 0 ? undefined : Math.min(...next);
}

/** Does the contract ask for this one? What somebody asked for lives as long as its plan. */
export function isAskedFor(contract: Contract, of: Obligation): boolean {
  const plan = planOf(contract, of);
  if (!plan) return false;
  if (of.type === 'inspection' && of.occasion) return true;
  const window = plan.windows[of.window];
  const isOfDepartment =
    of.department === undefined ? plan.departments.length === 0 : plan.departments.includes(of.department);
  if (!window || of.ordinal > plan.times || !isOfDepartment) return false;
  const calendar = calendarOfPlan(contract, plan);
  for (const period of periodsFrom(contract, plan, dayNumber(of.period.firstDay))) {
    if (period.whole.first > dayNumber(of.period.lastDay)) return false;
    if (period.label === of.period.label) return whereKnown(() => openingOf(window, period, calendar)) !== undefined;
  }
  return false;
}

/** Later periods never open earlier, so the first one found is the next one. */
function nextOfWindow(contract: Contract, planned: Planned, window: number, after: Instant): Instant | undefined {
  for (const { opensAt } of openingsFrom(contract, planned, window, after)) if (opensAt > after) return opensAt;
  return undefined;
}

function plannedOf({ deliverables, inspections }: Contract): readonly Planned[] {
  return [
    ...inspections.map((plan) => ({ type: 'inspection', plan }) as const),
    ...deliverables.map((plan) => ({ type: 'deliverable', plan }) as const),
  ];
}

function byDue(a: Occurrence, b: Occurrence): number {
  return a.dueAt - b.dueAt;
}

function occurrencesIn(
  contract: Contract,
  [from, to]: readonly [Instant, Instant],
  isMeant: (opening: Opening) => boolean,
): readonly Occurrence[] {
  return plannedOf(contract).flatMap((planned) =>
    planned.plan.windows.flatMap((_, window) => {
      const found: Occurrence[] = [];
      for (const opening of openingsFrom(contract, planned, window, from)) {
        if (opening.period.first > dayOf(to) + reachOfPlan(planned, window)) break;
        if (isMeant(opening)) found.push(...occurrencesOf(opening));
      }
      return found;
    }),
  );
}

/** The openings of a window, from the first period on that may reach to this instant. */
function* openingsFrom(contract: Contract, planned: Planned, place: number, from: Instant): Generator<Found> {
  const { plan } = planned;
  const window = plan.windows[place];
  if (!window) return;
  const calendar = calendarOfPlan(contract, plan);
  for (const period of periodsFrom(contract, plan, dayOf(from) - reachOfPlan(planned, place))) {
    const opening = whereKnown(() => openingOf(window, period, calendar));
    if (opening) yield { ...opening, planned, window: place, period };
  }
}

function reachOfPlan({ plan }: Planned, place: number): DayNumber {
  const window = plan.windows[place];
  return window ? reachOf(window) : 0;
}

/** Each of `times`, for each department. */
function occurrencesOf({ dueAt, opensAt, period, planned, window }: Found): readonly Occurrence[] {
  const { departments, times } = planned.plan;
  const about = periodOf(period);
  const places = departments.length === 0 ? [{}] : departments.map((department) => ({ department }));
  return places.flatMap((place) =>
    Array.from({ length: times }, (_, index) => ({
      ...planned,
      period: about,
      window,
      ordinal: index + 1,
      ...place,
      opensAt,
      dueAt,
      ...(times > 1 && { plannedAt: opensAt + Math.floor(((dueAt - opensAt) * (index + 1)) / times) }),
    })),
  );
}

function periodOf({ first, label, last }: PlanPeriod): Obligation['period'] {
  return {
    from: startOfDay(first),
    to: startOfDay(last + 1),
    label,
    firstDay: dateOfDay(first),
    lastDay: dateOfDay(last),
  };
}
