import { checkAlerts } from './check-alerts.ts';
import { checkAssessment } from './check-assessment.ts';
import { checkCalendars } from './check-calendars.ts';
import { checkChains } from './check-chains.ts';
import { checkClocks } from './check-clocks.ts';
import { checkDuty } from './check-duty.ts';
import { checkLevels } from './check-levels.ts';
import { checkObligations } from './check-obligations.ts';
import { checkSystems } from './check-systems.ts';
import type { HolidayTable } from './holidays.ts';
import { outlineOf } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

/** What each part allows by itself and the whole does not. @param holidays what is known without the pack */
export function crossCheck(value: unknown, holidays: HolidayTable): readonly PlacedProblem[] {
  const outline = outlineOf(value);
  if (outline === undefined) return [];
  return [
    ...checkCalendars(outline, holidays),
    ...checkSystems(outline),
    ...checkLevels(outline),
    ...checkClocks(outline),
    ...checkChains(outline),
    ...checkDuty(outline),
    ...checkAlerts(outline),
    ...checkObligations(outline),
    ...checkAssessment(outline),
  ];
}
