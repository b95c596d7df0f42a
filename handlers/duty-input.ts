import type { RosterCommand } from '../cards/catalogue-roster.ts';
import { displayName, namesOf } from '../cards/ticket-view.ts';
import { timeWords } from '../cards/time-words.ts';
import { civilDate } from '../domain/civil.ts';
import { readDay, readDays } from '../domain/spoken-day.ts';
import { type CivilDate, type PersonId, personId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { exampleOf } from './duty-examples.ts';
import { commitAnswer, say } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { transferInput } from './typed-names.ts';

/** What was read at the beginning of a text, and what follows it; or the sentence that says what is missing. */
export type Read<Value> =
  | { readonly ok: true; readonly value: Value; readonly rest: string }
  | { readonly ok: false; readonly sentence: string };

/**
 * Is what follows the command's word meant for duty: nothing, a person of the supplier's, a day, or a day behind a name that nobody
 * has? What is about something else may be a report.
 */
export function isDutyTyped(ctx: CommandContext): boolean {
  const behindName = ctx.args.replace(/^\S+\s*/u, '');
  const isDay = (said: string) => readDay(said, timeWords, civilDate(ctx.now)) !== undefined;
  return ctx.args === '' || readPerson(ctx, ctx.args, '').ok || isDay(ctx.args) || isDay(behindName);
}

/** Tells somebody who is not of the supplier's who may change the duty table, and how. What is about something else goes on. */
export async function refuseOutsider(ctx: CommandContext, next: Next, command: RosterCommand): Promise<void> {
  if (!isDutyTyped(ctx)) return next();
  await commitAnswer(ctx, say(ctx.text.roster.plan.supplierOnly(exampleOf(ctx, command))));
}

/** A person of the supplier's by name. */
export function readPerson({ members, text }: UpdateContext, said: string, example: string): Read<PersonId> {
  const { plan } = text.roster;
  const read = transferInput(said, members);
  if (read.ok) return { ok: true, value: personId(String(read.input.to)), rest: String(read.input.reason ?? '') };
  if (read.problem === 'ambiguous_person') {
    return { ok: false, sentence: plan.ambiguousPerson(displayName(read.name), namesOf(members, read.people, text)) };
  }
  const name = 'name' in read ? displayName(read.name) : '';
  return { ok: false, sentence: plan.unknownPerson(name, example) };
}

export function readOneDay({ now, text }: UpdateContext, said: string, example: string): Read<CivilDate> {
  const read = readDay(said, timeWords, civilDate(now));
  return read
    ? { ok: true, value: read.day, rest: read.rest }
    : { ok: false, sentence: text.roster.plan.unknownDay(example) };
}

export function readSeveralDays(
  { now, text }: UpdateContext,
  said: string,
  example: string,
): Read<{ readonly from: CivilDate; readonly to: CivilDate }> {
  const read = readDays(said, timeWords, civilDate(now));
  return read
    ? { ok: true, value: { from: read.from, to: read.to }, rest: read.rest }
    : { ok: false, sentence: text.roster.plan.unknownDay(example) };
}
