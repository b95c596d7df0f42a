import type { WecomCardTexts, WecomTexts } from '../../cards/catalogue-wecom.ts';
import type { Card } from '../../cards/types.ts';
import { isInEnglish } from '../card-texts.ts';

/** The words that the adapter says by itself; `cards/text.*.wecom.ts` has them. */
export interface WecomWords extends WecomTexts {
  /** The same for a card in English. */
  readonly en: WecomTexts;
}

/** In the language of the card's own buttons. */
export function textsFor(card: Pick<Card, 'actions'>, words: WecomWords): WecomCardTexts {
  return isInEnglish(card) ? words.en.card : words.card;
}
