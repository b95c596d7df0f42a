import { CATALOGUES } from '../cards/language.ts';
import type { Line } from '../cards/types.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import type { Draft, DraftDetails } from '../db/records.ts';
import type { Understanding } from '../domain/intake.ts';
import { type Instant, MINUTE } from '../domain/types.ts';
import { adviceTimers } from './advise-draft.ts';
import { attachedTo, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import { draftEntry, draftTimerKey, questionPost } from './draft-message.ts';
import { pictureBefore } from './picture-before.ts';
import { languageIfOther, languageOfDraft } from './spoken-language.ts';

/** Half of the shortest time in which somebody has to respond to a fault is left by then. */
export const UNANSWERED_AFTER_MS = 5 * MINUTE;

/** How a question differs from the plain one. */
export interface Asking {
  /** In place of the ring. */
  readonly lines?: readonly Line[];
  /** The question that asks about these words from now on: they are a further part of what it asked about. */
  readonly before?: Draft;
  /** What else it asks. */
  readonly details?: Pick<DraftDetails, 'sameAs' | 'sameNumber'>;
}

/**
 * Asks whether what was said is a fault: 登记为故障 / 不是; of a wish, whether it is a service request. The clocks of a later ticket
 * start at what was said, not at the tap. The speaker is rung; if nobody answers, those on duty are. A question about a picture that
 * he sent just before becomes this one, so that one ticket comes of both.
 */
export async function askWhetherIncident(
  ctx: UpdateContext,
  said: { readonly body: string; readonly reportedAt: Instant; readonly receivedAt: Instant },
  understanding: Understanding,
  asking: Asking = {},
): Promise<void> {
  const { lines } = asking;
  const kept = ctx.keepText(said.body);
  const before = asking.before ?? (await pictureBefore(ctx));
  const version = before ? before.version + 1 : 1;
  const details = detailsOf(ctx, { body: said.body, version }, understanding, asking);
  const draft: Draft = {
    id: before?.id ?? ctx.ids.next(ctx.now),
    contractId: ctx.contract.id,
    chatId: ctx.chat.id,
    personId: ctx.person.id,
    body: said.body,
    reportedAt: said.reportedAt,
    receivedAt: said.receivedAt,
    version,
    ...(details && { details }),
  };
  ctx.log.info({ draftId: draft.id, doubt: understanding.doubt }, 'asked whether it is an incident');
  const timer = { key: draftTimerKey(draft.id), kind: 'remind_draft', subject: draft.id } as const;
  const post = questionPost(ctx, draft, `draft:${draft.id}:${draft.version}`, lines ?? askedLines(ctx, draft));
  const changes: Changes = {
    ...(before ? { rewordedDraft: { seen: before, next: draft } } : { newDraft: draft }),
    texts: [kept],
    entries: [draftEntry(ctx, draft, { type: 'draft_asked', text: kept.ref })],
    // A plain question has got its answer, which names those on duty; ringing them about it would make them deaf.
    setTimers: [
      ...(understanding.kind === 'question' ? [] : [{ ...timer, fireAt: ctx.now + UNANSWERED_AFTER_MS }]),
      ...adviceTimers(ctx, draft, understanding),
    ],
    outbox: [asking.before && !lines ? inPlace(post) : post],
  };
  await ctx.commit(withAttached(changes, attachedTo(ctx, { draftId: draft.id })));
}

/** One card grows with what he adds: he was rung a moment ago. */
function inPlace(post: Extract<Outgoing, { op: 'post' }>): Outgoing {
  const { cardKey = post.key, content, ...row } = post;
  return { ...row, op: 'refresh', cardKey, content: { ...content, lines: [] }, otherwise: 'post' };
}

function detailsOf(
  ctx: UpdateContext,
  { body, version }: Pick<Draft, 'body' | 'version'>,
  { kind }: Understanding,
  { before, details }: Asking,
): DraftDetails | undefined {
  const language = languageIfOther(ctx, before, body);
  const { sameAs, sameNumber } = { ...before?.details, ...details };
  const all: DraftDetails = {
    ...(sameAs !== undefined && { sameAs }),
    ...(sameNumber !== undefined && { sameNumber }),
    ...(kind === 'request' && { isRequest: true }),
    ...(language && { language }),
    ...(before && { newestPartAt: ctx.update.receivedAt }),
    ...(version > 1 && { wordsVersion: version }),
  };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** In a group the speaker is rung; in private the card is enough. */
function askedLines(ctx: UpdateContext, draft: Draft): readonly Line[] {
  if (ctx.chat.kind === 'private') return [];
  const { dialogue, question } = CATALOGUES[languageOfDraft(draft)];
  const { ring } = draft.details?.isRequest ? dialogue.request : question;
  return [ring([{ mention: draft.personId }])];
}
