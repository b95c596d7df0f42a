import { CLOCK_NAMES } from '../domain/contract.ts';
import { listed, unknownName, unknownNames } from './contradictions.ts';
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
  ['duty_ratio', RATIO_READERS],
]);

/** In which lists of the pack the plans of a source stand. */
const LOOKS_AT: ReadonlyMap<
  string,
  { readonly what: string; readonly inspections?: true; readonly deliverables?: true }
> = new Map([
  ['inspection_missed', { what: 'inspection', inspections: true }],
  ['deliverable_late', { what: 'deliverable', deliverables: true }],
  ['deliverable_returned', { what: 'deliverable', deliverables: true }],
  ['inspections', { what: 'inspection', inspections: true }],
  ['deliverables', { what: 'deliverable', deliverables: true }],
  ['all', { what: 'inspection or deliverable', inspections: true, deliverables: true }],
]);

/** What the record is asked for: levels, systems and clocks that there are, by a rule that can read it. */
export function checkSources(outline: Outline, rule: OutlineRule, path: Path): readonly PlacedProblem[] {
  return rule.from.flatMap((source, index) => {
    const at = [...path, 'from', index];
    return [
      ...checkScope(outline, source, at),
      ...checkPlans(outline, source, at),
      ...checkState(rule, source, at),
      ...checkReaders(rule, source, at),
    ];
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

/** Recurring duties that a source looks at: there, and of the contract's own. */
function checkPlans({ inspections, deliverables }: Outline, source: OutlineSource, at: Path): readonly PlacedProblem[] {
  return Object.entries(source).flatMap(([key, { plans, of = 'all' }]) => {
    const looksAt = LOOKS_AT.get(key === 'duty_ratio' ? of : key);
    if (looksAt === undefined) return [];
    const known = { ...(looksAt.inspections && inspections), ...(looksAt.deliverables && deliverables) };
    const path = [...at, key, 'plans'];
    return [
      ...unknownNames(path, looksAt.what, plans, Object.keys(known)),
      ...plans.flatMap((id, index): readonly PlacedProblem[] => {
        if (known[id]?.binding !== 'internal') return [];
        const problem = `${id} is the supplier's own, which counts in no score`;
        return [{ path: [...path, index], problem, remedy: 'leave it out, or make it binding: contract' }];
      }),
    ];
  });
}

/** A source that says which printed state it finds names one of the rule's. */
function checkState(rule: OutlineRule, source: OutlineSource, at: Path): readonly PlacedProblem[] {
  const known = (rule['tiered-state']?.states ?? []).flatMap(({ id }) => id ?? []);
  return Object.entries(source).flatMap(([key, { state }]) =>
    state === undefined ? [] : unknownName([...at, key, 'state'], 'state', state, known),
  );
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
