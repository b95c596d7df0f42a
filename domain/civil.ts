import { assert } from './assert.ts';
import { type CivilDate, type CivilMonth, DAY, HOUR, type Instant, MINUTE, SECOND } from './types.ts';

// Every contract is in Asia/Shanghai: +8 h all year, no summer time since 1992. A fixed offset keeps the domain free of
// zone tables and of the host's zone.
const OFFSET_MS = 8 * HOUR;

/** Whole days since 1970-01-01 on the contract's calendar. */
export type DayNumber = number;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2}))?$/;

/** The day that people in the contract's zone are living at this instant: `2026-03-03`. */
export function civilDate(at: Instant): CivilDate {
  return dateOfDay(dayOf(at));
}

/** The month that people in the contract's zone are living at this instant: `2026-03`. */
export function civilMonth(at: Instant): CivilMonth {
  return civilDate(at).slice(0, 7);
}

/** Time of day in the contract's zone, seconds cut off: `09:01`. */
export function civilTime(at: Instant): string {
  return civilTimeWithSeconds(at).slice(0, 5);
}

/** Time of day in the contract's zone, milliseconds cut off: `09:01:30`. */
export function civilTimeWithSeconds(at: Instant): string {
  const ms = at - startOfDay(dayOf(at));
  const parts = [Math.floor(ms / HOUR), Math.floor(ms / MINUTE) % 60, Math.floor(ms / SECOND) % 60];
  return parts.map(twoDigits).join(':');
}

/**
 * The instant of a date and time of day in the contract's zone.
 * @param date `2026-03-03` @param time `HH:MM` or `HH:MM:SS`, 00:00 to 24:00; 00:00 when absent
 * @throws {AssertionFailed} not a date or time; outside input passes `isCivilDate` and `isCivilTime` first
 */
export function parseCivil(date: CivilDate, time = '00:00'): Instant {
  return startOfDay(dayNumber(date)) + timeOfDayMs(time);
}

/** The day's instants: `from` belongs to it, `to` is the first of the next day. */
export function dayRange(date: CivilDate): { readonly from: Instant; readonly to: Instant } {
  const from = startOfDay(dayNumber(date));
  return { from, to: from + DAY };
}

/** `0303` for `2026-03-03`: how people name a recent day's ticket. */
export function monthDay(date: CivilDate): string {
  assert(isCivilDate(date), `not a date: ${date}`);
  return `${date.slice(5, 7)}${date.slice(8, 10)}`;
}

export function isCivilDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** `HH:MM` or `HH:MM:SS`; 24:00 is the end of the day, as timetables write it. */
export function isCivilTime(text: string): boolean {
  const match = TIME.exec(text);
  if (!match) return false;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours === 24) return minutes === 0 && seconds === 0;
  return hours < 24 && minutes < 60 && seconds < 60;
}

/** Milliseconds from the day's start, 0 to 24 h. @throws {AssertionFailed} not a time */
export function timeOfDayMs(time: string): number {
  assert(isCivilTime(time), `not a time of day: ${time}`);
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * HOUR + minutes * MINUTE + seconds * SECOND;
}

/** The number of the day that holds this instant. */
export function dayOf(at: Instant): DayNumber {
  return Math.floor((at + OFFSET_MS) / DAY);
}

/** The first instant of a day. */
export function startOfDay(day: DayNumber): Instant {
  return day * DAY - OFFSET_MS;
}

// Days and dates by Howard Hinnant's algorithms: years are counted from March, so that a leap day ends one. One era has
// 400 years and 146,097 days.
const DAYS_PER_ERA = 146_097;
const DAYS_BEFORE_1970 = 719_468;

/** @throws {AssertionFailed} not a date */
export function dayNumber(date: CivilDate): DayNumber {
  assert(isCivilDate(date), `not a date: ${date}`);
  const [civilYear = 0, month = 0, day = 0] = date.split('-').map(Number);
  const year = month <= 2 ? civilYear - 1 : civilYear;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970;
}

/** The date of a day from 0001-01-01 to 9999-12-31. */
export function dateOfDay(day: DayNumber): CivilDate {
  const shifted = day + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(dayOfMonth)}`;
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayOf(day: DayNumber): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7;
}

function daysInMonth(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return isLeap ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
