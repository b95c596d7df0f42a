import { alternatives } from './alternatives.ts';
import type { ChineseTools, TextSpan } from './chinese-tools.ts';
import { isClauseEnd } from './phrase-finder.ts';

/** A piece of names that tells which system is meant, since no name of another one has it. */
export interface TellingPart {
  readonly systemId: string;
  /** Made of pieces of two words (综评): it counts only where it is pointed at. */
  readonly isContraction: boolean;
}

export type TellingParts = ReadonlyMap<string, TellingPart>;

const CODE_CUT_MIN = 6;
const PART_MIN = 2;
const PART_MAX = 6;
const WORDS_MAX = 9;
/** Of a model: 5885 in RH5885. */
const NUMBER = /(?<=[a-z])\d{4,}/g;
const HAN_ONLY = /^\p{Script=Han}+$/u;
/** A short name or a number that is no year. */
const CODE = /^(?:[a-z]{2,}|(?!(?:19|20)\d\d$)\d{3,}|(?=\d*[a-z])[a-z\d]{3,})$/;

export interface PartRules {
  /** Whether a word says nothing by itself: 系统, 管理. */
  isGeneric(word: string): boolean;
  /** Whether a character stands alone in any talk: 有, 不. */
  isTalk(character: string): boolean;
  /** Of those that share a part, the ones that are meant by it. */
  ownersOf(part: string, ids: ReadonlySet<string>): ReadonlySet<string>;
}

/**
 * @param owners ids by a folded name
 */
export function tellingParts(
  owners: ReadonlyMap<string, ReadonlySet<string>>,
  chinese: ChineseTools,
  { isGeneric, isTalk, ownersOf }: PartRules,
): TellingParts {
  const made = new Map<string, { ids: Set<string>; isContraction: boolean }>();
  const add = (part: string, ids: ReadonlySet<string>, isContraction: boolean) => {
    if (part.length < PART_MIN || part.length > PART_MAX || owners.has(part) || isGeneric(part)) return;
    const known = made.get(part) ?? { ids: new Set<string>(), isContraction };
    for (const id of ids) known.ids.add(id);
    made.set(part, { ...known, isContraction: known.isContraction && isContraction });
  };
  for (const [name, ids] of owners) {
    const words = chinese.words(name).map(({ start, end }) => name.slice(start, end));
    const runs = runsOf(words.slice(0, WORDS_MAX), isGeneric);
    for (const part of runs.filter((run) => !isGeneric(run)).flatMap(piecesOf)) add(part, ids, false);
    if (name.length === 4 && HAN_ONLY.test(name)) for (const half of halvesOf(name)) add(half, ids, false);
    for (const [number] of name.matchAll(NUMBER)) add(number, ids, false);
    for (const part of contractions(runs)) if (isNoWord(part, chinese) && ![...part].some(isTalk)) add(part, ids, true);
  }
  const sharedBy = ownersOfPieces(owners, made);
  const parts = [...made].flatMap(([part, { ids, isContraction }]): (readonly [string, TellingPart])[] => {
    const [systemId, ...others] = ownersOf(part, new Set([...ids, ...(sharedBy.get(part) ?? [])]));
    return systemId === undefined || others.length > 0 ? [] : [[part, { systemId, isContraction }]];
  });
  return new Map(parts);
}

/** Words; characters that make no word with others stay together: 苏采云, 明厨亮灶. */
function runsOf(words: readonly string[], isGeneric: (word: string) => boolean): readonly string[] {
  const runs: string[] = [];
  let single = '';
  for (const word of words) {
    if (word.length === 1 && HAN_ONLY.test(word) && !isGeneric(word)) {
      single += word;
      continue;
    }
    if (single !== '') runs.push(single);
    single = '';
    runs.push(word);
  }
  return single === '' ? runs : [...runs, single];
}

/** A word itself; of a longer one its beginning, and its halves: 苏采, 明厨 and 亮灶. */
function piecesOf(run: string): readonly string[] {
  if (CODE.test(run)) return run.length < CODE_CUT_MIN ? [run] : [run, run.slice(0, -1), run.slice(0, -2)];
  if (!HAN_ONLY.test(run)) return [];
  if (run.length === 3) return [run, run.slice(0, 2)];
  return run.length === 4 ? [run, ...halvesOf(run)] : [run];
}

function halvesOf(name: string): readonly string[] {
  return [name.slice(0, 2), name.slice(2)];
}

/** 综合 and 评价: 综评; 食品 and 监控: 食控. */
function contractions(words: readonly string[]): readonly string[] {
  return words.slice(1).flatMap((second, at) => {
    const first = words[at] ?? '';
    if (first.length !== 2 || second.length !== 2 || !HAN_ONLY.test(first + second)) return [];
    return [first.slice(0, 1) + second.slice(0, 1), first.slice(0, 1) + second.slice(1)];
  });
}

function isNoWord(part: string, chinese: ChineseTools): boolean {
  return chinese.words(part).length === part.length;
}

/** Of each piece the systems in whose names it stands, be it across two words. */
function ownersOfPieces(
  owners: ReadonlyMap<string, ReadonlySet<string>>,
  pieces: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [name, ids] of owners) {
    for (let start = 0; start < name.length; start += 1) {
      for (let length = PART_MIN; length <= PART_MAX && start + length <= name.length; length += 1) {
        const piece = name.slice(start, start + length);
        if (!pieces.has(piece) || (isCode(piece, 0) && (isCode(name, start - 1) || isCode(name, start + length))))
          continue;
        const known = found.get(piece) ?? new Set();
        for (const id of ids) known.add(id);
        found.set(piece, known);
      }
    }
  }
  return found;
}

/** Where in a text somebody names a thing rather than uses a word of it. */
export interface Pointing {
  /** 那个, 里面 or 系统 stands right behind. */
  isPointed(text: string, end: number): boolean;
  /** It opens a clause, or stands behind 给 or 连. */
  isOpening(text: string, start: number): boolean;
}

/** @param openers folded, as are the words that point */
export function pointing(pointers: readonly string[], openers: readonly string[]): Pointing {
  const behind = new RegExp(`(?:${alternatives(pointers)})`, 'uy');
  const before = new RegExp(`(?:${alternatives(openers)})$`, 'u');
  return {
    isPointed(text, end) {
      behind.lastIndex = end;
      return behind.test(text);
    },
    isOpening: (text, start) => start === 0 || isClauseEnd(text.charAt(start - 1)) || before.test(text.slice(0, start)),
  };
}

/** Stretches of whole words that are telling parts, from left to right. */
export function partsIn(
  text: string,
  words: readonly TextSpan[],
  parts: TellingParts,
): readonly (TextSpan & TellingPart)[] {
  const found: (TextSpan & TellingPart)[] = [];
  for (const [from, { start }] of words.entries()) {
    // FTP目录 is another one.
    if (isCode(text, start - 1) && !isCode(text, start)) continue;
    for (const { end } of words.slice(from, from + PART_MAX)) {
      if (end - start > PART_MAX) break;
      const part = parts.get(text.slice(start, end));
      if (part) found.push({ start, end, ...part });
    }
  }
  return found;
}

function isCode(text: string, at: number): boolean {
  return /^[a-z\d]$/.test(text.charAt(at));
}
