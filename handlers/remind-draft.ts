import { CATALOGUES } from '../cards/language.ts';
import { mentions, nameOf } from '../cards/ticket-view.ts';
import { durationWords } from '../cards/words.ts';
import { onDuty } from '../domain/roster.ts';
import { dutyScope } from '../domain/roster-turns.ts';
import type { Scene } from './context.ts';
import { draftEntry, questionPost } from './draft-message.ts';
import { UNANSWERED_AFTER_MS } from './questions.ts';
import { languageOfDraft } from './spoken-language.ts';
import { understood } from './understood.ts';

/**
 * Nobody has said whether some words were a report: those on duty are rung, once, with the question's buttons. Words that were
 * answered meanwhile need nothing.
 */
export async function remindDraft(scene: Scene, draftId: string): Promise<void> {
  const draft = await scene.store.draft(draftId);
  if (!draft || draft.answer !== undefined) return scene.commit({});
  const text = CATALOGUES[languageOfDraft(draft)];
  const chat = (await scene.store.chatsOf(scene.contract.id)).find(({ id }) => id === draft.chatId);
  const asked = { ...scene, chat };
  const { systemId } = understood(asked, draft.body, { reporterId: draft.personId });
  const department = chat?.department ?? scene.members.find(({ id }) => id === draft.personId)?.department;
  const scope = dutyScope(scene.contract, systemId, department);
  const duty = onDuty(scene, scene.now, scope).slice(0, 1);
  const who = mentions(duty.length > 0 ? duty : [draft.personId]);
  const by = nameOf(scene.members, draft.personId, text);
  const since = durationWords(UNANSWERED_AFTER_MS, text);
  const number = draft.details?.sameNumber;
  const line =
    number === undefined ? text.question.unanswered(who, by, since) : text.sameFault.unanswered(who, by, number, since);
  scene.log.info({}, 'rang about a question that nobody answered');
  await scene.commit({
    entries: [draftEntry(scene, draft, { type: 'draft_reminded' })],
    outbox: [questionPost(asked, draft, `draft-unanswered:${draft.id}`, [line])],
  });
}
