import type { ChineseTools } from './chinese-tools.ts';
import type { Contract } from './contract.ts';
import { shortenings } from './intake-abbreviation.ts';
import { type NearFinder, nearFinder } from './intake-distance.ts';
import { type Pointing, pointing, type TellingParts, tellingParts } from './intake-parts.ts';
import { type SoundFinder, soundFinder } from './intake-sound.ts';
import type { Lexicon } from './lexicon.ts';
import { foldText } from './phrase-finder.ts';

/** What the names of a contract are found by where they are not written as they stand in the pack. */
export interface NameIndex {
  /** Ids by a shortened name. */
  readonly short: ReadonlyMap<string, ReadonlySet<string>>;
  readonly parts: TellingParts;
  readonly pointing: Pointing;
  /** Folded: what may stand behind a name: 里, 上. */
  readonly joints: ReadonlySet<string>;
  readonly sounds: SoundFinder<string>;
  readonly near: NearFinder;
  /** Ids by a folded name. */
  readonly owners: ReadonlyMap<string, ReadonlySet<string>>;
}

const HAN = /\p{Script=Han}/u;
const SYLLABLES_MIN = 2;
/** What more systems share (医保) is no name of one of them. */
const SHARED_MAX = 2;

export function nameIndex(
  { systems, places, departments }: Pick<Contract, 'systems' | 'places' | 'departments'>,
  chinese: ChineseTools,
  lexicon: Pick<
    Lexicon,
    'generic' | 'everyday' | 'numerals' | 'particles' | 'partOf' | 'pointers' | 'openers' | 'places'
  >,
): NameIndex {
  const owners = new Map<string, Set<string>>();
  for (const { id, name, nameEn, aliases } of systems) {
    for (const known of [name, nameEn, ...aliases]) own(owners, foldText(known).text, id);
  }
  owners.delete('');
  const wordsOf = (some: readonly string[]) =>
    folded(some).flatMap((one) => [one, ...chinese.words(one).map(({ start, end }) => one.slice(start, end))]);
  const isGeneric = genericWord([...lexicon.generic, ...folded(places)]);
  const offices = folded(departments.flatMap(({ name, aliases }) => [name, ...aliases]));
  const { named, counted } = lexicon.places;
  const isOfMany = genericWord([lexicon.generic, lexicon.everyday, named, counted, wordsOf(places), offices].flat());
  const talk = new Set([...lexicon.particles, ...Object.keys(lexicon.numerals)]);
  const isInPlace = (form: string) => folded(places).some((place) => place.includes(form));
  const ownersOf = bareOwners(owners, isGeneric);
  const short = new Map<string, Set<string>>();
  for (const [name, ids] of owners) {
    for (const form of shortenings(name, chinese, isGeneric)) {
      if (!owners.has(form) && !isGeneric(form) && !isInPlace(form)) for (const id of ids) own(short, form, id);
    }
  }
  const names = [...owners.keys()];
  const chineseNames = names.filter((name) => HAN.test(name) && name.length >= SYLLABLES_MIN);
  return {
    short: new Map([...short].map(([form, ids]) => [form, isOfMany(form) ? ids : ownersOf(form, ids)])),
    parts: tellingParts(owners, chinese, {
      isGeneric: isOfMany,
      isTalk: (character) => talk.has(character),
      ownersOf,
    }),
    pointing: pointing(folded(lexicon.pointers), folded(lexicon.openers)),
    joints: new Set(folded(lexicon.partOf)),
    owners,
    sounds: soundFinder(
      chineseNames.map((name) => [name, name] as const),
      chinese,
    ),
    near: nearFinder(names),
  };
}

/** 热线平台 says nothing but 热线, so it is meant before 热线学堂 where both share a form; else all that share it. */
function bareOwners(
  owners: ReadonlyMap<string, ReadonlySet<string>>,
  isGeneric: (word: string) => boolean,
): (form: string, ids: ReadonlySet<string>) => ReadonlySet<string> {
  const names = new Map<string, string[]>();
  for (const [name, ids] of owners) for (const id of ids) names.set(id, [...(names.get(id) ?? []), name]);
  const saysOnly = (name: string, form: string) => name.includes(form) && isGeneric(name.replace(form, ''));
  return (form, ids) => {
    if (ids.size !== SHARED_MAX) return ids;
    const bare = [...ids].filter((id) => names.get(id)?.some((name) => saysOnly(name, form)));
    return bare.length === 1 ? new Set(bare) : ids;
  };
}

/** Whether a word is generic, or is made of generic ones: 管理系统. */
function genericWord(words: readonly string[]): (word: string) => boolean {
  const generic = new Set(words);
  const isMade = (word: string): boolean =>
    generic.has(word) || [...word].some((_, at) => at > 0 && generic.has(word.slice(0, at)) && isMade(word.slice(at)));
  return isMade;
}

function folded(words: readonly string[]): readonly string[] {
  return words.map((word) => foldText(word).text);
}

function own(owners: Map<string, Set<string>>, name: string, id: string): void {
  const ids = owners.get(name) ?? new Set();
  owners.set(name, ids.add(id));
}
