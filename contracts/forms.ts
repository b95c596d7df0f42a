import { z } from 'zod';
import type { DaySpan } from '../domain/calendar.ts';
import { isCivilDate, isCivilTime } from '../domain/civil.ts';
import { DURATION_FORM, parseDuration, parseTarget, TARGET_FORM } from './durations.ts';

/** Texts of a certain form, as a pack writes them. Each says what is wrong and what would be right. */

export const durationForm = formed(parseDuration, 'is no duration', DURATION_FORM);
export const targetForm = formed(parseTarget, 'is no target', TARGET_FORM);
export const dateForm = formed(
  (text) => (isCivilDate(text) ? text : undefined),
  'is no date',
  'write it as 2026-03-03',
);
export const spanForm = formed(parseSpan, 'is no span of a day', 'write it as 09:00-12:00; 24:00 is the end of a day');
export const keyForm = formed(
  (text) => (/^[a-z][a-z0-9_.-]{0,62}$/.test(text) ? text : undefined),
  'is no key',
  'use up to 63 small letters, digits, "-", "_" and ".", and begin with a letter',
);
export const prefixForm = formed(
  (text) => (/^[A-Z]{1,6}$/.test(text) ? text : undefined),
  'is no prefix of a ticket number',
  'use 1 to 6 capital letters such as GZ',
);
/** Something to read: neither empty nor longer than a line of a card. */
export const wording = formed(
  (text) => (text.trim() === text && text.length > 0 && text.length <= 200 ? text : undefined),
  'is empty, too long, or has spaces at its ends',
  'write 1 to 200 characters',
);

function parseSpan(text: string): DaySpan | undefined {
  const [from, to, ...more] = text.split('-');
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  // Times of one width compare as texts.
  return isCivilTime(from) && isCivilTime(to) && from < to ? { from, to } : undefined;
}

function formed<T>(parse: (text: string) => T | undefined, problem: string, remedy: string) {
  return z.string().transform((text, context): T => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: `"${text.slice(0, 40)}" ${problem}`, params: { remedy } });
    return z.NEVER;
  });
}
