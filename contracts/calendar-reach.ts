import { HOLIDAYS_AHEAD_DAYS, whereKnown } from '../domain/calendar.ts';
import { civilDate, dayRange } from '../domain/civil.ts';
import type { ClockRule, Contract } from '../domain/contract.ts';
import { addTarget } from '../domain/targets.ts';
import { type CivilDate, DAY, type Instant } from '../domain/types.ts';

/** A calendar whose table of holidays ends before it is no longer needed. */
export interface CalendarGap {
  /** A key of `Contract.calendars`. */
  readonly calendar: string;
  /** The last day whose holidays are known. */
  readonly knownTo: CivilDate;
  /**
   * Ids of the clocks that can't be judged for the last reports, or of which nobody knows whether they wait for a request or
   * bind at all, each once. None: only days of duty are unknown.
   */
  readonly clocks: readonly string[];
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
    const isMissed = isUnknown && isOfDuty(contract, key);
    return clocks.length === 0 && !isMissed ? [] : [{ calendar: key, knownTo: daysTo, clocks }];
  });
}

/** One sentence for the operator, in the form of a pack's problems. */
export function gapWarning({ calendar, clocks, knownTo }: CalendarGap): string {
  const problem = `warning: calendars.${calendar}: holidays are known to ${knownTo} only`;
  const loss =
    clocks.length === 0
      ? "who is on duty after it can't be told"
      : `of the last reports ${clocks.join(', ')} can't be judged`;
  return `${problem}; ${loss} until the next year is in shared/china-holidays.yaml, or chinese-days is updated`;
}

/** The calendar that a rule names, and what departments mean by it. */
function keysMeant({ departments }: Contract, named: string): ReadonlySet<string> {
  return new Set([named, ...departments.flatMap(({ calendars }) => calendars[named] ?? [])]);
}

function isOfDuty({ rotas, attendance, silence }: Contract, key: string): boolean {
  return [...rotas, ...silence, ...(attendance ? [attendance] : [])].some(({ calendar }) => calendar === key);
}
