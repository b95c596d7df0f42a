import type { z } from 'zod';
import { isRefusal, type Refusal, refusal } from './answer.ts';
import { BYTES, TASK_ID } from './card-limits.ts';
import { bytes, templateCard, type WireCard } from './card-schema.ts';

/** Whether WeCom would take a card that is sent: its own limits, and a `task_id` that no card of the bot has had. */
export function checkNewCard(value: unknown, used: ReadonlySet<string>): { readonly card: WireCard } | Refusal {
  const checked = checkCard(value);
  if (isRefusal(checked)) return checked;
  const { task_id: taskId } = checked.card;
  if (taskId === undefined) return needsTaskId(checked.card) ? refusal(42014, 'task_id missing') : checked;
  if (bytes(taskId) > BYTES.taskId || !TASK_ID.test(taskId)) return refusal(42014, 'task_id illegal');
  return used.has(taskId) ? refusal(42014, 'task_id duplicate') : checked;
}

/** The same for a card that takes another's place. */
export function checkCard(value: unknown): { readonly card: WireCard } | Refusal {
  const parsed = templateCard.safeParse(value);
  if (!parsed.success) return refusalOf(parsed.error);
  const card = parsed.data;
  const words = card.card_type === 'text_notice' ? card.sub_title_text : undefined;
  if (!card.main_title?.title && !words) return refusal(42014, 'main_title.title missing');
  if (card.card_type === 'button_interaction') {
    if (card.button_list.some((button) => button.url !== undefined)) return refusal(42039);
    if (hasTwins(card.button_list.map(({ key }) => key))) return refusal(42014, 'button key duplicate');
  }
  for (const selection of selectionsOf(card)) {
    if (hasTwins(selection.option_list.map(({ id }) => id))) return refusal(42014, 'option id duplicate');
    const ids = selection.option_list.map(({ id }) => id);
    if (selection.selected_id !== undefined && !ids.includes(selection.selected_id))
      return refusal(42014, 'selected_id unknown');
  }
  if (hasTwins(selectionsOf(card).map(({ question_key: key }) => key))) return refusal(42014, 'question_key duplicate');
  return { card };
}

export function selectionsOf(card: WireCard) {
  if (card.card_type === 'multiple_interaction') return card.select_list;
  if (card.card_type === 'button_interaction' && card.button_selection) return [card.button_selection];
  return [];
}

function needsTaskId(card: WireCard): boolean {
  return card.card_type === 'button_interaction' || card.card_type === 'vote_interaction' || 'action_menu' in card;
}

function refusalOf(error: z.ZodError): Refusal {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  return refusal(path === 'button_list' ? 40016 : 42014, `${path} ${issue?.message ?? ''}`);
}

const hasTwins = (values: readonly string[]): boolean => new Set(values).size < values.length;
