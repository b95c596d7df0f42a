import type { ReportPaperWords } from '../cards/catalogue-report-paper.ts';
import { periodName } from '../cards/period-name.ts';
import type { Period } from '../domain/assessment/facts.ts';
import { civilDate, civilTime } from '../domain/civil.ts';
import type { Milli } from '../domain/obligations/plan-types.ts';
import type { ReportFigures } from '../domain/reporting/report-types.ts';
import type { Instant } from '../domain/types.ts';

const WEEK = /^(?<year>\d{4})-W(?<week>\d{2})$/u;
const MILLI = 1_000;
/** Of a percentage: two decimals. */
const HUNDREDTHS = 10_000;

/** 2026年第10周, 2026年3月; a day as it is. */
export function reportPeriodName({ label }: Pick<Period, 'label'>, words: ReportPaperWords): string {
  const { week, year } = WEEK.exec(label)?.groups ?? {};
  if (year !== undefined && week !== undefined) return words.week(year, Number(week));
  return periodName(label, words.periodNames);
}

/** `90%`, `99.98%`; cut off behind two decimals, so that nothing is shown that was not reached. Of nothing: a dash. */
export function percentText(part: number, whole: number): string {
  if (whole <= 0) return '—';
  const hundredths = Math.floor((part / whole) * HUNDREDTHS + 1e-6);
  return `${Number((Math.min(hundredths, part < whole ? HUNDREDTHS - 1 : HUNDREDTHS) / 100).toFixed(2))}%`;
}

/** `25.5` */
export function milliText(value: Milli): string {
  return String(value / MILLI);
}

/** `4.67`; of nothing a dash. */
export function meanText(sum: number, count: number): string {
  return count === 0 ? '—' : String(Number((sum / count).toFixed(2)));
}

/** `2026-03-04 10:20`; of the end of a day that day's 24:00, by which people know it. */
export function instantText(at: Instant | undefined): string {
  return at === undefined ? '' : `${civilDate(at)} ${civilTime(at)}`;
}

export function dueText(at: Instant | undefined): string {
  if (at === undefined) return '';
  return civilTime(at) === '00:00' ? `${civilDate(at - 1)} 24:00` : instantText(at);
}

/** Of all of the contract's clocks together. */
export function clockTotals({ clocks }: Pick<ReportFigures, 'clocks'>): {
  readonly met: number;
  readonly missed: number;
} {
  return {
    met: clocks.reduce((sum, { met }) => sum + met, 0),
    missed: clocks.reduce((sum, { missed }) => sum + missed, 0),
  };
}
