import type { ChineseTools, TextSpan } from './chinese-tools.ts';
import type { Contract } from './contract.ts';
import { shortenings } from './intake-abbreviation.ts';
import { type NearFinder, nearFinder } from './intake-distance.ts';
import { type SoundFinder, soundFinder, soundKeys } from './intake-sound.ts';
import type { FoundName, HeardBy } from './intake-system.ts';
import { foldText, isClauseEnd } from './phrase-finder.ts';

/** What the names of a contract are found by where they are not written as they stand in the pack. */
export interface NameIndex {
  /** Ids by a shortened name. */
  readonly short: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids by the first or the last word of a name that no name of another system has: 热线. They count beside a fault. */
  readonly edges: ReadonlyMap<string, ReadonlySet<string>>;
  readonly sounds: SoundFinder<string>;
  readonly near: NearFinder;
  /** Ids by a folded name. */
  readonly owners: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Further back only names as they stand in the pack are found: what is compared by sound stays small. In UTF-16 units. */
const HEARD_MAX = 200;
const SHORT_MAX = 16;
/** Names that several could mean, and more than anybody can be asked about, mean nothing. */
const OWNERS_MAX = 4;
const EDGE_MIN = 2;
const SYLLABLES_SURE = 4;
const SYLLABLES_MIN = 2;
const HAN = /\p{Script=Han}/u;

export function nameIndex(
  { systems }: Pick<Contract, 'systems'>,
  chinese: ChineseTools,
  genericWords: Iterable<string>,
): NameIndex {
  const owners = new Map<string, Set<string>>();
  for (const { id, name, nameEn, aliases } of systems) {
    for (const known of [name, nameEn, ...aliases]) own(owners, foldText(known).text, id);
  }
  const generic = new Set(genericWords);
  const short = new Map<string, Set<string>>();
  for (const [name, ids] of owners) {
    for (const form of shortenings(name, chinese, (word) => generic.has(word))) {
      if (!owners.has(form)) for (const id of ids) own(short, form, id);
    }
  }
  const edges = new Map<string, Set<string>>();
  for (const [name, ids] of owners) {
    const words = chinese.words(name).map(({ start, end }) => name.slice(start, end));
    for (const word of [words[0], words.at(-1)]) {
      if (word === undefined || word.length < EDGE_MIN || generic.has(word) || owners.has(word)) continue;
      for (const id of ids) own(edges, word, id);
    }
  }
  const names = [...owners.keys()].filter((name) => name !== '');
  const chineseNames = names.filter((name) => HAN.test(name) && name.length >= SYLLABLES_MIN);
  return {
    short,
    edges,
    owners,
    sounds: soundFinder(
      chineseNames.map((name) => [name, name] as const),
      chinese,
    ),
    near: nearFinder(names),
  };
}

function own(owners: Map<string, Set<string>>, name: string, id: string): void {
  const ids = owners.get(name) ?? new Set();
  owners.set(name, ids.add(id));
}

/** What is known of a text before names are looked for by sound and shape. */
export interface HeardIn {
  readonly text: string;
  /** As they stand in the pack. */
  readonly names: readonly FoundName[];
  /** What may be no part of a name that somebody misspelt: words that say that something is broken, and the like. */
  readonly symptoms: readonly TextSpan[];
  /** All known phrases: what consists of them alone is no name. */
  readonly words: readonly TextSpan[];
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
  const edges = edgesOf(words, heard.names);
  const candidates = [
    ...shortened(text, words, edges, index.short),
    ...sounding(text, edges, index, chinese),
    ...slipped(text, words, edges, index),
  ].filter((candidate) => mayBeName(candidate, heard));
  const names: FoundName[] = [];
  for (const candidate of candidates.sort(bySurety)) {
    if (names.some((name) => overlaps(name, candidate))) continue;
    const { start, end, by } = candidate;
    const alike = candidates.filter((other) => bySurety(other, candidate) === 0 && overlaps(other, candidate));
    const ids = new Set(alike.flatMap((other) => [...other.ids]));
    if (ids.size > OWNERS_MAX) continue;
    names.push({ start, end, phrase: text.slice(start, end), meaning: [...ids], by });
  }
  if (names.length > 0 || heard.names.length > 0 || heard.symptoms.length === 0)
    return names.sort((a, b) => a.start - b.start);
  return shortened(text, words, edges, index.edges)
    .filter((candidate) => candidate.ids.size === 1 && mayBeName(candidate, heard))
    .slice(0, 1)
    .map(({ start, end, ids, by }) => ({ start, end, phrase: text.slice(start, end), meaning: [...ids], by }));
}

const SURETY: Readonly<Record<HeardBy, number>> = { taught: 0, abbreviation: 1, sound: 2, distance: 3 };

function bySurety(a: Candidate, b: Candidate): number {
  return SURETY[a.by] - SURETY[b.by] || a.slips - b.slips || b.end - b.start - (a.end - a.start);
}

/** Where a word begins or ends; the names of the pack are words, whatever the dictionary makes of them. */
function edgesOf(words: readonly TextSpan[], names: readonly FoundName[]): ReadonlySet<number> {
  const edges = new Set(words.flatMap(({ start, end }) => [start, end]));
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

/** A slip makes no other word: where the dictionary knows every word of the stretch (监控平台), something else is meant. */
function slipped(
  text: string,
  words: readonly TextSpan[],
  edges: ReadonlySet<number>,
  { near, owners }: NameIndex,
): readonly Candidate[] {
  return near(text).flatMap(({ start, end, name, slips }) => {
    if (!edges.has(start) || !edges.has(end)) return [];
    const inside = words.filter((word) => word.start >= start && word.end <= end);
    const isBroken = inside.some((word) => word.end - word.start === 1 || !HAN.test(text.charAt(word.start)));
    const ids = owners.get(name);
    return isBroken && ids ? [{ start, end, ids, by: 'distance' as const, slips }] : [];
  });
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
