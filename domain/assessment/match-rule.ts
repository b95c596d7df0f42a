import { clip } from '../plain-text.ts';
import type { PlacedRule } from './table-lookup.ts';

/** The rules that a text may mean, and what follows the words by which it names them. */
export interface RulesMeant {
  readonly rules: readonly PlacedRule[];
  readonly said: string;
  readonly rest: string;
  /** No name opens the text: its first word is only a part of one, which many a sentence begins with. */
  readonly isPart?: true;
}

/** Marks that may stand between what is named and what follows it. */
const MARKS = /^[\s,;:，；：、。]+/u;
/** Shorter beginnings fit too much. */
const PART_MIN = 2;
/** Of a word that names nothing, in graphemes: it is repeated to whoever said it. */
const SAID_MAX = 20;

/**
 * Which rules the beginning of a text names: by the id of one or of an item, else by the longest of their words and items' names,
 * else those whose words hold its first word.
 * @returns no rules where nothing fits; `said` is then the first word. `rest` is as it was typed, full-width signs and all
 */
export function matchRules(rules: readonly PlacedRule[], text: string): RulesMeant {
  const plain = text.normalize('NFKC').trim();
  const lower = plain.toLowerCase();
  const ids = rules.flatMap((placed) => [
    { placed, word: placed.rule.id },
    { placed, word: placed.item.id },
  ]);
  const opening = longestOf(
    ids.filter(({ word }) => opens(lower, word) && !/^[a-z0-9.]/u.test(lower.slice(word.length))),
  );
  const found = opening.length > 0 ? opening : longestOf(wordsOf(rules).filter(({ word }) => opens(lower, word)));
  const [first] = found;
  if (first)
    return { rules: distinct(found), said: plain.slice(0, first.word.length), rest: after(text, first.word.length) };
  const [said = ''] = plain.split(/[\s,;:，；：、。]/u, 1);
  const part = said.toLowerCase();
  const holding = part.length < PART_MIN ? [] : wordsOf(rules).filter(({ word }) => word.toLowerCase().includes(part));
  return {
    rules: distinct(holding),
    said: clip(said, SAID_MAX),
    rest: after(plain, said.length),
    ...(holding.length > 0 && { isPart: true }),
  };
}

interface Named {
  readonly placed: PlacedRule;
  readonly word: string;
}

function wordsOf(rules: readonly PlacedRule[]): readonly Named[] {
  return rules.flatMap((placed) =>
    [...placed.rule.words, placed.item.name].map((word) => ({ placed, word: word.normalize('NFKC') })),
  );
}

function opens(lower: string, word: string): boolean {
  return word !== '' && lower.startsWith(word.toLowerCase());
}

function longestOf(named: readonly Named[]): readonly Named[] {
  const longest = Math.max(0, ...named.map(({ word }) => word.length));
  return named.filter(({ word }) => word.length === longest);
}

function distinct(named: readonly Named[]): readonly PlacedRule[] {
  return [...new Map(named.map(({ placed }) => [placed.rule.id, placed])).values()];
}

/** @param length of what is left out, in NFKC */
function after(text: string, length: number): string {
  const typed = text.trim();
  let from = 0;
  let left = length;
  for (const sign of typed) {
    if (left <= 0) break;
    left -= sign.normalize('NFKC').length;
    from += sign.length;
  }
  return typed.slice(from).replace(MARKS, '').trim();
}
