import { restingCalendar } from './check-duty.ts';
import { listed, repeats, unknownName, unknownNames } from './contradictions.ts';
import { parseTarget } from './durations.ts';
import type { Outline } from './outline.ts';
import type { PlacedProblem } from './problems.ts';
import { areOtherHours, bindsLevel, covers, isOfAnyHour, type Subject, scopeRank, subjectsOf } from './scope.ts';

type OutlineClock = Outline['clocks'][number];

/** The time limits: what they refer to, what their targets allow, and that each ticket has them once. */
export function checkClocks(outline: Outline): readonly PlacedProblem[] {
  const { clocks } = outline;
  const subjects = subjectsOf(outline);
  return [
    ...repeats(
      clocks.map(({ id }) => id),
      (index) => ['clocks', index, 'id'],
      'id',
    ),
    ...clocks.flatMap((rule, index) => [
      ...checkReferences(outline, rule, ['clocks', index]),
      ...checkTarget(outline, rule, ['clocks', index]),
      ...checkRequest(rule, ['clocks', index]),
      ...checkRivals(clocks, index, subjects),
    ]),
    ...checkResolve(outline, subjects),
  ];
}

function checkReferences(outline: Outline, rule: OutlineClock, path: readonly PropertyKey[]): readonly PlacedProblem[] {
  const idsOf = (entries: readonly { readonly id?: string | undefined }[]) => entries.map(({ id }) => id);
  return [
    ...unknownNames([...path, 'levels'], 'level', rule.levels, idsOf(outline.levels)),
    ...unknownNames([...path, 'systems'], 'system', rule.systems, idsOf(outline.systems)),
    ...unknownNames([...path, 'profiles'], 'profile', rule.profiles, idsOf(outline.profiles)),
    ...unknownNames([...path, 'projects'], 'project', rule.projects, idsOf(outline.projects)),
    ...unknownName([...path, 'calendar'], 'calendar', rule.calendar, Object.keys(outline.calendars)),
    ...restingCalendar(outline, [...path, 'onRequestOutside'], rule.onRequestOutside),
    ...restingCalendar(outline, [...path, 'reportedIn'], rule.reportedIn),
    ...restingCalendar(outline, [...path, 'reportedOutside'], rule.reportedOutside),
    ...checkHours(rule, path),
    ...unknownName([...path, 'chain'], 'chain', rule.chain, Object.keys(outline.chains ?? {})),
  ];
}

function checkHours(
  { reportedIn, reportedOutside }: OutlineClock,
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  if (reportedIn === undefined || reportedOutside === undefined) return [];
  const problem = 'it binds what is reported within hours and what is reported outside them';
  return [{ path: [...path, 'reportedOutside'], problem, remedy: 'write a rule for each, or neither of the two keys' }];
}

function checkTarget(
  { calendars }: Outline,
  rule: OutlineClock,
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  const target = rule.target === undefined ? undefined : parseTarget(rule.target);
  if (target === undefined) return [];
  const problems: PlacedProblem[] = [];
  if (asksWorkdays(rule) && calendars[rule.calendar ?? ''] === 'always') {
    const remedy = 'name a calendar with working hours, or write hours such as 24h';
    problems.push({ path: [...path, 'target'], problem: 'a calendar that never rests has no working days', remedy });
  }
  if (rule.pausable === true && !('ms' in target || 'workdays' in target)) {
    const problem = `"${rule.target}" is a date, which a pause does not move`;
    problems.push({
      path: [...path, 'pausable'],
      problem,
      remedy: 'write false, or a target such as 8h or 3 workdays',
    });
  }
  if (rule.clock === 'update' && 'agreed' in target) {
    const problem = 'progress is told again and again, so it needs a length';
    problems.push({ path: [...path, 'target'], problem, remedy: 'write how often, such as 1h' });
  }
  return problems;
}

/** 要求到场 asks somebody to come: no other clock waits for it. */
function checkRequest(rule: OutlineClock, path: readonly PropertyKey[]): readonly PlacedProblem[] {
  if (rule.onRequestOutside === undefined || rule.clock === undefined || rule.clock === 'arrive') return [];
  const problem = `a ${rule.clock} clock does not wait for the request to come`;
  return [
    { path: [...path, 'onRequestOutside'], problem, remedy: 'leave it out here; only an arrive clock may have it' },
  ];
}

/** Its target means nothing in a calendar that never rests. */
export function asksWorkdays({ target: text }: Pick<OutlineClock, 'target'>): boolean {
  const target = text === undefined ? undefined : parseTarget(text);
  return target !== undefined && ('workdays' in target || 'workdayEnds' in target || 'nextWorkdayAt' in target);
}

/** Two rules of one clock, one binding and one rank that a ticket could have both. */
function checkRivals(
  clocks: readonly OutlineClock[],
  index: number,
  subjects: readonly Subject[],
): readonly PlacedProblem[] {
  const rule = clocks[index];
  if (rule?.clock === undefined) return [];
  const earlier = clocks.slice(0, index).find((other) => areRivals(rule, other, subjects));
  if (earlier === undefined) return [];
  const problem = `${earlier.id ?? 'a rule above'} has a ${rule.clock} clock for the same tickets`;
  const remedy =
    'let each level and system have one clock of a name and binding, or name a scope that tells more, or certain hours';
  return [{ path: ['clocks', index], problem, remedy }];
}

function areRivals(a: OutlineClock, b: OutlineClock, subjects: readonly Subject[]): boolean {
  if (a.clock !== b.clock || a.binding !== b.binding || scopeRank(a) !== scopeRank(b)) return false;
  if (areOtherHours(a, b)) return false;
  return subjects.some((subject) => {
    if (!covers(a, subject) || !covers(b, subject)) return false;
    if (a.levels.length === 0 && b.levels.length === 0) return true;
    const levels = subject.levels ?? [...a.levels, ...b.levels];
    return levels.some((level) => bindsLevel(a, level) && bindsLevel(b, level));
  });
}

/** A level without a resolve clock, for a subject whose tickets can have the level. */
function checkResolve(outline: Outline, subjects: readonly Subject[]): readonly PlacedProblem[] {
  const rules = outline.clocks.filter(({ clock }) => clock === 'resolve');
  return outline.levels.flatMap(({ id }, index) => {
    if (id === undefined) return [];
    const possible = subjects.filter(({ levels }) => levels?.includes(id));
    const bare = possible.filter((subject) =>
      isBareAtTimes(rules.filter((rule) => bindsLevel(rule, id) && covers(rule, subject))),
    );
    if (bare.length === 0) return [];
    const whose = bare.length === possible.length ? '' : ` for ${listed(bare.map(nameOf))}`;
    return [
      { path: ['levels', index], problem: `level ${id} has no resolve clock${whose}`, remedy: 'add one under clocks' },
    ];
  });
}

/** No rule binds whatever the hour of the report is, and no two do together. */
function isBareAtTimes(rules: readonly OutlineClock[]): boolean {
  return !rules.some((rule) => isOfAnyHour(rule) || rules.some((other) => areOtherHours(rule, other)));
}

function nameOf({ system }: Subject): string {
  return system ?? 'reports without a system';
}
