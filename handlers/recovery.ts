import { resolveHintCard } from '../cards/resolve-hint-card.ts';
import { mentions, nameOf, responsibleFor } from '../cards/ticket-view.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import { refusalBefore } from '../domain/permissions.ts';
import { IN_WORK, type Ticket } from '../domain/ticket-types.ts';
import { perform } from './act.ts';
import { amendedCommit } from './amended-commit.ts';
import type { MessageContext } from './context.ts';
import { isOffered } from './find-ticket.ts';
import type { Heard } from './follow-up.ts';
import { commitReply, showCard, updateKey, withoutLeadingSpace } from './messages.ts';
import { resolveHint } from './resolve-hint.ts';
import { languageOfTicket, viewOf } from './scene-ticket.ts';
import { askWhich } from './which-ticket.ts';

/**
 * 好了 about a ticket that is in work. Who handles it is asked for cause and action; who reported it has his word put down, and who
 * handles it is asked. Nothing is resolved by it.
 * @param own his tickets
 * @param otherwise what becomes of the words where only one ticket can be meant, and they say more than that it works
 * @returns what is left to be taken for what it is by itself
 */
export async function takeRecovery(
  ctx: MessageContext,
  heard: Heard,
  own: readonly Ticket[],
  otherwise?: (ticket: Ticket) => Promise<void>,
): Promise<Heard | undefined> {
  const { isPlainRecovery, systemId } = heard.understanding;
  const inWork = own.filter(
    (ticket) =>
      IN_WORK.includes(ticket.status) &&
      (systemId === undefined || ticket.systemId === undefined || systemId === ticket.systemId),
  );
  const handled = inWork.filter((ticket) => ticket.assigneeId === ctx.person.id && isOffered(ctx, ticket, 'resolve'));
  const meant = handled.length > 0 ? handled : inWork;
  const [ticket, ...more] = meant;
  if (!ticket) return heard;
  if (isPlainRecovery !== true) {
    if (!otherwise) return heard;
    await otherwise(ticket);
    return undefined;
  }
  if (more.length === 0) await (handled.length > 0 ? askHim(ctx, ticket) : askWhoHandles(ctx, ticket, heard.body));
  else await askWhich(ctx, meant, heard, handled.length > 0 ? 'resolve' : undefined);
  return undefined;
}

async function askHim(ctx: MessageContext, ticket: Ticket): Promise<void> {
  const line = ctx.text.dialogue.resolved.own(
    ctx.chat.kind === 'private' ? [] : mentions([ctx.person.id]),
    ticket.number,
  );
  const card = resolveHintCard(await viewOf(ctx, ticket), ctx.now, ctx.text);
  await commitReply(ctx, showCard(card, [withoutLeadingSpace(line)]), ticket.id);
}

/** His words are a supplement; what tells of it asks whoever handles the ticket. */
async function askWhoHandles(ctx: MessageContext, ticket: Ticket, body: string): Promise<void> {
  const ask = { ticket, type: 'supplement', input: { text: body } } as const;
  if (refusalBefore(ticket, 'supplement', ctx.actor, ctx.contract)) return perform(ctx, ask);
  const view = await viewOf(ctx, ticket);
  const text = languageOfTicket(ctx, view);
  const by = nameOf(ctx.members, ctx.person.id, text);
  const line = text.dialogue.resolved.heard(mentions(responsibleFor(view)), by, ticket.number);
  const hint = resolveHint(ctx, view, { cause: updateKey(ctx), line });
  const asking = (changes: Changes): Changes => ({ ...changes, outbox: toldBy(hint, changes.outbox ?? []) });
  await perform({ ...ctx, commit: amendedCommit(ctx, asking) }, ask);
}

/** One message rings him, not two. */
function toldBy(hint: Outgoing, outbox: readonly Outgoing[]): readonly Outgoing[] {
  const notice = outbox.find(
    (row) => row.op === 'post' && row.chatId === hint.chatId && row.ticketId === hint.ticketId,
  );
  return notice ? outbox.map((row) => (row === notice ? hint : row)) : [...outbox, hint];
}
