import { judgeCard } from '../cards/judge-card.ts';
import { isOverTicket } from '../cards/ticket-view.ts';
import { systemName } from '../cards/words.ts';
import type { FollowUp, Understanding } from '../domain/intake.ts';
import { reportersOf } from '../domain/merge.ts';
import { IN_WORK, type Ticket } from '../domain/ticket-types.ts';
import { DAY, HOUR } from '../domain/types.ts';
import { perform } from './act.ts';
import type { RawInput } from './command-input.ts';
import type { MessageContext } from './context.ts';
import { isOffered, mainOf, ownTicketsHere, quotedTicket } from './find-ticket.ts';
import { commitReply, showCard } from './messages.ts';
import { takeRecovery } from './recovery.ts';
import { saysAnother } from './same-fault.ts';
import { viewOf } from './scene-ticket.ts';
import { ratingIn } from './typed-rating.ts';
import { understood } from './understood.ts';
import { askWhich, numberedTicket } from './which-ticket.ts';

/** A message as it was understood, cleaned. */
export interface Heard {
  readonly body: string;
  readonly understanding: Understanding;
}

/**
 * Takes what belongs to a ticket that the speaker knows of: a reply to its card, or a follow-up in words (补充 …, 还是不行,
 * 好了) where there is only one ticket that it can mean.
 * @returns what is left to be taken for what it is by itself; undefined where it belonged to a ticket
 */
export async function takeFollowUp(ctx: MessageContext, heard: Heard): Promise<Heard | undefined> {
  const { understanding, body } = heard;
  const quoted = await quotedTicket(ctx);
  if (quoted) return takeReply(ctx, await mainOf(ctx, quoted), heard);
  if (understanding.kind !== 'follow_up' || isAnotherFault(heard)) return heard;
  const own = await ownTicketsHere(ctx);
  const fitting = ofSystem(own, understanding.systemId);
  if (understanding.followUp === 'persists') return takePersisting(ctx, heard, fitting);
  const isRecovered = understanding.followUp === 'recovered';
  const meant = isRecovered ? fitting.filter((ticket) => mayJudge(ctx, ticket)) : fitting;
  const [ticket] = meant;
  if (!ticket && isRecovered) return takeRecovery(ctx, heard, own);
  if (!ticket) return heard;
  if (meant.length === 1) await add(ctx, ticket, understanding, body);
  else if (isRecovered && understanding.isPlainRecovery) await askWhich(ctx, meant, heard, 'confirm');
  else return heard;
  return undefined;
}

/** 1 还是不行, 好了 2: about the ticket of that number, if it is his. @returns what is left to be taken for what it is by itself */
export async function takeNumbered(ctx: MessageContext, heard: Heard): Promise<Heard | undefined> {
  const named = ctx.update.quote ? undefined : await numberedTicket(ctx, heard);
  return named ? takeReply(ctx, await mainOf(ctx, named.ticket), named.heard) : heard;
}

/**
 * 还是不行: of the ticket that waits for his word, or of the only one of several that was resolved a moment ago; else of the only one
 * that it can mean. Where several can be meant he is asked: what he means is registered already.
 */
async function takePersisting(
  ctx: MessageContext,
  heard: Heard,
  fitting: readonly Ticket[],
): Promise<Heard | undefined> {
  const { body, understanding } = heard;
  const waiting = fitting.filter((ticket) => mayJudge(ctx, ticket));
  const justNow = waiting.filter(({ milestones }) => ctx.now - (milestones.resolved?.at ?? 0) <= HOUR);
  const meant = [waiting, justNow, waiting.length > 0 ? waiting : fitting].find(({ length }) => length === 1);
  const [ticket] = meant ?? [];
  if (ticket) await add(ctx, ticket, understanding, body);
  else if (waiting.length > 0) await askWhich(ctx, waiting, heard, 'reopen');
  else if (fitting.length === 0) return afterTheEnd(ctx, heard);
  // It says what is wrong: it may be none of those.
  else if (understanding.alone === 'incident') return heard;
  else await askWhich(ctx, fitting, heard);
  return undefined;
}

/** What names a system is about its tickets; where it has none, about those of which no system is known. */
function ofSystem(tickets: readonly Ticket[], systemId: string | undefined): readonly Ticket[] {
  const fitting = tickets.filter((ticket) => isOfSystem(ticket, systemId));
  const named = fitting.filter((ticket) => ticket.systemId === systemId);
  return systemId === undefined || named.length === 0 ? fitting : named;
}

/**
 * 确认 7 and a sentence: what the sentence says counts, not the word before it. 确认 7 谢谢 confirms, 确认 7 还是打不开 does not.
 * Whatever leaves it open is asked about, so that nobody's complaint closes his ticket.
 */
export async function confirmInWords(ctx: MessageContext, ticket: Ticket, heard: Heard): Promise<void> {
  const { understanding, body } = heard;
  if (ticket.status !== 'resolved' || isCourtesy(understanding))
    return perform(ctx, { ticket, type: 'confirm', input: saidRating(body) });
  if (understanding.followUp === 'persists' || understanding.followUp === 'recovered') {
    return add(ctx, ticket, understanding, body);
  }
  return askJudgement(ctx, ticket);
}

/** Thanks or a greeting beside a confirmation say nothing against it. */
export function isCourtesy({ kind, pleasantry }: Understanding): boolean {
  return kind === 'small_talk' && (pleasantry === 'thanks' || pleasantry === 'greeting');
}

/** 又一个电脑死机了: again, but not the same. */
function isAnotherFault({ body, understanding: { alone, followUp } }: Heard): boolean {
  return followUp === 'persists' && alone === 'incident' && saysAnother(body);
}

async function takeReply(ctx: MessageContext, ticket: Ticket, heard: Heard): Promise<Heard | undefined> {
  const { body, understanding } = heard;
  // Thanks and the like are no part of the evidence.
  if (understanding.kind === 'small_talk') return heard;
  if (isOverTicket(ticket) && understanding.followUp !== 'supplement') {
    return continued(ctx, ticket, hasJustEnded(ctx, ticket) ? asFault(heard) : heard);
  }
  if (
    understanding.followUp === 'recovered' &&
    IN_WORK.includes(ticket.status) &&
    isOfSystem(ticket, understanding.systemId)
  ) {
    return takeRecovery(ctx, heard, [ticket], (one) => add(ctx, one, understanding, body));
  }
  await add(ctx, ticket, understanding, body);
  return undefined;
}

/**
 * A finished ticket takes no trouble: it may be a new fault. Registered by itself, 还是不行 would say nothing, so the system and
 * the number of what it is about go with it, unless it names a system.
 */
function continued(ctx: MessageContext, ticket: Ticket, { body, understanding }: Heard): Heard {
  if (understanding.systemId !== undefined) return { body, understanding };
  const system = systemName(ctx.contract, ticket.systemId, ctx.text);
  const whole = ctx.text.question.continued(body, system, ticket.number);
  const { level, levelReason, systemId } = understood(ctx, whole, { reporterId: ctx.person.id });
  return {
    body: whole,
    understanding: { ...understanding, level, levelReason, ...(systemId !== undefined && { systemId }) },
  };
}

/**
 * 还是不行 after the end: of the only ticket of his that was closed within the last day it is a new fault, which names the old one. Of
 * several nobody knows which he means, so he is asked, about the newest.
 */
async function afterTheEnd(ctx: MessageContext, heard: Heard): Promise<Heard> {
  const { chat, contract, now, store } = ctx;
  const { systemId } = heard.understanding;
  const ended = (await store.newestTickets(contract.id, now + 1, ENDED_LOOKED_AT_MAX)).filter(
    (ticket) =>
      hasJustEnded(ctx, ticket) &&
      (chat.kind === 'private' || ticket.chatId === chat.id) &&
      (systemId === undefined || systemId === ticket.systemId),
  );
  const [newest, ...more] = ended.toSorted((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
  if (!newest) return heard;
  return continued(ctx, newest, more.length === 0 ? asFault(heard) : heard);
}

/** How many of the newest tickets are looked through for one of his that has ended. */
const ENDED_LOOKED_AT_MAX = 200;

/** His own report, or one that followed it, was closed within the last day. */
function hasJustEnded({ now, person }: MessageContext, ticket: Ticket): boolean {
  const { closedAt = -Infinity, status } = ticket;
  return status === 'closed' && now - closedAt <= DAY && reportersOf(ticket).includes(person.id);
}

/** 还是不行 states that the fault is there. */
function asFault({ body, understanding }: Heard): Heard {
  const isFault = understanding.followUp === 'persists';
  return { body, understanding: isFault ? { ...understanding, kind: 'incident' } : understanding };
}

/** A follow-up that names another system than the ticket's is not about that ticket. */
function isOfSystem(ticket: Ticket, systemId: string | undefined): boolean {
  return systemId === undefined || ticket.systemId === undefined || systemId === ticket.systemId;
}

/** To a resolved ticket 还是不行 is 仍未解决 and 好了 is 确认, from those who judge it; all else is added to what is known. */
async function add(ctx: MessageContext, ticket: Ticket, understanding: Understanding, body: string): Promise<void> {
  const followUp: FollowUp = understanding.followUp ?? 'supplement';
  if (mayJudge(ctx, ticket) && followUp === 'persists') {
    return perform(ctx, { ticket, type: 'reopen', input: { reason: body } });
  }
  if (mayJudge(ctx, ticket) && followUp === 'recovered') {
    if (understanding.isPlainRecovery !== true) return askJudgement(ctx, ticket);
    return perform(ctx, { ticket, type: 'confirm', input: saidRating(body) });
  }
  await perform(ctx, { ticket, type: 'supplement', input: { text: body } });
}

/** 可以了，5分. */
function saidRating(body: string): RawInput {
  const rating = ratingIn(body);
  return rating === undefined ? {} : { rating };
}

async function askJudgement(ctx: MessageContext, ticket: Ticket): Promise<void> {
  await commitReply(ctx, showCard(judgeCard(await viewOf(ctx, ticket), ctx.now, ctx.text)), ticket.id);
}

function mayJudge(ctx: MessageContext, ticket: Ticket): boolean {
  return ticket.status === 'resolved' && isOffered(ctx, ticket, 'confirm');
}
