import { CATALOGUES, languageOf } from '../cards/language.ts';
import type { Line } from '../cards/types.ts';
import type { Changes } from '../db/changes.ts';
import type { Draft } from '../db/records.ts';
import type { Understanding } from '../domain/intake.ts';
import { type Instant, MINUTE } from '../domain/types.ts';
import { attachedTo, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import { draftEntry, draftTimerKey, questionPost } from './draft-message.ts';
import { pictureBefore } from './picture-before.ts';

/** Half of the shortest time in which somebody has to respond to a fault is left by then. */
export const UNANSWERED_AFTER_MS = 5 * MINUTE;

/**
 * Asks whether what was said is a fault: 登记为故障 / 不是. The clocks of a later ticket start at what was said, not at the tap.
 * The speaker is rung; if nobody answers, those on duty are. A question about a picture that he sent just before becomes this one,
 * so that one ticket comes of both.
 */
export async function askWhetherIncident(
  ctx: UpdateContext,
  said: { readonly body: string; readonly reportedAt: Instant; readonly receivedAt: Instant },
  understanding: Understanding,
  lines: readonly Line[] = [],
): Promise<void> {
  const kept = ctx.keepText(said.body);
  const before = await pictureBefore(ctx);
  const draft: Draft = {
    id: before?.id ?? ctx.ids.next(ctx.now),
    contractId: ctx.contract.id,
    chatId: ctx.chat.id,
    personId: ctx.person.id,
    body: said.body,
    reportedAt: said.reportedAt,
    receivedAt: said.receivedAt,
    version: before ? before.version + 1 : 1,
  };
  ctx.log.info({ draftId: draft.id, doubt: understanding.doubt }, 'asked whether it is an incident');
  const timer = { key: draftTimerKey(draft.id), kind: 'remind_draft', subject: draft.id } as const;
  const asked = lines.length > 0 ? lines : askedLines(ctx, draft);
  const changes: Changes = {
    ...(before ? { rewordedDraft: { seen: before, next: draft } } : { newDraft: draft }),
    texts: [kept],
    entries: [draftEntry(ctx, draft, { type: 'draft_asked', text: kept.ref })],
    // A plain question has got its answer, which names those on duty; ringing them about it would make them deaf.
    ...(understanding.kind !== 'question' && {
      setTimers: [{ ...timer, fireAt: ctx.now + UNANSWERED_AFTER_MS }],
    }),
    outbox: [questionPost(ctx, draft, `draft:${draft.id}:${draft.version}`, asked)],
  };
  await ctx.commit(withAttached(changes, attachedTo(ctx, { draftId: draft.id })));
}

/** In a group the speaker is rung; in private the card is enough. */
function askedLines(ctx: UpdateContext, draft: Draft): readonly Line[] {
  if (ctx.chat.kind === 'private') return [];
  return [CATALOGUES[languageOf(draft.body)].question.ring([{ mention: draft.personId }])];
}
