import { unreachable } from '../domain/assert.ts';
import { cleanText } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { hasAttachments } from './attachments.ts';
import type { MessageContext } from './context.ts';
import { type Heard, takeFollowUp, takeNumbered } from './follow-up.ts';
import { showHelp } from './help.ts';
import { reply, say } from './messages.ts';
import { takePart } from './parts.ts';
import { takePicture } from './picture.ts';
import { askWhetherIncident } from './questions.ts';
import { answerStanding } from './standing.ts';
import { askWhichFault, takeReport } from './take-report.ts';
import { understood } from './understood.ts';

/**
 * What was said to the bot and is no command: a report or a part of one, a follow-up, a wish, a question, small talk. In doubt the
 * bot asks.
 */
export async function hear(ctx: MessageContext): Promise<void> {
  const body = cleanText(ctx.update.text);
  if (body === '') return hasAttachments(ctx) ? takePicture(ctx) : showHelp(ctx);
  const understanding = understood(ctx, body, { reporterId: ctx.person.id });
  const heard: Heard = { body, understanding };
  ctx.log.debug({ kind: understanding.kind, doubt: understanding.doubt }, 'understood a message');
  if (await answerStanding(ctx, heard)) return;
  const named = await takeNumbered(ctx, heard);
  if (!named || (named === heard && (await takePart(ctx, heard)))) return;
  const left = named === heard ? await takeFollowUp(ctx, heard) : named;
  if (!left) return;
  const { kind, alone = 'unsure' } = left.understanding;
  await takeAlone(ctx, left, kind === 'follow_up' ? alone : kind);
}

async function takeAlone(
  ctx: MessageContext,
  { body, understanding }: Heard,
  kind: Exclude<Heard['understanding']['kind'], 'follow_up'>,
): Promise<void> {
  const { update, text } = ctx;
  const said = { body, reportedAt: reportedAt(update), receivedAt: update.receivedAt };
  switch (kind) {
    case 'incident':
      return takeReport(ctx, { ...said, reporterId: ctx.person.id, understood: understanding });
    case 'unsure':
      return askWhichFault(ctx, said, { ...understanding, kind });
    case 'request':
      return askWhetherIncident(ctx, said, { ...understanding, kind });
    case 'question':
      return askWhetherIncident(ctx, said, { ...understanding, kind }, { lines: [[text.talk.question]] });
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
