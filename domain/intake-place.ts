import { alternatives } from './alternatives.ts';
import type { TextSpan } from './chinese-tools.ts';
import type { PlaceWords } from './lexicon.ts';

export type PlaceFinder = (foldedText: string, names: readonly TextSpan[]) => TextSpan | undefined;

/** In UTF-16 units. */
const PLACE_MAX = 30;

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
  const number = `(?:\\d{1,4}|(?:${alternatives(numerals)}){1,3})`;
  const room = `\\d{3,4}(?:${alternatives(words.named)})`;
  const blocks = `[a-z](?:${alternatives(words.counted)})`;
  const counted = `(?:${alternatives(words.beforeNumber)})?${number}(?:${alternatives(words.counted)})`;
  const stranger = `[^${words.notInNames.map((unit) => RegExp.escape(unit)).join('')}\\p{P}\\s\\d|?a-z]`;
  const called = `${stranger}{2}(?:${alternatives(words.endings)})(?!${alternatives(words.notBehindEndings)})`;
  const piece = `(?:${counted}|${blocks}|${room}|${alternatives([...known, ...words.named])}|${called})`;
  const sides = alternatives(words.sides);
  const joint = `(?:${alternatives(words.joints)})?`;
  const pattern = new RegExp(`(?<![\\da-z])${piece}(?:${joint}(?:${piece}|${sides}))*`, 'gu');
  const ofPack = new Set(known);
  const owners = new Set(offices);
  return (text, names) => {
    let longest: TextSpan | undefined;
    let isOfOffice = false;
    let next = 0;
    for (const { 0: said, index: start } of text.matchAll(pattern)) {
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
