import { readFile } from 'node:fs/promises';
import { dueWords } from '../cards/explain-card.ts';
import { countedWords } from '../cards/explain-lines.ts';
import { en } from '../cards/text.en.ts';
import { parseTarget, TARGET_FORM } from '../contracts/durations.ts';
import { loadPack } from '../contracts/load.ts';
import { type Calendar, whereKnown } from '../domain/calendar.ts';
import { explainSpan, explainTarget } from '../domain/explain.ts';
import type { Instant } from '../domain/types.ts';
import { isoInstant, NOBODY, plainEnd, plainInstant, plainSpans, spansAsData } from './explain-output.ts';
import { InvalidQuestion } from './invalid-question.ts';
import { INSTANT_FORM, saidInstant } from './said-instant.ts';

export interface CalendarQuestion {
  /** `contracts/x.yaml`, or with the calendar's key: `contracts/x.yaml#working`. */
  readonly calendar: string;
  readonly start?: string;
  readonly add?: string;
  readonly end?: string;
  readonly json?: true;
}

/** How a calendar counts: from an instant to a target's end, or between two instants. @throws {InvalidQuestion} {InvalidPack} */
export async function explainCalendar(question: CalendarQuestion): Promise<string> {
  const { start, add, end } = question;
  if (start === undefined) throw new InvalidQuestion(`--start: say from when, ${INSTANT_FORM}`);
  if ((add === undefined) === (end === undefined)) {
    throw new InvalidQuestion('say either --add, how long, or --end, until when; for example --add "1 workday"');
  }
  const from = instantOf('--start', start);
  const named = await calendarOf(question.calendar);
  const result = add === undefined ? measured(named, from, instantOf('--end', end ?? '')) : added(named, from, add);
  return question.json ? JSON.stringify(result.data, undefined, 2) : result.plain.join('\n');
}

interface NamedCalendar {
  readonly name: string;
  readonly calendar: Calendar;
}
interface Result {
  readonly plain: readonly string[];
  readonly data: object;
}

function added({ calendar, name }: NamedCalendar, from: Instant, add: string): Result {
  const target = parseTarget(add);
  if (!target) throw new InvalidQuestion(`--add ${add}: ${TARGET_FORM}`);
  const explained = explainTarget(calendar, target, from);
  const { dueAt, knownTo, noDue, spans } = explained;
  return {
    plain: [
      `calendar  ${name}`,
      `start     ${plainInstant(from)}`,
      `target    ${add}`,
      `due       ${dueAt === undefined ? dueWords(explained, from, en) : plainEnd(dueAt)}`,
      '',
      ...plainSpans(spans, NOBODY),
    ],
    data: {
      calendar: name,
      start: isoInstant(from),
      add,
      ...(dueAt !== undefined && { due: isoInstant(dueAt) }),
      ...(noDue !== undefined && { noDue }),
      ...(knownTo !== undefined && { knownTo }),
      spans: spansAsData(spans),
    },
  };
}

function measured({ calendar, name }: NamedCalendar, from: Instant, to: Instant): Result {
  if (to < from)
    throw new InvalidQuestion(`--end ${plainInstant(to)} is before --start ${plainInstant(from)}: swap them`);
  const explained = whereKnown(() => explainSpan(calendar, from, to));
  if (!explained) throw new InvalidQuestion(`${name}: ${knownWords(calendar)}`);
  const { countedMs, spans } = explained;
  return {
    plain: [
      `calendar  ${name}`,
      `start     ${plainInstant(from)}`,
      `end       ${plainInstant(to)}`,
      `counted   ${countedWords(countedMs, en)}`,
      '',
      ...plainSpans(spans, NOBODY),
    ],
    data: { calendar: name, start: isoInstant(from), end: isoInstant(to), countedMs, spans: spansAsData(spans) },
  };
}

function knownWords(calendar: Calendar): string {
  if (calendar.kind === 'always') return 'it knows every day';
  const { daysFrom, daysTo } = calendar.spec;
  return `its holidays are known from ${daysFrom} to ${daysTo} only; ask within, or add a year under holidayYears in the pack`;
}

async function calendarOf(place: string): Promise<NamedCalendar> {
  const [, file = place, key] = /^(.*?)(?:#([^#/]*))?$/u.exec(place) ?? [];
  const { contract } = await loadPack(await existing(file));
  const wanted = key ?? Object.keys(contract.calendars).find((one) => contract.calendars[one]?.kind === 'working');
  const found = contract.calendars[wanted ?? ''];
  if (wanted !== undefined && found) return { name: `${file}#${wanted}`, calendar: found };
  const known = Object.keys(contract.calendars).map((one) => `${file}#${one}`);
  const what = wanted === undefined ? 'has no working hours' : `has no calendar ${wanted}`;
  throw new InvalidQuestion(`--calendar ${place}: ${file} ${what}; write one of ${known.join(', ')}`);
}

async function existing(file: string): Promise<string> {
  const isThere = await readFile(file).then(
    () => true,
    () => false,
  );
  if (isThere) return file;
  throw new InvalidQuestion(
    `--calendar ${file}: there is no such file; give a contract's pack, for example contracts/guangzhou-credit.yaml#working`,
  );
}

function instantOf(option: string, said: string): Instant {
  const at = saidInstant(said);
  if (at === undefined) throw new InvalidQuestion(`${option} ${said}: write a date and a time ${INSTANT_FORM}`);
  return at;
}
