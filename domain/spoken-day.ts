import { dateOfDay, dayNumber, isCivilDate, weekdayOf } from './civil.ts';
import type { CivilDate } from './types.ts';

/** How people name days, of one language or of several; each list from the catalogue. Letter case does not matter. */
export interface DayWords {
  /** 今天 0, 明天 1 … */
  readonly offsets: readonly (readonly [word: string, days: number])[];
  /** 周三 2; 0 is Monday. */
  readonly weekdays: readonly (readonly [word: string, weekday: number])[];
  /** What stands before a weekday to say of which week it is: 本 0, 下 1. */
  readonly weeks: readonly (readonly [word: string, weeks: number])[];
  /** Between the parts of a date, each behind its number: 年, 月, 日. */
  readonly year: readonly string[];
  readonly month: readonly string[];
  readonly day: readonly string[];
  /** Between the first and the last day: 到. */
  readonly until: readonly string[];
}

export interface SpokenDay {
  readonly day: CivilDate;
  /** What follows it, without the marks between. */
  readonly rest: string;
}

/** Marks that may stand between a day and what follows it. */
const MARKS = /^[\s,;:，；：、。]+/u;

/**
 * The day that opens a text: 今天, 周三, 下周三, 11月25日, 25号, 11-25, 2026-11-25. A weekday is the next one, today included; a date
 * without a year is the one nearest to today, so that 1月2日 said in December is next year's and yesterday's is yesterday's.
 * @param from the day from which weekdays and days of the month are counted, where not today: the end of 下周三到周五
 * @returns undefined where no day opens it, or one that does not exist
 */
export function readDay(
  said: string,
  words: DayWords,
  today: CivilDate,
  from: CivilDate = today,
): SpokenDay | undefined {
  const text = said.normalize('NFKC').trim();
  return readDate(text, words, today) ?? readDayOfMonth(text, words, from) ?? readWord(text, words, today, from);
}

/** One day, or the first and the last of several: 周三, 周三到周五, 11月25日-27日. */
export function readDays(
  said: string,
  words: DayWords,
  today: CivilDate,
): { readonly from: CivilDate; readonly to: CivilDate; readonly rest: string } | undefined {
  const first = readDay(said, words, today);
  if (!first) return undefined;
  const joint = new RegExp(`^(?:${oneOf(words.until)}|[-~—–]+)\\s*`, 'iu').exec(first.rest);
  const last = joint ? readDay(first.rest.slice(joint[0].length), words, today, first.day) : undefined;
  return last
    ? { from: first.day, to: last.day, rest: last.rest }
    : { from: first.day, to: first.day, rest: first.rest };
}

/** 2026-11-25, 2026年11月25日, 11-25, 11/25, 11月25日. */
function readDate(text: string, words: DayWords, today: CivilDate): SpokenDay | undefined {
  const [year, month, day] = [words.year, words.month, words.day].map(oneOf);
  const pattern = new RegExp(
    `^(?:(\\d{4})\\s*(?:${year}|[-/.])\\s*)?(\\d{1,2})\\s*(?:${month}|[-/.])\\s*(\\d{1,2})(?!\\d)\\s*(?:${day})?`,
    'iu',
  );
  const found = pattern.exec(text);
  if (!found) return undefined;
  const [whole, saidYear, ofMonth = '', ofDay = ''] = found;
  const inYear = (of: number) =>
    [String(of).padStart(4, '0'), ofMonth.padStart(2, '0'), ofDay.padStart(2, '0')].join('-');
  const thisYear = Number(today.slice(0, 4));
  const years = saidYear === undefined ? [thisYear - 1, thisYear, thisYear + 1] : [Number(saidYear)];
  const nearest = years
    .map(inYear)
    .filter(isCivilDate)
    .toSorted((a, b) => Math.abs(dayNumber(a) - dayNumber(today)) - Math.abs(dayNumber(b) - dayNumber(today)))[0];
  return nearest === undefined ? undefined : { day: nearest, rest: restOf(text, whole) };
}

/** 25号: of this month, or of the next where it is over. */
function readDayOfMonth(text: string, words: DayWords, from: CivilDate): SpokenDay | undefined {
  const found = new RegExp(`^(\\d{1,2})\\s*(?:${oneOf(words.day)})`, 'iu').exec(text);
  if (!found) return undefined;
  const wanted = Number(found[1]);
  if (wanted < 1 || wanted > 31) return undefined;
  let day = dayNumber(from);
  while (Number(dateOfDay(day).slice(8)) !== wanted) day += 1;
  return { day: dateOfDay(day), rest: restOf(text, found[0]) };
}

/** 后天, 周三, 下周三. */
function readWord(text: string, words: DayWords, today: CivilDate, from: CivilDate): SpokenDay | undefined {
  const offset = opening(text, words.offsets);
  if (offset) return { day: dateOfDay(dayNumber(today) + offset.value), rest: restOf(text, offset.word) };
  const week = opening(text, words.weeks, false);
  const behind = week ? text.slice(week.word.length).trimStart() : text;
  const weekday = opening(behind, words.weekdays);
  if (!weekday) return undefined;
  const rest = restOf(behind, weekday.word);
  const start = dayNumber(week ? today : from);
  const ahead = weekday.value - weekdayOf(start);
  // 本周三 may be over; a bare 周三 never is.
  if (week) return { day: dateOfDay(start + ahead + 7 * week.value), rest };
  return { day: dateOfDay(start + ((ahead + 7) % 7)), rest };
}

/** The longest of the words that opens the text; a Latin one has to end there. */
function opening(
  text: string,
  words: readonly (readonly [string, number])[],
  isWhole = true,
): { readonly word: string; readonly value: number } | undefined {
  const [found] = words
    .filter(([word]) => text.slice(0, word.length).toLowerCase() === word.toLowerCase())
    .filter(([word]) => !isWhole || !/[a-z]$/iu.test(word) || !/^[a-z]/iu.test(text.slice(word.length)))
    .toSorted(([a], [b]) => b.length - a.length);
  return found && { word: text.slice(0, found[0].length), value: found[1] };
}

function restOf(text: string, said: string): string {
  return text.slice(said.length).replace(MARKS, '').trim();
}

function oneOf(words: readonly string[]): string {
  return words.map(RegExp.escape).join('|');
}
