import { foldText } from '../domain/phrase-finder.ts';
import type { PlacedProblem } from './problems.ts';

export interface OwnedWord {
  readonly word: string;
  readonly owner: number;
  readonly path: readonly PropertyKey[];
}

/** Words that two owners claim: a message with such a word could not be told apart. Compared as messages are read. */
export function shared(words: readonly OwnedWord[], what: string): readonly PlacedProblem[] {
  const ownerOf = new Map<string, number>();
  return words.flatMap(({ word, owner, path }) => {
    const folded = foldText(word).text;
    if (folded === '') return [];
    const known = ownerOf.get(folded) ?? owner;
    ownerOf.set(folded, known);
    return known === owner ? [] : [{ path, problem: `"${word}" is a ${what} too`, remedy: 'leave it to one of them' }];
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

export function unknownName(
  path: readonly PropertyKey[],
  what: string,
  value: string,
  known: readonly (string | undefined)[],
): PlacedProblem {
  const names = known.filter((name) => name !== undefined);
  return {
    path,
    problem: `there is no ${what} ${value}`,
    remedy: names.length === 0 ? `define the ${what} first` : `use one of ${names.join(', ')}`,
  };
}
