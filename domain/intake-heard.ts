import type { ChineseTools, TextSpan } from './chinese-tools.ts';
import type { Word } from './intake-clauses.ts';
import type { WordMeaning } from './intake-compile.ts';
import type { NameIndex } from './intake-name-index.ts';
import { partsIn } from './intake-parts.ts';
import { soundKeys } from './intake-sound.ts';
import type { FoundName, HeardBy } from './intake-system.ts';
import { isClauseEnd } from './phrase-finder.ts';

/** Further back only names as they stand in the pack are found: what is compared by sound stays small. In UTF-16 units. */
const HEARD_MAX = 200;
const SHORT_MAX = 16;
/** Names that several could mean, and more than anybody can be asked about, mean nothing. */
const OWNERS_MAX = 4;
const SYLLABLES_SURE = 4;
const SYLLABLES_MIN = 2;
const HAN = /\p{Script=Han}/u;

/** What is known of a text before names are looked for by sound and shape. */
export interface HeardIn {
  readonly text: string;
  /** As they stand in the pack. */
  readonly names: readonly FoundName[];
  /** What may be no part of a name that somebody misspelt: words that say that something is broken, and the like. */
  readonly symptoms: readonly TextSpan[];
  /** Known phrases: what consists of them alone is no name. */
  readonly words: readonly Word[];
}

interface Candidate extends TextSpan {
  readonly ids: ReadonlySet<string>;
  readonly by: HeardBy;
  readonly slips: number;
}

/**
 * Names that are written otherwise than in the pack: shortened, by their sound, with a slip. At one place the surest way counts
 * (shortened, then sound, then slips), the longest stretch first, and what fits alike stays together: the caller asks.
 */
export function heardNames(heard: HeardIn, index: NameIndex, chinese: ChineseTools): readonly FoundName[] {
  const text = heard.text.slice(0, HEARD_MAX);
  const words = chinese.words(text);
  const edges = edgesOf(text, words, heard.names, index.joints);
  const candidates = [
    ...shortened(text, words, edges, index.short),
    ...sounding(text, edges, index, chinese),
    ...slipped(text, words, edges, index),
  ].filter((candidate) => mayBeName(candidate, heard));
  const names: FoundName[] = [];
  for (const candidate of candidates.sort(bySurety)) {
    if (names.some((name) => overlaps(name, candidate)) || isPartOf(candidate, candidates)) continue;
    const { start, end, by } = candidate;
    const alike = candidates.filter((other) => bySurety(other, candidate) === 0 && overlaps(other, candidate));
    const ids = new Set(alike.flatMap((other) => [...other.ids]));
    if (ids.size > OWNERS_MAX) continue;
    names.push({ start, end, phrase: text.slice(start, end), meaning: [...ids], by });
  }
  return names.sort((a, b) => a.start - b.start);
}

/** The first stretch that tells a system by a part of its name, where no name is found in any other way. */
export function partNamed(heard: HeardIn, index: NameIndex, chinese: ChineseTools): FoundName | undefined {
  const text = heard.text.slice(0, HEARD_MAX);
  const { pointing } = index;
  for (const { start, end, systemId, isContraction } of partsIn(text, chinese.words(text), index.parts)) {
    const isPointed = pointing.isPointed(text, end);
    const candidate = { start, end, ids: new Set([systemId]), by: 'abbreviation', slips: 0 } as const;
    const isOpening = pointing.isOpening(text, start);
    const isFaulty = !isContraction && isBroken(heard, end);
    const isSure = isPointed || (isOpening && isFaulty);
    if (!isSure && !isOpening && !isFaulty) continue;
    if (!mayBeName(candidate, isSure ? withoutThings(heard) : heard)) continue;
    return { start, end, phrase: text.slice(start, end), meaning: [systemId], by: 'abbreviation' };
  }
  return undefined;
}

/** Its clause ends with it, or says behind it that something is broken. */
function isBroken({ text, symptoms }: HeardIn, end: number): boolean {
  if (isClauseEnd(text.charAt(end))) return symptoms.length > 0;
  return symptoms.some(({ start }) => start >= end && ![...text.slice(end, start)].some(isClauseEnd));
}

/** What is a thing of its own, hides a symptom or is told by people may be a name all the same: 选课, 不动产, 考核. */
const MAY_BE_NAMED: ReadonlySet<WordMeaning> = new Set(['thing', 'harmless', 'news']);

function withoutThings(heard: HeardIn): HeardIn {
  return { ...heard, words: heard.words.filter(({ meaning }) => !MAY_BE_NAMED.has(meaning)) };
}

const SURETY: Readonly<Record<HeardBy, number>> = { taught: 0, abbreviation: 1, sound: 2, distance: 3 };

function bySurety(a: Candidate, b: Candidate): number {
  return SURETY[a.by] - SURETY[b.by] || a.slips - b.slips || b.end - b.start - (a.end - a.start);
}

/** 社会保险 in 社会保险管理系充: more of the longer one is right than there is of the shorter. */
function isPartOf(candidate: Candidate, candidates: readonly Candidate[]): boolean {
  return candidates.some(
    ({ start, end, slips }) =>
      start <= candidate.start && end >= candidate.end && end - start - slips > candidate.end - candidate.start + 1,
  );
}

/** Where a word begins or ends; the names of the pack are words, whatever the dictionary makes of them. */
function edgesOf(
  text: string,
  words: readonly TextSpan[],
  names: readonly FoundName[],
  joints: ReadonlySet<string>,
): ReadonlySet<number> {
  const edges = new Set(words.flatMap(({ start, end }) => [start, end]));
  // 机上 of 保垒机上 is a word by chance.
  for (const { end } of words) if (joints.has(text.charAt(end - 1))) edges.add(end - 1);
  for (const { start, end } of names) {
    for (let at = start + 1; at < end; at += 1) edges.delete(at);
    edges.add(start).add(end);
  }
  return edges;
}

function shortened(
  text: string,
  words: readonly TextSpan[],
  edges: ReadonlySet<number>,
  short: NameIndex['short'],
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const [from, { start }] of words.entries()) {
    if (!edges.has(start)) continue;
    for (const { end } of words.slice(from, from + SHORT_MAX)) {
      if (end - start > SHORT_MAX) break;
      const ids = edges.has(end) ? short.get(text.slice(start, end)) : undefined;
      if (ids) found.push({ start, end, ids, by: 'abbreviation', slips: 0 });
    }
  }
  return found;
}

function sounding(
  text: string,
  edges: ReadonlySet<number>,
  index: NameIndex,
  chinese: ChineseTools,
): readonly Candidate[] {
  const keys = soundKeys(text, chinese);
  return index.sounds(text, keys).flatMap(({ start, end, meanings }) => {
    const length = end - start;
    const isWord = edges.has(start) && edges.has(end);
    if (length < SYLLABLES_SURE && !isWord) return [];
    const said = text.slice(start, end);
    // Two syllables are soon alike: they have to share a character, so that half of the name is right.
    const names = meanings.filter((name) => name !== said && (length > SYLLABLES_MIN || sharesCharacter(name, said)));
    const slips = Math.min(...names.map((name) => [...name].filter((unit, at) => unit !== said.charAt(at)).length));
    const ids = new Set(names.flatMap((name) => [...(index.owners.get(name) ?? [])]));
    return ids.size > 0 ? [{ start, end, ids, by: 'sound' as const, slips }] : [];
  });
}

function sharesCharacter(name: string, said: string): boolean {
  return [...name].some((unit, at) => said.charAt(at) === unit);
}

/** In a shorter name (考勤机) a character is wrong only where no word is left at all. */
const SLIP_IN_WORDS_MIN = 4;

/** A slip makes no other word: where the dictionary knows every word of the stretch (监控平台), something else is meant. */
function slipped(
  text: string,
  words: readonly TextSpan[],
  edges: ReadonlySet<number>,
  { near, owners }: NameIndex,
): readonly Candidate[] {
  return near(text).flatMap(({ start, end, name, slips, isSwap }) => {
    const ids = owners.get(name);
    const isWhole = isSwap ? !isInCode(text, start) && !isInCode(text, end) : edges.has(start) && edges.has(end);
    if (ids === undefined || !isWhole) return [];
    const inside = words.filter((word) => word.start < end && word.end > start);
    const isLoose = (word: TextSpan) => word.end - word.start === 1 || !HAN.test(text.charAt(word.start));
    const isBroken = name.length < SLIP_IN_WORDS_MIN && !isSwap ? inside.every(isLoose) : inside.some(isLoose);
    return isBroken ? [{ start, end, ids, by: 'distance' as const, slips }] : [];
  });
}

const CODE_INSIDE = /^[a-z\d]{2}$/;

/** Letters or digits go on across that place. */
function isInCode(text: string, at: number): boolean {
  return CODE_INSIDE.test(text.slice(Math.max(0, at - 1), at + 1));
}

function mayBeName(candidate: Candidate, { text, names, symptoms, words }: HeardIn): boolean {
  for (let at = candidate.start; at < candidate.end; at += 1) if (isClauseEnd(text.charAt(at))) return false;
  if (symptoms.some((symptom) => overlaps(symptom, candidate))) return false;
  const isLonger = (name: TextSpan) =>
    candidate.start <= name.start &&
    candidate.end >= name.end &&
    name.end - name.start < candidate.end - candidate.start;
  if (names.some((name) => overlaps(name, candidate) && !isLonger(name))) return false;
  const known = words.filter((word) => word.start >= candidate.start && word.end <= candidate.end);
  return known.reduce((length, { start, end }) => length + end - start, 0) < candidate.end - candidate.start;
}

function overlaps(a: TextSpan, b: TextSpan): boolean {
  return a.start < b.end && b.start < a.end;
}
