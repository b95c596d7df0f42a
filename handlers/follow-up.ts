import { judgeCard } from '../cards/judge-card.ts';
import { isOverTicket } from '../cards/ticket-view.ts';
import { systemName } from '../cards/words.ts';
import type { FollowUp, Understanding } from '../domain/intake.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import type { RawInput } from './command-input.ts';
import type { MessageContext } from './context.ts';
import { isOffered, mainOf, ownTicketsHere, quotedTicket } from './find-ticket.ts';
import { commitReply, showCard } from './messages.ts';
import { viewOf } from './scene-ticket.ts';
import { ratingIn } from './typed-rating.ts';
import { understood } from './understood.ts';

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
  if (understanding.kind !== 'follow_up') return heard;
  const fitting = (await ownTicketsHere(ctx)).filter((ticket) => canMean(ctx, ticket, understanding));
  const [ticket] = fitting;
  if (!ticket || fitting.length > 1) return heard;
  await add(ctx, ticket, understanding, body);
  return undefined;
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

async function takeReply(ctx: MessageContext, ticket: Ticket, heard: Heard): Promise<Heard | undefined> {
  const { body, understanding } = heard;
  // Thanks and the like are no part of the evidence.
  if (understanding.kind === 'small_talk') return heard;
  if (isOverTicket(ticket) && understanding.followUp !== 'supplement') return continued(ctx, ticket, heard);
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

/** A follow-up that names another system than the ticket's is not about that ticket. */
function canMean(ctx: MessageContext, ticket: Ticket, { systemId, followUp }: Understanding): boolean {
  if (systemId !== undefined && ticket.systemId !== undefined && systemId !== ticket.systemId) return false;
  return followUp !== 'recovered' || mayJudge(ctx, ticket);
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
