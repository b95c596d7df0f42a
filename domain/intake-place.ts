import { alternatives } from './alternatives.ts';
import type { TextSpan } from './chinese-tools.ts';
import type { PlaceWords } from './lexicon.ts';
import { CLAUSE_END } from './phrase-finder.ts';

export type PlaceFinder = (foldedText: string, names: readonly TextSpan[]) => TextSpan | undefined;

/** In UTF-16 units. */
const PLACE_MAX = 30;
/** Of a name before its unit: 环城高速 in 环城高速收费站. */
const NAME_MAX = 6;
const WITHIN_MAX = 4;

/**
 * Finds where something is: floors, rooms and windows by their form, halls and the like by their name, and what the pack names.
 * Of several the longest counts, of equal ones the first; what lies within the name of a system is a part of the name.
 * @param known names of the contract's places and departments
 * @param offices those of departments among them
 */
export function placeFinder(
  words: PlaceWords,
  numerals: Iterable<string>,
  known: readonly string[],
  offices: readonly string[],
): PlaceFinder {
  const pattern = placePattern(words, numerals, known);
  const ofPack = new Set(known);
  const owners = new Set(offices);
  const placeNames = new RegExp(alternatives([...known, ...words.named]), 'u');
  const isPlaceName = (name: string) => placeNames.test(name);
  return (text, names) => {
    let longest: TextSpan | undefined;
    let isOfOffice = false;
    let next = 0;
    for (const { 0: said, index: start } of masked(text, names, isPlaceName).matchAll(pattern)) {
      const end = start + said.length;
      while ((names[next]?.end ?? Infinity) <= start) next += 1;
      const name = names[next];
      const isInName = name !== undefined && name.start <= start && end <= name.end;
      if ((isInName && !ofPack.has(said)) || said.length > PLACE_MAX) continue;
      // 财政局 says whose it is, 机房 where: an office counts where nothing else is named.
      const isOffice = owners.has(said);
      const isBetter =
        longest === undefined || (isOffice === isOfOffice ? said.length > longest.end - longest.start : !isOffice);
      if (!isBetter) continue;
      longest = { start, end };
      isOfOffice = isOffice;
    }
    return longest;
  };
}

function placePattern(words: PlaceWords, numerals: Iterable<string>, known: readonly string[]): RegExp {
  const number = `(?:\\d{1,4}|(?:${alternatives(numerals)}){1,3})`;
  const room = `\\d{3,4}(?:${alternatives(words.named)})`;
  const blocks = `[a-z]\\d{0,3}(?:${alternatives(words.lettered)})|[a-z](?:${alternatives(words.counted)})`;
  const counted = `(?:${alternatives(words.beforeNumber)})?${number}(?:${alternatives(words.counted)})`;
  const strange = words.notInNames.map((unit) => RegExp.escape(unit)).join('');
  const free = strange + words.notInFreeNames.map((unit) => RegExp.escape(unit)).join('');
  const stranger = `[^${strange}\\p{P}\\s\\d|?a-z]`;
  const freeStranger = `[^${free}\\p{P}\\s\\d|?a-z]`;
  const notBehind = `(?!${alternatives(words.notBehindUnits)})`;
  const units = `(?:${alternatives(words.units)})${notBehind}`;
  const heads = `(?:${alternatives(words.heads)})`;
  const joints = alternatives(words.joints);
  const named = `(?:${alternatives([...known, ...words.named])})`;
  // 审讯室2号, 讯问室4
  const numbered = `(?:\\d{1,3}(?:${alternatives(words.numbered)})?(?=[|?]|$|${joints}))?`;
  // 三元里街道 begins like a number.
  const name = `(?<=^|[|?${free}])(?:${alternatives(numerals)})?${freeStranger}`;
  const isHead = `${heads}(?=${counted}|${blocks}|${named})`;
  const called = `(?:${name}{2,${NAME_MAX}}${units}|${name}{1,${NAME_MAX}}(?:${named}|${isHead}))${numbered}`;
  const ended = `(?!${stranger}${named})${stranger}{2}(?:${alternatives(words.endings)})(?!${alternatives(words.notBehindEndings)})`;
  const piece = `(?:${counted}|${blocks}|${room}|${called}|${named}${numbered}|${ended})`;
  const within = `(?:${piece}|${stranger}{1,${WITHIN_MAX}}(?:${units}|${named}${numbered}|[${alternatives(numerals).replaceAll('|', '')}]?${heads}${notBehind})|\\d{1,3}(?:${alternatives(words.lettered)}))`;
  const sides = alternatives(words.sides);
  const joint = `(?:${joints})?`;
  return new RegExp(`(?<![\\da-z])${piece}(?:${joint}(?:${within}|${sides}))*`, 'gu');
}

/** Names of systems are no part of the name of a place, but for those that are places: 机房. */
function masked(text: string, names: readonly TextSpan[], isPlaceName: (name: string) => boolean): string {
  let said = '';
  let reached = 0;
  for (const { start, end } of names) {
    if (start < reached || isPlaceName(text.slice(start, end))) continue;
    said += text.slice(reached, start) + CLAUSE_END.repeat(end - start);
    reached = end;
  }
  return said + text.slice(reached);
}
