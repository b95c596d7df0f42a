import type { DingtalkCardTexts, DingtalkTexts } from '../../cards/catalogue-dingtalk.ts';
import type { Card } from '../../cards/types.ts';
import { isInEnglish } from '../card-texts.ts';

/** The words that the adapter says by itself; `cards/text.*.dingtalk.ts` has them. */
export interface DingtalkWords extends DingtalkTexts {
  /** The same for a card in English. */
  readonly en: DingtalkTexts;
}

/** In the language of the card's own buttons. */
export function textsFor(card: Pick<Card, 'actions'>, words: DingtalkWords): DingtalkCardTexts {
  return isInEnglish(card) ? words.en.card : words.card;
}
