import type { Catalogue, Language } from './catalogue.ts';
import { en } from './text.en.ts';
import { zh } from './text.zh.ts';

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { zh, en };

/** The language in which a text is to be answered: English when it has Latin letters and not one Chinese character. */
export function languageOf(text: string): Language {
  return /\p{Script=Latin}/u.test(text) && !/\p{Script=Han}/u.test(text) ? 'en' : 'zh';
}

/** They stand in nearly every English sentence, and in no name of a system and no slip: OA 500, ok. */
const ENGLISH_WORDS = new Set(
  "a am an are be been by can cannot could do does for from had has have how i in is it it's my not of on our please the their there they this to us was we were what when where which why will with would you your".split(
    ' ',
  ),
);
/** A sentence has so many words. */
const SENTENCE_WORDS_MIN = 3;

/**
 * The language of a chat after a message: what people speak there decides, not a word of Latin letters in passing (OA 500).
 * @param before the language until now; absent: nothing was said there
 */
export function languageAfter(text: string, before: Language | undefined): Language {
  const spoken = languageOf(text);
  if (before === undefined || before === spoken) return spoken;
  if (spoken === 'zh') return /\p{Script=Han}/u.test(text) ? 'zh' : before;
  const words =
    text
      .toLowerCase()
      .replaceAll('\u2019', "'")
      .match(/[a-z']+/g) ?? [];
  return words.length >= SENTENCE_WORDS_MIN && words.some((word) => ENGLISH_WORDS.has(word)) ? 'en' : before;
}

/** Words of both languages: what may be typed does not depend on the language of the chat. */
export function inEveryLanguage(words: (catalogue: Catalogue) => readonly string[]): readonly string[] {
  return [...new Set([...words(zh), ...words(en)])];
}
