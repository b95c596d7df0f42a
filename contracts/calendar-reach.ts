import { HOLIDAYS_AHEAD_DAYS, whereKnown } from '../domain/calendar.ts';
import { civilDate, dayNumber, dayRange } from '../domain/civil.ts';
import type { ClockRule, Contract } from '../domain/contract.ts';
import { openingOf } from '../domain/obligations/moments.ts';
import { periodsFrom } from '../domain/obligations/plan-periods.ts';
import type { DeliverablePlan, InspectionPlan, Window } from '../domain/obligations/plan-types.ts';
import { addTarget } from '../domain/targets.ts';
import { type CivilDate, DAY, type Instant } from '../domain/types.ts';
import { listed } from './contradictions.ts';

/** A calendar whose table of holidays ends before it is no longer needed. */
export interface CalendarGap {
  /** A key of `Contract.calendars`. */
  readonly calendar: string;
  /** The last day whose holidays are known. */
  readonly knownTo: CivilDate;
  /**
   * Ids of the clocks that can't be judged for the last reports, or of which nobody knows whether they wait for a request or
   * bind at all, each once.
   */
  readonly clocks: readonly string[];
  /** Ids of the inspections and deliverables of which some can't be dated. Neither these nor clocks: only days of duty are unknown. */
  readonly plans: readonly string[];
}

/**
 * Where the table of holidays ends before the contract does, or within a target's reach of its last day. It is no mistake of
 * the pack: a contract over three years is signed before the State Council has announced the holidays of the third.
 * @param now reports of the next weeks count also after the term, since faults are still taken and measured
 */
export function calendarGaps(contract: Contract, now: Instant): readonly CalendarGap[] {
  const lastReport = Math.max(dayRange(contract.term.to).to - 1, now + HOLIDAYS_AHEAD_DAYS * DAY);
  return Object.entries(contract.calendars).flatMap(([key, calendar]) => {
    if (calendar.kind === 'always') return [];
    const { daysTo } = calendar.spec;
    const isUnknown = daysTo < civilDate(lastReport);
    const isMeant = (named: string | undefined): boolean => named !== undefined && keysMeant(contract, named).has(key);
    const isLost = ({ calendar: own, onRequestOutside, reportedIn, reportedOutside, target }: ClockRule): boolean =>
      (isUnknown && [onRequestOutside, reportedIn, reportedOutside].some(isMeant)) ||
      (isMeant(own) &&
        !('agreed' in target) &&
        whereKnown(() => addTarget(calendar, lastReport, target)) === undefined);
    const clocks = contract.clocks.filter(isLost).map(({ id }) => id);
    const plans = [...contract.inspections, ...contract.deliverables]
      .filter((plan) => plan.calendar === key && isCutShort(contract, plan))
      .map(({ id }) => id);
    const isMissed = isUnknown && isOfDuty(contract, key);
    const isNone = clocks.length === 0 && plans.length === 0 && !isMissed;
    return isNone ? [] : [{ calendar: key, knownTo: daysTo, clocks, plans }];
  });
}

/** One sentence for the operator, in the form of a pack's problems. */
export function gapWarning({ calendar, clocks, knownTo, plans }: CalendarGap): string {
  const problem = `warning: calendars.${calendar}: holidays are known to ${knownTo} only`;
  const losses = [
    ...(clocks.length === 0 ? [] : [`of the last reports ${clocks.join(', ')} can't be judged`]),
    ...(plans.length === 0 ? [] : [`of ${listed(plans)} nobody can tell when the last ones fall`]),
  ];
  const loss = losses.length === 0 ? "who is on duty after it can't be told" : losses.join(', and ');
  return `${problem}; ${loss} until the next year is in shared/china-holidays.yaml, or chinese-days is updated`;
}

/** The calendar that a rule names, and what departments mean by it. */
function keysMeant({ departments }: Contract, named: string): ReadonlySet<string> {
  return new Set([named, ...departments.flatMap(({ calendars }) => calendars[named] ?? [])]);
}

/** Does the table end before the last day on which the plan is owed, or before its last due day? */
function isCutShort(contract: Contract, plan: InspectionPlan | DeliverablePlan): boolean {
  const calendar = contract.calendars[plan.calendar];
  if (calendar?.kind !== 'working') return false;
  const { cadence, to = contract.term.to } = plan;
  const countsWorkdays = cadence.every === 'days' && (cadence.on === 'workdays' || cadence.on === 'rest_days');
  if (countsWorkdays && calendar.spec.daysTo < to) return true;
  const [last] = periodsFrom(contract, plan, dayNumber(to));
  // A window in which nothing falls is known too.
  const isKnown = (window: Window): boolean =>
    last === undefined || whereKnown(() => ({ opening: openingOf(window, last, calendar) })) !== undefined;
  return !plan.windows.every(isKnown);
}

function isOfDuty({ rotas, attendance, silence }: Contract, key: string): boolean {
  return [...rotas, ...silence, ...(attendance ? [attendance] : [])].some(({ calendar }) => calendar === key);
}
