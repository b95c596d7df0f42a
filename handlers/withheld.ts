import { mentions } from '../cards/ticket-view.ts';
import type { Outgoing } from '../db/changes.ts';
import { onDuty } from '../domain/roster.ts';
import { dutyScope } from '../domain/roster-turns.ts';
import { eventId, type PersonId } from '../domain/types.ts';
import type { MessageContext } from './context.ts';
import { departmentOfSpeaker, groupForUpdate } from './group-chat.ts';
import { reply, say, updateKey, withoutLeadingSpace } from './messages.ts';
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
  const duty = dutyNow(ctx);
  const aloud = duty.length === 0 ? [] : [words.readAloud(mentions(duty))];
  const said =
    chat.kind === 'group'
      ? { lines: [words.withheld(mentions([person.id]), platform), ...aloud] }
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
    outbox: [reply(ctx, said), ...(await inGroup(ctx, duty)), ...(trouble.outbox ?? [])],
  });
}

/** Who is on duty can't see what was said in private, so he is told whom to ask; where the supplier has nobody yet, the group is. */
async function inGroup(ctx: MessageContext, duty: readonly PersonId[]): Promise<readonly Outgoing[]> {
  const { chat, person, text } = ctx;
  const group = await groupForUpdate(ctx);
  if (group === chat.id) return [];
  const line = text.platform.withheldFrom(mentions(duty), person.name, platformName(chat.platform, text));
  const key = `withheld:${updateKey(ctx)}`;
  return [{ op: 'post', key, chatId: group, priority: 1, content: { lines: [withoutLeadingSpace(line)] } }];
}

function dutyNow(ctx: MessageContext): readonly PersonId[] {
  const scope = dutyScope(ctx.contract, undefined, departmentOfSpeaker(ctx));
  return onDuty(ctx, ctx.now, scope).slice(0, 1);
}
