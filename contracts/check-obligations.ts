import { foldText } from '../domain/phrase-finder.ts';
import { restingCalendar } from './check-duty.ts';
import { checkItems } from './check-items.ts';
import { checkMoments } from './check-moments.ts';
import { unknownName, unknownNames } from './contradictions.ts';
import type { Outline } from './outline.ts';
import type { OutlinePlan } from './outline-obligations.ts';
import { type PlacedProblem, pathText } from './problems.ts';
import { ON_REQUEST } from './schema-obligations.ts';

type Path = readonly PropertyKey[];

const MONTHS: readonly string[] = ['month', '2 months', 'quarter', 'half year', 'year'];
const WORKING = 'working';
/** The rhythms that make periods of each kind of report. A list of weekdays makes days. */
const RHYTHMS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['daily', ['day', 'workday', 'rest day']],
  ['weekly', ['week']],
  ['monthly', ['month']],
  ['quarterly', ['quarter']],
  ['half_yearly', ['half year']],
  ['yearly', ['year', 'service']],
]);

interface PlacedPlan {
  readonly id: string;
  readonly plan: OutlinePlan;
  readonly path: Path;
}

/** Recurring duties: that what they refer to is there, that each moment can come, and that people can tell them apart. */
export function checkObligations(outline: Outline): readonly PlacedProblem[] {
  const plans = plansOf(outline);
  return [
    ...plans.flatMap((placed) => [
      ...checkNames(outline, placed),
      ...checkRhythm(placed),
      ...checkSpan(outline, placed),
      ...checkReport(placed),
    ]),
    ...plans.flatMap(({ plan, path }) => checkMoments(plan, path)),
    ...checkItems(outline),
    ...checkIds(plans),
    ...checkWords(outline),
    ...checkReporting(outline),
  ];
}

function plansOf({ inspections, deliverables }: Outline): readonly PlacedPlan[] {
  return [
    ...Object.entries(inspections).map(([id, plan]) => ({ id, plan, path: ['inspections', id] })),
    ...Object.entries(deliverables).map(([id, plan]) => ({ id, plan, path: ['deliverables', id] })),
  ];
}

function checkNames(outline: Outline, { plan, path }: PlacedPlan): readonly PlacedProblem[] {
  const { project, departments = [], systems } = plan;
  const ids = (named: readonly { readonly id?: string | undefined }[]) => named.map(({ id }) => id);
  const known = ids(outline.departments);
  const nobody = { problem: 'the pack has no departments', remedy: 'define them, or delete the line' };
  return [
    ...unknownName([...path, 'project'], 'project', project, ids(outline.projects)),
    ...(departments === 'all'
      ? known.length === 0
        ? [{ path: [...path, 'departments'], ...nobody }]
        : []
      : unknownNames([...path, 'departments'], 'department', departments, known)),
    ...unknownNames([...path, 'systems'], 'system', systems, ids(outline.systems)),
    ...restingCalendar(outline, [...path, 'calendar'], plan.calendar ?? WORKING),
  ];
}

/** What belongs to some rhythms only. */
function checkRhythm({ plan, path }: PlacedPlan): readonly PlacedProblem[] {
  const { every, from, opens, due, windows } = plan;
  const hasMonths = typeof every === 'string' && MONTHS.includes(every);
  const counted = {
    problem: 'it says from which day months are counted, and there are none',
    remedy: `write every: ${MONTHS.join(', ')}, or delete it`,
  };
  const asked = { problem: 'whoever asks for it says when', remedy: 'delete it, or give it another rhythm' };
  const twice = { problem: 'its moments are there twice', remedy: 'keep either windows, or opens and due' };
  const missing = {
    problem: 'it is missing',
    remedy: 'write until when it is in time, such as "end + 5 days" or "10:30"',
  };
  const own = [
    ...(opens === undefined ? [] : ['opens']),
    ...(due === undefined ? [] : ['due']),
    ...(windows === undefined ? [] : ['windows']),
  ];
  return [
    ...(from !== undefined && every !== undefined && !hasMonths ? [{ path: [...path, 'from'], ...counted }] : []),
    ...(every === ON_REQUEST ? own.map((key) => ({ path: [...path, key], atKey: true, ...asked })) : []),
    ...(windows !== undefined && own.length > 1 ? [{ path: [...path, 'windows'], atKey: true, ...twice }] : []),
    ...(every !== undefined && every !== ON_REQUEST && windows === undefined && due === undefined
      ? [{ path: [...path, 'due'], ...missing }]
      : []),
  ];
}

function checkSpan({ term }: Outline, { plan, path }: PlacedPlan): readonly PlacedProblem[] {
  const { since, until } = plan;
  const outside = (key: 'since' | 'until', date: string | undefined): readonly PlacedProblem[] => {
    if (date === undefined || term.from === undefined || term.to === undefined) return [];
    if (term.from <= date && date <= term.to) return [];
    const remedy = `write a day from ${term.from} to ${term.to}`;
    return [{ path: [...path, key], problem: `${date} is not in the service`, remedy }];
  };
  const isTurned = since !== undefined && until !== undefined && until < since;
  const turned = { problem: 'it ends before it begins', remedy: `write ${since} or a later day` };
  return [
    ...outside('since', since),
    ...outside('until', until),
    ...(isTurned ? [{ path: [...path, 'until'], ...turned }] : []),
  ];
}

/** The bot drafts a report of the plan's own period. */
function checkReport({ plan: { every, report }, path }: PlacedPlan): readonly PlacedProblem[] {
  const known = report === undefined ? undefined : RHYTHMS_OF.get(report);
  if (known === undefined || every === undefined) return [];
  if (typeof every === 'string' ? known.includes(every) : report === 'daily') return [];
  const problem = `its periods are not those of a ${report} report`;
  return [{ path: [...path, 'report'], problem, remedy: `write every: ${known.join(' or ')}, or another report` }];
}

/** What was made of a plan has its id: an inspection and a deliverable can't share one. */
function checkIds(plans: readonly PlacedPlan[]): readonly PlacedProblem[] {
  return plans.flatMap(({ id, path }, index) => {
    const first = plans.findIndex((other) => other.id === id);
    if (first === index) return [];
    const problem = `${id} is the id of an inspection too`;
    return [{ path, atKey: true, problem, remedy: 'give each its own id' }];
  });
}

/** A name or word by which people hand something in: it belongs to one of them. */
function checkWords({ deliverables }: Outline): readonly PlacedProblem[] {
  const firstOf = new Map<string, { readonly id: string; readonly path: Path }>();
  return Object.entries(deliverables).flatMap(([id, { name, words }]) => {
    const path = ['deliverables', id];
    const own = [
      ...(name === undefined ? [] : [{ word: name, path: [...path, 'name'] }]),
      ...words.map((word, index) => ({ word, path: [...path, 'words', index] })),
    ];
    return own.flatMap(({ word, path: at }) => {
      const folded = foldText(word).text;
      const first = firstOf.get(folded);
      if (first === undefined) firstOf.set(folded, { id, path: at });
      if (folded === '' || first === undefined || first.id === id) return [];
      const problem = `"${word}" is how ${first.id} is called too, at ${pathText(first.path)}`;
      return [{ path: at, problem, remedy: 'give each its own name, such as one with its system in it' }];
    });
  });
}

function checkReporting(outline: Outline): readonly PlacedProblem[] {
  const daily = outline.reporting?.daily;
  if (daily === undefined || daily.on === 'every_day') return [];
  return restingCalendar(outline, ['reporting', 'daily', 'calendar'], daily.calendar ?? WORKING);
}
