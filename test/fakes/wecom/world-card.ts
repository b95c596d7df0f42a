import type { Card, CardAction, CardSubject, FormField, Tone } from '../../../cards/types.ts';
import { decodeKey } from '../../../platforms/button-key.ts';
import { LIMITS } from '../../../platforms/wecom/limits.ts';
import { CHOSEN, NO_CHOICE } from '../../../platforms/wecom/tapped.ts';
import { selectionsOf } from './card-check.ts';
import type { WireCard, WireSelection } from './card-schema.ts';

const TONES: readonly (readonly [mark: string, tone: Tone])[] = [
  ['🔴', 'danger'],
  ['🟡', 'warning'],
  ['🔵', 'info'],
  ['🟢', 'success'],
];
const QUESTION = /^(?<action>[^.]+)\.(?<field>.+)$/;

/** A card of the platform as a neutral one, as far as it still shows: what scenarios ask about and press. */
export function neutralCard(card: WireCard): Card {
  const [tone, title] = toneOf(card.main_title?.title ?? '');
  const facts = 'sub_title_text' in card || 'horizontal_content_list' in card ? factsOf(card) : undefined;
  const actions = actionsOf(card);
  const subject = subjectOf(card);
  const badge = card.main_title?.desc;
  return {
    tone,
    title,
    ...(badge !== undefined && { badge }),
    lines: (facts?.words ?? '').split('\n').map((line) => [line]),
    fields: (facts?.rows ?? []).map(({ keyname, value = '' }) => ({ label: keyname, value: [value] })),
    clocks: [],
    actions,
    ...(subject && { subject }),
    ...(card.card_type === 'multiple_interaction' && { asksForm: true }),
  };
}

function factsOf(card: WireCard) {
  switch (card.card_type) {
    case 'text_notice':
    case 'news_notice':
    case 'button_interaction':
      return { words: card.sub_title_text ?? '', rows: card.horizontal_content_list ?? [] };
    case 'vote_interaction':
    case 'multiple_interaction':
      return undefined;
  }
}

function toneOf(title: string): readonly [Tone, string] {
  const found = TONES.find(([mark]) => title.startsWith(mark));
  return found ? [found[1], title.slice(found[0].length).trim()] : ['neutral', title];
}

/** What most buttons are about, or else the first. */
function subjectOf(card: WireCard): CardSubject | undefined {
  const [first] = actionsOf(card);
  return first?.subject;
}

function actionsOf(card: WireCard): readonly CardAction[] {
  const selections = selectionsOf(card);
  const more = selections.find((selection) => selection.question_key === CHOSEN);
  const buttons =
    card.card_type === 'button_interaction'
      ? card.button_list
      : card.card_type === 'multiple_interaction'
        ? [card.submit_button]
        : [];
  const options = (more?.option_list ?? []).filter(({ id }) => id !== NO_CHOICE);
  return [
    ...buttons.flatMap(({ key, text }) => actionOf(key, text, selections)),
    ...options.flatMap(({ id, text }) => actionOf(id, `▾ ${text}`, selections)),
  ].filter(({ action }) => action !== CHOSEN);
}

function actionOf(key: string, label: string, selections: readonly WireSelection[]): readonly CardAction[] {
  const decoded = decodeKey(key, LIMITS.keyBytes);
  if (!decoded) return [];
  const { action, subject: id, version } = decoded;
  const form = selections.flatMap((selection) => fieldOf(selection, action));
  const about = { id, version };
  return [{ action, label, style: 'default', for: 'everyone', subject: about, ...(form.length > 0 && { form }) }];
}

function fieldOf({ option_list: options, question_key: key, title = '' }: WireSelection, action: string): FormField[] {
  const { action: asked, field } = QUESTION.exec(key)?.groups ?? {};
  if (asked !== action || field === undefined) return [];
  const choices = options.filter(({ id }) => id !== NO_CHOICE).map(({ id, text }) => ({ value: id, label: text }));
  return [{ name: field, label: title, type: 'select', required: false, options: choices }];
}
