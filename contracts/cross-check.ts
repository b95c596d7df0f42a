import { z } from 'zod';
import { descents, repeats, shared, unknownName } from './contradictions.ts';
import { parseDuration } from './durations.ts';
import type { HolidayTable } from './holidays.ts';
import { type Outline, outlineOf } from './outline.ts';
import type { PlacedProblem } from './problems.ts';

/** What each part allows by itself and the whole does not. */
export function crossCheck(value: unknown, holidays: HolidayTable): readonly PlacedProblem[] {
  const outline = outlineOf(value);
  if (outline === undefined) return [];
  return [
    ...checkTerm(outline),
    ...checkCalendarDays(outline, holidays),
    ...checkLevels(outline),
    ...checkClocks(outline),
    ...checkStages(outline),
    ...checkSystems(outline),
  ];
}

function checkTerm({ term }: Outline): readonly PlacedProblem[] {
  if (term.from === undefined || term.to === undefined || term.from <= term.to) return [];
  return [
    { path: ['term', 'to'], problem: 'the term ends before it begins', remedy: `write a day from ${term.from} on` },
  ];
}

const daysOnly = z.object({ days: z.record(z.string(), z.unknown()) });

function checkCalendarDays({ calendars }: Outline, holidays: HolidayTable): readonly PlacedProblem[] {
  return Object.entries(calendars).flatMap(([key, calendar]) => {
    const { data } = daysOnly.safeParse(calendar);
    return Object.keys(data?.days ?? {})
      .filter((date) => date < holidays.from || date > holidays.to)
      .map((date) => ({
        path: ['calendars', key, 'days', date],
        atKey: true,
        problem: 'the statutory holidays of that year are not known',
        remedy: `name days from ${holidays.from} to ${holidays.to}, or update the table of holidays`,
      }));
  });
}

function checkLevels({ levels, defaultLevel, clocks }: Outline): readonly PlacedProblem[] {
  const ids = levels.map(({ id }) => id);
  const isUnknown = defaultLevel !== undefined && !ids.includes(defaultLevel);
  const signs = levels.flatMap(({ signs, statements }, index) => [
    ...signs.map((sign, at) => ({ word: sign, owner: index, path: ['levels', index, 'signs', at] })),
    ...statements.map((sign, at) => ({ word: sign, owner: index, path: ['levels', index, 'statements', at] })),
  ]);
  return [
    ...repeats(ids, (index) => ['levels', index, 'id'], 'id'),
    ...repeats(
      levels.map(({ rank }) => rank),
      (index) => ['levels', index, 'rank'],
      'rank',
    ),
    ...(isUnknown ? [unknownName(['defaultLevel'], 'level', defaultLevel, ids)] : []),
    ...shared(signs, 'sign of another level'),
    ...levels.flatMap(({ id }, index) => {
      const isBound = clocks.some(
        (rule) =>
          rule.clock === 'resolve' && (rule.levels.length === 0 || (id !== undefined && rule.levels.includes(id))),
      );
      if (isBound || id === undefined) return [];
      return [{ path: ['levels', index], problem: `level ${id} has no resolve clock`, remedy: 'add one under clocks' }];
    }),
  ];
}

function checkClocks({ clocks, levels, systems, calendars }: Outline): readonly PlacedProblem[] {
  const levelIds = levels.map(({ id }) => id);
  const systemIds = systems.map(({ id }) => id);
  const keys = Object.keys(calendars);
  const perClock = clocks.flatMap((rule, index) => {
    const problems: PlacedProblem[] = [];
    for (const [at, id] of rule.levels.entries()) {
      if (!levelIds.includes(id)) problems.push(unknownName(['clocks', index, 'levels', at], 'level', id, levelIds));
    }
    for (const [at, id] of rule.systems.entries()) {
      if (!systemIds.includes(id))
        problems.push(unknownName(['clocks', index, 'systems', at], 'system', id, systemIds));
    }
    if (rule.calendar !== undefined && !keys.includes(rule.calendar)) {
      problems.push(unknownName(['clocks', index, 'calendar'], 'calendar', rule.calendar, keys));
    }
    if (rule.target?.includes('workday') === true && calendars[rule.calendar ?? ''] === 'always') {
      const remedy = 'name a calendar with working hours, or write hours such as 24h';
      problems.push({
        path: ['clocks', index, 'target'],
        problem: 'a calendar that never rests has no working days',
        remedy,
      });
    }
    const earlier = clocks.slice(0, index).find((other) => bindTheSame(rule, other));
    if (earlier !== undefined) {
      const problem = `${earlier.id ?? 'a rule above'} has a ${rule.clock} clock for the same tickets`;
      problems.push({ path: ['clocks', index], problem, remedy: 'let each level and system have one clock of a name' });
    }
    return problems;
  });
  return [
    ...repeats(
      clocks.map(({ id }) => id),
      (index) => ['clocks', index, 'id'],
      'id',
    ),
    ...perClock,
  ];
}

type OutlineClock = Outline['clocks'][number];

function bindTheSame(a: OutlineClock, b: OutlineClock): boolean {
  return (
    a.clock !== undefined && a.clock === b.clock && intersect(a.levels, b.levels) && intersect(a.systems, b.systems)
  );
}

/** An empty list means all. */
function intersect(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((value) => b.includes(value));
}

function checkStages({ reminders, escalation }: Outline): readonly PlacedProblem[] {
  const delays = escalation.map(({ after }) => (after === undefined ? undefined : parseDuration(after)));
  const startsLate = delays[0] !== undefined && delays[0] !== 0;
  return [
    ...descents(
      reminders.map(({ permille }) => permille),
      (index) => ['reminders', index, 'permille'],
    ),
    ...(startsLate
      ? [
          {
            path: ['escalation', 0, 'after'],
            problem: 'nobody is told of the breach itself',
            remedy: 'let the first step be 0m',
          },
        ]
      : []),
    ...descents(delays, (index) => ['escalation', index, 'after']),
  ];
}

function checkSystems({ systems }: Outline): readonly PlacedProblem[] {
  const names = systems.flatMap(({ name, nameEn, aliases }, index) => [
    ...(name === undefined ? [] : [{ word: name, owner: index, path: ['systems', index, 'name'] }]),
    ...(nameEn === undefined ? [] : [{ word: nameEn, owner: index, path: ['systems', index, 'nameEn'] }]),
    ...aliases.map((alias, at) => ({ word: alias, owner: index, path: ['systems', index, 'aliases', at] })),
  ]);
  return [
    ...repeats(
      systems.map(({ id }) => id),
      (index) => ['systems', index, 'id'],
      'id',
    ),
    ...shared(names, 'name of another system'),
  ];
}
