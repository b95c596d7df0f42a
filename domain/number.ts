import { assert } from './assert.ts';
import { isCivilDate } from './civil.ts';
import type { CivilDate } from './types.ts';

/** What people may say instead of a ticket's whole number. */
export type TicketReference =
  | { readonly number: string }
  /** The day's number; without a day it is the newest ticket that has it. */
  | { readonly daily: number; readonly monthDay?: string };

const DAILY_MAX = 9_999;
const FULL = /^([A-Z][A-Z0-9]*)-(\d{6})-(\d{1,4})$/;
const WITH_DAY = /^(?:\d{2})?(\d{4})-(\d{1,4})$/;
// U+7B2C and U+53F7 are the words around a number in Chinese, as "No." is in English.
const DAILY = /^(?:#|NO\.?\s*)?\u7b2c?\s*(\d{1,4})\s*\u53f7?$/;

/**
 * A ticket's number, sayable aloud and unique in a contract: `GZ-260303-07`. More than 99 a day grow it: `GZ-260303-100`.
 * @param daily the day's number, from 1
 */
export function ticketNumber(prefix: string, day: CivilDate, daily: number): string {
  assert(Number.isInteger(daily) && daily >= 1 && daily <= DAILY_MAX, `not a daily number: ${daily}`);
  assert(isCivilDate(day), `not a date: ${day}`);
  return `${prefix}-${day.slice(2).replaceAll('-', '')}-${String(daily).padStart(2, '0')}`;
}

/**
 * Reads `12`, `#12`, a number with the Chinese counter, `0303-7`, `260303-7` and `gz-260303-07`, in half or full width.
 * @returns undefined when the text is anything else
 */
export function parseTicketReference(text: string): TicketReference | undefined {
  const plain = text
    .normalize('NFKC')
    .trim()
    .toUpperCase()
    // The dashes that keyboards for Chinese offer.
    .replace(/\s*[-\u2010-\u2015\u2212]\s*/g, '-');

  const full = FULL.exec(plain);
  if (full) {
    const [, prefix = '', day = '', daily = ''] = full;
    const isPossible = isCivilDate(`20${day.slice(0, 2)}-${day.slice(2, 4)}-${day.slice(4)}`) && Number(daily) > 0;
    return isPossible ? { number: `${prefix}-${day}-${String(Number(daily)).padStart(2, '0')}` } : undefined;
  }

  const withDay = WITH_DAY.exec(plain);
  if (withDay) {
    const [, monthDay = '', daily = ''] = withDay;
    // 2000 was a leap year, so that 0229 is a day.
    const isPossible = isCivilDate(`2000-${monthDay.slice(0, 2)}-${monthDay.slice(2)}`) && Number(daily) > 0;
    return isPossible ? { daily: Number(daily), monthDay } : undefined;
  }

  const daily = Number(DAILY.exec(plain)?.[1] ?? 0);
  return daily > 0 ? { daily } : undefined;
}
