/** A text made comparable: what differs only in width, case, spacing, quotes or emoji is the same. */
export interface FoldedText {
  /** Clauses end with `CLAUSE_END`, or with `?` when they ask. */
  readonly text: string;
  /** Indices of `text` where a space was dropped: people write spaces for commas. */
  readonly softBreaks: ReadonlySet<number>;
}

export const CLAUSE_END = '|';
export const QUESTION_MARK = '?';

/** An occurrence; `end` is exclusive, both are indices of the folded text. */
export interface Found<Meaning> {
  readonly start: number;
  readonly end: number;
  readonly phrase: string;
  readonly meaning: Meaning;
}

/** Finds phrases from left to right, the longest at each place, none overlapping another. Linear in the text. */
export type PhraseFinder<Meaning> = (foldedText: string) => readonly Found<Meaning>[];

const LINK = /(?:https?:\/\/|www\.)[^\s\u2e80-\uffff]*/gu;
const CLAUSE_ENDERS = new Set(['。', '!', ';', ',', '、', ':', '\n', '~', '—', '…']);
const LATIN = /[a-z]/;
const DIGIT = /[0-9]/;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const WHITESPACE = /\s/u;

/** @param raw any text; cleaning it first is not needed */
export function foldText(raw: string): FoldedText {
  const characters = [...raw.normalize('NFKC').toLowerCase().replace(LINK, ' ')];
  const softBreaks = new Set<number>();
  let text = '';
  let hasSpace = false;
  for (const [index, character] of characters.entries()) {
    if (WHITESPACE.test(character) && character !== '\n') {
      hasSpace = true;
    } else if (character === QUESTION_MARK) {
      // "!?" and "。?" ask.
      if (text.endsWith(CLAUSE_END)) text = text.slice(0, -1);
      if (!text.endsWith(QUESTION_MARK)) text += QUESTION_MARK;
      hasSpace = false;
    } else if (endsClause(character, characters[index + 1])) {
      if (text !== '' && !isClauseEnd(text.at(-1))) text += CLAUSE_END;
      hasSpace = false;
    } else if (WORD_CHARACTER.test(character) || character === '.') {
      if (hasSpace && text !== '') {
        if (isLatinOrDigit(text.at(-1)) && isLatinOrDigit(character)) text += ' ';
        else softBreaks.add(text.length);
      }
      text += character;
      hasSpace = false;
    }
  }
  return { text, softBreaks };
}

/** Whether the character of a folded text ends a clause; beyond the text it does. */
export function isClauseEnd(character: string | undefined): boolean {
  return character === undefined || character === CLAUSE_END || character === QUESTION_MARK;
}

/** Folds the phrases once. Of two entries with the same phrase the first counts. */
export function phraseFinder<Meaning>(
  entries: Iterable<readonly [phrase: string, meaning: Meaning]>,
): PhraseFinder<Meaning> {
  const byPhrase = new Map<string, Meaning>();
  for (const [phrase, meaning] of entries) {
    const folded = foldText(phrase).text;
    if (folded !== '' && !byPhrase.has(folded)) byPhrase.set(folded, meaning);
  }
  const byFirst = new Map<string, { phrase: string; meaning: Meaning }[]>();
  for (const [phrase, meaning] of byPhrase) {
    const first = phrase.charAt(0);
    const bucket = byFirst.get(first) ?? [];
    bucket.push({ phrase, meaning });
    byFirst.set(first, bucket);
  }
  for (const bucket of byFirst.values()) bucket.sort((a, b) => b.phrase.length - a.phrase.length);

  return (text) => {
    const found: Found<Meaning>[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const hit = byFirst.get(text.charAt(at))?.find((candidate) => standsAt(text, at, candidate.phrase));
      if (hit === undefined) continue;
      const end = at + hit.phrase.length;
      found.push({ start: at, end, ...hit });
      at = end - 1;
    }
    return found;
  };
}

/** Latin words and numbers match whole only: `down` is not in `download`, `500` not in `1500`. */
function standsAt(text: string, at: number, phrase: string): boolean {
  if (!text.startsWith(phrase, at)) return false;
  return (
    !continuesWord(text.charAt(at - 1), phrase.charAt(0)) &&
    !continuesWord(phrase.at(-1), text.charAt(at + phrase.length))
  );
}

function continuesWord(left: string | undefined, right: string): boolean {
  if (left === undefined || left === '' || right === '') return false;
  return (LATIN.test(left) && LATIN.test(right)) || (DIGIT.test(left) && DIGIT.test(right));
}

function endsClause(character: string, next: string | undefined): boolean {
  if (character !== '.') return CLAUSE_ENDERS.has(character);
  // A dot inside a version, an address or a number separates nothing.
  return next === undefined || !isLatinOrDigit(next);
}

function isLatinOrDigit(character: string | undefined): boolean {
  return character !== undefined && (LATIN.test(character) || DIGIT.test(character));
}
