import type { Card } from '../cards/types.ts';

/** The words that an adapter says by itself are in the language of the card's own buttons; a card without any is in Chinese. */
export function isInEnglish({ actions }: Pick<Card, 'actions'>): boolean {
  return actions.length > 0 && !actions.some(({ label }) => /\p{Script=Han}/u.test(label));
}

/** What is said in a narrow place instead; undefined for what has no other form. */
export function otherForm(forms: Readonly<Record<string, string>>, words: string): string | undefined {
  return Object.hasOwn(forms, words) ? forms[words] : undefined;
}
