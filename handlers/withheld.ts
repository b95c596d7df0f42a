import { mentions } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { onDuty } from '../domain/roster.ts';
import { dutyScope } from '../domain/roster-turns.ts';
import { eventId } from '../domain/types.ts';
import type { MessageContext } from './context.ts';
import { departmentOfSpeaker } from './group-chat.ts';
import { reply, say } from './messages.ts';
import { platformName, troubleChanges } from './platform-trouble.ts';
import type { Next } from './router-types.ts';

/**
 * Somebody spoke to the bot, and the platform does not say what. He is told that nothing was registered, who is on duty is rung to
 * read it, and the managers are told why.
 */
export async function answerWithheld(ctx: MessageContext, next: Next): Promise<void> {
  const { chat, ids, now, person, update } = ctx;
  if (update.withheld === undefined) return next();
  const platform = platformName(chat.platform, ctx.text);
  const words = ctx.text.platform;
  const trouble = await troubleChanges(ctx, chat.platform, { code: 'quota_exhausted', of: 'messages' });
  const isGroup = chat.kind === 'group';
  const said = isGroup
    ? { lines: [words.withheld(mentions([person.id]), platform), ...readAloud(ctx)] }
    : say(words.withheldAlone(platform));
  ctx.log.warn({ chatId: chat.id, code: 'message_withheld' }, 'a platform did not say what somebody said');
  await ctx.commit({
    entries: [
      {
        ...{ id: eventId(ids.next(now)), at: now, by: person.id, type: 'message_withheld' },
        ...{ platform: chat.platform, chat: chat.id, why: update.withheld },
      },
      ...(trouble.entries ?? []),
    ],
    outbox: [reply(ctx, said), ...(trouble.outbox ?? [])],
  });
}

function readAloud(ctx: MessageContext): readonly Line[] {
  const scope = dutyScope(ctx.contract, undefined, departmentOfSpeaker(ctx));
  const duty = onDuty(ctx, ctx.now, scope).slice(0, 1);
  return duty.length === 0 ? [] : [ctx.text.platform.readAloud(mentions(duty))];
}
