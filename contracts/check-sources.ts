import { CLOCK_NAMES } from '../domain/contract.ts';
import { listed, unknownNames } from './contradictions.ts';
import type { Outline } from './outline.ts';
import type { OutlineRule } from './outline-assessment.ts';
import type { PlacedProblem } from './problems.ts';

type Path = readonly PropertyKey[];
type OutlineSource = OutlineRule['from'][number];

const RATIO_READERS = ['ratio-threshold', 'per-percentage-point', 'target'] as const;
/** Kinds that can read what a source gives, of sources that give something else than occurrences. */
const READERS: ReadonlyMap<string, readonly (keyof OutlineRule)[]> = new Map<string, readonly (keyof OutlineRule)[]>([
  ['elapsed', ['graded-by-elapsed', 'quota']],
  ['met_ratio', RATIO_READERS],
  ['completion_ratio', RATIO_READERS],
  ['attendance_ratio', RATIO_READERS],
  ['downtime', ['availability']],
  ['ratings', ['satisfaction', 'human-graded']],
]);

/** What the record is asked for: levels, systems and clocks that there are, by a rule that can read it. */
export function checkSources(outline: Outline, rule: OutlineRule, path: Path): readonly PlacedProblem[] {
  return rule.from.flatMap((source, index) => {
    const at = [...path, 'from', index];
    return [...checkScope(outline, source, at), ...checkReaders(rule, source, at)];
  });
}

function checkScope({ levels, systems, clocks }: Outline, source: OutlineSource, at: Path): readonly PlacedProblem[] {
  const knownLevels = levels.map(({ id }) => id);
  const knownSystems = systems.map(({ id }) => id);
  const used = CLOCK_NAMES.filter((name) => clocks.some(({ clock }) => clock === name));
  return Object.entries(source).flatMap(([key, named]) => {
    const path = [...at, key];
    // A name that no clock can have, the schema speaks of.
    const asked = named.clocks.map((name) => CLOCK_NAMES.find((known) => known === name) ?? '');
    return [
      ...unknownNames([...path, 'levels'], 'level', named.levels, knownLevels),
      ...unknownNames([...path, 'systems'], 'system', named.systems, knownSystems),
      ...unknownNames([...path, 'clocks'], 'clock called', asked, used),
    ];
  });
}

function checkReaders(rule: OutlineRule, source: OutlineSource, at: Path): readonly PlacedProblem[] {
  return Object.keys(source).flatMap((key) => {
    const readers = READERS.get(key);
    if (readers === undefined || readers.some((kind) => rule[kind] !== undefined)) return [];
    const problem = `no kind of the rule can read ${key}`;
    const remedy = `give the rule one of ${listed(readers)}, or delete the source`;
    return [{ path: [...at, key], atKey: true, problem, remedy }];
  });
}
