import type { Catalogue, Language } from './catalogue.ts';
import { en } from './text.en.ts';
import { zh } from './text.zh.ts';

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { zh, en };

/** The language in which a text is to be answered: English when it has Latin letters and not one Chinese character. */
export function languageOf(text: string): Language {
  return /\p{Script=Latin}/u.test(text) && !/\p{Script=Han}/u.test(text) ? 'en' : 'zh';
}

/** Words of both languages: what may be typed does not depend on the language of the chat. */
export function inEveryLanguage(words: (catalogue: Catalogue) => readonly string[]): readonly string[] {
  return [...new Set([...words(zh), ...words(en)])];
}
