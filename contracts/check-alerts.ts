import { repeats, unknownName } from './contradictions.ts';
import type { Outline } from './outline.ts';
import type { PlacedProblem } from './problems.ts';
import { subjectsOf } from './scope.ts';

/** Rules for alerts of monitoring: the systems and levels that they name. */
export function checkAlerts(outline: Outline): readonly PlacedProblem[] {
  const { alerts, systems } = outline;
  const systemIds = systems.map(({ id }) => id);
  return [
    ...repeats(
      alerts.map(({ id }) => id),
      (index) => ['alerts', index, 'id'],
      'id',
    ),
    ...alerts.flatMap(({ level, system }, index) => [
      ...unknownName(['alerts', index, 'system'], 'system', system, systemIds),
      ...unknownName(['alerts', index, 'level'], 'level', level, levelsFor(outline, system)),
    ]),
  ];
}

/** Those of the system; of any system where none is named, since the words of the alert may name it. */
function levelsFor(outline: Outline, system: string | undefined): readonly string[] {
  const subjects = subjectsOf(outline);
  const named = subjects.filter((subject) => system !== undefined && subject.system === system);
  return [...new Set((named.length > 0 ? named : subjects).flatMap(({ levels }) => levels ?? []))];
}
