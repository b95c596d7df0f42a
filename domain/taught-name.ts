import type { Contract } from './contract.ts';
import { systemAmong } from './contract-lookup.ts';
import { maskPersonal } from './personal-data.ts';
import { foldText } from './phrase-finder.ts';
import { actsAs } from './sides.ts';
import type { Role } from './types.ts';

/** In characters as people count them. */
export const TAUGHT_NAME_MAX = 20;
const TAUGHT_NAME_MIN = 2;
/** It is a key of the database: one character may be many letters, such as a ligature or an old syllable of Korean. In UTF-16 units. */
const FOLDED_MAX = 80;
/** So many names a contract can have: each is looked for in each message. */
export const TAUGHT_NAMES_MAX = 300;
/** Systems that are named when what was said is none. */
const NEAREST_MAX = 3;
/** So much of the pairs of characters of two names has to be the same for one to be meant by the other. */
const LIKENESS_MIN = 0.3;
/** One that looks so much less like it than the nearest is not named beside it. */
const BESIDE_NEAREST_MIN = 0.65;

export type TeachingRefusal =
  | { readonly reason: 'not_allowed' }
  | { readonly reason: 'too_short' }
  | { readonly reason: 'too_long' }
  /** Nothing but digits, more than a name, or with somebody's number in it: the ledger keeps it as it is. */
  | { readonly reason: 'not_a_name' }
  /** The pack calls these systems so. */
  | { readonly reason: 'name_of_system'; readonly systems: readonly string[] }
  /** It is a person's or a department's, or a place's. */
  | { readonly reason: 'name_of_other' }
  /** A word by which messages are understood, or a command. */
  | { readonly reason: 'common_word' }
  | { readonly reason: 'too_many' }
  /** @param nearest ids; may be empty */
  | { readonly reason: 'unknown_system'; readonly said: string; readonly nearest: readonly string[] }
  | { readonly reason: 'ambiguous_system'; readonly said: string; readonly systems: readonly string[] };

/** Who says what a name means changes how reports of everybody are read: those who work on tickets and those who supervise them. */
export function mayTeach(person: { readonly roles: readonly Role[] }): boolean {
  return actsAs(person, 'engineer') || actsAs(person, 'manager') || actsAs(person, 'supervisor');
}

/** What a name is checked against. */
export interface NameGiven {
  readonly contract: Contract;
  readonly people: readonly string[];
  /** Folded: words of the lexicon, and what may be typed to the bot. */
  readonly words: ReadonlySet<string>;
}

/** @returns why a name can't be taught; undefined: it can */
export function nameRefusal(name: string, { contract, people, words }: NameGiven): TeachingRefusal | undefined {
  const { length } = [...graphemes.segment(name)];
  if (length > TAUGHT_NAME_MAX) return { reason: 'too_long' };
  if (length < TAUGHT_NAME_MIN) return { reason: 'too_short' };
  const { text } = foldText(name);
  if (text.length > FOLDED_MAX) return { reason: 'too_long' };
  if (!/\p{L}/u.test(text) || /[|?]/.test(text) || maskPersonal(name) !== name) return { reason: 'not_a_name' };
  const systems = systemsCalled(name, contract);
  if (systems.length > 0) return { reason: 'name_of_system', systems };
  const others = [
    ...people,
    ...contract.departments.flatMap(({ aliases, name: own, nameEn }) => [own, nameEn, ...aliases]),
    ...contract.places,
  ];
  if (others.some((other) => foldText(other).text === text)) return { reason: 'name_of_other' };
  if (words.has(text)) return { reason: 'common_word' };
  return undefined;
}

/** The system that a person names by its name, alias or id in the pack. */
export function systemNamed(
  said: string,
  contract: Contract,
  departmentId: string | undefined,
): { readonly ok: true; readonly systemId: string } | { readonly ok: false; readonly refusal: TeachingRefusal } {
  const called = systemsCalled(said, contract);
  const meant = systemAmong(called, contract, departmentId);
  if (meant !== undefined) return { ok: true, systemId: meant };
  if (called.length > 0) return { ok: false, refusal: { reason: 'ambiguous_system', said, systems: called } };
  return { ok: false, refusal: { reason: 'unknown_system', said, nearest: nearestSystems(said, contract) } };
}

/** Ids of those that the pack calls exactly so. */
function systemsCalled(said: string, { systems }: Contract): readonly string[] {
  const wanted = foldText(said).text;
  return systems
    .filter(({ aliases, id, name, nameEn }) =>
      [name, nameEn, id, ...aliases].some((it) => foldText(it).text === wanted),
    )
    .map(({ id }) => id);
}

/** Ids of systems with a name that looks like what was said, the likest first. */
function nearestSystems(said: string, { systems }: Contract): readonly string[] {
  const wanted = pairsOf(foldText(said).text);
  const found = systems
    .map(({ aliases, id, name, nameEn }) => ({
      id,
      likeness: Math.max(...[name, nameEn, ...aliases].map((it) => likeness(wanted, pairsOf(foldText(it).text)))),
    }))
    .toSorted((a, b) => b.likeness - a.likeness);
  const least = Math.max(LIKENESS_MIN, (found[0]?.likeness ?? 0) * BESIDE_NEAREST_MIN);
  return found
    .filter((one) => one.likeness >= least)
    .slice(0, NEAREST_MAX)
    .map(({ id }) => id);
}

/** Single characters beside the pairs: names are short. */
function pairsOf(text: string): ReadonlySet<string> {
  const characters = [...text];
  return new Set([...characters, ...characters.map((one, place) => one + (characters[place + 1] ?? ''))]);
}

/** Of Dice: 1 for the same, 0 for nothing in common. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return one.size + other.size === 0 ? 0 : (2 * one.intersection(other).size) / (one.size + other.size);
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
