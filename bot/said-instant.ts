import { isCivilDate, isCivilTime, parseCivil } from '../domain/civil.ts';
import { HOUR, type Instant, MINUTE } from '../domain/types.ts';

export const INSTANT_FORM =
  'such as 2026-03-06T17:59, or with an offset 2026-03-06T09:59:00Z; without one it is the contract’s time';
const INSTANT =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?:\.(?<ms>\d{3}))?(?<zone>Z|[+-]\d{2}:\d{2})?)?$/;

/** Reads an instant as people write it; a day alone is its beginning. @returns undefined: it has another form, or there is no such day */
export function saidInstant(said: string): Instant | undefined {
  const groups = INSTANT.exec(said)?.groups;
  const { date = '', time = '00:00', ms = '0', zone } = groups ?? {};
  if (!groups || !isCivilDate(date) || !isCivilTime(time)) return undefined;
  const here = parseCivil(date, time) + Number(ms);
  return zone === undefined ? here : here - ZERO_HERE - offsetMs(zone);
}

/** What the contract's midnight of 1970 is in UTC: an instant without it is the time on the wall. */
const ZERO_HERE = parseCivil('1970-01-01');

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR + minutes * MINUTE);
}
