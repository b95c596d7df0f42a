import { z } from 'zod';
import { type DaySpan, WEEKDAYS, type Weekday } from '../domain/calendar.ts';

export const WEEKDAYS_FORM =
  'name days such as mon-fri or sat and give each its hours, such as [09:00-12:00, 13:00-18:00]';

/** For the JSON Schema: a day, or the first and the last of some. */
const RANGE_PATTERN = `^(?:${WEEKDAYS.join('|')})(?:-(?:${WEEKDAYS.join('|')}))?$`;

/** `sat`, `mon-fri`. */
export const weekdayRange = z
  .string()
  .meta({ pattern: RANGE_PATTERN })
  .refine((text) => daysOf(text) !== undefined, {
    error: (issue) => `"${String(issue.input)}" is no weekday`,
    params: { remedy: WEEKDAYS_FORM },
  });

/** Days without hours are days off. */
export function expandWeekdays(weekly: Readonly<Record<string, readonly DaySpan[]>>): {
  readonly week: Record<Weekday, readonly DaySpan[]>;
  /** Keys that name a day which an earlier key has named. */
  readonly repeated: readonly { readonly key: string; readonly day: Weekday }[];
  readonly isIdle: boolean;
} {
  const week: Record<Weekday, readonly DaySpan[]> = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const named = new Set<Weekday>();
  const repeated: { key: string; day: Weekday }[] = [];
  for (const [key, spans] of Object.entries(weekly)) {
    for (const day of daysOf(key) ?? []) {
      if (named.has(day)) repeated.push({ key, day });
      named.add(day);
      week[day] = spans;
    }
  }
  return { week, repeated, isIdle: Object.values(week).every((spans) => spans.length === 0) };
}

/** Index of the first span that begins before the one before it has ended. */
export function overlapIn(spans: readonly DaySpan[]): number | undefined {
  const index = spans.findIndex(({ from }, at) => from < (spans[at - 1]?.to ?? ''));
  return index === -1 ? undefined : index;
}

function daysOf(range: string): readonly Weekday[] | undefined {
  const [from, to = from, ...more] = range.split('-');
  const [first, last] = [positionOf(from), positionOf(to)];
  return first < 0 || last < first || more.length > 0 ? undefined : WEEKDAYS.slice(first, last + 1);
}

function positionOf(text: string | undefined): number {
  const days: readonly (string | undefined)[] = WEEKDAYS;
  return days.indexOf(text);
}
