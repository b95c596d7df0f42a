import type { Instant } from '../../domain/types.ts';
import { parseDuration } from './duration.ts';

/** China keeps one time all the year: a scenario's times without an offset are meant in it. */
const ZONE = '+08:00';
const TIME_OF_DAY = /^\d{1,2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/;
const HAS_OFFSET = /(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads a step's time: `09:04:10` (of the day of the step before), `2026-03-31T18:00:00` or `+10m` after the step before.
 * @returns undefined when the text is no time
 */
export function readWhen(text: string, before: Instant): Instant | undefined {
  const trimmed = text.trim();
  if (trimmed.startsWith('+')) {
    const later = parseDuration(trimmed.slice(1));
    return later === undefined ? undefined : before + later;
  }
  try {
    if (TIME_OF_DAY.test(trimmed)) return onDayOf(before, trimmed);
    if (HAS_OFFSET.test(trimmed)) return Temporal.Instant.from(trimmed).epochMilliseconds;
    return Temporal.PlainDateTime.from(trimmed).toZonedDateTime(ZONE).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function onDayOf(day: Instant, time: string): Instant {
  const padded = time.indexOf(':') === 1 ? `0${time}` : time;
  return zoned(day).withPlainTime(Temporal.PlainTime.from(padded)).epochMilliseconds;
}

function zoned(at: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE);
}

/** `2026-03-03` */
export function writeDate(at: Instant): string {
  return zoned(at).toPlainDate().toString();
}

/** `09:04:10`, with milliseconds only where there are some. */
export function writeTime(at: Instant): string {
  return zoned(at)
    .toPlainTime()
    .toString({ smallestUnit: at % 1000 === 0 ? 'second' : 'millisecond' });
}
