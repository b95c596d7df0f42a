import { clipUnits } from '../wire-text.ts';
import { LIMITS } from './limits.ts';

export interface FittedLines {
  readonly lines: readonly string[];
  readonly isCut: boolean;
}

/** A shortened line still tells something. In UTF-16 units. */
const LINE_MIN = 24;

/**
 * Lines as one text of at most 112 units. Where all of them shortened are too much, those from `firstSpare` on go, the oldest
 * first, then those before them; then the longest are shortened.
 * @param firstSpare index of the first line that can be spared
 */
export function fitLines(lines: readonly string[], firstSpare: number): FittedLines {
  const kept = [...lines];
  while (minimum(kept) > LIMITS.subTitle && kept.length > 1) kept.splice(Math.min(firstSpare, kept.length - 2), 1);
  let excess = joinedLength(kept) - LIMITS.subTitle;
  while (excess > 0) {
    const longest = kept.reduce((found, line, index) => (line.length > (kept[found]?.length ?? 0) ? index : found), 0);
    const line = kept[longest] ?? '';
    const second = Math.max(...kept.filter((_, index) => index !== longest).map(({ length }) => length), LINE_MIN);
    const room = Math.max(line.length - excess, Math.min(second, line.length - 1), 1);
    kept[longest] = clipUnits(line, room);
    excess = joinedLength(kept) - LIMITS.subTitle;
  }
  return { lines: kept, isCut: kept.length < lines.length || kept.some((line, index) => line !== lines[index]) };
}

function minimum(lines: readonly string[]): number {
  return joinedLength(lines.map((line) => line.slice(0, LINE_MIN)));
}

/** Their length with the line breaks between them. */
export function joinedLength(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, -1);
}
