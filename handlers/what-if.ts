import { inEveryLanguage } from '../cards/language.ts';
import { type ComparedScore, whatIfCard } from '../cards/what-if-card.ts';
import { civilDate } from '../domain/civil.ts';
import { isOpen } from '../domain/clocks.ts';
import { parseTicketReference } from '../domain/number.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { findByReference, mainOf, quotedTicket } from './find-ticket.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import type { HeardContext, Next } from './router-types.ts';
import { isRefusedScore } from './score.ts';
import { noPeriod } from './score-answer.ts';
import { type MadeScore, scoredFor } from './scored.ts';

const NUMBER = String.raw`(?<number>#?(?:[a-z][a-z0-9]*-\p{Nd}{6}-\p{Nd}{1,4}|\p{Nd}{4,6}-\p{Nd}{1,4}|\p{Nd}{1,4}))`;

/** A longer message is no question, and thousands of spaces would take the pattern for ever. In UTF-16 units. */
const QUESTION_MAX = 160;

/** 如果 12 号单超时, 要是工单 12 超时; 如果超时 in a reply. 如果网站打不开了怎么办 is no question for a score. */
export function whatIfQuestion(): RegExp {
  const oneOf = (words: readonly string[]) =>
    `(?:${words
      .toSorted((a, b) => b.length - a.length)
      .map(RegExp.escape)
      .join('|')})`;
  const asked = oneOf(inEveryLanguage(({ queries }) => queries.what_if.words));
  const ticket = `${oneOf(inEveryLanguage(({ score }) => score.whatIf.ticketWords))}?\\s*`;
  const overdue = oneOf(inEveryLanguage(({ score }) => score.whatIf.overdueWords));
  return new RegExp(
    `^(?![^]{${QUESTION_MAX}})${asked}\\s*${ticket}${NUMBER}?\\s*${ticket}${overdue}[\\s?？。!！]*$`,
    'iu',
  );
}

/** The scores as they are, and as they would be if whatever of the contract's still runs were missed. */
export async function showWhatIf(ctx: HeardContext, next: Next): Promise<void> {
  const said = ctx.match.groups?.number;
  const reference = said === undefined ? undefined : parseTicketReference(said);
  const ticket = reference ? await findByReference(ctx, reference) : await quotedTicket(ctx);
  if (!ticket && !reference) return next();
  if (await isRefusedScore(ctx, 'what_if')) return;
  if (!ticket) return commitAnswer(ctx, say(ctx.text.list.unknownTicket(said ?? '')));
  await answerWhatIf(ctx, await mainOf(ctx, ticket));
}

async function answerWhatIf(ctx: HeardContext, ticket: Ticket): Promise<void> {
  const { contract, members, text } = ctx;
  const running = ticket.clocks.filter((clock) => isOpen(clock) && clock.binding === 'contract');
  if (running.length === 0) return commitAnswer(ctx, say(text.score.whatIf.settled(ticket.number)));
  const period = { day: civilDate(ticket.reportedAt), back: 0 };
  const before = await scoredFor(ctx, period, {});
  if (before.listed.length === 0) return commitAnswer(ctx, noPeriod(ctx));
  const after = await scoredFor(ctx, period, {}, ticket.id);
  const compared = before.listed.flatMap((one) => comparedWith(one, after.listed));
  const card = whatIfCard({ number: ticket.number, compared, contract, members }, text);
  await commitReply(ctx, showCard(card), ticket.id);
}

function comparedWith({ part, score }: MadeScore, listed: readonly MadeScore[]): readonly ComparedScore[] {
  const same = listed.find(
    (other) =>
      other.score.id === score.id && other.score.copy === score.copy && other.part.period.from === part.period.from,
  );
  return same ? [{ before: score, after: same.score }] : [];
}
