import { foldText } from '../domain/phrase-finder.ts';
import { type PlacedProblem, pathText } from './problems.ts';

export interface OwnedWord {
  readonly word: string;
  readonly owner: number;
  readonly path: readonly PropertyKey[];
}

/** Words that two owners claim: a message with such a word could not be told apart. Compared as messages are read. */
export function shared(words: readonly OwnedWord[], what: string): readonly PlacedProblem[] {
  const firstOf = new Map<string, OwnedWord>();
  return words.flatMap((own) => {
    const folded = foldText(own.word).text;
    if (folded === '') return [];
    const first = firstOf.get(folded) ?? own;
    firstOf.set(folded, first);
    if (first.owner === own.owner) return [];
    const problem = `"${own.word}" is a ${what} too, at ${pathText(first.path)}`;
    return [{ path: own.path, problem, remedy: 'leave it to one of them' }];
  });
}

export function repeats(
  values: readonly unknown[],
  pathOf: (index: number) => readonly PropertyKey[],
  what: string,
): readonly PlacedProblem[] {
  return values.flatMap((value, index) => {
    if (value === undefined || values.indexOf(value) === index) return [];
    return [
      { path: pathOf(index), problem: `${what} ${String(value)} is used above`, remedy: `give each its own ${what}` },
    ];
  });
}

export function descents(
  values: readonly (number | undefined)[],
  pathOf: (index: number) => readonly PropertyKey[],
): readonly PlacedProblem[] {
  return values.flatMap((value, index) => {
    const before = values[index - 1];
    if (value === undefined || before === undefined || value > before) return [];
    return [
      {
        path: pathOf(index),
        problem: 'it is not later than the step before',
        remedy: 'write the steps in ascending order',
      },
    ];
  });
}

/** The greater end of a range stands first. */
export function reversal(
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  if (from === undefined || to === undefined || from <= to) return [];
  return [{ path: [...path, 'to'], problem: 'it ends before it begins', remedy: `write ${from} or more` }];
}

/** A name that nothing in the pack has. Names that could not be read, the schema speaks of. */
export function unknownName(
  path: readonly PropertyKey[],
  what: string,
  value: string | undefined,
  known: readonly (string | undefined)[],
): readonly PlacedProblem[] {
  if (value === undefined || value === '' || known.includes(value)) return [];
  const names = known.filter((name) => name !== undefined);
  const remedy = names.length === 0 ? `define the ${what} first` : `use one of ${listed(names)}`;
  return [{ path, problem: `there is no ${what} ${value}`, remedy }];
}

export function unknownNames(
  path: readonly PropertyKey[],
  what: string,
  values: readonly string[],
  known: readonly (string | undefined)[],
): readonly PlacedProblem[] {
  return values.flatMap((value, index) => unknownName([...path, index], what, value, known));
}

const LISTED_MAX = 12;

/** As many names as one can read. */
export function listed(names: readonly string[]): string {
  const more = names.length - LISTED_MAX;
  return `${names.slice(0, LISTED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
