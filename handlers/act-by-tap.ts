import type { TicketCommandType } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import type { ActionContext } from './context.ts';
import { findById } from './find-ticket.ts';
import { commitAnswer, say } from './messages.ts';
import { cardKeyOf } from './ticket-changes.ts';

/** A tap on a ticket's button. The button's name is the command; its version tells how old the card is. */
export async function actByTap(ctx: ActionContext, type: TicketCommandType): Promise<void> {
  const { subject, version, form, tapToken, handle } = ctx.update;
  const ticket = await findById(ctx, subject);
  if (!ticket) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  const cardKey = handle === undefined ? undefined : await ctx.store.cardKeyOf(ctx.chat.id, handle);
  await perform(ctx, {
    ticket,
    type,
    input: form,
    tap: {
      version,
      ...(tapToken !== undefined && { token: tapToken }),
      ...(cardKey !== undefined && cardKey !== cardKeyOf(ticket.id) && { noticeCard: cardKey }),
    },
  });
}
