import { unreachable } from '../domain/assert.ts';
import { cleanText } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { hasAttachments } from './attachments.ts';
import type { MessageContext } from './context.ts';
import { type Heard, takeFollowUp } from './follow-up.ts';
import { showHelp } from './help.ts';
import { reply, say } from './messages.ts';
import { takePicture } from './picture.ts';
import { askWhetherIncident } from './questions.ts';
import { openIncident } from './report.ts';
import { understood } from './understood.ts';

/** What was said to the bot and is no command: a report, a follow-up, a question, small talk. In doubt the bot asks. */
export async function hear(ctx: MessageContext): Promise<void> {
  const body = cleanText(ctx.update.text);
  if (body === '') return hasAttachments(ctx) ? takePicture(ctx) : showHelp(ctx);
  const understanding = understood(ctx, body, { reporterId: ctx.person.id });
  const heard: Heard = { body, understanding };
  ctx.log.debug({ kind: understanding.kind, doubt: understanding.doubt }, 'understood a message');
  const left = await takeFollowUp(ctx, heard);
  if (!left) return;
  const { kind, alone = 'unsure' } = left.understanding;
  await takeAlone(ctx, left, kind === 'follow_up' ? alone : kind);
}

async function takeAlone(
  ctx: MessageContext,
  { body, understanding }: Heard,
  kind: 'incident' | 'unsure' | 'question' | 'small_talk',
): Promise<void> {
  const { update, text } = ctx;
  const said = { body, reportedAt: reportedAt(update), receivedAt: update.receivedAt };
  switch (kind) {
    case 'incident':
      return openIncident(ctx, { ...said, reporterId: ctx.person.id, understood: understanding });
    case 'unsure':
      return askWhetherIncident(ctx, said, understanding);
    case 'question':
      return askWhetherIncident(ctx, said, understanding, [[text.talk.question]]);
    case 'small_talk': {
      // 您好，麻烦看一下: what is meant is in the picture.
      if (hasAttachments(ctx)) return takePicture(ctx);
      if (understanding.pleasantry === 'introduction') return showHelp(ctx);
      const { greeting, thanks, other } = text.talk;
      const words = { greeting, thanks, other }[understanding.pleasantry ?? 'other'];
      return ctx.commit({ outbox: [{ ...reply(ctx, say(words)), priority: 2 }] });
    }
    default:
      return unreachable(kind);
  }
}
