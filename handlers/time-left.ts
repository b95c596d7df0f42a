import { inEveryLanguage } from '../cards/language.ts';
import { timeLeftCard } from '../cards/time-left-card.ts';
import { findByReference, quotedTicket } from './find-ticket.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import type { HeardContext, Next } from './router-types.ts';
import { viewOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

const BESIDE_MAX = 40;

/** 7 还剩多久, 工单 7 还剩多久, 还剩多久 7, how long left 7: the question, with a ticket's number on either side of it. */
export function timeLeftQuestion(): RegExp {
  const words = (of: readonly string[]) => of.map((word) => RegExp.escape(word)).join('|');
  const asked = words(inEveryLanguage(({ digest }) => digest.timeLeft.words));
  const ticket = words(inEveryLanguage(({ queries }) => queries.ticket.words));
  const number = `(?:${ticket})?\\s*(.{0,${BESIDE_MAX}}?)`;
  return new RegExp(`^${number}\\s*(?:${asked})\\s*${number}[?\\uff1f\\s]*$`, 'iu');
}

/** How long each open clock of a ticket has left. Without a number, in a reply: the ticket that is replied to. */
export async function showTimeLeft(ctx: HeardContext, next: Next): Promise<void> {
  const [, before = '', after = ''] = ctx.match;
  const { reference, rest } = splitArguments(`${before} ${after}`);
  // 还剩多久能修好 is said to people.
  if (rest !== '') return next();
  const ticket = reference ? await findByReference(ctx, reference.meant) : await quotedTicket(ctx);
  if (ticket) return commitReply(ctx, showCard(timeLeftCard(await viewOf(ctx, ticket), ctx.now, ctx.text)), ticket.id);
  if (!reference) return next();
  await commitAnswer(ctx, say(ctx.text.list.unknownTicket(reference.said)));
}
