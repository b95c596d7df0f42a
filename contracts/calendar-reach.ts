import { addTarget, whereKnown } from '../domain/calendar.ts';
import { dayRange } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { CivilDate } from '../domain/types.ts';

/** Clocks that can't be judged for reports at the end of the contract's term, since nobody knows that year's holidays yet. */
export interface CalendarGap {
  /** A key of `Contract.calendars`. */
  readonly calendar: string;
  /** The last day whose holidays are known. */
  readonly knownTo: CivilDate;
  /** Ids of the clocks, each once. */
  readonly clocks: readonly string[];
}

/**
 * Where the table of holidays ends before the contract does, or within a target's reach of its last day. It is no mistake of
 * the pack: a contract over three years is signed before the State Council has announced the holidays of the third.
 */
export function calendarGaps(contract: Contract): readonly CalendarGap[] {
  const lastReport = dayRange(contract.term.to).to - 1;
  return Object.entries(contract.calendars).flatMap(([key, calendar]) => {
    if (calendar.kind === 'always') return [];
    const clocks = contract.clocks
      .filter((rule) => rule.calendar === key)
      .filter(({ target }) => whereKnown(() => addTarget(calendar, lastReport, target)) === undefined)
      .map(({ id }) => id);
    return clocks.length === 0 ? [] : [{ calendar: key, knownTo: calendar.daysTo, clocks }];
  });
}

/** One sentence for the operator, in the form of a pack's problems. */
export function gapWarning({ calendar, clocks, knownTo }: CalendarGap): string {
  const problem = `warning: calendars.${calendar}: holidays are known to ${knownTo} only`;
  return `${problem}; of reports near the end of the term ${clocks.join(', ')} can't be judged until chinese-days is updated`;
}
