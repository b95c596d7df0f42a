import type { ChineseTools } from './chinese-tools.ts';
import type { Contract } from './contract.ts';
import type { Lexicon } from './lexicon.ts';

/** Chinese phrases by the letters that type them: `dabukai`. */
export interface PinyinPhrases {
  readonly byLetters: ReadonlyMap<string, string>;
  /** Of the longest key. */
  readonly lettersMax: number;
}

/** Fewer letters are as soon a word of another language. */
const LETTERS_MIN = 5;
/** `da bu kai le`: so many words at most are read together, of at most so many letters. */
const TOGETHER_MAX = 8;
const RUN_MAX = 60;
const CHINESE_ONLY = /^\p{Script=Han}+$/u;
const LATIN_RUN = /[a-z]+(?: [a-z]+)*/gi;

export function pinyinPhrases(contract: Contract, lexicon: Lexicon, chinese: ChineseTools): PinyinPhrases {
  const names = contract.systems.flatMap(({ name, aliases }) => [name, ...aliases]);
  const { faults, ailments, things, fillers, closingParticles, still, recovered, greetings, thanks } = lexicon;
  const said = [faults, ailments, names, things, fillers, closingParticles, still, recovered, greetings, thanks];
  const byLetters = new Map<string, string>();
  for (const phrase of [...said.flat(), ...lexicon.particles]) {
    if (!CHINESE_ONLY.test(phrase)) continue;
    const letters = chinese.syllables(phrase).join('');
    if (!byLetters.has(letters)) byLetters.set(letters, phrase);
  }
  return { byLetters, lettersMax: Math.max(0, ...[...byLetters.keys()].map(({ length }) => length)) };
}

/**
 * A text with the pinyin that somebody typed for want of characters made Chinese: only what is known phrases from end to end, so
 * that no English word is taken apart.
 */
export function withoutTypedPinyin(text: string, phrases: () => PinyinPhrases): string {
  return text.replace(LATIN_RUN, (run) => {
    const written = run.split(' ');
    if (written.every(({ length }) => length < LETTERS_MIN) && run.length < LETTERS_MIN) return run;
    const words: string[] = [];
    for (let at = 0; at < written.length; at += 1) {
      const taken = longestTyped(written.slice(at, at + TOGETHER_MAX), phrases);
      words.push(taken?.chinese ?? written[at] ?? '');
      at += (taken?.count ?? 1) - 1;
    }
    return words.join(' ');
  });
}

function longestTyped(
  words: readonly string[],
  phrases: () => PinyinPhrases,
): { readonly chinese: string; readonly count: number } | undefined {
  for (let count = words.length; count > 0; count -= 1) {
    const letters = words.slice(0, count).join('').toLowerCase();
    if (letters.length < LETTERS_MIN || letters.length > RUN_MAX) continue;
    const chinese = chineseOf(letters, phrases());
    if (chinese !== undefined) return { chinese, count };
  }
  return undefined;
}

/** The fewest phrases that the letters are made of, one of them with at least two syllables. */
function chineseOf(letters: string, { byLetters, lettersMax }: PinyinPhrases): string | undefined {
  const best: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= letters.length; end += 1) {
    for (let start = Math.max(0, end - lettersMax); start < end; start += 1) {
      const phrase = best[start] && byLetters.get(letters.slice(start, end));
      const before = best[start];
      if (phrase === undefined || before === undefined) continue;
      if ((best[end]?.length ?? Infinity) > before.length + 1) best[end] = [...before, phrase];
    }
  }
  const made = best[letters.length];
  return made?.some(({ length }) => length > 1) ? made.join('') : undefined;
}
