import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { z } from 'zod';
import type { CivilDate } from '../domain/types.ts';
import type { Pack } from './pack-schema.ts';

/** China's statutory holidays and 调休 workdays, for whole years; ordinary weekdays and weekends are not listed. */
export interface HolidayTable {
  /** 1 January of the first year and 31 December of the last year that are known. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly days: Readonly<Record<CivilDate, 'holiday' | 'workday'>>;
  /** What the holiday is called that a day belongs to: 春节 for a day off, and for the 调休 day that pays for it. */
  readonly names: Readonly<Record<CivilDate, string>>;
}

const source = z.object({
  holidays: z.record(z.iso.date(), z.string()),
  workdays: z.record(z.iso.date(), z.string()),
});

/** 国庆节 is announced with the whole next year, in the autumn before; a table that ends before it knows half a year. */
export const LAST_HOLIDAY = '10-01';

/**
 * The table of the `chinese-days` package. Its data file is read rather than its functions, which count in the host's time zone
 * and take a year that they don't know for one without holidays.
 * @param years the first and the last year wanted; the table has those of them that the package knows, without gaps
 */
export function chineseHolidays(years: { from: number; to: number } = { from: 2020, to: 2100 }): HolidayTable {
  const { holidays, workdays } = source.parse(chineseDays);
  let last = years.from;
  while (last < years.to && `${last + 1}-${LAST_HOLIDAY}` in holidays) last += 1;
  const [from, to] = [`${years.from}-01-01`, `${last}-12-31`];
  const isWanted = ([date]: readonly [CivilDate, string]): boolean => from <= date && date <= to;
  const wanted = {
    holidays: Object.entries(holidays).filter(isWanted),
    workdays: Object.entries(workdays).filter(isWanted),
  };
  return {
    from,
    to,
    days: Object.fromEntries([
      ...wanted.holidays.map(([date]) => [date, 'holiday'] as const),
      ...wanted.workdays.map(([date]) => [date, 'workday'] as const),
    ]),
    names: Object.fromEntries(
      [...wanted.holidays, ...wanted.workdays].map(([date, label]) => [date, chineseName(label)] as const),
    ),
  };
}

/**
 * The table with what a pack and its includes say: whole years, which take the place of the package's, and corrections of
 * single days, which win over both.
 */
export function withPackHolidays(
  base: HolidayTable,
  { holidayYears, holidayChanges }: Pick<Pack, 'holidayYears' | 'holidayChanges'>,
): HolidayTable {
  const years = Object.keys(holidayYears);
  const kept = <T>(days: Readonly<Record<CivilDate, T>>) =>
    Object.entries(days).filter(([date]) => !years.includes(date.slice(0, 4)));
  const added = Object.values(holidayYears).flatMap(({ holidays, workdays }) => [
    ...namedDays(holidays).map((day) => ({ ...day, kind: 'holiday' as const })),
    ...namedDays(workdays).map((day) => ({ ...day, kind: 'workday' as const })),
  ]);
  const names = [
    ...kept(base.names),
    ...added.flatMap(({ date, name }) => (name === undefined ? [] : [[date, name] as const])),
  ];
  return {
    from: [base.from, ...years.map((year) => `${year}-01-01`)].toSorted()[0] ?? base.from,
    to: [base.to, ...years.map((year) => `${year}-12-31`)].toSorted().at(-1) ?? base.to,
    days: {
      ...Object.fromEntries([...kept(base.days), ...added.map(({ date, kind }) => [date, kind] as const)]),
      ...holidayChanges,
    },
    // A corrected day is no longer what its name says.
    names: Object.fromEntries(names.filter(([date]) => !(date in holidayChanges))),
  };
}

type DayList = Pack['holidayYears'][string]['holidays'];

/** The days of a list, or of lists by the name of the holiday. */
export function namedDays(list: DayList): readonly { readonly date: CivilDate; readonly name?: string }[] {
  if (Array.isArray(list)) return list.map((date) => ({ date }));
  return Object.entries(list).flatMap(([name, dates]) => dates.map((date) => ({ date, name })));
}

/** `Spring Festival,春节,4` has the name in English, in Chinese, and the number of statutory days. */
function chineseName(label: string): string {
  return label.split(',')[1] ?? label;
}
