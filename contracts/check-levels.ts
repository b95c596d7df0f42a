import { checkMatrix } from './check-matrix.ts';
import { type OwnedWord, repeats, shared, unknownName, unknownNames } from './contradictions.ts';
import { type Outline, type OutlineScheme, schemesOf } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

/** Levels, and the schemes in which they go together. */
export function checkLevels(outline: Outline): readonly PlacedProblem[] {
  const schemes = schemesOf(outline);
  const chains = Object.keys(outline.chains ?? {});
  return [
    ...repeats(
      outline.levels.map(({ id }) => id),
      (index) => ['levels', index, 'id'],
      'id',
    ),
    ...outline.levels.flatMap(({ chain }, index) => unknownName(['levels', index, 'chain'], 'chain', chain, chains)),
    ...checkForm(outline),
    ...schemes.flatMap((scheme) => checkScheme(outline, scheme)),
    ...checkMembership(outline, schemes),
    ...checkAnomalies(outline, schemes),
  ];
}

/** Either the short form, one scheme with all levels, or several. */
function checkForm(outline: Outline): readonly PlacedProblem[] {
  const { schemes, defaultScheme, defaultLevel } = outline;
  if (schemes === undefined) {
    const missing = {
      path: ['defaultLevel'],
      problem: 'it is missing',
      remedy: 'name the level of a report without a sign',
    };
    return [
      ...(defaultLevel === undefined ? [missing] : []),
      ...(defaultScheme === undefined ? [] : [leftOver('defaultScheme', 'there are no schemes', 'delete it')]),
    ];
  }
  const ids = schemes.map(({ id }) => id);
  const short = (['defaultLevel', 'matrix', 'vip'] as const).filter((key) => outline[key] !== undefined);
  const missing = {
    path: ['defaultScheme'],
    problem: 'it is missing',
    remedy: 'name the scheme of reports without a system',
  };
  return [
    ...repeats(ids, (index) => ['schemes', index, 'id'], 'id'),
    ...(defaultScheme === undefined ? [missing] : unknownName(['defaultScheme'], 'scheme', defaultScheme, ids)),
    ...short.map((key) => leftOver(key, 'with schemes it belongs to one of them', 'move it into its scheme')),
  ];
}

function leftOver(key: string, problem: string, remedy: string): PlacedProblem {
  return { path: [key], atKey: true, problem, remedy };
}

function checkScheme(outline: Outline, scheme: OutlineScheme): readonly PlacedProblem[] {
  const ids = outline.levels.map(({ id }) => id);
  const isWritten = scheme.path.length > 0;
  const members = outline.levels.flatMap((level, index) =>
    level.id !== undefined && scheme.levels.includes(level.id) ? [{ ...level, index }] : [],
  );
  const words = members.flatMap(({ signs, statements, index }): readonly OwnedWord[] => [
    ...signs.map((word, at) => ({ word, owner: index, path: ['levels', index, 'signs', at] })),
    ...statements.map((word, at) => ({ word, owner: index, path: ['levels', index, 'statements', at] })),
  ]);
  return [
    ...(isWritten ? unknownNames([...scheme.path, 'levels'], 'level', scheme.levels, ids) : []),
    ...(isWritten ? repeats(scheme.levels, (index) => [...scheme.path, 'levels', index], 'level') : []),
    ...unknownName([...scheme.path, 'defaultLevel'], 'level', scheme.defaultLevel, scheme.levels),
    ...unknownName([...scheme.path, 'vip'], 'level', scheme.vip, scheme.levels),
    ...repeats(
      members.map(({ rank }) => rank),
      (at) => ['levels', members[at]?.index ?? 0, 'rank'],
      'rank',
    ),
    ...shared(words, 'sign of another level'),
    ...(scheme.matrix === undefined ? [] : checkMatrix(outline, scheme, scheme.matrix)),
  ];
}

function checkMembership({ levels, schemes }: Outline, all: readonly OutlineScheme[]): readonly PlacedProblem[] {
  if (schemes === undefined) return [];
  return levels.flatMap(({ id }, index) => {
    if (id === undefined || all.some((scheme) => scheme.levels.includes(id))) return [];
    return [{ path: ['levels', index], problem: `level ${id} is in no scheme`, remedy: 'add it to one, or delete it' }];
  });
}

function checkAnomalies(
  { anomalyLevels, levels }: Outline,
  schemes: readonly OutlineScheme[],
): readonly PlacedProblem[] {
  const ids = levels.map(({ id }) => id);
  const problem = 'an earlier level of the list is of the same scheme';
  return [
    ...unknownNames(['anomalyLevels'], 'level', anomalyLevels, ids),
    ...anomalyLevels.flatMap((level, index) => {
      const before = anomalyLevels.slice(0, index);
      const own = schemes.filter((scheme) => scheme.levels.includes(level));
      const isTwice = own.some((scheme) => before.some((other) => scheme.levels.includes(other)));
      return isTwice ? [{ path: ['anomalyLevels', index], problem, remedy: 'name one level of each scheme' }] : [];
    }),
  ];
}
