import { civilDate, dateOfDay, dayNumber, dayOf, isCivilDate, isCivilTime, parseCivil } from './civil.ts';
import { type DayWords, readDay } from './spoken-day.ts';
import type { CivilDate, CivilTime, DurationMs, Instant } from './types.ts';

/** How people name times of a day and spans from now, of one language or of several. Letter case does not matter. */
export interface TimeWords {
  /** Before a time, with the hour from which its hours count: 下午 12. */
  readonly partsOfDay: readonly (readonly [word: string, fromHour: number])[];
  /** Between hour and minutes, beside a colon: 点. */
  readonly hour: readonly string[];
  /** Behind the minutes: 分. */
  readonly minute: readonly string[];
  /** Instead of the minutes: 半. */
  readonly half: readonly string[];
  /** Of a span: 小时, 分钟. */
  readonly units: readonly (readonly [word: string, ms: DurationMs])[];
  readonly later: readonly string[];
  readonly ago: readonly string[];
}

export interface SpokenTime {
  readonly at: Instant;
  /** What follows it, without the marks between. */
  readonly rest: string;
}

/**
 * The instant that opens a text: `15:00`, 明天 15:00, 周五下午3点半, 11月25日 18:00, 2小时后, 10分钟前. A time without a day is today's; of
 * something that was done it is yesterday's where today's is still to come.
 * @param about whether something was done, or is promised
 * @returns undefined where none opens it: a day without a time is no instant
 */
export function readTime(
  said: string,
  words: DayWords & TimeWords,
  now: Instant,
  about: 'done' | 'promised',
): SpokenTime | undefined {
  const text = said.normalize('NFKC').trim();
  const span = readSpan(text, words, now);
  if (span) return span;
  const today = civilDate(now);
  const day = readDay(text, words, today);
  const time = readTimeOfDay(day?.rest ?? text, words);
  if (!time) return undefined;
  const meant =
    day === undefined ? timeOnly(time.time, now, about) : about === 'done' ? day.day : ahead(day.day, today);
  return { at: parseCivil(meant, time.time), rest: time.rest };
}

/** A time without a day: today's, or yesterday's of what was done and would still be to come today. */
function timeOnly(time: CivilTime, now: Instant, about: 'done' | 'promised'): CivilDate {
  const today = civilDate(now);
  return about === 'done' && parseCivil(today, time) > now ? dateOfDay(dayOf(now) - 1) : today;
}

/** Words for days that are over reach no further back than last week; further back lies a date of which next year's is meant. */
const PAST_DAYS_MAX = 31;

function ahead(day: CivilDate, today: CivilDate): CivilDate {
  const nextYears = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return dayNumber(day) < dayNumber(today) - PAST_DAYS_MAX && isCivilDate(nextYears) ? nextYears : day;
}

function readSpan(text: string, words: TimeWords, now: Instant): SpokenTime | undefined {
  const unit = oneOf(words.units.map(([word]) => word));
  const behind = oneOf([...words.later, ...words.ago]);
  const pattern = new RegExp(`^(\\d{1,3}(?:\\.5)?|${oneOf(words.half)})\\s*(${unit})\\s*(${behind})`, 'iu');
  const [whole, count = '', saidUnit = '', side = ''] = pattern.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const ms = words.units.find(([word]) => isSame(word, saidUnit))?.[1] ?? 0;
  const length = (/^\d/.test(count) ? Number(count) : 0.5) * ms;
  const isAgo = words.ago.some((word) => isSame(word, side));
  return { at: isAgo ? now - length : now + length, rest: restOf(text, whole) };
}

function readTimeOfDay(text: string, words: TimeWords): { readonly time: string; readonly rest: string } | undefined {
  const parts = oneOf(words.partsOfDay.map(([word]) => word));
  const minutes = `\\s*(?:(\\d{1,2})\\s*(?:${oneOf(words.minute)})?|(${oneOf(words.half)}))?`;
  const pattern = new RegExp(
    `^(${parts})?\\s*(\\d{1,2})(?:\\s*:\\s*(\\d{2})(?!\\d)|\\s*(?:${oneOf(words.hour)})${minutes})`,
    'iu',
  );
  const [whole, part, saidHour = '', behindColon, behindHour, half] = pattern.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const from = words.partsOfDay.find(([word]) => isSame(word, part ?? ''))?.[1] ?? 0;
  const hour = Number(saidHour) < from && Number(saidHour) + 12 <= 24 ? Number(saidHour) + 12 : Number(saidHour);
  const minute = behindColon ?? behindHour ?? (half === undefined ? '0' : '30');
  const time = `${String(hour).padStart(2, '0')}:${minute.padStart(2, '0')}`;
  return isCivilTime(time) ? { time, rest: restOf(text, whole) } : undefined;
}

/** Marks that may stand between a time and what follows it. */
const MARKS = /^[\s,;:，；：、。]+/u;

function restOf(text: string, said: string): string {
  return text.slice(said.length).replace(MARKS, '').trim();
}

function isSame(word: string, said: string): boolean {
  return word.toLowerCase() === said.toLowerCase();
}

/** The longest first, so that none hides a longer one. */
function oneOf(words: readonly string[]): string {
  return words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => RegExp.escape(word))
    .join('|');
}
