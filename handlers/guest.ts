import { mentions } from '../cards/ticket-view.ts';
import type { Outgoing } from '../db/changes.ts';
import { amendedCommit } from './amended-commit.ts';
import type { UpdateContext } from './context.ts';
import { platformName } from './platform-trouble.ts';

/**
 * A guest without a role is told once in each chat what he can do there, beside whatever else he is told: the key of the message is
 * known for as long as sent messages are kept.
 */
export function tellGuest(ctx: UpdateContext): void {
  const { actor, chat, person, text, update } = ctx;
  if (!update.from.isGuest || actor.roles.length > 0) return;
  const told: Outgoing = {
    op: 'post',
    key: `guest:${chat.id}:${person.id}`,
    chatId: chat.id,
    priority: 2,
    content: { lines: [text.platform.guest(mentions([person.id]), platformName(chat.platform, text))] },
  };
  ctx.commit = amendedCommit(ctx, (changes) => ({ ...changes, outbox: [...(changes.outbox ?? []), told] }));
}
