import { CATALOGUES } from '../cards/language.ts';
import { answeredQuestionCard, type DraftOutcome, type DraftView, questionCard } from '../cards/question-card.ts';
import type { Line } from '../cards/types.ts';
import type { ContractEvent, Outgoing } from '../db/changes.ts';
import type { Draft } from '../db/records.ts';
import { requestLevel } from '../domain/request-level.ts';
import { eventId, type PersonId, type TextRef, type TicketId } from '../domain/types.ts';
import { adviceView } from './advice-taken.ts';
import type { Scene, UpdateContext } from './context.ts';
import { answeringRefresh, cardRefresh, updateKey } from './messages.ts';
import { languageOfDraft } from './spoken-language.ts';
import { type SaidIn, understood } from './understood.ts';

/** The question's timer: who is on duty is rung when nobody has answered. */
export function draftTimerKey(id: string): string {
  return `draft:${id}`;
}

/** Posts the question; a later post takes the place of an earlier one as the card that is kept up to date. */
export function questionPost(
  scene: Scene & SaidIn,
  draft: Draft,
  key: string,
  lines: readonly Line[],
): Extract<Outgoing, { op: 'post' }> {
  const text = CATALOGUES[languageOfDraft(draft)];
  return {
    op: 'post',
    key,
    cardKey: draftCardKey(draft),
    chatId: draft.chatId,
    priority: 1,
    content: { lines, card: questionCard(draftView(scene, draft), scene.contract, scene.now, text) },
  };
}

/** The question's card as it stands by now, for whoever has tapped an older one. */
export function presentQuestion(ctx: UpdateContext, draft: Draft): Outgoing {
  const card = questionCard(draftView(ctx, draft), ctx.contract, ctx.now, CATALOGUES[languageOfDraft(draft)]);
  return cardRefresh(ctx, { card, cardKey: draftCardKey(draft), chatId: draft.chatId });
}

/** The question's card, now with its answer and without buttons, wherever it was tapped. */
export function answeredDraftCards(ctx: UpdateContext, draft: Draft, outcome: DraftOutcome): readonly Outgoing[] {
  const card = answeredQuestionCard(draftView(ctx, draft), ctx.contract, outcome, CATALOGUES[languageOfDraft(draft)]);
  return answeringRefresh(ctx, {
    op: 'refresh',
    key: `answered:${updateKey(ctx)}`,
    cardKey: draftCardKey(draft),
    chatId: draft.chatId,
    priority: 1,
    content: { lines: [], card },
    // Where a card can't change, the new ticket's card says that it was registered; anything else has to be said.
    otherwise: 'registeredAs' in outcome ? 'leave' : 'post',
  });
}

/**
 * What became of words that may have been a report, for the ledger: that nobody's report vanished can be shown later. The text's
 * salted hash is in the entry that says that it was asked about; the others name the question.
 */
export function draftEntry(
  scene: Scene,
  draft: Draft,
  what:
    | { readonly type: 'draft_asked'; readonly text: TextRef }
    | { readonly type: 'draft_reminded' }
    | { readonly type: 'draft_dismissed'; readonly by: PersonId }
    | { readonly type: 'draft_registered'; readonly by: PersonId; readonly ticketId: TicketId },
): ContractEvent {
  return {
    ...what,
    id: eventId(scene.ids.next(scene.now)),
    at: scene.now,
    draftId: draft.id,
    saidBy: draft.personId,
    reportedAt: draft.reportedAt,
  };
}

/**
 * Registering somebody's words does no harm, so the staff may; saying that they were no report is for himself and for those
 * who supervise the contract.
 */
export function mayRegister(
  draft: Draft,
  person: { readonly id: PersonId; readonly roles: readonly string[] },
): boolean {
  return draft.personId === person.id || person.roles.some((role) => role !== 'reporter');
}

export function mayDismiss(
  draft: Draft,
  person: { readonly id: PersonId; readonly roles: readonly string[] },
): boolean {
  if (draft.personId === person.id) return true;
  const isOfSupplier = person.roles.includes('engineer') || person.roles.includes('manager');
  return person.roles.includes('supervisor') && !isOfSupplier;
}

function draftCardKey({ id }: Draft): string {
  return `draft:${id}`;
}

function draftView(scene: Scene & SaidIn, draft: Draft): DraftView {
  const { id, version, body, details, reportedAt } = draft;
  const read = understood(scene, body, { reporterId: draft.personId });
  const { systemId } = read;
  const { level } = details?.isRequest ? requestLevel(scene.contract, systemId, read) : read;
  const advice = adviceView(scene, draft);
  const those = (may: typeof mayRegister) => [
    ...new Set([draft.personId, ...scene.members.filter((member) => may(draft, member)).map((member) => member.id)]),
  ];
  return {
    id,
    version,
    body,
    reportedAt,
    level,
    ...(systemId !== undefined && { systemId }),
    ...(details?.isRequest && { isRequest: true }),
    ...(advice && { advice }),
    ...(details?.sameNumber !== undefined && { sameNumber: details.sameNumber }),
    mayRegister: those(mayRegister),
    mayDismiss: those(mayDismiss),
  };
}
