/** A text made comparable: what differs only in width, case, spacing, quotes or emoji is the same. */
export interface FoldedText {
  /** Clauses end with `CLAUSE_END`, or with `?` when they ask. */
  readonly text: string;
  /** Indices of `text` where a space was dropped: people write spaces for commas. */
  readonly softBreaks: ReadonlySet<number>;
  /** Where in the raw text each unit of `text` comes from, so that a part can be shown as it was written. */
  readonly origins: readonly number[];
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

const LINK = /(?:https?:\/\/|www\.)[^\s\u2e80-\uffff]*/giu;
const CLAUSE_ENDERS = new Set(['。', '!', ';', ',', '、', ':', '\n', '~', '—', '…']);
/** host=web-01: words of a machine. */
const SEPARATORS = new Set(['=', '_', '/']);
const LATIN = /[a-z]/;
const DIGIT = /[0-9]/;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const WHITESPACE = /\s/u;
const ASCII = /^[\x20-\x7e]$/;

/**
 * @param raw any text; cleaning it first is not needed, but what is composed of several code points has to be composed (NFC)
 * @param unitsMax nothing is read behind so many units of the folded text: one ligature folds into eighteen
 */
export function foldText(raw: string, unitsMax = Infinity): FoldedText {
  const folding = new Folding();
  for (const [character, origin] of comparableCharacters(raw)) {
    if (folding.origins.length >= unitsMax) break;
    folding.take(character, origin);
  }
  folding.end();
  return folding;
}

/** Letters without width and case, one by one, links left out. */
function* comparableCharacters(raw: string): Generator<readonly [character: string, origin: number]> {
  const withoutLinks = raw.replace(LINK, (link) => ' '.repeat(link.length));
  let origin = 0;
  for (const written of withoutLinks) {
    if (isHan(written)) yield [written, origin];
    else if (ASCII.test(written)) yield [written.toLowerCase(), origin];
    else for (const character of written.normalize('NFKC').toLowerCase()) yield [character, origin];
    origin += written.length;
  }
}

/** Most characters of most texts: these have neither width nor case. */
function isHan(character: string): boolean {
  const unit = character.charCodeAt(0);
  return unit >= 0x4e00 && unit <= 0x9fff;
}

/** A folded text in the making. A dot is decided by what follows it, so it waits for one character. */
class Folding implements FoldedText {
  /** Whole at the end. */
  text = '';
  readonly softBreaks = new Set<number>();
  readonly origins: number[] = [];
  readonly #units: string[] = [];
  #hasSpace = false;
  #dot: number | undefined;

  take(character: string, origin: number): void {
    if (this.#dot !== undefined) this.#decideDot(this.#dot, character);
    if (character === '.') this.#dot = origin;
    else if (isHan(character)) this.#write(character, origin);
    else if (SEPARATORS.has(character) || (character !== '\n' && WHITESPACE.test(character))) this.#hasSpace = true;
    else if (character === QUESTION_MARK) this.#ask(origin);
    else if (CLAUSE_ENDERS.has(character)) this.#endClause(origin);
    else if (WORD_CHARACTER.test(character)) this.#write(character, origin);
  }

  end(): void {
    if (this.#dot !== undefined) this.#endClause(this.#dot);
    this.text = this.#units.join('');
  }

  /** A dot inside a version, an address or a number separates nothing. */
  #decideDot(origin: number, next: string): void {
    this.#dot = undefined;
    if (isLatinOrDigit(next)) this.#write('.', origin);
    else this.#endClause(origin);
  }

  #write(character: string, origin: number): void {
    const last = this.#units.at(-1);
    if (this.#hasSpace && last !== undefined) {
      if (isLatinOrDigit(last) && isLatinOrDigit(character)) this.#append(' ', origin - 1);
      else this.softBreaks.add(this.origins.length);
    }
    this.#append(character, origin);
  }

  /** "!?" and "。?" ask. */
  #ask(origin: number): void {
    if (this.#units.at(-1) === CLAUSE_END) {
      this.#units.pop();
      this.origins.pop();
    }
    if (this.#units.at(-1) === QUESTION_MARK) this.#hasSpace = false;
    else this.#append(QUESTION_MARK, origin);
  }

  #endClause(origin: number): void {
    const last = this.#units.at(-1);
    if (last !== undefined && !isClauseEnd(last)) this.#append(CLAUSE_END, origin);
    this.#hasSpace = false;
  }

  #append(units: string, origin: number): void {
    this.#units.push(units);
    for (let at = 0; at < units.length; at += 1) this.origins.push(origin);
    this.#hasSpace = false;
  }
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
  const starts = new Map<number, Starts<Meaning>>();
  for (const [phrase, meaning] of byPhrase) {
    const first: Starts<Meaning> = starts.get(phrase.charCodeAt(0)) ?? { longer: new Map() };
    starts.set(phrase.charCodeAt(0), first);
    if (phrase.length === 1) {
      first.whole = { phrase, meaning };
      continue;
    }
    const bucket = first.longer.get(phrase.charCodeAt(1)) ?? [];
    bucket.push({ phrase, meaning });
    first.longer.set(phrase.charCodeAt(1), bucket);
  }
  for (const { longer } of starts.values()) {
    for (const bucket of longer.values()) bucket.sort((a, b) => b.phrase.length - a.phrase.length);
  }

  return (text) => {
    const found: Found<Meaning>[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const hit = longestAt(text, at, starts.get(text.charCodeAt(at)));
      if (hit === undefined) continue;
      const end = at + hit.phrase.length;
      found.push({ start: at, end, ...hit });
      at = end - 1;
    }
    return found;
  };
}

interface Phrase<Meaning> {
  readonly phrase: string;
  readonly meaning: Meaning;
}

/** What begins with a character: by itself, and by the second one the longer phrases, the longest first. */
interface Starts<Meaning> {
  whole?: Phrase<Meaning>;
  readonly longer: Map<number, Phrase<Meaning>[]>;
}

function longestAt<Meaning>(
  text: string,
  at: number,
  starts: Starts<Meaning> | undefined,
): Phrase<Meaning> | undefined {
  if (starts === undefined) return undefined;
  for (const candidate of starts.longer.get(text.charCodeAt(at + 1)) ?? []) {
    if (standsAt(text, at, candidate.phrase)) return candidate;
  }
  return starts.whole && standsAt(text, at, starts.whole.phrase) ? starts.whole : undefined;
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

function isLatinOrDigit(character: string | undefined): boolean {
  return character !== undefined && (LATIN.test(character) || DIGIT.test(character));
}
