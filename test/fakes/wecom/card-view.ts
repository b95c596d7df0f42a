import type { Drawn } from '../rooms.ts';
import { SHOWN } from './card-limits.ts';
import type { WireCard, WireSelection } from './card-schema.ts';

type Clip = (text: string, place: keyof typeof SHOWN) => string;

export function drawCard(sent: WireCard): Drawn<WireCard> {
  const cut: string[] = [];
  const clip: Clip = (text, place) => {
    const letters = [...text];
    if (letters.length <= SHOWN[place]) return text;
    cut.push(place);
    return `${letters.slice(0, SHOWN[place] - 1).join('')}…`;
  };
  const card = structuredClone(sent);
  const { main_title: head } = card;
  if (head?.title !== undefined) head.title = clip(head.title, 'title');
  if (head?.desc !== undefined) head.desc = clip(head.desc, 'desc');
  switch (card.card_type) {
    case 'button_interaction':
      drawFacts(card, clip);
      for (const button of card.button_list) button.text = clip(button.text, 'button');
      if (card.button_selection) drawSelection(card.button_selection, clip);
      break;
    case 'multiple_interaction':
      for (const selection of card.select_list) drawSelection(selection, clip);
      card.submit_button.text = clip(card.submit_button.text, 'button');
      break;
    case 'vote_interaction':
      for (const option of card.checkbox.option_list) option.text = clip(option.text, 'check');
      card.submit_button.text = clip(card.submit_button.text, 'button');
      break;
    case 'text_notice':
    case 'news_notice':
      drawFacts(card, clip);
      break;
  }
  return { card, cut };
}

type WithFacts = Extract<WireCard, { card_type: 'text_notice' | 'news_notice' | 'button_interaction' }>;

function drawFacts(card: WithFacts, clip: Clip): void {
  if (card.sub_title_text !== undefined) card.sub_title_text = clip(card.sub_title_text, 'subTitle');
  for (const field of card.horizontal_content_list ?? []) {
    field.keyname = clip(field.keyname, 'keyname');
    if (field.value !== undefined) field.value = clip(field.value, 'value');
  }
}

function drawSelection(selection: WireSelection, clip: Clip): void {
  if (selection.title !== undefined) selection.title = clip(selection.title, 'selectionTitle');
  for (const option of selection.option_list) option.text = clip(option.text, 'option');
}
