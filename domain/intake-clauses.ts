import type { WordMeaning } from './intake-compile.ts';
import type { FoundName } from './intake-system.ts';
import { type FoldedText, type Found, isClauseEnd, QUESTION_MARK } from './phrase-finder.ts';

export type Word = Found<WordMeaning>;

export interface Clause {
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[];
  /** Ends with a question mark or with a particle that asks. */
  readonly isAsking: boolean;
}

/** A message taken apart. */
export interface Parsed {
  readonly folded: FoldedText;
  /** In order; none overlaps another or lies inside the name of a system. */
  readonly words: readonly Word[];
  readonly names: readonly FoundName[];
  readonly clauses: readonly Clause[];
}

export function parseMessage(folded: FoldedText, found: readonly Word[], names: readonly FoundName[]): Parsed {
  const words = withoutPartsOfNames(found, names);
  return { folded, words, names, clauses: splitClauses(folded, words) };
}

export function clauseIndexAt(start: number, clauses: readonly Clause[]): number {
  const index = lastWhere(clauses, (clause) => clause.start <= start);
  return start < (clauses[index]?.end ?? 0) ? index : -1;
}

export function isSymptom({ meaning }: Word): boolean {
  return meaning === 'fault' || meaning === 'ailment';
}

/** 老是, 提示: they may stand between a negation and what it negates. */
const SKIPPED: ReadonlySet<WordMeaning> = new Set(['filler', 'quote', 'urgency']);

/** Whether a word of one of the meanings stands right before, fillers aside. */
export function isPrecededBy(meanings: ReadonlySet<WordMeaning>, start: number, { words, folded }: Parsed): boolean {
  let position = start;
  for (let index = lastWhere(words, ({ end }) => end <= start); index >= 0; index -= 1) {
    const word = words[index];
    if (word === undefined || !touches(word.end, position, folded)) return false;
    if (meanings.has(word.meaning)) return true;
    if (!SKIPPED.has(word.meaning)) return false;
    position = word.start;
  }
  return false;
}

/** Index of the last of a sorted list that holds, -1 for none; what holds stands before what does not. */
function lastWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** Nothing, or the space between Latin words, is between. */
export function touches(end: number, start: number, { text }: FoldedText): boolean {
  return end === start || (end + 1 === start && text.charAt(end) === ' ');
}

/** 打不开了没, 好了没有: a negation at the end of a clause asks, unless it is all that is said. */
const CLOSING: ReadonlySet<WordMeaning> = new Set(['closing', 'negation']);

function splitClauses({ softBreaks, text }: FoldedText, words: readonly Word[]): readonly Clause[] {
  const clauses: Clause[] = [];
  let start = 0;
  let next = 0;
  for (let end = 0; end <= text.length; end += 1) {
    if (!isClauseEnd(text.charAt(end) || undefined)) continue;
    const inside: Word[] = [];
    for (let word = words[next]; word !== undefined && word.start < end; word = words[next]) {
      inside.push(word);
      next += 1;
    }
    const last = inside.at(-1);
    const closes = last?.end === end && last.start > start && CLOSING.has(last.meaning);
    const pauses = inside.some((word) => word.meaning === 'closing' && word.start > start && softBreaks.has(word.end));
    const isAsking = text.charAt(end) === QUESTION_MARK || closes || pauses;
    if (end > start) clauses.push({ start, end, words: inside, isAsking });
    start = end + 1;
  }
  return clauses;
}

/** A phrase of the lexicon inside a longer name of a system (异常 in 异常名录查询) is a part of the name. */
function withoutPartsOfNames(words: readonly Word[], names: readonly FoundName[]): readonly Word[] {
  let next = 0;
  return words.filter((word) => {
    while ((names[next]?.end ?? Infinity) <= word.start) next += 1;
    const name = names[next];
    if (name === undefined || word.start < name.start || word.end > name.end) return true;
    return name.end - name.start <= word.end - word.start;
  });
}
