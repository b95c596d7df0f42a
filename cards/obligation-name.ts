import { calendarPlace } from '../domain/assessment/period.ts';
import { parseCivil } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import type { Catalogue } from './catalogue.ts';
import { shownPeriod } from './period-name.ts';
import { dayWords } from './words.ts';

/** A period of a plan, as its words need it. */
export interface PlanPeriod {
  readonly label: string;
  /** Of its first day; `month` of its last one where it is a month of the service. */
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Of the week of the year; absent where it is none. */
  readonly week?: number;
  /** 1, 3, 6 or 12, and which one of these in the year, from 1; absent where it is none of the calendar's. */
  readonly months?: 1 | 3 | 6 | 12;
  readonly number?: number;
  readonly isDay: boolean;
}

const DAY_LABEL = /^\d{4}-\d{2}-\d{2}$/u;
const WEEK_LABEL = /^\d{4}-W(?<week>\d{2})$/u;
const OWN_LABEL = /^P\d+$/u;

export function planPeriod({ firstDay, label }: Obligation['period']): PlanPeriod {
  const [year = 0, month = 0, day = 0] = firstDay.split('-').map(Number);
  const week = WEEK_LABEL.exec(label)?.groups?.week;
  const place = calendarPlace(label);
  return {
    ...{ label, year, month, day, isDay: DAY_LABEL.test(label) },
    ...(week !== undefined && { week: Number(week) }),
    ...(place && { months: place.months, number: place.number }),
  };
}

/** 2026年3月, 3月3日, 第 10 周（3月2日–3月8日）, 3月5日–4月4日. */
export function periodShown({ firstDay, label, lastDay }: Obligation['period'], text: Catalogue): string {
  const words = text.deliverable.period;
  const [first, last] = [firstDay, lastDay].map((day) => dayWords(parseCivil(day), text));
  if (DAY_LABEL.test(label)) return first ?? label;
  const week = WEEK_LABEL.exec(label)?.groups?.week;
  if (week !== undefined) return words.week(Number(week), first ?? '', last ?? '');
  return OWN_LABEL.test(label) ? words.days(first ?? '', last ?? '') : shownPeriod(label, text);
}

/** Of an inspection or a deliverable; the plan's id where the pack in force has it no more. */
export function planName(contract: Contract, of: Obligation, text: Catalogue): string {
  const plan = planOf(contract, of);
  if (!plan) return of.planId;
  return text.language === 'en' ? plan.nameEn : plan.name;
}

/** 月报（2026年3月、刑事侦查总队）: tells it from the others of its plan. */
export function obligationName(contract: Contract, of: Obligation, text: Catalogue): string {
  const parts = obligationParts(contract, of, text).filter((part) => part !== '');
  return text.deliverable.named(planName(contract, of, text), parts);
}

/** Period, window, which of how many, and department, each in its place; empty where its plan has no such. */
export function obligationParts(contract: Contract, of: Obligation, text: Catalogue): readonly string[] {
  const { department, ordinal, period, window } = of;
  const plan = planOf(contract, of);
  const times = plan?.windows[window];
  const windowName = text.language === 'en' ? times?.nameEn : times?.name;
  const unit = contract.departments.find(({ id }) => id === department);
  return [
    periodShown(period, text),
    windowName ?? '',
    plan !== undefined && plan.times > 1 ? `${ordinal}/${plan.times}` : '',
    (text.language === 'en' ? unit?.nameEn : unit?.name) ?? department ?? '',
  ];
}
