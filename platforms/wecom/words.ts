import type { WecomCardTexts, WecomTexts } from '../../cards/catalogue-wecom.ts';
import type { Card } from '../../cards/types.ts';

/** The words that the adapter says by itself; `cards/text.*.wecom.ts` has them. */
export interface WecomWords extends WecomTexts {
  /** The same for a card in English. */
  readonly en: WecomTexts;
}

/** In the language of the card's own buttons. */
export function textsFor({ actions }: Pick<Card, 'actions'>, words: WecomWords): WecomCardTexts {
  const isEnglish = actions.length > 0 && !actions.some(({ label }) => /\p{Script=Han}/u.test(label));
  return isEnglish ? words.en.card : words.card;
}

/** What is said in a narrow place instead; undefined for what has no other form. */
export function otherForm(forms: Readonly<Record<string, string>>, words: string): string | undefined {
  return Object.hasOwn(forms, words) ? forms[words] : undefined;
}
