import { alternatives } from './alternatives.ts';

/** Words around a number of people; of `Lexicon`. */
export interface CountingWords {
  readonly numerals: Readonly<Record<string, number>>;
  readonly people: readonly string[];
  readonly upTo: readonly string[];
  readonly moreThan: readonly string[];
}

/** A span of numbers of people, both ends included. */
export interface CountRange {
  readonly least: number;
  readonly most: number;
}

export type PeopleCounter = (text: string) => readonly number[];

/**
 * Reads how many people a text speaks of: `3 people`, digits or numerals; of `2-3 people` the larger number. A compound numeral
 * counts as its largest part, so that it is at least ten: what is compared with it are small groups. What says "more than 3" or
 * names the third of them counts for nothing.
 */
export function peopleCounter(words: CountingWords): PeopleCounter {
  const numeral = `(?:${alternatives(Object.keys(words.numerals))})+`;
  const number = `(?:\\d{1,6}|${numeral})`;
  const more = alternatives(words.moreThan);
  // Looks behind no further than a few spaces: it does so at every place of a text that anybody may send.
  // U+7B2C makes an ordinal of the number behind it.
  const isWhole = `(?<![\\d.\\u7b2c]|${alternatives(Object.keys(words.numerals))})(?<!(?:${more})\\s{0,2})`;
  const pattern = new RegExp(
    `${isWhole}(${number})(?:\\s*(?:${alternatives(words.upTo)})\\s*(${number}))?\\s*(?:${alternatives(words.people)})(?!\\s*(?:${more})|[a-z])`,
    'giu',
  );
  const parts = new RegExp(alternatives(Object.keys(words.numerals)), 'giu');
  const numberIn = (said: string): number =>
    /^\d+$/.test(said)
      ? Number(said)
      : Math.max(0, ...[...said.toLowerCase().matchAll(parts)].map(([part]) => words.numerals[part] ?? 0));
  return (text) =>
    [...text.normalize('NFKC').matchAll(pattern)].map(([, first = '', last]) =>
      Math.max(numberIn(first), numberIn(last ?? '')),
    );
}

/** `1-3` and a word for people, as a pack writes a small group; undefined for any other word. */
export function countRange(word: string): CountRange | undefined {
  const [, least, most] = /^(\d{1,6})\s*[-~]\s*(\d{1,6})\s*\D+$/u.exec(word.normalize('NFKC')) ?? [];
  return least === undefined || most === undefined ? undefined : { least: Number(least), most: Number(most) };
}
