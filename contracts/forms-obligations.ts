import { z } from 'zod';
import { isCivilTime } from '../domain/civil.ts';
import type { Milli, Moment } from '../domain/obligations/plan-types.ts';
import { DAY, type DurationMs } from '../domain/types.ts';
import { DURATION_PATTERN, parseDuration } from './durations.ts';
import { formed } from './forms.ts';

/** Moments, reminders and readings of recurring duties, as a pack writes them. Each says what would be right. */

/** A moment before it is known whether a duty opens or is due at it. */
export type WrittenMoment = Omit<Moment, 'at'> & { readonly at?: string };

const TIME = '\\d{2}:\\d{2}';
const DAY_OF = '(?<of>start|end)(?: (?<sign>[+-]) (?<count>\\d{1,3}) (?<unit>days?|workdays?))?';
const MOMENT = new RegExp(`^(?:(?<time>${TIME})|${DAY_OF}(?: (?<at>${TIME}))?)(?<shift> shift)?$`);
const DAYS = /^(?<count>\d{1,3}) days?$/;
const PLACE = /^(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?):(?<port>\d{1,5})$/;
const PORT_MAX = 65_535;

const MOMENT_FORM =
  'write a time such as "10:30", or a day of the period such as start, "start + 1 workdays", end, "end + 5 days" or "end - 30 days 17:00"; " shift" behind it: on the next workday where it is one of rest';
const REMINDER_FORM = 'write 30m, 2h or "3 days" (of 24 hours)';
const DAYS_FORM = 'write it as "7 days"';
const PLACE_FORM = 'write host and port as portal.example.cn:443';
const URL_FORM = 'write an address with http:// or https://, without a password in it';

export const momentForm = formed(parseMoment, 'is no moment of a period', MOMENT_FORM, plain(MOMENT), MOMENT_FORM);
export const reminderForm = formed(
  parseReminder,
  'is no time to remind before',
  REMINDER_FORM,
  `${DURATION_PATTERN}|${plain(DAYS)}`,
  REMINDER_FORM,
);
export const daysForm = formed(parseDays, 'is no number of days', DAYS_FORM, plain(DAYS), DAYS_FORM);
export const placeForm = formed(parsePlace, 'is no place in a network', PLACE_FORM, plain(PLACE), PLACE_FORM);
export const urlForm = formed(parseUrl, 'is no address that can be asked', URL_FORM, '^https?://\\S+$', URL_FORM);

/** A value of an instrument: written with decimals, read as whole thousandths. */
export const readingForm = z
  .number()
  .min(-1_000_000_000)
  .max(1_000_000_000)
  .refine((value) => Math.round(value * 1000) / 1000 === value, {
    error: 'a reading has at most three decimals',
    params: { remedy: 'write a number such as 25.5' },
  })
  .transform((value): Milli => Math.round(value * 1000));

/** @returns undefined when the text has another form */
export function parseMoment(text: string): WrittenMoment | undefined {
  const groups = MOMENT.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const at = groups.time ?? groups.at;
  if (at !== undefined && !isCivilTime(at)) return undefined;
  const of = groups.of === 'end' ? 'end' : 'start';
  const isInWorkdays = groups.unit?.startsWith('workday') === true;
  const size = Number(groups.count ?? 0);
  // Before its first day a period is not there yet, and the nought-th workday is none.
  if ((of === 'start' && groups.sign === '-') || (isInWorkdays && size === 0)) return undefined;
  const count = groups.sign === '-' && size > 0 ? -size : size;
  const shifts = groups.shift === undefined ? {} : { shifts: true as const };
  return { of, count, in: isInWorkdays ? 'workdays' : 'days', ...(at !== undefined && { at }), ...shifts };
}

function parseReminder(text: string): DurationMs | undefined {
  const days = parseDays(text);
  const ms = days === undefined ? parseDuration(text) : days * DAY;
  return ms === 0 ? undefined : ms;
}

function parseDays(text: string): number | undefined {
  const count = Number(DAYS.exec(text)?.groups?.count ?? 0);
  return count > 0 ? count : undefined;
}

function parsePlace(text: string): { readonly host: string; readonly port: number } | undefined {
  const { host, port } = PLACE.exec(text)?.groups ?? {};
  const number = Number(port);
  return host !== undefined && number >= 1 && number <= PORT_MAX ? { host, port: number } : undefined;
}

function parseUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAsked = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isAsked ? text : undefined;
}

/** For the JSON Schema, which knows no names of groups. */
function plain({ source }: RegExp): string {
  return source.replace(/\?<[a-z]+>/g, '?:');
}
