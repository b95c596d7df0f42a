import { civilDate } from '../civil.ts';
import type { Instant } from '../types.ts';
import { calendarLabel, isPeriodLabel, monthOf, type PeriodAsk, type SpanMonths } from './period.ts';

/** How people name periods, of one language or of several; each list from the catalogue. Letter case does not matter. */
export interface PeriodWords {
  /** Before a span: 本 0, 上 1, 上上 2; last 1. */
  readonly backs: readonly (readonly [word: string, back: number])[];
  /** What stands behind such a word: 月 1, 季度 3, 年 12. */
  readonly spans: readonly (readonly [word: string, months: SpanMonths])[];
  /** Years by name, alone or before a part of one: 今年 0, 去年 1. */
  readonly years: readonly (readonly [word: string, back: number])[];
  /** The table's own period, whatever its length: 本期 0, 上期 1. */
  readonly own: readonly (readonly [word: string, back: number])[];
  /** The whole service: 本合同期. */
  readonly term: readonly string[];
  /** Around the number of one of the table's own periods: 第3期. */
  readonly places: readonly (readonly [before: string, behind: string])[];
  /** Names of months where they are words: July 7. */
  readonly months: readonly (readonly [name: string, month: number])[];
  /** Behind the number of a year, of a month and of a day: 年, 月份, 日; 7月3日 is no month. */
  readonly year: readonly string[];
  readonly month: readonly string[];
  readonly day: readonly string[];
  /** 第一季度 1. */
  readonly quarters: readonly (readonly [word: string, quarter: number])[];
  /** 上半年 1, 下半年 2. */
  readonly halves: readonly (readonly [word: string, half: number])[];
}

export interface SpokenPeriod {
  readonly ask: PeriodAsk;
  /** What stands before and behind it. */
  readonly rest: string;
}

interface Today {
  readonly day: string;
  /** Months since January of the year 0. */
  readonly month: number;
}
type Reading = readonly [pattern: RegExp, meaning: (found: RegExpExecArray, today: Today) => PeriodAsk | undefined];

/**
 * The period that a text names: 本季度, 上季度, 上个月, 7月, 2026年上半年, 去年, 本合同期, 第3期, last quarter, July 2026, 2026-Q1. A part of a
 * year without its year is the latest one that has begun.
 * @returns undefined where it names none
 */
export function readPeriod(said: string, words: PeriodWords, now: Instant): SpokenPeriod | undefined {
  const text = said.normalize('NFKC').trim();
  const day = civilDate(now);
  const today = { day, month: monthOf(day) };
  for (const [pattern, meaning] of readingsOf(words)) {
    const found = pattern.exec(text);
    const ask = found && meaning(found, today);
    if (!ask) continue;
    const around = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
    return {
      ask,
      rest: around
        .map((part) => part.trim())
        .join(' ')
        .trim(),
    };
  }
  return undefined;
}

/** The most telling first: 2026年上半年 is no year, and 上半年 none before this one. */
function readingsOf(words: PeriodWords): readonly Reading[] {
  const year = String.raw`(?:(?<year>\d{4})\s*(?:${oneOf(words.year)}|[-/.])?|(?<named>${keysOf(words.years)}))`;
  const before = String.raw`(?<!\d)(?:${year}\s*)?`;
  const behind = String.raw`(?:\s*(?:[a-z]{2}|,)?\s*(?<yearBehind>\d{4})(?!\d))?`;
  const inYear = (months: SpanMonths, place: (found: RegExpExecArray) => number | undefined): Reading[1] => {
    return (found, today) => {
      const at = place(found);
      if (at === undefined || at < 1 || at > 12 / months) return undefined;
      return { label: calendarLabel(monthIn(found, words.years, (at - 1) * months, today), months) };
    };
  };
  const word = (list: readonly (readonly [string, number])[]) => (found: RegExpExecArray) =>
    meaningOf(list, found.groups?.part);
  const part = (list: readonly (readonly [string, number])[], months: SpanMonths): Reading => [
    pattern(String.raw`${before}(?<![a-z])(?<part>${keysOf(list)})(?![a-z])${behind}`),
    inYear(months, word(list)),
  ];
  const monthBehind = String.raw`(?:${oneOf(words.month)})(?!\s*\d+\s*(?:${oneOf(words.day)}))`;
  return [
    [pattern(String.raw`(?<![\w-])(?:\d{4}-(?:Q[1-4]|H[12]|\d{2})|P[1-9]\d?)(?![\w-])`), exactly],
    ...words.places.map(
      ([head, tail]): Reading => [
        pattern(String.raw`${RegExp.escape(head)}\s*([1-9]\d?)\s*${RegExp.escape(tail)}`),
        ([, place]) => ({ label: `P${place}` }),
      ],
    ),
    [pattern(bounded(oneOf(words.term))), () => ({ label: 'term' })],
    [pattern(bounded(`(${keysOf(words.own)})`)), ([, own], { day }) => ({ day, back: meaningOf(words.own, own) ?? 0 })],
    part(words.halves, 6),
    part(words.quarters, 3),
    part(words.months, 1),
    [
      pattern(String.raw`${before}(?<!\d)(?<part>\d{1,2})\s*${monthBehind}`),
      inYear(1, (found) => Number(found.groups?.part)),
    ],
    [
      pattern(bounded(String.raw`(${keysOf(words.backs)})\s*(${keysOf(words.spans)})`)),
      ([, back, span], { day }) => {
        const months = meaningOf(words.spans, span);
        return months && { day, back: meaningOf(words.backs, back) ?? 0, months };
      },
    ],
    [
      pattern(bounded(`(${keysOf(words.years)})`)),
      ([, named], { day }) => ({ day, back: meaningOf(words.years, named) ?? 0, months: 12 }),
    ],
    [
      pattern(String.raw`(?<![\w-])(\d{4})\s*(?:${oneOf(words.year)}|(?![\w-]))`),
      ([, found]) => (found === undefined ? undefined : exactLabel(found)),
    ],
  ];
}

function exactly([label]: RegExpExecArray): PeriodAsk | undefined {
  return exactLabel(label.toUpperCase());
}

function exactLabel(label: string): PeriodAsk | undefined {
  return isPeriodLabel(label) ? { label } : undefined;
}

/** @param month within a year, from 0 */
function monthIn(
  { groups }: RegExpExecArray,
  years: readonly (readonly [string, number])[],
  month: number,
  today: Today,
): number {
  const year = groups?.year ?? groups?.yearBehind;
  if (year !== undefined) return Number(year) * 12 + month;
  const thisYear = Math.floor(today.month / 12);
  const back = meaningOf(years, groups?.named);
  if (back !== undefined) return (thisYear - back) * 12 + month;
  const latest = thisYear * 12 + month;
  return latest > today.month ? latest - 12 : latest;
}

function meaningOf<Value extends number>(
  list: readonly (readonly [string, Value])[],
  said: string | undefined,
): Value | undefined {
  return list.find(([word]) => word.toLowerCase() === said?.toLowerCase())?.[1];
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'iu');
}

/** A Latin word stands alone. */
function bounded(source: string): string {
  return `(?<![a-z])${source}(?![a-z])`;
}

function keysOf(list: readonly (readonly [string, number])[]): string {
  return oneOf(list.map(([word]) => word));
}

/** The longest first; of an empty list nothing is one. */
function oneOf(words: readonly string[]): string {
  const longest = words.toSorted((a, b) => b.length - a.length);
  return longest.length === 0 ? '(?!)' : `(?:${longest.map((one) => RegExp.escape(one)).join('|')})`;
}
