import { fieldAsLine } from '../../cards/card-as-text.ts';
import type { CardAction } from '../../cards/types.ts';
import { cardLine } from '../wire-text.ts';
import { buttonText, keyOf, question } from './card-buttons.ts';
import { LIMITS } from './limits.ts';
import { allSaid, type CardContent, type CardInput, headOf, type RenderedCard } from './render-card.ts';
import type { CardSelection } from './types.ts';

/**
 * The form of the card's first action as drop-downs, with the action as the button below. Fields that nobody has to fill in and
 * no drop-down can ask are left out.
 * @returns undefined where a field that somebody has to fill in can't be asked so
 */
export function renderForm(content: CardContent, input: CardInput): RenderedCard | undefined {
  const { card } = content;
  const [action] = card.actions;
  const key = action && keyOf(action, card);
  const asked = action && questions(action, input);
  if (action === undefined || key === undefined || asked === undefined) return undefined;
  const { title, lines } = headOf(card);
  const words = [...lines, ...allSaid(content, input.texts), ...factLines(content)];
  const [first = ''] = words;
  const isInHead = words.length <= 1 && title.desc === undefined && first.length <= LIMITS.desc;
  return {
    card: {
      card_type: 'multiple_interaction',
      main_title: { ...title, ...(isInHead && first !== '' && { desc: first }) },
      select_list: asked,
      submit_button: { text: buttonText(action, input.texts), key },
      task_id: input.taskId,
    },
    isAbridged: words.length > 0 && !isInHead,
  };
}

function questions({ action, form = [] }: CardAction, { texts }: CardInput): readonly CardSelection[] | undefined {
  const asked = form.map((field) => ({ field, selection: question(action, field, texts) }));
  if (asked.some(({ field, selection }) => field.required && selection === undefined)) return undefined;
  const selections = asked.flatMap(({ selection }) => selection ?? []);
  const names = new Set(selections.map((selection) => selection.question_key));
  const fits = selections.length > 0 && selections.length <= LIMITS.selects && names.size === selections.length;
  return fits ? selections : undefined;
}

/** Minor ones would only say what the drop-downs show. */
function factLines({ card, people }: CardContent): readonly string[] {
  return card.fields.filter(({ isMinor }) => !isMinor).map((field) => cardLine(fieldAsLine(field), people));
}
