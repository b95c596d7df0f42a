import { readSystemSubject, systemQuestionCard } from '../cards/system-question-card.ts';
import { mentions, type TicketView } from '../cards/ticket-view.ts';
import type { Outgoing } from '../db/changes.ts';
import { IN_WORK } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import type { ActionContext, Scene } from './context.ts';
import { findById } from './find-ticket.ts';
import { commitAnswer, noticeKey, say, withoutLeadingSpace } from './messages.ts';
import { languageOfTicket } from './scene-ticket.ts';

/**
 * The fault is certain, and only which system it hits is not: the ticket is open and its clocks run, and who reported it is asked.
 * @param possible ids of systems; nothing is asked without them
 * @param cause names what brought it about, for the key
 */
export function systemQuestion(
  scene: Scene,
  view: TicketView,
  { cause, possible = [] }: { readonly cause: string; readonly possible: readonly string[] | undefined },
): readonly Outgoing[] {
  const { ticket } = view;
  if (ticket.systemId !== undefined || possible.length === 0) return [];
  const text = languageOfTicket(scene, view);
  const card = systemQuestionCard(view, possible, scene.now, text);
  if (!card) return [];
  const line = withoutLeadingSpace(text.dialogue.system.ask(mentions([ticket.reporterId]), ticket.number));
  return [
    {
      op: 'post',
      key: `system:${cause}`,
      cardKey: noticeKey(ticket.id, scene.ids.next(scene.now)),
      chatId: ticket.chatId,
      priority: 1,
      ticketId: ticket.id,
      content: { lines: [line], card },
    },
  ];
}

/** A tap on a system: the same as 改系统 in words, on a card that says afterwards how the ticket stands. */
export async function nameSystemByTap(ctx: ActionContext): Promise<void> {
  const { handle, subject, tapToken, version } = ctx.update;
  const named = readSystemSubject(subject);
  const ticket = named && (await findById(ctx, named.ticketId));
  if (!named || !ticket) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  // Somebody has answered already: a second system would be a change that nobody has asked for.
  const isAsBefore = ticket.systemId === named.before || ticket.systemId === named.systemId;
  if (!isAsBefore && IN_WORK.includes(ticket.status)) {
    return commitAnswer(ctx, say(ctx.text.question.answered));
  }
  const cardKey = handle === undefined ? undefined : await ctx.store.cardKeyOf(ctx.chat.id, handle);
  await perform(ctx, {
    ticket,
    type: 'change_system',
    input: { to: named.systemId },
    tap: {
      version,
      ...(tapToken !== undefined && { token: tapToken }),
      ...(cardKey !== undefined && { noticeCard: cardKey }),
    },
  });
}
