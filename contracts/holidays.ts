import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { z } from 'zod';
import type { CivilDate } from '../domain/types.ts';

/** China's statutory holidays and 调休 workdays, for whole years; ordinary weekdays and weekends are not listed. */
export interface HolidayTable {
  /** 1 January of the first year and 31 December of the last year that are known. */
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly days: Readonly<Record<CivilDate, 'holiday' | 'workday'>>;
}

const source = z.object({
  holidays: z.record(z.iso.date(), z.string()),
  workdays: z.record(z.iso.date(), z.string()),
});

/** 国庆节 is announced with the whole next year, in the autumn before; a table that ends before it knows half a year. */
const LAST_HOLIDAY = '10-01';

/**
 * The table of the `chinese-days` package. Its data file is read rather than its functions, which count in the host's time zone
 * and take a year that they don't know for one without holidays.
 * @param years the first and the last year wanted; the table has those of them that the package knows, without gaps
 */
export function chineseHolidays(years: { from: number; to: number } = { from: 2025, to: 2100 }): HolidayTable {
  const { holidays, workdays } = source.parse(chineseDays);
  let last = years.from;
  while (last < years.to && `${last + 1}-${LAST_HOLIDAY}` in holidays) last += 1;
  const table: HolidayTable = { from: `${years.from}-01-01`, to: `${last}-12-31`, days: {} };
  const isWanted = (date: CivilDate): boolean => table.from <= date && date <= table.to;
  const days = [
    ...Object.keys(holidays).map((date) => [date, 'holiday'] as const),
    ...Object.keys(workdays).map((date) => [date, 'workday'] as const),
  ].filter(([date]) => isWanted(date));
  return { ...table, days: Object.fromEntries(days) };
}
