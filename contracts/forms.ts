import { z } from 'zod';
import type { DaySpan } from '../domain/calendar.ts';
import { isCivilDate, isCivilTime } from '../domain/civil.ts';
import {
  DURATION_FORM,
  DURATION_PATTERN,
  parseDuration,
  parseTarget,
  TARGET_FORM,
  TARGET_PATTERN,
} from './durations.ts';

/** Texts of a certain form, as a pack writes them. Each says what is wrong and what would be right. */

const DATE_PATTERN = '^\\d{4}-\\d{2}-\\d{2}$';
const KEY = /^[a-z][a-z0-9_.-]{0,62}$/;
/** Written for the end of a day by those who count 60 minutes from 0. */
const LAST_MINUTE = '23:59';
const LINE_MAX = 200;
const PASSAGE_MAX = 1_000;
/** A year without a leap day: 02-29 is no day of each year. */
const ORDINARY_YEAR = '2027';

export const durationForm = formed(parseDuration, 'is no duration', DURATION_FORM, DURATION_PATTERN, DURATION_FORM);
export const targetForm = formed(parseTarget, 'is no target', TARGET_FORM, TARGET_PATTERN, TARGET_FORM);
export const dateForm = formed(
  (text) => (isCivilDate(text) ? text : undefined),
  'is no date',
  'write it as 2026-03-03',
  DATE_PATTERN,
  'write it as 2026-03-03',
);
export const monthDayForm = formed(
  (text) => (isCivilDate(`${ORDINARY_YEAR}-${text}`) ? text : undefined),
  'is no day of each year',
  'write month and day as 05-01',
  '^\\d{2}-\\d{2}$',
);
export const yearForm = formed(
  (text) => (/^20\d\d$/.test(text) ? text : undefined),
  'is no year',
  'write it as 2027',
  '^20\\d\\d$',
);
export const spanForm = formed(
  parseSpan,
  'is no span of a day',
  'write it as 09:00-12:00; 24:00 is the end of a day',
  '^\\d{2}:\\d{2}-\\d{2}:\\d{2}$',
).superRefine(({ from, to }, context) => {
  if (to !== LAST_MINUTE) return;
  const isRound = from === '00:00';
  const message = isRound ? 'a minute of each day is missing' : 'the last minute of the day is missing';
  const remedy = isRound ? 'write 00:00-24:00, or the calendar `always`' : `write ${from}-24:00`;
  context.addIssue({ code: 'custom', message, params: { remedy } });
});
/** A moment of the day at which something begins. */
export const timeForm = formed(
  (text) => (isShortTime(text) && text !== '24:00' ? text : undefined),
  'is no time of day',
  'write it as 09:00',
  '^\\d{2}:\\d{2}$',
);
/** A moment of the day at which something ends. */
export const endTimeForm = formed(
  (text) => (isShortTime(text) && text !== LAST_MINUTE ? text : undefined),
  'is no time at which something ends',
  'write it as 18:00; 24:00 is the end of a day',
  '^\\d{2}:\\d{2}$',
);
export const keyForm = formed(
  (text) => (KEY.test(text) ? text : undefined),
  'is no key',
  'use up to 63 small letters, digits, "-", "_" and ".", and begin with a letter',
  KEY.source,
);
export const prefixForm = formed(
  (text) => (/^[A-Z]{1,6}$/.test(text) ? text : undefined),
  'is no prefix of a ticket number',
  'use 1 to 6 capital letters such as GZ',
  '^[A-Z]{1,6}$',
);
/** A file below the pack's folder. */
export const includeForm = formed(
  (text) => (/^(?:[a-z0-9][a-z0-9_-]*\/)*[a-z0-9][a-z0-9_-]*\.yaml$/.test(text) ? text : undefined),
  "is no file below the pack's folder",
  'write it as shared/china-holidays.yaml, in small letters and without ".."',
  '^(?:[a-z0-9][a-z0-9_-]*/)*[a-z0-9][a-z0-9_-]*\\.yaml$',
);
/** Something to read: neither empty nor longer than a line of a card. */
export const wording = textUpTo(LINE_MAX);
/** A sentence or two: what a level means, what was chosen. */
export const passage = textUpTo(PASSAGE_MAX);

function textUpTo(max: number) {
  return formed(
    (text) => (text.trim() === text && text.length > 0 && text.length <= max ? text : undefined),
    'is empty, too long, or has spaces at its ends',
    `write 1 to ${max} characters`,
    `^\\S(?:[\\s\\S]{0,${max - 2}}\\S)?$`,
  );
}

function isShortTime(text: string): boolean {
  return text.length === 5 && isCivilTime(text);
}

function parseSpan(text: string): DaySpan | undefined {
  const [from, to, ...more] = text.split('-');
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  // Times of one width compare as texts.
  return isShortTime(from) && isShortTime(to) && from < to ? { from, to } : undefined;
}

/**
 * @param pattern for the JSON Schema: what an editor can check of the form
 * @param notText what is said of a value that is no text; absent: that it goes in quotes
 */
export function formed<T>(
  parse: (text: string) => T | undefined,
  problem: string,
  remedy: string,
  pattern: string,
  notText?: string,
) {
  return z
    .string(notText === undefined ? {} : { error: notText })
    .meta({ pattern })
    .transform((text, context): T => {
      const value = parse(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: `"${text.slice(0, 40)}" ${problem}`, params: { remedy } });
      return z.NEVER;
    });
}
