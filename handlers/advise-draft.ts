import { adviceWords, isNews } from '../cards/advice-parts.ts';
import { CATALOGUES, inEveryLanguage } from '../cards/language.ts';
import type { Changes, NewTimer } from '../db/changes.ts';
import type { Draft, DraftDetails } from '../db/records.ts';
import type { Understanding } from '../domain/intake.ts';
import { eventId } from '../domain/types.ts';
import { adviceView } from './advice-taken.ts';
import type { Scene, UpdateContext } from './context.ts';
import { questionPost } from './draft-message.ts';
import { languageOfDraft } from './spoken-language.ts';
import { type SaidIn, understood } from './understood.ts';

/** One for each wording: other words are asked about anew, and what is asked about the old ones comes to nothing. */
export function adviceTimerKey({ id, version }: Pick<Draft, 'id' | 'version'>): string {
  return `advise:${id}:${version}`;
}

/** Words about which the rules are unsure are shown to the model, where there is one; those that the bot said itself are not. */
export function adviceTimers(
  { hasAdvisor, now }: UpdateContext,
  draft: Draft,
  { doubt }: Pick<Understanding, 'doubt'>,
): readonly NewTimer[] {
  const isAsked = hasAdvisor && doubt !== undefined && draft.details?.sameAs === undefined;
  if (!isAsked || OWN_WORDS.has(draft.body)) return [];
  return [{ key: adviceTimerKey(draft), kind: 'advise_draft', subject: draft.id, fireAt: now }];
}

const OWN_WORDS = new Set(inEveryLanguage(({ attachment }) => [attachment.alone]));

/**
 * Shows a suggestion on the question's card. It changes nothing else: who answers, and what a tap on the other buttons does, stays.
 * @param suggestion of values that the contract has
 */
export function adviceChanges(
  scene: Scene & SaidIn,
  draft: Draft,
  suggestion: NonNullable<DraftDetails['suggestion']>,
  model: string,
): Changes {
  const next: Draft = { ...draft, version: draft.version + 1, details: { ...draft.details, suggestion } };
  const text = CATALOGUES[languageOfDraft(draft)];
  const view = adviceView(scene, next);
  const own = understood(scene, draft.body, { reporterId: draft.personId });
  const isRequest = draft.details?.isRequest;
  const hasButton = view !== undefined && isNews(view, { ...own, ...(isRequest && { isRequest }) });
  const { cardKey = next.id, content, ...row } = questionPost(scene, next, `advised:${draft.id}:${next.version}`, []);
  const words = view ? [[text.advice.news(adviceWords(view, scene.contract, text))]] : [];
  return {
    rewordedDraft: { seen: draft, next },
    entries: [
      {
        ...{ id: eventId(scene.ids.next(scene.now)), at: scene.now, type: 'draft_advised' },
        ...{ draftId: draft.id, saidBy: draft.personId, model, ...suggestion },
      },
    ],
    outbox: [
      {
        ...row,
        op: 'refresh',
        cardKey,
        content,
        // Where no card can change, one more is worth it only for a button that the first one lacks.
        ...(hasButton ? { otherwise: 'post', news: words } : { otherwise: 'leave', isDetail: true }),
      },
    ],
  };
}
