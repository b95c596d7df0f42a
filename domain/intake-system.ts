import type { Contract } from './contract.ts';
import { departmentOf, systemAmong } from './contract-lookup.ts';
import { type Found, foldText, type PhraseFinder, phraseFinder } from './phrase-finder.ts';

/** A name or alias in a text; its meaning: the ids of the systems that are called so, in different departments. */
export type FoundName = Found<readonly string[]>;
export type NameFinder = PhraseFinder<readonly string[]>;

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
export function nameFinder({ systems }: Pick<Contract, 'systems'>): NameFinder {
  const names = systems.flatMap(({ id, name, nameEn, aliases }) =>
    [name, nameEn, ...aliases].map((alias) => ({ id, alias })),
  );
  const alike = Map.groupBy(names, ({ alias }) => foldText(alias).text).values();
  return phraseFinder(
    [...alike].flatMap((owners) => owners.slice(0, 1).map(({ alias }) => [alias, idsOf(owners)] as const)),
  );
}

function idsOf(owners: readonly { readonly id: string }[]): readonly string[] {
  return [...new Set(owners.map(({ id }) => id))];
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
): string | undefined {
  const subject = subjectOf(foldedText, names, joints);
  if (subject === undefined) return undefined;
  const meant = systemAmong(subject.meaning, contract, departmentId);
  if (meant !== undefined && departmentOf(contract, meant) === undefined) return meant;
  const isOwn = (id: string) => departmentId !== undefined && departmentOf(contract, id)?.id === departmentId;
  if (meant !== undefined && isOwn(meant)) return meant;
  return names.flatMap(({ meaning }) => meaning).find(isOwn) ?? meant;
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
