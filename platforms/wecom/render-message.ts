import type { Card } from '../../cards/types.ts';
import type { WireContent } from '../types.ts';
import { cardLine } from '../wire-text.ts';
import { type CardContent, type CardInput, renderButtons, renderCard } from './render-card.ts';
import { renderForm } from './render-form.ts';
import { renderText } from './render-text.ts';
import type { TemplateCard, WecomMessage } from './types.ts';
import { textsFor, type WecomWords } from './words.ts';

export interface RenderInput {
  /** Of the card, where it becomes one. An update carries that of the tapped card. */
  readonly taskId: string;
  readonly words: WecomWords;
  /** Where a tap on a card without buttons leads: WeCom wants an address. */
  readonly noticeUrl: string;
}

export interface RenderedMessage {
  /** In the order of sending; only the last one may be a card. */
  readonly messages: readonly WecomMessage[];
  /** The last one is a card: its `task_id` is the delivery's handle. */
  readonly hasCard: boolean;
  /** What to send in the card's place when WeCom refuses it; empty where its words and typed forms went ahead as text. */
  readonly insteadOfCard: readonly WecomMessage[];
}

/**
 * What a delivery becomes. A card that may not be shortened and is too long goes ahead as text, with its buttons on a card
 * below; what has no buttons is text.
 */
export function renderMessage(content: WireContent, input: RenderInput): RenderedMessage {
  const text = renderText(content, input.words);
  const onlyText: RenderedMessage = { messages: text, hasCard: false, insteadOfCard: [] };
  if (!hasCard(content) || content.card.actions.length === 0) return onlyText;
  const cardInput = cardInputOf(content.card, input);
  if (content.card.asksForm) {
    const form = renderForm(content, cardInput);
    if (!form) return onlyText;
    return form.isAbridged ? below(text, form.card) : alone(form.card, text);
  }
  const { card, isAbridged } = renderCard(content, cardInput);
  if (card.card_type === 'text_notice') return onlyText;
  if (isAbridged && content.card.wholeBy === undefined) return below(text, renderButtons(content, cardInput));
  return alone(card, text);
}

/** The tapped card's new state, for everybody who sees it. */
export function renderUpdate(content: WireContent, input: RenderInput): TemplateCard {
  const shown = hasCard(content) ? content : noticeOf(content);
  return renderCard(shown, cardInputOf(shown.card, input)).card;
}

/** What a tapped card becomes that is older than what it is about: no buttons, and where to go. */
export function supersededCard({ taskId, words, noticeUrl }: RenderInput): TemplateCard {
  const { superseded, supersededHint } = words.card;
  return {
    card_type: 'text_notice',
    main_title: { title: superseded },
    sub_title_text: supersededHint,
    task_id: taskId,
    card_action: { type: 1, url: noticeUrl },
  };
}

function hasCard(content: WireContent): content is CardContent {
  return content.card !== undefined;
}

function alone(card: TemplateCard, text: readonly WecomMessage[]): RenderedMessage {
  return { messages: [messageOf(card)], hasCard: true, insteadOfCard: text };
}

function below(text: readonly WecomMessage[], card: TemplateCard): RenderedMessage {
  return { messages: [...text, messageOf(card)], hasCard: true, insteadOfCard: [] };
}

function messageOf(card: TemplateCard): WecomMessage {
  return { msgtype: 'template_card', template_card: card };
}

/** Words without a card, in the place of one. */
function noticeOf({ lines, people }: WireContent): CardContent {
  const [first = [], ...others] = lines;
  const title = cardLine(first, people);
  return { people, lines: others, card: { tone: 'neutral', title, lines: [], fields: [], clocks: [], actions: [] } };
}

function cardInputOf(card: Card, { taskId, words, noticeUrl }: RenderInput): CardInput {
  return { taskId, noticeUrl, texts: textsFor(card, words) };
}
