import { cellOf } from './contract-of.ts';
import { repeats, shared, unknownName, unknownNames } from './contradictions.ts';
import type { Outline, OutlineScheme } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

type OutlineMatrix = NonNullable<Outline['matrix']>;
type Axis = OutlineMatrix['rows'];

/** A table of levels: its sides, and that it has a level of the scheme for each combination. */
export function checkMatrix(
  { systemClasses }: Outline,
  { levels, path }: OutlineScheme,
  { rows, columns, cells }: OutlineMatrix,
): readonly PlacedProblem[] {
  const at = [...path, 'matrix'];
  const classes = Object.keys(systemClasses);
  return [
    ...checkAxis(rows, [...at, 'rows'], classes),
    ...checkAxis(columns, [...at, 'columns'], classes),
    ...wrongLength([...at, 'cells'], 'lists', cells.length, rows.values.length, 'rows has so many values'),
    ...cells.flatMap((row, index) => [
      ...wrongLength(
        [...at, 'cells', index],
        'levels',
        row.length,
        columns.values.length,
        'columns has so many values',
      ),
      ...row.flatMap((cell, column) =>
        unknownName([...at, 'cells', index, column], 'level', cellOf(cell).level, levels),
      ),
    ]),
  ];
}

function checkAxis(
  { otherwise, values }: Axis,
  path: readonly PropertyKey[],
  known: readonly string[],
): readonly PlacedProblem[] {
  const ids = values.map(({ id }) => id);
  const valuePath = (index: number) => [...path, 'values', index];
  const words = values.flatMap(({ words: own }, index) =>
    own.map((word, at) => ({ word, owner: index, path: [...valuePath(index), 'words', at] })),
  );
  const classes = values.flatMap(({ classes: own }, index) =>
    own.map((word, at) => ({ word, owner: index, path: [...valuePath(index), 'classes', at] })),
  );
  return [
    ...repeats(ids, (index) => [...valuePath(index), 'id'], 'id'),
    ...unknownName([...path, 'otherwise'], 'value', otherwise, ids),
    ...values.flatMap(({ classes: own }, index) =>
      unknownNames([...valuePath(index), 'classes'], 'class of systems', own, known),
    ),
    ...shared(words, 'word of another value'),
    ...shared(classes, 'class of another value'),
  ];
}

function wrongLength(
  path: readonly PropertyKey[],
  what: string,
  found: number,
  wanted: number,
  why: string,
): readonly PlacedProblem[] {
  if (found === wanted) return [];
  return [{ path, problem: `it has ${found} ${what}`, remedy: `write ${wanted}, as ${why}` }];
}
