import { inEveryLanguage } from '../cards/language.ts';
import { timeWords } from '../cards/time-words.ts';
import type { NewFinding } from '../domain/assessment/decide-finding.ts';
import { type FactWords, saidFacts } from '../domain/assessment/finding-facts.ts';
import { intakeOf, type PlacedRule } from '../domain/assessment/table-lookup.ts';
import { civilDate, dateOfDay, dayNumber, parseCivil } from '../domain/civil.ts';
import { isSupplier } from '../domain/sides.ts';
import { readDay } from '../domain/spoken-day.ts';
import { readTime } from '../domain/spoken-time.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { DAY, type Instant, type PersonId, personId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { findByReference } from './find-ticket.ts';
import { departmentOfSpeaker } from './group-chat.ts';
import { splitArguments } from './typed-command.ts';
import { transferInput } from './typed-names.ts';

/** Of both languages: what may be typed does not depend on the language of the chat. */
export const factWords: FactWords = {
  points: inEveryLanguage(({ assessment }) => assessment.units.points),
  days: inEveryLanguage(({ assessment }) => assessment.units.days),
  times: inEveryLanguage(({ assessment }) => assessment.units.times),
  notTimes: inEveryLanguage(({ assessment }) => assessment.units.notTimes),
  never: inEveryLanguage(({ assessment }) => assessment.neverWords),
};

export type ReadRecorded =
  | {
      readonly ok: true;
      readonly facts: Omit<NewFinding, 'id' | 'at' | 'evidence' | 'note'> & { readonly at?: Instant };
      /** All of the words, figures among them. */
      readonly note: string;
    }
  | { readonly ok: false; readonly sentence: string };

/** What opens the words about a finding, in any order: a person, a ticket, an instant. */
interface Opening {
  person?: PersonId;
  ticket?: Ticket;
  at?: Instant;
}

/**
 * 李工 7 昨天 15:00 对用户不耐烦，扣 2 分: whom and what it is about, when it was, and the figures that its rule wants.
 * @param quoted the ticket of the message that is replied to
 */
export async function readRecorded(
  ctx: UpdateContext,
  placed: PlacedRule,
  said: string,
  quoted: Ticket | undefined,
): Promise<ReadRecorded> {
  const opening: Opening = quoted ? { ticket: quoted } : {};
  let rest = said;
  for (let round = 0; round < 4; round += 1) {
    const read = await readOpening(ctx, rest, opening);
    if (read === undefined) break;
    if (typeof read !== 'string') return { ok: false, sentence: read.sentence };
    rest = read;
  }
  const { person, ticket } = opening;
  const intake = intakeOf(placed);
  const needs = intake.by === 'finding' ? intake.needs : [];
  const figures = saidFacts(said, placed, { ...timeWords, ...factWords }, ctx.now);
  const { days, times, elapsedMs, figure, isMissing, state, dueAt, doneAt } = figures;
  const quantity = needs.includes('days') ? days : times;
  const copy = needs.includes('person')
    ? personAssessed(ctx, person)
    : needs.includes('department')
      ? departmentMeant(ctx, placed, said, ticket)
      : undefined;
  const subject = ticket?.systemId ?? systemMeant(ctx, said);
  const at = opening.at ?? ticket?.reportedAt;
  return {
    ok: true,
    note: said,
    facts: {
      ...(at !== undefined && { at }),
      ...(ticket && { ticket: { id: ticket.id, number: ticket.number } }),
      ...(copy !== undefined && { copy }),
      ...(subject !== undefined && { subject }),
      ...(quantity !== undefined && { quantity }),
      ...(needs.includes('figure') && figure !== undefined && { figure }),
      ...(needs.includes('elapsed') && elapsedMs !== undefined && !isMissing && { elapsedMs }),
      ...(needs.includes('elapsed') && isMissing && { isMissing }),
      ...(needs.includes('state') && state !== undefined && { state }),
      ...(needs.includes('dates') && dueAt !== undefined && { dueAt }),
      ...(needs.includes('dates') && doneAt !== undefined && { doneAt }),
    },
  };
}

/** @returns what follows it; undefined where nothing of the kind opens the text */
async function readOpening(
  ctx: UpdateContext,
  text: string,
  opening: Opening,
): Promise<string | { readonly sentence: string } | undefined> {
  if (text === '') return undefined;
  const named = opening.person === undefined ? transferInput(text, ctx.members) : undefined;
  if (named?.ok) {
    opening.person = personId(named.input.to ?? '');
    return named.input.reason ?? '';
  }
  const { reference, rest } = splitArguments(text);
  if (reference && opening.ticket === undefined && !isCounted(rest)) {
    const ticket = await findByReference(ctx, reference.meant);
    if (!ticket) return { sentence: ctx.text.list.unknownTicket(reference.said) };
    opening.ticket = ticket;
    return rest;
  }
  if (opening.at !== undefined) return undefined;
  const time = readTime(text, timeWords, ctx.now, 'done');
  const day = time ? undefined : lastDay(text, ctx.now);
  const at = time?.at ?? (day && parseCivil(day.day));
  if (at === undefined) return undefined;
  opening.at = at > ctx.now && WEEKDAY.test(text) ? at - 7 * DAY : at;
  return (time ?? day)?.rest;
}

/** 周五 said on a Monday is the next one, and 25号 said on the 3rd is this month's: of what was done it is the last. 明天 is no such day. */
function lastDay(text: string, now: Instant) {
  const today = civilDate(now);
  const day = readDay(text, timeWords, today);
  if (!day || parseCivil(day.day) <= now) return day;
  const back = WEEKDAY.test(text) ? 7 : 31;
  return readDay(text, timeWords, today, dateOfDay(dayNumber(today) - back));
}

const WEEKDAY = new RegExp(`^(?:${timeWords.weekdays.map(([word]) => RegExp.escape(word)).join('|')})`, 'iu');

/** 2 项, 3 天, 8 分: the number counts something, and is no ticket's. */
function isCounted(behind: string): boolean {
  return COUNTERS.test(behind);
}

const COUNTERS = new RegExp(
  `^(?:${[...factWords.days, ...factWords.points, ...factWords.times].map((unit) => RegExp.escape(unit)).join('|')})(?![a-z])`,
  'iu',
);

/** The customer's people have no score. */
function personAssessed({ members }: UpdateContext, person: PersonId | undefined): PersonId | undefined {
  return members.some((member) => member.id === person && isSupplier(member)) ? person : undefined;
}

/** The department that is named, else the ticket's, else that of whoever speaks. */
function departmentMeant(
  ctx: UpdateContext,
  { table }: PlacedRule,
  said: string,
  ticket: Ticket | undefined,
): string | undefined {
  const { departments } = ctx.contract;
  const named = departments
    .filter(({ name }) => said.includes(name))
    .toSorted((a, b) => b.name.length - a.name.length)[0]?.id;
  const meant = named ?? ticket?.departmentId ?? departmentOfSpeaker(ctx);
  return meant !== undefined && table.departments?.includes(meant) ? meant : undefined;
}

/** The system that is named by its name or an alias, the longest of those that are said. */
function systemMeant({ contract }: UpdateContext, said: string): string | undefined {
  const named = contract.systems.flatMap(({ aliases, id, name }) =>
    [name, ...aliases].filter((word) => word.length > 1 && said.includes(word)).map((word) => ({ id, word })),
  );
  return named.toSorted((a, b) => b.word.length - a.word.length)[0]?.id;
}
