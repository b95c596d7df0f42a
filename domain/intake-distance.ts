/** Slips of the hand that a name of some length may have: one from four characters on, two from eight. */
export function slipsAllowed(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

export interface NearName {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** 1 or 2: characters that are wrong, missing, too many, or changed places. */
  readonly slips: number;
  /** Nothing but two neighbours that changed places. */
  readonly isSwap: boolean;
}

export type NearFinder = (text: string) => readonly NearName[];

/** Of such a name one character may be wrong, or two changed over, where `slipsAllowed` allows none. */
const SHORT_NAME = 3;
const FRAMED_MAX = 4;
const HAN_ONLY = /^\p{Script=Han}+$/u;

/** More places than these are not compared: it keeps a hostile text from costing more than it is worth. */
const COMPARED_MAX = 2_000;

interface Seed {
  readonly name: string;
  readonly offset: number;
}

/** Finds stretches of a text that differ from a name in a few characters; the nearest stretch for each name and place. */
export function nearFinder(names: Iterable<string>): NearFinder {
  const byPair = new Map<string, Seed[]>();
  /** By two characters with one between them. */
  const byFrame = new Map<string, Seed[]>();
  for (const name of new Set(names)) {
    if (name.length < SHORT_NAME) continue;
    for (let offset = 0; offset + 1 < name.length; offset += 1)
      sow(byPair, name.slice(offset, offset + 2), name, offset);
    // In a short name a slip may leave no pair of neighbours: 双示公, 案系件统, 光专输.
    for (let offset = 0; name.length <= FRAMED_MAX && offset + 2 < name.length; offset += 1) {
      const frame = name.charAt(offset) + name.charAt(offset + 2);
      sow(byPair, frame, name, offset);
      if (name.length === SHORT_NAME) sow(byFrame, frame, name, offset);
    }
  }
  return (text) => {
    const compared = new Set<string>();
    const near: NearName[] = [];
    for (let at = 0; at + 1 < text.length; at += 1) {
      const framed = byFrame.get(text.charAt(at) + text.charAt(at + 2)) ?? [];
      for (const { name, offset } of [...(byPair.get(text.slice(at, at + 2)) ?? []), ...framed]) {
        const start = at - offset;
        const place = `${start} ${name}`;
        if (compared.has(place) || compared.size >= COMPARED_MAX) continue;
        compared.add(place);
        const found = nearestAt(text, start, name);
        if (found) near.push(found);
      }
    }
    return near;
  };
}

function sow(seeds: Map<string, Seed[]>, pair: string, name: string, offset: number): void {
  const known = seeds.get(pair) ?? [];
  known.push({ name, offset });
  seeds.set(pair, known);
}

/** @param expected where the name would start if nothing before the shared characters were missing or too many */
function nearestAt(text: string, expected: number, name: string): NearName | undefined {
  const isShort = name.length === SHORT_NAME;
  const allowed = isShort ? 1 : slipsAllowed(name.length);
  // A short name with a character missing or too many is soon another word.
  const longer = isShort ? 0 : allowed;
  const around = text.slice(Math.max(0, expected - allowed), expected + name.length + allowed);
  const shared = [...name].filter((unit) => around.includes(unit)).length;
  if (shared < name.length - allowed) return undefined;
  let nearest: NearName | undefined;
  for (let start = Math.max(0, expected - allowed); start <= expected + allowed; start += 1) {
    for (let length = name.length - longer; length <= name.length + longer; length += 1) {
      const end = start + length;
      if (end > text.length) break;
      const said = text.slice(start, end);
      const slips = slipsBetween(said, name, (nearest?.slips ?? allowed + 1) - 1);
      if (slips === undefined || slips === 0) continue;
      const isSwap = slips === 1 && [...said].sort().join('') === [...name].sort().join('');
      if (!isShort || isSwap || isMiddleWrong(said, name)) nearest = { start, end, name, slips, isSwap };
    }
  }
  return nearest;
}

/** 考勒机. At the end of 叫号机 another word begins soon: 叫号又. */
function isMiddleWrong(said: string, name: string): boolean {
  return HAN_ONLY.test(name) && said.charAt(0) === name.charAt(0) && said.at(-1) === name.at(-1);
}

/** Distance with neighbours that changed places (optimal string alignment). @returns undefined when it is above the limit */
export function slipsBetween(a: string, b: string, limit: number): number | undefined {
  if (limit < 0 || Math.abs(a.length - b.length) > limit) return undefined;
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a.charAt(i - 1) === b.charAt(j - 1);
      const cost = at(row, j - 1) + (isSame ? 0 : 1);
      const swapped = a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1);
      const swap = i > 1 && j > 1 && swapped ? at(before, j - 2) + 1 : Infinity;
      next.push(Math.min(cost, at(row, j) + 1, at(next, j - 1) + 1, swap));
    }
    if (Math.min(...next) > limit + 1) return undefined;
    before = row;
    row = next;
  }
  const slips = at(row, b.length);
  return slips <= limit ? slips : undefined;
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
