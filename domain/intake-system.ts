import type { Contract } from './contract.ts';
import { departmentOf, systemAmong, systemOf } from './contract-lookup.ts';
import { type Found, foldText, type PhraseFinder, phraseFinder } from './phrase-finder.ts';

/** How a name was found, where it is none of the pack's as it stands there. */
export type HeardBy = 'sound' | 'distance' | 'abbreviation' | 'taught';

/** A name in a text; its meaning: the ids of the systems that it may stand for. */
export interface FoundName extends Found<readonly string[]> {
  readonly by?: HeardBy;
}
export type NameFinder = (foldedText: string) => readonly FoundName[];

/** What people of the contract call a system. */
export interface Nickname {
  readonly name: string;
  readonly systemId: string;
}

/** A shorter name (网站) is too general to be a part of the system named before it. */
const PART_LENGTH_MIN = 3;

/** What names are read by. */
export interface NamesGiven {
  readonly contract: Contract;
  /** Folded: what may stand between a whole and its part. */
  readonly joints: ReadonlySet<string>;
  /** Whose chat it is, or who speaks in a chat of nobody's. */
  readonly departmentId?: string | undefined;
}

/** Of two systems that are called alike both are found. */
export function nameFinder({ systems }: Pick<Contract, 'systems'>): PhraseFinder<readonly string[]> {
  const names = systems.flatMap(({ id, name, nameEn, aliases }) =>
    [name, nameEn, ...aliases].map((alias) => ({ id, alias })),
  );
  const alike = Map.groupBy(names, ({ alias }) => foldText(alias).text).values();
  return phraseFinder(
    [...alike].flatMap((owners) => owners.slice(0, 1).map(({ alias }) => [alias, idsOf(owners)] as const)),
  );
}

/** Names that were taught beside those of the pack; at one place the longer one counts, and the pack's of two equal ones. */
export function withNicknames(
  ofPack: PhraseFinder<readonly string[]>,
  nicknames: readonly Nickname[],
  contract: Contract,
): NameFinder {
  const known = nicknames.filter(({ systemId }) => systemOf(contract, systemId) !== undefined);
  if (known.length === 0) return ofPack;
  const taught = phraseFinder(known.map(({ name, systemId }) => [name, [systemId]] as const));
  return (text) => {
    const nicknamed = taught(text).map((name): FoundName => ({ ...name, by: 'taught' }));
    return longestOf([...ofPack(text), ...nicknamed]);
  };
}

/** Of two names that overlap the longer, of equal ones the first of the list; from left to right. */
export function longestOf(names: readonly FoundName[]): readonly FoundName[] {
  const kept: FoundName[] = [];
  for (const name of names.toSorted((a, b) => a.start - b.start)) {
    const last = kept.at(-1);
    if (last === undefined || last.end <= name.start) kept.push(name);
    else if (last.end - last.start < name.end - name.start) kept[kept.length - 1] = name;
  }
  return kept;
}

function idsOf(owners: readonly { readonly id: string }[]): readonly string[] {
  return [...new Set(owners.map(({ id }) => id))];
}

/** The system that is meant, or those that may be; and the name that says so. */
export interface MeantSystem {
  readonly systemId?: string;
  readonly possible?: readonly string[];
  readonly name: FoundName;
}

/**
 * The system that a message is about: the first that is named, or a part of it that is named right behind ("监管平台的信用评价" is
 * about 信用评价). People of a department mean their own: where what is named belongs to another one, or may belong to several, a
 * system of theirs that the message names too is meant.
 * @param names occurrences in the folded text, from left to right; the longest name at each place
 */
export function recogniseSystem(
  foldedText: string,
  names: readonly FoundName[],
  { contract, joints, departmentId }: NamesGiven,
): MeantSystem | undefined {
  const subject = subjectOf(foldedText, names, joints);
  if (subject === undefined) return undefined;
  const meant = systemAmong(subject.meaning, contract, departmentId);
  if (meant !== undefined && departmentOf(contract, meant) === undefined) return { systemId: meant, name: subject };
  const isOwn = (id: string) => departmentId !== undefined && departmentOf(contract, id)?.id === departmentId;
  if (meant !== undefined && isOwn(meant)) return { systemId: meant, name: subject };
  for (const name of names) {
    const own = name.meaning.find(isOwn);
    if (own !== undefined) return { systemId: own, name };
  }
  return meant === undefined ? { possible: subject.meaning, name: subject } : { systemId: meant, name: subject };
}

function subjectOf(
  foldedText: string,
  names: readonly FoundName[],
  joints: ReadonlySet<string>,
): FoundName | undefined {
  let subject = names[0];
  for (const name of names.slice(1)) {
    if (subject === undefined) break;
    const between = foldedText.slice(subject.end, name.start);
    const isPart = between === '' || joints.has(between);
    if (!isPart || name.phrase.length < PART_LENGTH_MIN) break;
    subject = name;
  }
  return subject;
}
