import { z } from 'zod';
import { isCivilDate } from '../domain/civil.ts';
import { asksWorkdays } from './check-clocks.ts';
import { HOLIDAYLESS_DAYS } from './contract-of.ts';
import { listed, unknownName } from './contradictions.ts';
import { type HolidayTable, LAST_HOLIDAY } from './holidays.ts';
import type { Outline } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

/** The term, the days of calendars, and the years of holidays. */
export function checkCalendars(outline: Outline, holidays: HolidayTable): readonly PlacedProblem[] {
  return [
    ...checkTerm(outline),
    ...checkDays(outline, holidays),
    ...checkYears(outline, holidays),
    ...checkChanges(outline, holidays),
    ...checkDepartments(outline),
  ];
}

function checkTerm({ term }: Outline): readonly PlacedProblem[] {
  if (term.from === undefined || term.to === undefined || term.from <= term.to) return [];
  if (![term.from, term.to].every(isCivilDate)) return [];
  return [
    { path: ['term', 'to'], problem: 'the term ends before it begins', remedy: `write a day from ${term.from} on` },
  ];
}

const daysOnly = z.object({ holidays: z.unknown(), days: z.record(z.string(), z.unknown()) });

function checkDays({ calendars, holidayYears }: Outline, holidays: HolidayTable): readonly PlacedProblem[] {
  const known = knownDays(holidayYears, holidays);
  return Object.entries(calendars).flatMap(([key, calendar]) => {
    const { data } = daysOnly.safeParse(calendar);
    const { from, to } = data?.holidays === 'none' ? HOLIDAYLESS_DAYS : known;
    return Object.keys(data?.days ?? {})
      .filter((date) => date < from || date > to)
      .map((date) => unknownYear(['calendars', key, 'days', date], { from, to }));
  });
}

function checkChanges({ holidayChanges, holidayYears }: Outline, holidays: HolidayTable): readonly PlacedProblem[] {
  const { from, to } = knownDays(holidayYears, holidays);
  return Object.keys(holidayChanges)
    .filter((date) => date < from || date > to)
    .map((date) => unknownYear(['holidayChanges', date], { from, to }));
}

function unknownYear(path: readonly PropertyKey[], { from, to }: { from: string; to: string }): PlacedProblem {
  const remedy = `name days from ${from} to ${to}, or add the year under holidayYears`;
  return { path, atKey: true, problem: 'the statutory holidays of that year are not known', remedy };
}

const dayList = z.union([z.array(z.string()), z.record(z.string(), z.array(z.string()))]);
const yearOnly = z.object({ holidays: dayList.catch([]), workdays: dayList.catch([]) });

interface PlacedDay {
  readonly date: string;
  readonly path: readonly PropertyKey[];
}

function checkYears({ holidayYears }: Outline, holidays: HolidayTable): readonly PlacedProblem[] {
  const years = Object.keys(holidayYears).toSorted();
  const known = knownDays(holidayYears, holidays);
  return years.flatMap((year) => {
    const { data } = yearOnly.safeParse(holidayYears[year]);
    if (data === undefined) return [];
    const path = ['holidayYears', year];
    const off = placedDays(data.holidays, [...path, 'holidays']);
    const isApart = `${year}-01-01` < known.from || `${year}-12-31` > known.to;
    const gap = `the years before it are not known: the table has ${known.from.slice(0, 4)} to ${known.to.slice(0, 4)}`;
    const hasNationalDay = off.some(({ date }) => date === `${year}-${LAST_HOLIDAY}`);
    return [
      ...(isApart ? [{ path, atKey: true, problem: gap, remedy: 'add the years in between as well' }] : []),
      ...daysOfYear(year, years, [...off, ...placedDays(data.workdays, [...path, 'workdays'])]),
      ...(hasNationalDay
        ? []
        : [
            {
              path: [...path, 'holidays'],
              problem: `${year}-${LAST_HOLIDAY} is not among them`,
              remedy: 'write the whole year as the State Council has announced it',
            },
          ]),
    ];
  });
}

/** @param years what is written as a whole; of another year only single days can be changed */
function daysOfYear(year: string, years: readonly string[], days: readonly PlacedDay[]): readonly PlacedProblem[] {
  const seen = new Set<string>();
  return days.flatMap(({ date, path }): readonly PlacedProblem[] => {
    if (!date.startsWith(`${year}-`)) {
      const own = date.slice(0, 4);
      const remedy = `write it under ${years.includes(own) ? `the year ${own}` : 'holidayChanges'}`;
      return [{ path, problem: `${date} is no day of ${year}`, remedy }];
    }
    if (!seen.has(date)) {
      seen.add(date);
      return [];
    }
    return [{ path, problem: `${date} is named above`, remedy: 'name each day once, as a holiday or as a workday' }];
  });
}

function placedDays(list: z.output<typeof dayList>, path: readonly PropertyKey[]): readonly PlacedDay[] {
  if (Array.isArray(list)) return list.map((date, index) => ({ date, path: [...path, index] }));
  return Object.entries(list).flatMap(([name, dates]) => placedDays(dates, [...path, name]));
}

/** The years that follow on each other without a gap, from the table's and the pack's. */
function knownDays(
  holidayYears: Outline['holidayYears'],
  { from, to }: HolidayTable,
): { readonly from: string; readonly to: string } {
  const given = new Set(Object.keys(holidayYears));
  let [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  while (given.has(String(first - 1))) first -= 1;
  while (given.has(String(last + 1))) last += 1;
  return { from: `${first}-01-01`, to: `${last}-12-31` };
}

function checkDepartments(outline: Outline): readonly PlacedProblem[] {
  const { departments, calendars } = outline;
  const keys = Object.keys(calendars);
  return departments.flatMap((department, index) =>
    Object.entries(department.calendars).flatMap(([key, own]) => {
      const path = ['departments', index, 'calendars', key];
      return [
        ...unknownName(path, 'calendar', key, keys).map((problem) => ({ ...problem, atKey: true })),
        ...unknownName(path, 'calendar', own, keys),
        ...(own !== undefined && calendars[own] === 'always' ? withoutWorkdays(outline, path, key) : []),
      ];
    }),
  );
}

/** Round the clock in the place of a calendar whose working days are counted. */
function withoutWorkdays({ clocks }: Outline, path: readonly PropertyKey[], key: string): readonly PlacedProblem[] {
  const counting = clocks.filter(
    (rule) => rule.onRequestOutside === key || (rule.calendar === key && asksWorkdays(rule)),
  );
  if (counting.length === 0) return [];
  const names = listed(counting.flatMap(({ id }) => id ?? []));
  const problem = `a calendar that never rests has no working days, which these clocks count by: ${names}`;
  return [{ path, problem, remedy: 'name a calendar with working hours' }];
}
