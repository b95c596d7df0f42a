import type { SymptomFamily } from './intake.ts';

/** A fault by what it is compared. */
export interface Compared {
  readonly systemId?: string | undefined;
  readonly family: SymptomFamily;
  /** How much each of its words says, above 0. */
  readonly words: WordWeights;
}
export type WordWeights = ReadonlyMap<string, number>;

/** Below a new ticket: of the same system, and where one of the two systems is not known. */
const LIKENESS_MIN = { same: 0.25, unknown: 0.5 } as const;
/** To a question: so much of what it asks about has to be there. */
const COVERAGE_MIN = 0.5;
/** What kind of trouble it is says more than any one word. */
const FAMILY_WEIGHT = 2;

/**
 * Those that resemble a new fault, the likest first; of equal ones the order stays. Only those of its system, and those of none
 * that is known.
 * @param from what is looked through; words that many of them have count little
 */
export function similarPrecedents<One extends Compared>(wanted: Compared, from: readonly One[], limit: number): One[] {
  const rarity = rarityIn(from);
  return best(ofSystem(wanted, from), limit, (one) => {
    const likeness = likenessOf(wanted, one, rarity);
    return likeness >= LIKENESS_MIN[isSameSystem(wanted, one) ? 'same' : 'unknown'] ? likeness : 0;
  });
}

/** Those that tell about what was asked, the best first; of equal ones the order stays. */
export function answeringPrecedents<One extends Compared>(
  wanted: Compared,
  from: readonly One[],
  limit: number,
): One[] {
  const rarity = rarityIn(from);
  return best(ofSystem(wanted, from), limit, (one) => {
    const covered = coverage(wanted.words, one.words, rarity);
    if (covered >= COVERAGE_MIN) return covered + likenessOf(wanted, one, rarity);
    if (!isSameSystem(wanted, one)) return 0;
    // Only the system was named: its newest ones are the answer. Else the same trouble in other words is one.
    if (wanted.words.size === 0) return COVERAGE_MIN;
    return isSameFamily(wanted, one) ? likenessOf(wanted, one, rarity) : 0;
  });
}

function isSameSystem({ systemId }: Compared, other: Compared): boolean {
  return systemId !== undefined && systemId === other.systemId;
}

function isSameFamily({ family }: Compared, other: Compared): boolean {
  return family !== 'other' && family === other.family;
}

function ofSystem<One extends Compared>({ systemId }: Compared, from: readonly One[]): readonly One[] {
  return from.filter((one) => systemId === undefined || one.systemId === undefined || one.systemId === systemId);
}

function best<One>(from: readonly One[], limit: number, scoreOf: (one: One) => number): One[] {
  return from
    .map((one) => ({ one, score: scoreOf(one) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ one }) => one);
}

type Rarity = (word: string) => number;

/** No word begins so. */
const FAMILY_MARK = ':';

function rarityIn(from: readonly Compared[]): Rarity {
  const holders = new Map<string, number>();
  const count = (word: string) => holders.set(word, (holders.get(word) ?? 0) + 1);
  for (const { family, words } of from) {
    for (const word of words.keys()) count(word);
    count(FAMILY_MARK + family);
  }
  // A word that nobody has used yet counts, but it does not outweigh all that is known.
  const ofUnknown = Math.sqrt(from.length);
  return (word) => Math.log(1 + from.length / (holders.get(word) ?? ofUnknown));
}

/** The cosine of the two: 1 for the same, 0 for nothing in common. */
function likenessOf(one: Compared, other: Compared, rarity: Rarity): number {
  const length = Math.sqrt(squares(one, rarity) * squares(other, rarity));
  if (length === 0) return 0;
  let common = isSameFamily(one, other) ? familySquare(one, rarity) : 0;
  for (const [word, weight] of one.words) common += weight * (other.words.get(word) ?? 0) * rarity(word) ** 2;
  return common / length;
}

function squares(one: Compared, rarity: Rarity): number {
  let sum = familySquare(one, rarity);
  for (const [word, weight] of one.words) sum += (weight * rarity(word)) ** 2;
  return sum;
}

function familySquare({ family }: Compared, rarity: Rarity): number {
  return family === 'other' ? 0 : (FAMILY_WEIGHT * rarity(FAMILY_MARK + family)) ** 2;
}

/** The part of what is wanted that the other has at all. */
function coverage(wanted: WordWeights, other: WordWeights, rarity: Rarity): number {
  let all = 0;
  let found = 0;
  for (const [word, weight] of wanted) {
    all += weight * rarity(word);
    if (other.has(word)) found += weight * rarity(word);
  }
  return all === 0 ? 0 : found / all;
}
