import type { Card, Line } from '../cards/types.ts';
import type { Content, Outgoing } from '../db/changes.ts';
import type { ChatId, TicketId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';

export type Refresh = Outgoing & { readonly op: 'refresh' };

/** Names the update in idempotency keys: whatever it causes is said once, however often it is handled. */
export function updateKey({ update }: Pick<UpdateContext, 'update'>): string {
  return `${update.platform}:${update.updateId}`;
}

export function say(...lines: readonly string[]): Content {
  return { lines: lines.map((line): Line => [line]) };
}

export function showCard(card: Card, lines: readonly Line[] = []): Content {
  return { lines, card };
}

/** For the eyes of the person who asked, as far as the platform can. One for each update. */
export function answer(ctx: UpdateContext, content: Content, about?: TicketId): Outgoing {
  const { update } = ctx;
  const token = update.type === 'action' && update.tapToken !== undefined ? { tapToken: update.tapToken } : {};
  return {
    op: 'answer',
    key: `answer:${updateKey(ctx)}`,
    chatId: ctx.chat.id,
    priority: 1,
    to: ctx.person.id,
    content,
    ...token,
    ...(about !== undefined && { ticketId: about }),
  };
}

/** Brings a card up to date where it stands, if it does. */
export function cardRefresh(
  ctx: UpdateContext,
  { card, cardKey, chatId }: { readonly card: Card; readonly cardKey: string; readonly chatId: ChatId },
): Refresh {
  const content = { lines: [], card };
  const key = `${cardKey}:${updateKey(ctx)}`;
  return { op: 'refresh', key, cardKey, chatId, priority: 2, content, otherwise: 'leave' };
}

/**
 * Brings the tapped card up to date as the answer to the tap, wherever that card stands: it may be shown on another platform to those
 * whom nothing reaches in its own group. On its own platform the tap is the card's, also where an answer in private offered the button.
 */
export function answeringRefresh(
  { chat, update }: Pick<UpdateContext, 'chat' | 'update'>,
  refresh: Refresh,
): readonly Refresh[] {
  if (update.type !== 'action' || update.tapToken === undefined) return [refresh];
  const answering = { ...refresh, tapToken: update.tapToken };
  if (refresh.chatId.startsWith(`${chat.platform}:`)) return [answering];
  return [{ ...answering, key: `${refresh.key}@${chat.id}`, chatId: chat.id, otherwise: 'leave' }, refresh];
}

/** For everybody in the chat of the update. @param about so that a reply to it belongs to the ticket */
export function reply(ctx: UpdateContext, content: Content, about?: TicketId): Outgoing {
  const base = { op: 'post', key: `reply:${updateKey(ctx)}`, chatId: ctx.chat.id, priority: 1, content } as const;
  if (about === undefined) return base;
  return { ...base, ticketId: about, cardKey: noticeKey(about, ctx.ids.next(ctx.now)) };
}

/** Marks a message that is about a ticket and not its living card: a reply to it belongs to the ticket. */
export function noticeKey(about: TicketId, unique: string | number): string {
  return `notice:${about}:${unique}`;
}

export async function commitAnswer(ctx: UpdateContext, content: Content): Promise<void> {
  await ctx.commit({ outbox: [answer(ctx, content)] });
}

export async function commitReply(ctx: UpdateContext, content: Content, about?: TicketId): Promise<void> {
  await ctx.commit({ outbox: [reply(ctx, content, about)] });
}

/** Where nobody was left to be rung the sentence starts without the space after him. */
export function withoutLeadingSpace(line: Line): Line {
  const [first, ...more] = line;
  return typeof first === 'string' ? [first.trimStart(), ...more] : line;
}
