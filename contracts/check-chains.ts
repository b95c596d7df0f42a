import { DEFAULT_CHAIN } from '../domain/contract.ts';
import { descents, unknownName, unknownNames } from './contradictions.ts';
import { parseDuration } from './durations.ts';
import { type Outline, schemesOf } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

/** Who is told when: chains, silence, quiet hours. */
export function checkChains(outline: Outline): readonly PlacedProblem[] {
  const { chains } = outline;
  const isWithoutDefault = chains !== undefined && !(DEFAULT_CHAIN in chains);
  const remedy = `add the chain ${DEFAULT_CHAIN}, which counts for all that name no other`;
  return [
    ...(isWithoutDefault ? [{ path: ['chains'], problem: `there is no chain ${DEFAULT_CHAIN}`, remedy }] : []),
    ...Object.entries(chains ?? {}).flatMap(([key, chain]) => checkChain(['chains', key], chain)),
    ...checkSilence(outline),
    ...checkQuietHours(outline),
  ];
}

type OutlineChain = NonNullable<Outline['chains']>[string];
type Steps = readonly { readonly after?: string | undefined }[];

function checkChain(path: readonly PropertyKey[], { reminders, escalation }: OutlineChain): readonly PlacedProblem[] {
  const first = delaysOf(escalation)[0];
  const startsLate = first !== undefined && first !== 0;
  const late = { problem: 'nobody is told of the breach itself', remedy: 'let the first step be 0m' };
  return [
    ...descents(
      reminders.map(({ permille }) => permille),
      (index) => [...path, 'reminders', index, 'permille'],
    ),
    ...(startsLate ? [{ path: [...path, 'escalation', 0, 'after'], ...late }] : []),
    ...descents(delaysOf(escalation), (index) => [...path, 'escalation', index, 'after']),
    ...escalation.slice(0, -1).flatMap(({ call }, index) => {
      const tooEarly = { problem: 'people are telephoned before the last step', remedy: 'let only the last step call' };
      return call ? [{ path: [...path, 'escalation', index, 'call'], ...tooEarly }] : [];
    }),
  ];
}

function checkSilence({ silence, levels, calendars }: Outline): readonly PlacedProblem[] {
  const ids = levels.map(({ id }) => id);
  return silence.flatMap((rule, index) => {
    const path = ['silence', index];
    const earlier = silence.slice(0, index).some((other) => meet(rule.levels, other.levels));
    const twice = 'a rule above is about the same levels';
    return [
      ...unknownNames([...path, 'levels'], 'level', rule.levels, ids),
      ...unknownName([...path, 'calendar'], 'calendar', rule.calendar, Object.keys(calendars)),
      ...descents(delaysOf(rule.steps), (at) => [...path, 'steps', at, 'after']),
      ...(earlier ? [{ path, problem: twice, remedy: 'let each level have one rule of silence' }] : []),
    ];
  });
}

/** An empty list means all. */
function meet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((level) => b.includes(level));
}

function checkQuietHours(outline: Outline): readonly PlacedProblem[] {
  const { quietHours, levels } = outline;
  if (quietHours === undefined) return [];
  const rankOf = new Map(levels.map(({ id, rank }) => [id, rank ?? Number.POSITIVE_INFINITY]));
  const gravest = schemesOf(outline).map(
    ({ levels: members }) => members.toSorted((a, b) => (rankOf.get(a) ?? 0) - (rankOf.get(b) ?? 0))[0],
  );
  const { from, to } = quietHours;
  const isEmpty = from !== undefined && from === to;
  return [
    ...unknownNames(['quietHours', 'levels'], 'level', quietHours.levels, [...rankOf.keys()]),
    ...quietHours.levels.flatMap((level, index) => {
      if (!gravest.includes(level)) return [];
      const problem = `${level} is the gravest level of a scheme, which must not wait`;
      return [{ path: ['quietHours', 'levels', index], problem, remedy: 'name mild levels only' }];
    }),
    ...(isEmpty
      ? [{ path: ['quietHours', 'to'], problem: 'they end when they begin', remedy: 'write another time' }]
      : []),
  ];
}

function delaysOf(steps: Steps): readonly (number | undefined)[] {
  return steps.map(({ after }) => (after === undefined ? undefined : parseDuration(after)));
}
