import { inEveryLanguage } from '../cards/language.ts';
import { whichTicketCard } from '../cards/list-card.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import { displayName, isOverTicket, namesOf } from '../cards/ticket-view.ts';
import { levelName } from '../cards/words.ts';
import { civilDate } from '../domain/civil.ts';
import { schemeFor } from '../domain/contract-lookup.ts';
import { cleanText } from '../domain/plain-text.ts';
import { isSupplier } from '../domain/sides.ts';
import { IN_WORK, LATE_STEPS, type Ticket, type TicketCommandType } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import type { MessageContext } from './context.ts';
import { candidatesFor, findByReference, isOffered, mainOf, means, namesAnother, quotedTicket } from './find-ticket.ts';
import { confirmInWords, isCourtesy } from './follow-up.ts';
import { commitAnswer, say, showCard } from './messages.ts';
import { namedSystem } from './named-system.ts';
import { type Asked, answerElsewhere, lastAsked } from './pending-form.ts';
import type { CommandContext, Next } from './router-types.ts';
import { viewsOf } from './scene-ticket.ts';
import { asksHowItStands } from './standing.ts';
import { splitArguments, type TypedArguments, typedInput } from './typed-command.ts';
import type { TypedInput } from './typed-names.ts';
import { isRating, ratingIn } from './typed-rating.ts';
import { understood } from './understood.ts';

/**
 * 接单 7, or 接单 alone, or 接单 in a reply to the ticket's card. A sentence that only begins like a command is passed on to
 * be understood as what it is.
 */
export async function actByText(ctx: CommandContext, next: Next, type: TicketCommandType): Promise<void> {
  const split = splitArguments(ctx.args);
  const typed = type === 'confirm' ? withoutCourtesy(ctx, split) : split;
  const quoted = await quotedTicket(ctx);
  if (isRatherSaid(ctx, type, typed.reference !== undefined, quoted)) return next();
  const { reference } = typed;
  if (quoted && !(reference && namesAnother(reference.meant, quoted))) {
    return actOn(ctx, type, quoted, reference && means(reference.meant, quoted) ? typed.rest : typed.all);
  }
  const asked = await askedAbout(ctx, type, typed);
  // The number in the bot's example is that of the other contract's day.
  if (asked?.isElsewhere && (!typed.reference || means(typed.reference.meant, asked.ticket))) {
    return answerElsewhere(ctx, asked, (there) => actByText({ ...there, args: ctx.args }, next, type));
  }
  const rated = type === 'confirm' && (await ratedCandidate(ctx, typed, asked));
  if (rated) return actOn(ctx, type, rated, typed.all);
  if (reference) {
    const ticket = await findByReference(ctx, reference.meant);
    if (!ticket) return commitAnswer(ctx, say(ctx.text.list.unknownTicket(reference.said)));
    return actOn(ctx, type, ticket, typed.rest);
  }
  // 确认 信用广州网站打不开了 says what it says, whatever word it begins with.
  if (type === 'confirm' && !isRating(typed.all)) return next();
  // What he was asked a moment ago says which ticket he means.
  if (asked) return actOn(ctx, type, asked.ticket, typed.rest);
  const candidates = await candidatesFor(ctx, type);
  const [first] = candidates;
  const { label } = ctx.text.commands[type];
  // What was said with it is not lost for want of a ticket: it may be a report.
  const isMeant = first && (!SAYS_WHICH.has(type) || isOffered(ctx, first, type));
  if (!isMeant && ctx.args !== '') return next();
  if (!first) return commitAnswer(ctx, say(ctx.text.list.nothingFor(label)));
  if (candidates.length === 1) return actOn(ctx, type, first, typed.rest);
  const example = typedCommand(type, first, ctx.now, ctx.text);
  const which = { title: ctx.text.list.whichOne(label), example };
  await commitAnswer(ctx, showCard(whichTicketCard(await viewsOf(ctx, candidates), which, ctx.now, ctx.text)));
}

async function askedAbout(
  ctx: MessageContext,
  type: TicketCommandType,
  { all }: TypedArguments,
): Promise<Asked | undefined> {
  const asked = await lastAsked(ctx);
  if (asked?.form.command !== type) return undefined;
  // Of a ticket that has ended nothing is asked but its rating: a bare 确认 means another one.
  const isMeant = type !== 'confirm' || all !== '' || !isOverTicket(asked.ticket);
  return isMeant ? asked : undefined;
}

/** 确认 7 谢谢 confirms, and rates nothing; 确认 7 谢谢，5分 does. */
function withoutCourtesy(ctx: MessageContext, typed: TypedArguments): TypedArguments {
  if (typed.rest === '' || !isCourtesy(understood(ctx, typed.rest, { reporterId: ctx.person.id }))) return typed;
  const rating = ratingIn(typed.rest) ?? '';
  return { ...typed, rest: rating, all: [typed.reference?.said ?? '', rating].join(' ').trim() };
}

/**
 * 确认 5 where no ticket of today has this number, or it is over: the rating of the only ticket that waits for this person, or of the
 * one that he was asked about. A number of today's open ticket is that ticket.
 */
async function ratedCandidate(
  ctx: MessageContext,
  { reference, rest, all }: TypedArguments,
  asked: Asked | undefined,
): Promise<Ticket | undefined> {
  if (!reference || rest !== '' || !/^[1-5]$/.test(all.normalize('NFKC'))) return undefined;
  const named = await findByReference(ctx, reference.meant);
  if (named && civilDate(named.reportedAt) === civilDate(ctx.now)) return undefined;
  if (named && !isOverTicket(named)) return undefined;
  const [only, ...more] = await candidatesFor(ctx, 'confirm');
  return only?.status === 'resolved' && more.length === 0 ? only : asked?.ticket;
}

async function actOn(ctx: CommandContext, type: TicketCommandType, named: Ticket, rest: string): Promise<void> {
  const { members, contract, update, now } = ctx;
  const ticket = type === 'supplement' ? await mainOf(ctx, named) : named;
  // 仍未解决 about what was never resolved, or is reopened already: what is still wrong is worth knowing all the same.
  if (type === 'reopen' && rest !== '' && IN_WORK.includes(ticket.status)) {
    return perform(ctx, { ticket, type: 'supplement', input: { text: rest } });
  }
  const words = rest === '' ? (reasonInCommand(ctx, type) ?? '') : rest;
  const systemNamed = (said: string) => namedSystem(ctx, said, ticket);
  const typed = typedInput(type, words, { members, contract, systemId: ticket.systemId, systemNamed, now });
  if (typed.ok) return perform(ctx, { ticket, type, input: typed.input });
  // 转派 7 and no more: he is asked, as after a tap.
  if (words === '') return perform(ctx, { ticket, type, input: {} });
  if (typed.problem === 'unclear_system') return perform(ctx, { ticket, type, input: { to: words } });
  if (typed.problem === 'not_a_rating') {
    return confirmInWords(ctx, ticket, {
      body: cleanText(update.text),
      understanding: understood(ctx, rest, { reporterId: ctx.person.id }),
    });
  }
  await commitAnswer(ctx, say(problemSentence(ctx, ticket, typed)));
}

/**
 * A bare 还没解决 is a sentence, and its own reason; behind a number it is a command that lacks one. 误报 says why wherever it
 * stands.
 */
function reasonInCommand(ctx: CommandContext, type: TicketCommandType): string | undefined {
  const said = cleanText(ctx.update.text).trim();
  if (type === 'reopen' && ctx.args === '') return said;
  const reasons = inEveryLanguage(({ commands }) => commands[type].reasonWords ?? []);
  return reasons.find((word) => said.toLowerCase().startsWith(word));
}

export function problemSentence(
  { text, members, contract }: MessageContext,
  { systemId, assigneeId }: Ticket,
  typed: Exclude<TypedInput, { ok: true } | { problem: 'not_a_rating' | 'unclear_system' }>,
): string {
  if (typed.problem === 'unknown_level') {
    const levels = schemeFor(contract, systemId).levels.map((id) => levelName(contract, id, text));
    return text.input.unknownLevel(levels.join(text.card.comma));
  }
  if (typed.problem === 'unknown_step') {
    return text.input.unknownStep(LATE_STEPS.map((step) => text.commands[step].label).join(text.card.comma));
  }
  if (typed.problem === 'ambiguous_person') {
    return text.input.ambiguousPerson(typed.name, namesOf(members, typed.people, text));
  }
  const targets = members.filter((member) => isSupplier(member) && member.id !== assigneeId).map(({ id }) => id);
  return text.input.unknownPerson(displayName(typed.name), namesOf(members, targets, text));
}

/** Commands that need nothing but a ticket: words that follow without a number make a sentence of it (上报 网站打不开). */
const NEEDS_NO_WORDS: ReadonlySet<TicketCommandType> = new Set([
  'acknowledge',
  'arrive',
  'report_up',
  'resume',
  'undo',
  'approve_suspension',
  'refuse_suspension',
  'request_arrival',
  'approve_late_entry',
  'refuse_late_entry',
  'accept_due',
  'refuse_due',
]);

/** Words with which a report may begin as well (合并 报表打不开): without a number they mean a ticket that offers them, or none. */
const SAYS_WHICH: ReadonlySet<TicketCommandType> = new Set([
  'merge',
  'change_system',
  'propose_due',
  'enter_late',
  'report_fault',
]);

/**
 * Speech rather than a command: a sentence that goes on without a number (`resume upload is broken`), or a reporter's
 * 已解决, which is no engineer's resolution but the word that it works.
 */
function isRatherSaid(
  ctx: CommandContext,
  type: TicketCommandType,
  hasReference: boolean,
  quoted: Ticket | undefined,
): boolean {
  const isEnglish = /^[a-z]/iu.test(ctx.update.text.trimStart());
  const goesOn = ctx.args !== '' && !hasReference && !quoted;
  if (goesOn && (isEnglish || NEEDS_NO_WORDS.has(type))) return true;
  const isStaff = ctx.actor.roles.includes('engineer') || ctx.actor.roles.includes('manager');
  if (isStaff || hasReference) return false;
  // A reporter's 到场了 asks whether somebody has come.
  return type === 'resolve' || (type === 'arrive' && asksHowItStands(ctx.update.text));
}
