import { type Calendar, whereKnown } from './calendar.ts';
import { type DayKind, dayKind } from './calendar-days.ts';
import { dateOfDay, dayNumber } from './civil.ts';
import type { CivilDate } from './types.ts';

/** Days in a row, of one kind and name, that are not as the week says. */
export interface OddDays extends DayKind {
  readonly kind: 'holiday' | 'makeup' | 'special';
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/**
 * Holidays, make-up days and days with hours of their own, in their order. Days with hours of their own stay apart, since theirs
 * may differ.
 * @returns with `unknownFrom`, the first day that the calendar does not know
 */
export function oddDays(
  calendar: Calendar,
  from: CivilDate,
  to: CivilDate,
): { readonly found: readonly OddDays[]; readonly unknownFrom?: CivilDate } {
  const found: OddDays[] = [];
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const date = dateOfDay(day);
    const known = whereKnown(() => dayKind(calendar, date));
    if (!known) return { found, unknownFrom: date };
    const { kind, name } = known;
    if (kind === 'workday' || kind === 'weekend') continue;
    const last = found.at(-1);
    const isNext = last && kind !== 'special' && last.kind === kind && last.name === name;
    if (isNext && last.to === dateOfDay(day - 1)) found.splice(-1, 1, { ...last, to: date });
    else found.push({ kind, ...(name !== undefined && { name }), from: date, to: date });
  }
  return { found };
}
