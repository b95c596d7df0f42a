import { CATALOGUES, languageOf } from '../cards/language.ts';
import { answeredQuestionCard, type DraftView, questionCard } from '../cards/question-card.ts';
import type { Line } from '../cards/types.ts';
import type { Draft, Outgoing } from '../db/store.ts';
import type { Understanding } from '../domain/intake.ts';
import type { Instant } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { updateKey } from './messages.ts';
import { understood } from './understood.ts';

/** Asks whether what was said is a fault: 登记为故障 / 不是. The clocks of a later ticket start at what was said, not at the tap. */
export async function askWhetherIncident(
  ctx: UpdateContext,
  said: { readonly body: string; readonly reportedAt: Instant; readonly receivedAt: Instant },
  understanding: Understanding,
  lines: readonly Line[] = [],
): Promise<void> {
  const draft: Draft = {
    id: ctx.ids.next(ctx.now),
    contractId: ctx.contract.id,
    chatId: ctx.chat.id,
    personId: ctx.person.id,
    body: said.body,
    reportedAt: said.reportedAt,
    receivedAt: said.receivedAt,
    version: 1,
  };
  const card = questionCard(draftView(ctx, draft, understanding), ctx.contract, ctx.now, ctx.text);
  ctx.log.info({ draftId: draft.id, doubt: understanding.doubt }, 'asked whether it is an incident');
  await ctx.commit({
    newDraft: draft,
    outbox: [
      {
        op: 'post',
        key: `draft:${draft.id}`,
        cardKey: draftCardKey(draft),
        chatId: draft.chatId,
        priority: 1,
        content: { lines, card },
      },
    ],
  });
}

/** The question's card, now with its answer and without buttons. */
export function answeredDraftCard(
  ctx: UpdateContext,
  draft: Draft,
  outcome: { readonly registeredAs?: string },
): Outgoing {
  const { update } = ctx;
  const view = draftView(ctx, draft, understood(ctx, draft.body));
  const card = answeredQuestionCard(view, ctx.contract, outcome, CATALOGUES[languageOf(draft.body)]);
  return {
    op: 'refresh',
    key: `answered:${updateKey(ctx)}`,
    cardKey: draftCardKey(draft),
    chatId: draft.chatId,
    priority: 1,
    content: { lines: [], card },
    // Where a card can't change, the new ticket's card says that it was registered; a dismissal has to be said.
    otherwise: outcome.registeredAs === undefined ? 'post' : 'leave',
    ...(update.type === 'action' && update.tapToken !== undefined && { tapToken: update.tapToken }),
  };
}

function draftCardKey({ id }: Draft): string {
  return `draft:${id}`;
}

function draftView(ctx: UpdateContext, draft: Draft, { systemId, level }: Understanding): DraftView {
  const { id, version, body, reportedAt } = draft;
  const mayAnswer = ctx.members.filter((member) => member.id === draft.personId || isStaff(member.roles));
  return {
    id,
    version,
    body,
    reportedAt,
    level,
    ...(systemId !== undefined && { systemId }),
    for: [...new Set([draft.personId, ...mayAnswer.map((member) => member.id)])],
  };
}

/** May answer for somebody else. */
export function isStaff(roles: readonly string[]): boolean {
  return roles.some((role) => role === 'engineer' || role === 'manager' || role === 'supervisor');
}
