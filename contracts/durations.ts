import type { Target } from '../domain/contract.ts';
import { type DurationMs, HOUR, MINUTE } from '../domain/types.ts';

export const DURATION_FORM = 'write minutes and hours such as 5m, 2h or 1h30m';
export const TARGET_FORM = `${DURATION_FORM}, or working days such as "1 workday"`;

const DURATION = /^(?:(?<hours>\d{1,4})h)?(?:(?<minutes>\d{1,5})m)?$/;
const WORKDAYS = /^(?<count>\d{1,3}) workdays?$/;

/**
 * Reads `5m`, `2h`, `1h30m`; `0m` is a duration too. There is no unit for days: 1 天 can mean 24 hours or a date, so a pack says
 * 24h or workdays.
 * @returns milliseconds, or undefined when the text has another form
 */
export function parseDuration(text: string): DurationMs | undefined {
  const groups = DURATION.exec(text)?.groups;
  if (text === '' || groups === undefined) return undefined;
  return Number(groups.hours ?? 0) * HOUR + Number(groups.minutes ?? 0) * MINUTE;
}

/**
 * Reads a clock's target: a duration above zero, or `1 workday`, `3 workdays`.
 * @returns undefined when the text has another form
 */
export function parseTarget(text: string): Target | undefined {
  const count = WORKDAYS.exec(text)?.groups?.count;
  if (count !== undefined) return Number(count) > 0 ? { workdays: Number(count) } : undefined;
  const ms = parseDuration(text);
  return ms === undefined || ms === 0 ? undefined : { ms };
}
