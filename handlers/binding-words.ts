import { inEveryLanguage } from '../cards/language.ts';
import type { Contract, Department } from '../domain/contract.ts';

const WORDS = inEveryLanguage(({ binding }) => binding.words);
const WISH = new RegExp(
  String.raw`^(?:${[...WORDS]
    .sort((a, b) => b.length - a.length)
    .map(RegExp.escape)
    .join('|')})(?=$|[\s:：,，。.!！\d])[\s:：,，。.!！]*`,
  'iu',
);

/** What stands behind the word: 绑定 2 审计处. @param said cleaned @returns undefined when it is another message */
export function wishIn(said: string): string | undefined {
  const match = WISH.exec(said);
  return match ? said.slice(match[0].length).trim() : undefined;
}

export interface NamedContract {
  readonly contract: Contract;
  /** What follows its name. */
  readonly rest: string;
}

/**
 * The contract that is named by its place in the list, its id or a name; or by the first words of the name of one alone.
 * @param known those of which the first words are enough
 */
export function contractIn(
  wish: string,
  contracts: readonly Contract[],
  known: readonly Contract[],
): NamedContract | undefined {
  const named = contracts.flatMap((contract, index) =>
    [contract.id, contract.name, contract.shortName, String(index + 1)].map((word) => ({ contract, word })),
  );
  const found = opening(wish, named);
  return found ? { contract: found.contract, rest: restAfter(wish, found.word) } : begunIn(wish, known);
}

/** The whole name is long; fewer letters than this say nothing. */
const BEGINNING_MIN = 2;

/** All that was said, or its first word, as the beginning of one name. */
function begunIn(wish: string, contracts: readonly Contract[]): NamedContract | undefined {
  const [first = ''] = wish
    .normalize('NFKC')
    .trim()
    .split(/[\s:,\u3001;]/u, 1);
  for (const words of [wish.normalize('NFKC').trim(), first]) {
    const [only, ...more] = contracts.filter((contract) => isBeginningOf(words, contract));
    if (only && more.length === 0) return { contract: only, rest: restAfter(wish, words) };
  }
  return undefined;
}

/** Whether it is how a contract's name begins. */
export function isBeginningOf(said: string, { name, shortName }: Contract): boolean {
  const words = folded(said);
  return words.length >= BEGINNING_MIN && [name, shortName].some((one) => folded(one).startsWith(words));
}

/** A department by its whole name, or one that people call it by. */
export function departmentIn(wish: string, { departments }: Contract): Department | undefined {
  const said = folded(wish);
  return departments.find(({ aliases, id, name, nameEn }) => [id, name, nameEn, ...aliases].map(folded).includes(said));
}

function opening<Named extends { readonly word: string }>(wish: string, named: readonly Named[]): Named | undefined {
  const said = folded(wish);
  return named
    .filter(({ word }) => said.startsWith(folded(word)) && !/^[\p{L}\p{N}]/u.test(restOf(said, word)))
    .toSorted((a, b) => b.word.length - a.word.length)[0];
}

function restOf(said: string, word: string): string {
  return said.slice(folded(word).length);
}

/** Folding keeps the length of what it folds but for full-width digits, which keep it too. */
function restAfter(wish: string, word: string): string {
  return restOf(wish.normalize('NFKC'), word)
    .replace(/^[\s:,、，：;；]+/u, '')
    .trim();
}

function folded(words: string): string {
  return words.normalize('NFKC').trim().toLowerCase();
}
