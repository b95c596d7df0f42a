import { calendarPlace } from '../domain/assessment/period.ts';
import type { Catalogue } from './catalogue.ts';

/** What periods are called. Numbers count from 1. */
export interface PeriodNames {
  readonly term: string;
  place(number: number): string;
  year(year: string): string;
  half(year: string, half: number): string;
  quarter(year: string, quarter: number): string;
  month(year: string, month: number): string;
}

const PLACE = /^P(\d+)$/u;

/** 第3考核期 for `P3`, 2026年第一季度 for `2026-Q1`, 服务期 for `term`; what is no label stays as it is. */
export function periodName(label: string, names: PeriodNames): string {
  if (label === 'term') return names.term;
  const place = PLACE.exec(label)?.[1];
  if (place !== undefined) return names.place(Number(place));
  const calendar = calendarPlace(label);
  if (!calendar) return label;
  const { months, number, year } = calendar;
  switch (months) {
    case 1:
      return names.month(year, number);
    case 3:
      return names.quarter(year, number);
    case 6:
      return names.half(year, number);
    case 12:
      return names.year(year);
  }
}

/** As it stands in a sentence. */
export function shownPeriod(label: string, text: Catalogue): string {
  return periodName(label, text.score.periodNames);
}

/** As it is typed in a command: one word, which its name is not in English. */
export function typedPeriod(label: string, text: Catalogue): string {
  return text.language === 'en' ? label : shownPeriod(label, text);
}
