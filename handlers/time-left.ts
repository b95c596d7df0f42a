import { inEveryLanguage } from '../cards/language.ts';
import { whichTicketCard } from '../cards/list-card.ts';
import { timeLeftCard } from '../cards/time-left-card.ts';
import { spokenNumber } from '../cards/words.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { findByReference, openTicketsMeant, quotedTicket } from './find-ticket.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import type { HeardContext, Next } from './router-types.ts';
import { viewOf, viewsOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

const BESIDE_MAX = 40;
/** A longer message is no question, and thousands of spaces would take the pattern for ever. In UTF-16 units. */
const QUESTION_MAX = 160;

/** 7 还剩多久, 工单 7 还剩多久, 还剩多久 7, how long left 7: the question, with a ticket's number on either side of it. */
export function timeLeftQuestion(): RegExp {
  const words = (of: readonly string[]) => of.map((word) => RegExp.escape(word)).join('|');
  const asked = words(inEveryLanguage(({ digest }) => digest.timeLeft.words));
  const ticket = words(inEveryLanguage(({ queries }) => queries.ticket.words));
  const number = `(?:(?:${ticket})\\s*)?((?!\\s).{0,${BESIDE_MAX}}?)`;
  return new RegExp(`^(?![^]{${QUESTION_MAX}})${number}\\s*(?:${asked})\\s*${number}[?\\uff1f\\s]*$`, 'iu');
}

/**
 * How long each open clock of a ticket has left. Without a number: the ticket that is replied to, else the only one that the
 * person can mean; of several he has to say which.
 */
export async function showTimeLeft(ctx: HeardContext, next: Next): Promise<void> {
  const [, before = '', after = ''] = ctx.match;
  const { reference, rest } = splitArguments(`${before} ${after}`);
  // 还剩多久能修好 is said to people.
  if (rest !== '') return next();
  const ticket = reference ? await findByReference(ctx, reference.meant) : await quotedTicket(ctx);
  if (ticket) return answerTimeLeft(ctx, ticket);
  if (reference) return commitAnswer(ctx, say(ctx.text.list.unknownTicket(reference.said)));
  const meant = await openTicketsMeant(ctx);
  const [first] = meant;
  if (!first) return commitAnswer(ctx, say(ctx.text.list.none.open_tickets));
  if (meant.length === 1) return answerTimeLeft(ctx, first);
  const example = ctx.text.digest.timeLeft.command(spokenNumber(first, ctx.now));
  await commitAnswer(
    ctx,
    showCard(
      whichTicketCard(await viewsOf(ctx, meant), { title: ctx.text.list.whichAsked, example }, ctx.now, ctx.text),
    ),
  );
}

async function answerTimeLeft(ctx: HeardContext, ticket: Ticket): Promise<void> {
  await commitReply(ctx, showCard(timeLeftCard(await viewOf(ctx, ticket), ctx.now, ctx.text)), ticket.id);
}
