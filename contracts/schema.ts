import { createHash } from 'node:crypto';
import { z } from 'zod';
import { alwaysCalendar, type Calendar, type DaySpan, type Weekday, workingCalendar } from '../domain/calendar.ts';
import { CLOCK_NAMES, type ClockRule, type Contract, type Level, type System } from '../domain/contract.ts';
import { canonicalJson } from '../domain/ledger.ts';
import { contractId, ROLES } from '../domain/types.ts';
import { crossCheck } from './cross-check.ts';
import { dateForm, durationForm, keyForm, prefixForm, spanForm, targetForm, wording } from './forms.ts';
import type { HolidayTable } from './holidays.ts';
import { InvalidPack } from './problems.ts';
import { problemsOf } from './schema-problems.ts';
import { expandWeekdays, overlapIn, WEEKDAYS_FORM, weekdayRange } from './weekly.ts';
import { readYaml } from './yaml-source.ts';

const spans = z.array(spanForm).superRefine((list, context) => {
  const overlap = overlapIn(list);
  if (overlap === undefined) return;
  const remedy = 'write the spans of a day in order, each from the end of the one before or later';
  context.addIssue({
    code: 'custom',
    path: [overlap],
    message: 'the span begins before the one before it ends',
    params: { remedy },
  });
});

const weekly = z.record(weekdayRange, spans).superRefine((value, context) => {
  const { repeated, isIdle } = expandWeekdays(value);
  for (const { key, day } of repeated) {
    context.addIssue({
      code: 'custom',
      path: [key],
      message: `${day} has its hours twice`,
      params: { remedy: 'name each weekday once' },
    });
  }
  if (isIdle)
    context.addIssue({ code: 'custom', message: 'the week has no working hours', params: { remedy: WEEKDAYS_FORM } });
});

const workingHours = z.strictObject({
  holidays: z.literal('china'),
  weekly,
  /** Days that are not as their weekday and the statutory table say. */
  days: z.record(dateForm, z.union([z.enum(['holiday', 'workday']), spans])).default({}),
});

const audience = z.array(z.enum(['responsible', ...ROLES])).min(1);

const clock = z.strictObject({
  id: keyForm,
  clock: z.enum(CLOCK_NAMES),
  levels: z.array(z.string()).default([]),
  systems: z.array(z.string()).default([]),
  target: targetForm,
  calendar: z.string(),
  binding: z.enum(['contract', 'internal']),
  pausable: z.boolean().default(false),
  clause: wording,
});

const level = z.strictObject({
  id: keyForm,
  name: wording,
  nameEn: wording,
  rank: z.int().min(1).max(9),
  statements: z.array(wording).default([]),
  signs: z.array(wording),
});

const system = z.strictObject({ id: keyForm, name: wording, nameEn: wording, aliases: z.array(wording) });

/** A pack as it is written. The field names are those of `Contract`; durations are texts. */
export const packSchema = z.strictObject({
  id: keyForm,
  name: wording,
  shortName: wording,
  numberPrefix: prefixForm,
  zone: z.literal('Asia/Shanghai'),
  term: z.strictObject({ from: dateForm, to: dateForm }),
  calendars: z.record(keyForm, z.union([z.literal('always'), workingHours])),
  levels: z.array(level).min(1),
  defaultLevel: z.string(),
  clocks: z.array(clock).min(1),
  reminders: z.array(z.strictObject({ permille: z.int().min(1).max(999), to: audience })),
  escalation: z.array(z.strictObject({ after: durationForm, to: audience })).min(1),
  suspension: z.strictObject({ approval: z.enum(['none', 'supervisor']) }),
  levelChange: z.array(z.enum(ROLES)).min(1),
  reopen: z.enum(['resume', 'restart']),
  autoCloseAfter: durationForm,
  undoWithin: durationForm,
  systems: z.array(system).min(1),
});

type Pack = z.output<typeof packSchema>;

/**
 * Reads and checks a contract pack.
 * @param options.sourceName how problems call the file
 * @throws {InvalidPack} with every mistake at once: YAML, form, and what does not fit together
 */
export function parsePack(text: string, options: { sourceName: string; holidays: HolidayTable }): Contract {
  const source = readYaml(text, options.sourceName);
  const parsed = packSchema.safeParse(source.value);
  const mistakes = [
    ...(parsed.success ? [] : problemsOf(parsed.error.issues, source.value)),
    ...crossCheck(source.value, options.holidays),
  ];
  if (!parsed.success || mistakes.length > 0) throw new InvalidPack(options.sourceName, source.locate(mistakes));
  const hash = createHash('sha256').update(canonicalJson(source.value)).digest('hex');
  return contractOf(parsed.data, hash, options.holidays);
}

function contractOf(pack: Pack, hash: string, holidays: HolidayTable): Contract {
  const { id, calendars, escalation, autoCloseAfter, undoWithin, ...rest } = pack;
  const systems: readonly System[] = rest.systems;
  const levels: readonly Level[] = rest.levels;
  const clocks: readonly ClockRule[] = rest.clocks;
  return {
    ...rest,
    id: contractId(id),
    hash,
    systems,
    levels,
    clocks,
    calendars: Object.fromEntries(Object.entries(calendars).map(([key, hours]) => [key, calendarOf(hours, holidays)])),
    escalation: escalation.map(({ after, to }) => ({ afterMs: after, to })),
    autoCloseAfterMs: autoCloseAfter,
    undoWithinMs: undoWithin,
  };
}

function calendarOf(hours: Pack['calendars'][string], holidays: HolidayTable): Calendar {
  if (hours === 'always') return alwaysCalendar();
  return workingCalendar({
    weekly: expandWeekdays(hours.weekly).week satisfies Record<Weekday, readonly DaySpan[]>,
    days: { ...holidays.days, ...hours.days },
    daysFrom: holidays.from,
    daysTo: holidays.to,
  });
}
