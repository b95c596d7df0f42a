import { inEveryLanguage } from '../cards/language.ts';
import { systemName } from '../cards/words.ts';
import { answeringPrecedents } from '../domain/knowledge.ts';
import { clip } from '../domain/plain-text.ts';
import { actsAs, isSupplier } from '../domain/sides.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { findByReference, openTicketsMeant, quotedTicket } from './find-ticket.ts';
import { CASES_SHOWN_MAX, caseLine, toldCases, visibleTo } from './knowledge.ts';
import { casesOf } from './knowledge-cases.ts';
import { comparable } from './knowledge-words.ts';
import { answer, commitAnswer, say } from './messages.ts';
import { lastAsked } from './pending-form.ts';
import type { HeardContext, Next } from './router-types.ts';
import { splitArguments } from './typed-command.ts';
import { understoodByRules } from './understood.ts';

/** What is asked about is no story. In UTF-16 units. */
const ABOUT_MAX = 40;
const ABOUT_SHOWN_MAX = 30;
/** A longer message is no question, and thousands of spaces would take the pattern minutes. In UTF-16 units. */
const QUESTION_MAX = 160;
/** Behind it a sentence goes on: whoever says more than one thing reports something. */
const SEVERAL_CLAUSES = /[,;:!?。，；：！？、\n]/u;

/**
 * 怎么处理 …, 以前怎么处理 …, … 上次是怎么处理的, 怎么处理 alone; the groups: what follows, what stands before, what stands between,
 * the words alone.
 */
export function searchQuestion(): RegExp {
  const words = (of: readonly string[]) =>
    of
      .toSorted((a, b) => b.length - a.length)
      .map(RegExp.escape)
      .join('|');
  const how = words(inEveryLanguage(({ knowledge }) => knowledge.how));
  const plainly = words(inEveryLanguage(({ knowledge }) => knowledge.howBefore));
  const before = words(inEveryLanguage(({ knowledge }) => knowledge.before));
  const part = `([^\\n]{0,${ABOUT_MAX}}?)`;
  const asked = `(?:(?:${how})(?:\\s+|\\s*[:\\uff1a]\\s*)|(?:(?:${before})\\s*(?:${how})|${plainly})\\s*[:\\uff1a]?\\s*)`;
  const forward = `${asked}((?!\\s)[^\\n]{0,${ABOUT_MAX}})`;
  const backward = `${part}\\s*(?:${before})${part}\\s*(?:${how})`;
  return new RegExp(`^(?![^]{${QUESTION_MAX}})(?:${forward}|${backward}|(${how}))[?\\uff1f\\u3002\\s]*$`, 'iu');
}

/** What was done about the like before. It changes nothing, and what may be a report of a fault is left to those who hear it. */
export async function searchByQuestion(ctx: HeardContext, next: Next): Promise<void> {
  const [, after, first = '', between = '', alone] = ctx.match;
  const about = (after ?? `${first}${between}`).replace(/[?\uff1f\s]+$/u, '').trim();
  // What he was asked for may begin like that: 类似工单 0301-3.
  if (await lastAsked(ctx)) return next();
  if (about === '') return searchForTicket(ctx, next, alone === undefined);
  const { reference, rest } = splitArguments(about);
  if (reference && rest === '') {
    const ticket = await findByReference(ctx, reference.meant);
    if (ticket) return answerAboutTicket(ctx, ticket);
  }
  if (SEVERAL_CLAUSES.test(about)) return next();
  // 网站又打不开了上次怎么处理的: it is broken now.
  if (saysNow(first)) return next();
  await answerSearch(ctx, { about, isQuestion: true });
}

/** 怎么处理 in a reply is about the ticket that is replied to; 以前怎么处理 by itself about the only one that is open. */
async function searchForTicket(ctx: HeardContext, next: Next, isPlain: boolean): Promise<void> {
  const quoted = await quotedTicket(ctx);
  if (quoted) return answerAboutTicket(ctx, quoted);
  if (!isPlain) return next();
  const [only, ...more] = await openTicketsMeant(ctx);
  if (only && more.length === 0) return answerAboutTicket(ctx, only);
  const { example, usage } = ctx.text.knowledge;
  const [system] = ctx.contract.systems;
  await commitAnswer(ctx, say(usage(example(systemName(ctx.contract, system?.id, ctx.text)))));
}

function saysNow(said: string): boolean {
  return inEveryLanguage(({ knowledge }) => knowledge.now).some((word) => said.toLowerCase().includes(word));
}

async function answerAboutTicket(ctx: MessageContext, ticket: Ticket): Promise<void> {
  const texts = await ctx.store.texts([ticket.summary.id]);
  await answerSearch(ctx, { about: texts.get(ticket.summary.id) ?? '', ticket, isQuestion: false });
}

interface Search {
  readonly about: string;
  readonly isQuestion: boolean;
  /** Its own words find it, so it is left out. */
  readonly ticket?: Ticket;
}

async function answerSearch(ctx: MessageContext, { about, isQuestion, ticket }: Search): Promise<void> {
  const { contract, text } = ctx;
  const { kind, systemId = ticket?.systemId } = understoodByRules(ctx, about, { reporterId: ctx.person.id });
  const from = visibleTo(departmentSeenBy(ctx), await casesOf(ctx, { isFresh: true }));
  const others = from.filter(({ ticketId }) => ticketId !== ticket?.id);
  const found = await toldCases(
    ctx,
    answeringPrecedents(comparable(contract, about, systemId), others, CASES_SHOWN_MAX),
  );
  const shown = ticket?.number ?? clip(about, ABOUT_SHOWN_MAX);
  const { knowledge, question } = text;
  const head = found.length === 0 ? knowledge.none(shown) : knowledge.found(shown);
  // Whoever asks what to do about a fault may have it before him.
  const register = `${question.registerWords[0] ?? ''} ${about}`;
  const isFault = isQuestion && kind === 'incident';
  const content = {
    lines: [[head], ...found.map((one) => caseLine(ctx, one, text)), ...(isFault ? [[knowledge.ifNow(register)]] : [])],
  };
  ctx.log.debug({ cases: found.length }, 'looked for earlier tickets');
  await ctx.commit({ outbox: [answer(ctx, content, ticket?.id)] });
}

/** In private whoever reports for a department sees its tickets; those who work for all, and their supervisors, see all. */
export function departmentSeenBy({ actor, chat, members, person }: UpdateContext): string | undefined {
  if (chat.department !== undefined) return chat.department;
  if (chat.kind === 'group' || isSupplier(actor) || actsAs(actor, 'supervisor')) return undefined;
  return members.find(({ id }) => id === person.id)?.department;
}
