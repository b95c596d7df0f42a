import { civilDate, parseCivil } from '../civil.ts';
import { type DayWords, readDay } from '../spoken-day.ts';
import type { TimeWords } from '../spoken-time.ts';
import type { DurationMs, Instant } from '../types.ts';
import { POINT, type Points } from './points.ts';
import type { PlacedRule } from './table-lookup.ts';

/** How figures are typed, of both languages. */
export interface FactWords {
  readonly points: readonly string[];
  readonly days: readonly string[];
  readonly times: readonly string[];
  /** Longer words that begin with one of `times` and count something else: 个工作日. */
  readonly notTimes: readonly string[];
  readonly never: readonly string[];
}

/** Figures that stand in a text: 扣 2 分, 逾期 3 天, 2 次, 1 小时 20 分钟. What is not there is absent. */
export interface SaidFacts {
  readonly figure?: Points;
  readonly days?: number;
  readonly times?: number;
  readonly elapsedMs?: DurationMs;
  readonly isMissing?: true;
  readonly state?: string;
  readonly dueAt?: Instant;
  readonly doneAt?: Instant;
}

export function saidFacts(
  text: string,
  { rule }: PlacedRule,
  words: FactWords & DayWords & TimeWords,
  now: Instant,
): SaidFacts {
  const plain = text.normalize('NFKC');
  // 分 alone is a point, however else it is used.
  const lengths = [...words.units.map(([unit]) => unit), ...words.minute].filter(
    (unit) => !words.points.includes(unit),
  );
  const points = numberBefore(plain, words.points, lengths);
  const dates = dateMarks(words);
  const days = numberBefore(plain.replace(dates, ' '), words.days, []);
  const times = numberBefore(plain, words.times, words.notTimes);
  const elapsedMs = elapsedIn(plain, words);
  const state = rule.kinds['tiered-state']?.states.find(({ id, name }) => plain.includes(name) || plain.includes(id));
  const [due, done] = daysIn(plain, words, now);
  return {
    ...(points !== undefined && { figure: Math.round(points * POINT) }),
    ...(days !== undefined && { days }),
    ...(times !== undefined && { times }),
    ...(elapsedMs !== undefined && { elapsedMs }),
    ...(words.never.some((word) => plain.toLowerCase().includes(word)) && { isMissing: true as const }),
    ...(state && { state: state.id }),
    ...(due !== undefined && { dueAt: due }),
    ...(done !== undefined && { doneAt: done }),
  };
}

/** A number of points as it is typed alone: `3.5`, `3.5 分`. @returns undefined for anything else, or more than three decimals */
export function readPoints(said: string, units: readonly string[]): Points | undefined {
  const [, number] =
    new RegExp(`^(\\d{1,4}(?:\\.\\d{1,3})?)\\s*(?:${oneOf(units)})?$`, 'iu').exec(said.normalize('NFKC').trim()) ?? [];
  return number === undefined ? undefined : Math.round(Number(number) * POINT);
}

/** @param not longer units that begin alike: 分钟 beside 分 */
function numberBefore(text: string, units: readonly string[], not: readonly string[]): number | undefined {
  const longer = not.length === 0 ? '' : `(?!${oneOf(not)})`;
  const found = new RegExp(`(\\d{1,6}(?:\\.\\d{1,3})?)\\s*${longer}(?:${oneOf(units)})`, 'iu').exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function elapsedIn(text: string, { units }: TimeWords): DurationMs | undefined {
  const spans = [
    ...text.matchAll(new RegExp(`(\\d{1,5}(?:\\.\\d)?)\\s*(${oneOf(units.map(([unit]) => unit))})`, 'giu')),
  ];
  if (spans.length === 0) return undefined;
  const lengths = spans.map(([, count, said]) => {
    const ms = units.find(([unit]) => unit.toLowerCase() === said?.toLowerCase())?.[1] ?? 0;
    return Math.round(Number(count) * ms);
  });
  return lengths.reduce((sum, ms) => sum + ms, 0);
}

/** 2月5日, 2026-02-05: its last number is no number of days. */
function dateMarks({ day, month }: DayWords): RegExp {
  return new RegExp(`(?:\\d+[-/]|\\d+\\s*(?:${oneOf(month)}))\\s*\\d{1,2}\\s*(?:${oneOf(day)})?`, 'giu');
}

/** The days that words of a text begin with, in their order: when it was due, and when it came. */
function daysIn(text: string, words: DayWords, now: Instant): readonly Instant[] {
  const found: Instant[] = [];
  let rest = text;
  while (rest !== '' && found.length < 2) {
    const day = /^\d/u.test(rest) ? readDay(rest, words, civilDate(now)) : undefined;
    if (day) found.push(parseCivil(day.day));
    rest = day ? day.rest : rest.replace(/^(?:\d+|[^\d]+)/u, '');
  }
  return found;
}

function oneOf(words: readonly string[]): string {
  return words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => RegExp.escape(word))
    .join('|');
}
