import type { ChineseTools } from './chinese-tools.ts';

/** More words of one name are not combined. */
const WORDS_MAX = 9;
/** Shorter ones are words of the language rather than of the contract. */
const CHINESE_MIN = 3;
const INITIALS_MIN = 3;
/** So much of it has to be of the name's own words: 管理系统 is short for nothing. */
const OWN_MIN = 2;

const HAN = /\p{Script=Han}/u;
const LATIN = /^[a-z]$/;

/**
 * What a name is shortened to, folded: some of its words in their order (信用平台), the first characters of them (信监平台), and
 * the letters by which its characters begin (xygz).
 * @param name folded
 * @param isGeneric whether a word says nothing by itself: 系统, 管理
 */
export function shortenings(name: string, chinese: ChineseTools, isGeneric: (word: string) => boolean): Set<string> {
  const words = chinese.words(name).map(({ start, end }) => name.slice(start, end));
  const short = new Set([...choices(words.slice(0, WORDS_MAX), isGeneric), ...initials(name, chinese)]);
  short.delete(name);
  return short;
}

/** A word stays whole or is cut to its first character; words in a row, or two or three that stand apart. */
function choices(words: readonly string[], isGeneric: (word: string) => boolean): readonly string[] {
  const chosen: (readonly string[])[] = [];
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= words.length; to += 1) chosen.push(words.slice(from, to));
    for (let second = from + 1; second < words.length; second += 1) {
      chosen.push([words[from] ?? '', words[second] ?? '']);
      for (let third = second + 1; third < words.length; third += 1) {
        chosen.push([words[from] ?? '', words[second] ?? '', words[third] ?? '']);
      }
    }
  }
  return chosen.flatMap((some) => formsOf(some, isGeneric));
}

function formsOf(words: readonly string[], isGeneric: (word: string) => boolean): readonly string[] {
  const own = words.filter((word) => !isGeneric(word));
  const whole = words.join('');
  // 信监平台: what says nothing by itself stays whole, or goes with the rest.
  const cut = words.map((word) => (isGeneric(word) ? word : word.slice(0, 1))).join('');
  const ownCut = own.map((word) => word.slice(0, 1)).join('');
  const forms = own.join('').length < OWN_MIN ? [] : [whole];
  if (own.length >= 2) forms.push(cut);
  if (own.length >= CHINESE_MIN) forms.push(ownCut);
  return forms.filter((form) => form.length >= CHINESE_MIN && HAN.test(form));
}

function initials(name: string, chinese: ChineseTools): readonly string[] {
  const letters = chinese.syllables(name).map((syllable, at) => syllable.slice(0, 1) || name.charAt(at));
  if (letters.length < INITIALS_MIN || !HAN.test(name)) return [];
  return letters.every((letter) => LATIN.test(letter)) ? [letters.join('')] : [];
}
