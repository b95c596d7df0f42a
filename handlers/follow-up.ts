import type { FollowUp, Understanding } from '../domain/intake.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import type { MessageContext } from './context.ts';
import { ownTicketsHere, quotedTicket } from './find-ticket.ts';

/** A message as it was understood, cleaned. */
export interface Heard {
  readonly body: string;
  readonly understanding: Understanding;
}

/**
 * Takes what belongs to a ticket that the speaker knows of: a reply to its card, or a follow-up in words (补充 …, 还是不行,
 * 好了) where there is only one ticket that it can mean.
 * @returns false when it belongs to none, and is to be taken for what it is by itself
 */
export async function takeFollowUp(ctx: MessageContext, heard: Heard): Promise<boolean> {
  const { understanding, body } = heard;
  const quoted = await quotedTicket(ctx);
  if (quoted) return takeReply(ctx, quoted, heard);
  if (understanding.kind !== 'follow_up') return false;
  const followUp = understanding.followUp ?? 'supplement';
  const fitting = (await ownTicketsHere(ctx)).filter((ticket) => canMean(ctx, ticket, followUp, understanding));
  const [ticket] = fitting;
  if (!ticket || fitting.length > 1) return false;
  await add(ctx, ticket, followUp, body);
  return true;
}

async function takeReply(ctx: MessageContext, ticket: Ticket, { body, understanding }: Heard): Promise<boolean> {
  // Thanks and the like are no part of the evidence, and a finished ticket takes none: a new fault becomes a new ticket.
  if (understanding.kind === 'small_talk') return false;
  const isOver = ticket.status === 'closed' || ticket.status === 'cancelled';
  if (isOver && (understanding.alone ?? understanding.kind) === 'incident') return false;
  const followUp = understanding.followUp ?? 'supplement';
  await add(ctx, ticket, followUp === 'recovered' && ticket.status !== 'resolved' ? 'supplement' : followUp, body);
  return true;
}

/** A follow-up that names another system than the ticket's is not about that ticket. */
function canMean(ctx: MessageContext, ticket: Ticket, followUp: FollowUp, { systemId }: Understanding): boolean {
  if (systemId !== undefined && ticket.systemId !== undefined && systemId !== ticket.systemId) return false;
  return followUp !== 'recovered' || (ticket.status === 'resolved' && mayJudge(ctx, ticket));
}

/** To a resolved ticket 还是不行 is 仍未解决 and 好了 is 确认, from those who judge it; all else is added to what is known. */
async function add(ctx: MessageContext, ticket: Ticket, followUp: FollowUp, body: string): Promise<void> {
  const isJudged = ticket.status === 'resolved' && mayJudge(ctx, ticket);
  if (isJudged && followUp === 'persists') return perform(ctx, { ticket, type: 'reopen', input: { reason: body } });
  if (isJudged && followUp === 'recovered') return perform(ctx, { ticket, type: 'confirm', input: {} });
  await perform(ctx, { ticket, type: 'supplement', input: { text: body } });
}

function mayJudge({ actor, person }: MessageContext, { reporterId }: Ticket): boolean {
  return person.id === reporterId || actor.roles.includes('supervisor');
}
