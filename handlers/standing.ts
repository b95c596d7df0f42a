import { inEveryLanguage } from '../cards/language.ts';
import { whichTicketCard } from '../cards/list-card.ts';
import { nameOf, namesOf, quotedText, type TicketView } from '../cards/ticket-view.ts';
import { timeLeftCard } from '../cards/time-left-card.ts';
import { instantWords, spokenNumber, stateWords, systemName } from '../cards/words.ts';
import { cleanText } from '../domain/plain-text.ts';
import { IN_WORK, type Ticket } from '../domain/ticket-types.ts';
import type { MessageContext, Scene } from './context.ts';
import { findByReference, mainOf, ownTicketsHere, quotedTicket } from './find-ticket.ts';
import type { Heard } from './follow-up.ts';
import { commitAnswer, commitReply, showCard } from './messages.ts';
import { viewOf, viewsOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

/** What is longer says more than the question. In UTF-16 units. */
const ASKED_MAX = 40;

const WORDS = inEveryLanguage(({ dialogue }) => dialogue.standing.words);
/** Words of Latin script are found as whole ones. */
const ASKED = new RegExp(
  WORDS.map((word) => (/^[a-z]/iu.test(word) ? `\\b${RegExp.escape(word)}\\b` : RegExp.escape(word))).join('|'),
  'iu',
);

/** 到哪一步了, 有人来吗, 几点能好. */
export function asksHowItStands(said: string): boolean {
  const text = cleanText(said).normalize('NFKC').replaceAll('’', "'");
  return text.length <= ASKED_MAX && ASKED.test(text);
}

/**
 * A question how far it is, from somebody whose ticket it is, is answered with how the ticket stands: it is no report, and nobody is
 * rung for it.
 * @returns false where it was no such question, or of none of his tickets
 */
export async function answerStanding(ctx: MessageContext, { body, understanding }: Heard): Promise<boolean> {
  if (understanding.kind === 'incident' || !asksHowItStands(body)) return false;
  const meant = await ticketsMeant(ctx, body, understanding.systemId);
  const [ticket, ...more] = meant;
  if (!ticket) return false;
  if (more.length > 0) {
    const [query = ''] = ctx.text.queries.ticket.words;
    const example = `${query} ${spokenNumber(ticket, ctx.now)}`;
    const which = { title: ctx.text.list.whichAsked, example };
    const card = whichTicketCard(await viewsOf(ctx, meant), which, ctx.now, ctx.text);
    await commitAnswer(ctx, showCard(card));
    return true;
  }
  const view = await viewOf(ctx, ticket);
  await commitReply(ctx, showCard(timeLeftCard(view, ctx.now, ctx.text), [[standingLine(ctx, view)]]), ticket.id);
  return true;
}

async function ticketsMeant(
  ctx: MessageContext,
  body: string,
  systemId: string | undefined,
): Promise<readonly Ticket[]> {
  const { reference } = splitArguments(body);
  const named = reference ? await findByReference(ctx, reference.meant) : await quotedTicket(ctx);
  if (named) return [await mainOf(ctx, named)];
  const own = await ownTicketsHere(ctx);
  return own.filter(
    (ticket) => systemId === undefined || ticket.systemId === undefined || ticket.systemId === systemId,
  );
}

/** GZ-260303-07 信用广州网站：处理中。李工 已于 09:01 接单，… */
function standingLine({ members, now, text }: Scene, view: TicketView): string {
  const { contract, onDuty, texts, ticket } = view;
  const { standing } = text.dialogue;
  const { assigneeId, milestones, progress } = ticket;
  const { acknowledged, arrived } = milestones;
  const at = (instant: number) => instantWords(instant, now, text, 'if_any');
  const sentences = [
    standing.line(ticket.number, systemName(contract, ticket.systemId, text), stateWords(ticket, text)),
  ];
  if (IN_WORK.includes(ticket.status)) {
    if (assigneeId === undefined) sentences.push(standing.nobodyYet(namesOf(members, onDuty.slice(0, 1), text)));
    else if (acknowledged) sentences.push(standing.takenBy(nameOf(members, assigneeId, text), at(acknowledged.at)));
    if (arrived) sentences.push(standing.arrivedAt(at(arrived.at)));
    if (progress) sentences.push(standing.progress(at(progress.at), quotedText(progress.text, texts, text)));
  }
  return sentences.join(text.language === 'zh' ? '' : ' ');
}
