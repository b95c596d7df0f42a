import { isCivilTime } from '../domain/civil.ts';
import type { Target } from '../domain/contract.ts';
import { WORKING_MEMORY_MS } from '../domain/erasure.ts';
import { DAY, type DurationMs, HOUR, MINUTE } from '../domain/types.ts';

export const DURATION_FORM = 'write minutes and hours such as 5m, 2h or 1h30m';
export const TARGET_FORM = `${DURATION_FORM}, working days such as "1 workday", or a date such as "3 days", "end of 2 workdays", "next workday 09:00" or agreed`;

const DURATION = /^(?:(?<hours>\d{1,4})h)?(?:(?<minutes>\d{1,5})m)?$/;
const WORKDAYS = /^(?<count>\d{1,3}(?:\.\d{1,2})?) workdays?$/;
const DAYS = /^(?<count>\d{1,3}) days?$/;
const KEPT_DAYS = /^(?<count>\d{2,4}) days$/;
const WORKDAY_ENDS = /^end of (?<count>\d{1,3}) workdays?$/;
const NEXT_WORKDAY = /^next workday (?<time>\d{2}:\d{2})$/;

/** For the JSON Schema: every form at once. */
export const TARGET_PATTERN = [DURATION, WORKDAYS, DAYS, WORKDAY_ENDS, NEXT_WORKDAY, /^agreed$/]
  .map(({ source }) => source.replace(/\?<[a-z]+>/g, '?:'))
  .join('|');
export const KEPT_PATTERN = KEPT_DAYS.source.replace(/\?<[a-z]+>/g, '?:');
export const DURATION_PATTERN = DURATION.source.replace(/\?<[a-z]+>/g, '?:');

/**
 * Reads `5m`, `2h`, `1h30m`; `0m` is a duration too. There is no unit for days: 1 天 can mean 24 hours or a date, so a pack says
 * 24h, workdays, or in a target `3 days`.
 * @returns milliseconds, or undefined when the text has another form
 */
export function parseDuration(text: string): DurationMs | undefined {
  const groups = DURATION.exec(text)?.groups;
  if (text === '' || groups === undefined) return undefined;
  return Number(groups.hours ?? 0) * HOUR + Number(groups.minutes ?? 0) * MINUTE;
}

/**
 * Reads a clock's target: a duration above zero, `1 workday`, `0.5 workday`, `3 days`, `end of 2 workdays`, `next workday 09:00`,
 * `agreed`.
 * @returns undefined when the text has another form
 */
export function parseTarget(text: string): Target | undefined {
  if (text === 'agreed') return { agreed: true };
  const workdays = countIn(WORKDAYS, text);
  if (workdays !== undefined) return workdays > 0 ? { workdays } : undefined;
  const days = countIn(DAYS, text);
  if (days !== undefined) return days > 0 ? { days } : undefined;
  const workdayEnds = countIn(WORKDAY_ENDS, text);
  if (workdayEnds !== undefined) return workdayEnds > 0 ? { workdayEnds } : undefined;
  const nextWorkdayAt = NEXT_WORKDAY.exec(text)?.groups?.time;
  if (nextWorkdayAt !== undefined) return isCivilTime(nextWorkdayAt) ? { nextWorkdayAt } : undefined;
  const ms = parseDuration(text);
  return ms === undefined || ms === 0 ? undefined : { ms };
}

/**
 * Reads `365 days`: for how long something is kept.
 * @returns milliseconds, or undefined when the text has another form or is less than the bot needs itself
 */
export function parseKept(text: string): DurationMs | undefined {
  const days = countIn(KEPT_DAYS, text);
  return days === undefined || days * DAY < WORKING_MEMORY_MS ? undefined : days * DAY;
}

function countIn(form: RegExp, text: string): number | undefined {
  const count = form.exec(text)?.groups?.count;
  return count === undefined ? undefined : Number(count);
}
