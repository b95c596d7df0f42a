import type { Period } from '../assessment/facts.ts';
import { addMonths, calendarLabel, monthOf, type SpanMonths } from '../assessment/period.ts';
import { dateOfDay, dayNumber, parseCivil, weekdayOf } from '../civil.ts';
import type { ReportKind } from '../obligations/plan-types.ts';
import type { CivilDate } from '../types.ts';

const MONTHS: Readonly<Record<Exclude<ReportKind, 'daily' | 'weekly'>, SpanMonths>> = {
  monthly: 1,
  quarterly: 3,
  half_yearly: 6,
  yearly: 12,
};
const DAYS_A_WEEK = 7;
/** Its week of the year is that of the Thursday in it: ISO 8601. */
const THURSDAY = 3;

/** The calendar's day, week (from Monday), month, quarter, half-year or year that holds a day: what a report is about that nobody owes. */
export function reportPeriod(kind: ReportKind, day: CivilDate): Period {
  if (kind === 'daily') return spanOf(day, 1, day);
  if (kind === 'weekly') {
    const monday = mondayOf(day);
    return spanOf(dateOfDay(monday), DAYS_A_WEEK, weekLabel(monday));
  }
  const months = MONTHS[kind];
  const month = Math.floor(monthOf(day) / months) * months;
  const first = addMonths(`${day.slice(0, 7)}-01`, month - monthOf(day));
  const days = dayNumber(addMonths(first, months)) - dayNumber(first);
  return spanOf(first, days, calendarLabel(month, months));
}

/** `2026-W10` */
function weekLabel(monday: number): string {
  const year = dateOfDay(monday + THURSDAY).slice(0, 4);
  const firstMonday = mondayOf(`${year}-01-04`);
  const week = (monday - firstMonday) / DAYS_A_WEEK + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function mondayOf(day: CivilDate): number {
  const number = dayNumber(day);
  return number - weekdayOf(number);
}

function spanOf(first: CivilDate, days: number, label: string): Period {
  const behind = dayNumber(first) + days;
  return {
    from: parseCivil(first),
    to: parseCivil(dateOfDay(behind)),
    firstDay: first,
    lastDay: dateOfDay(behind - 1),
    label,
    isOwn: false,
  };
}
