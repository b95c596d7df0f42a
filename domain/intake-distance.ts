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
}

export type NearFinder = (text: string) => readonly NearName[];

/** More places than these are not compared: it keeps a hostile text from costing more than it is worth. */
const COMPARED_MAX = 2_000;

/** Finds stretches of a text that differ from a name in a few characters; the nearest stretch for each name and place. */
export function nearFinder(names: Iterable<string>): NearFinder {
  const byPair = new Map<string, { readonly name: string; readonly offset: number }[]>();
  for (const name of new Set(names)) {
    if (slipsAllowed(name.length) === 0) continue;
    for (let offset = 0; offset + 1 < name.length; offset += 1) {
      const pair = name.slice(offset, offset + 2);
      const places = byPair.get(pair) ?? [];
      places.push({ name, offset });
      byPair.set(pair, places);
    }
  }
  return (text) => {
    const compared = new Set<string>();
    const near: NearName[] = [];
    for (let at = 0; at + 1 < text.length; at += 1) {
      for (const { name, offset } of byPair.get(text.slice(at, at + 2)) ?? []) {
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

/** @param expected where the name would start if nothing before the shared characters were missing or too many */
function nearestAt(text: string, expected: number, name: string): NearName | undefined {
  const allowed = slipsAllowed(name.length);
  const around = text.slice(Math.max(0, expected - allowed), expected + name.length + allowed);
  const shared = [...name].filter((unit) => around.includes(unit)).length;
  if (shared < name.length - allowed) return undefined;
  let nearest: NearName | undefined;
  for (let start = Math.max(0, expected - allowed); start <= expected + allowed; start += 1) {
    for (let length = name.length - allowed; length <= name.length + allowed; length += 1) {
      const end = start + length;
      if (end > text.length) break;
      const slips = slipsBetween(text.slice(start, end), name, (nearest?.slips ?? allowed + 1) - 1);
      if (slips !== undefined && slips > 0) nearest = { start, end, name, slips };
    }
  }
  return nearest;
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
