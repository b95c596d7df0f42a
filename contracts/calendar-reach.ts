import { whereKnown } from '../domain/calendar.ts';
import { civilDate, dayRange } from '../domain/civil.ts';
import type { ClockRule, Contract } from '../domain/contract.ts';
import { addTarget } from '../domain/targets.ts';
import type { CivilDate, Instant } from '../domain/types.ts';

/** A calendar whose table of holidays ends before it is no longer needed. */
export interface CalendarGap {
  /** A key of `Contract.calendars`. */
  readonly calendar: string;
  /** The last day whose holidays are known. */
  readonly knownTo: CivilDate;
  /** Ids of the clocks that can't be judged for the last reports, each once. None: only days of duty are unknown. */
  readonly clocks: readonly string[];
}

/**
 * Where the table of holidays ends before the contract does, or within a target's reach of its last day. It is no mistake of
 * the pack: a contract over three years is signed before the State Council has announced the holidays of the third.
 * @param now after the term it counts instead of the term's end, since faults are still taken and measured
 */
export function calendarGaps(contract: Contract, now: Instant): readonly CalendarGap[] {
  const lastReport = Math.max(dayRange(contract.term.to).to - 1, now);
  return Object.entries(contract.calendars).flatMap(([key, calendar]) => {
    if (calendar.kind === 'always') return [];
    const { daysTo } = calendar.spec;
    const clocks = contract.clocks
      .filter((rule) => keysMeant(contract, rule).has(key) && !('agreed' in rule.target))
      .filter(({ target }) => whereKnown(() => addTarget(calendar, lastReport, target)) === undefined)
      .map(({ id }) => id);
    const isMissed = daysTo < civilDate(lastReport) && isOfDuty(contract, key);
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

/** The calendars that a rule counts in: its own, and what departments mean by it. */
function keysMeant({ departments }: Contract, { calendar }: ClockRule): ReadonlySet<string> {
  return new Set([calendar, ...departments.flatMap(({ calendars }) => calendars[calendar] ?? [])]);
}

function isOfDuty({ rotas, attendance, silence }: Contract, key: string): boolean {
  return [...rotas, ...silence, ...(attendance ? [attendance] : [])].some(({ calendar }) => calendar === key);
}
