import type { PlacedProblem } from '../contracts/problems.ts';
import type { RuleKind } from '../domain/assessment/rule-kinds.ts';
import type { PlacedRule } from '../domain/assessment/table-lookup.ts';
import type { Place } from './score-facts.ts';
import { figureProblems, gradeProblems, lengthOf } from './score-facts-ranges.ts';
import type { SaidField, SaidOccurrence, SaidRuleFacts } from './score-facts-schema.ts';

const COUNTED: readonly RuleKind[] = [
  'count',
  'late-days',
  'judged-range',
  'progressive',
  'graded-by-elapsed',
  'every-N',
  'bonus',
  'tiered-state',
  'presence',
  'earn',
  'accrue',
  'availability',
  'late-threshold',
  'repeat-in-window',
  'sampled',
  'allowance',
  'money-fixed',
  'veto',
  'quota',
];
const RATIOS: readonly RuleKind[] = ['ratio-threshold', 'per-percentage-point', 'availability'];
const GRADED: readonly RuleKind[] = [
  'human-graded',
  'bonus',
  'earn',
  'graded-by-elapsed',
  'ratio-threshold',
  'judged-range',
];
/** Rules in which it matters when something happened: a bare number won't do. */
const BY_TIME: readonly RuleKind[] = [
  'repeat-in-window',
  'tiered-state',
  'late-threshold',
  'graded-by-elapsed',
  'availability',
];

/** What may be said of a rule. */
export function fieldsOf({ rule: { kinds } }: PlacedRule): readonly SaidField[] {
  const has = (wanted: readonly RuleKind[]): boolean => wanted.some((kind) => kinds[kind] !== undefined);
  const takes: readonly (readonly [boolean, readonly SaidField[]])[] = [
    [has(COUNTED), ['occurrences']],
    [has(RATIOS), isOfEach(kinds) ? ['ratio', 'ratios'] : ['ratio']],
    [has(GRADED), ['grade', 'grades']],
    [has(['satisfaction']), ['tick', 'ticks']],
    [needsFee(kinds), ['fee', 'fees']],
    [has(['exemption']), ['exemptions']],
    [has(['sampled']), ['reviewed']],
  ];
  return takes.flatMap(([isTaken, fields]) => (isTaken ? fields : []));
}

/** Otherwise one percentage of all is compared: those of several subjects can't be added up. */
function isOfEach(kinds: PlacedRule['rule']['kinds']): boolean {
  const threshold = kinds['ratio-threshold'];
  return threshold ? threshold.each !== undefined : kinds['per-percentage-point'] === undefined;
}

function needsFee(kinds: PlacedRule['rule']['kinds']): boolean {
  const of = kinds['money-fixed']?.share?.of;
  return of === 'period_fee' || of === 'subject_fee';
}

/** What of the facts of one rule it can't take, or lies outside what is printed. */
export function problemsOfFacts(place: Place, said: SaidRuleFacts): readonly PlacedProblem[] {
  const allowed = fieldsOf(place);
  const { path, rule } = place;
  const unfit = Object.keys(said).filter((field) => !allowed.some((one) => one === field));
  if (unfit.length > 0) {
    const remedy = allowed.length === 0 ? 'nothing can be said of it: delete it' : `write ${allowed.join(', ')}`;
    const kinds = Object.keys(rule.kinds).join(', ');
    return unfit.map((field) => ({
      path: [...path, field],
      atKey: true,
      problem: `${rule.id} (${kinds}) takes no ${field}`,
      remedy,
    }));
  }
  return [
    ...gradeProblems(place, said),
    ...(typeof said.occurrences === 'number' ? numberProblems(place) : []),
    ...(Array.isArray(said.occurrences)
      ? said.occurrences.flatMap((one, index) => occurrenceProblems(place, one, [...path, 'occurrences', index]))
      : []),
  ];
}

function numberProblems({ path, rule }: Place): readonly PlacedProblem[] {
  const { allowance, progressive } = rule.kinds;
  const isBySpan = [allowance?.per, progressive?.per].some((per) => per !== undefined && per !== 'period');
  if (!isBySpan && !BY_TIME.some((kind) => rule.kinds[kind]) && !rule.kinds['judged-range']) return [];
  const problem = `for ${rule.id} it matters what each one was`;
  return [{ path: [...path, 'occurrences'], problem, remedy: 'write a list of { at: 2026-03-04 10:20, … }' }];
}

function occurrenceProblems(place: Place, one: SaidOccurrence, path: readonly PropertyKey[]): readonly PlacedProblem[] {
  const { rule } = place;
  const { kinds } = rule;
  const states = kinds['tiered-state']?.states;
  const needs: readonly (readonly [boolean, string, string])[] = [
    [one.at === undefined && one.due === undefined, 'at', 'write when it was, such as at: 2026-03-04 10:20'],
    [
      states !== undefined && one.state === undefined,
      'state',
      `write one of ${(states ?? []).map(({ id }) => id).join(', ')}`,
    ],
    [
      kinds['graded-by-elapsed'] !== undefined &&
        kinds.count === undefined &&
        lengthOf(one) === undefined &&
        !one.missing,
      'took',
      'write how long it took, such as took: 1h30m, or until: with the instant, or missing: true',
    ],
    [
      kinds['late-days'] !== undefined && one.days === undefined && one.due === undefined,
      'days',
      'write how many days late, such as days: 3, or due: and done:',
    ],
    [
      kinds['late-threshold'] !== undefined && one.due === undefined,
      'due',
      'write the due date, and done: when it came',
    ],
  ];
  return [
    ...needs.flatMap(([isMissing, field, remedy]) =>
      isMissing ? [{ path: [...path, field], problem: 'it is missing', remedy }] : [],
    ),
    ...stateProblems(place, one, path),
    ...timeProblems(place, one, path),
    ...quantityProblems(place, one, path),
    ...(one.points === undefined ? [] : figureProblems(place, one, one.points, [...path, 'points'])),
  ];
}

function stateProblems(
  { rule }: Place,
  { state }: SaidOccurrence,
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  const states = rule.kinds['tiered-state']?.states.map(({ id }) => id);
  if (state === undefined || states?.includes(state)) return [];
  const problem = `${rule.id} has no state "${state}"`;
  const remedy = states ? `write one of ${states.join(', ')}` : 'delete it';
  return [{ path: [...path, 'state'], problem, remedy }];
}

/** How many there were is said once, and days only where the days cost something. */
function quantityProblems(
  { rule }: Place,
  { days, done, due, times, took, until }: SaidOccurrence,
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  const isByDays = rule.kinds['late-days'] !== undefined;
  const wrong: readonly (readonly [boolean, string, string])[] = [
    [days !== undefined && !isByDays, 'days', `${rule.id} does not count days`],
    [times !== undefined && isByDays, 'times', `${rule.id} counts days`],
    [days !== undefined && isByDays && (due !== undefined || done !== undefined), 'days', 'the dates say it too'],
    [took !== undefined && until !== undefined, 'until', '`took` says it too'],
  ];
  return wrong.flatMap(([isWrong, field, problem]) =>
    isWrong ? [{ path: [...path, field], atKey: true, problem, remedy: 'delete it' }] : [],
  );
}

/** A thing belongs to the period in which it was, or was due. What came before may still begin a window. */
function timeProblems(
  { period, rule }: Place,
  { at, done, due, until }: SaidOccurrence,
  path: readonly PropertyKey[],
): readonly PlacedProblem[] {
  const own = at ?? due;
  const field = at === undefined ? 'due' : 'at';
  const mayBeEarlier = rule.kinds['repeat-in-window'] !== undefined;
  const isOutside = own !== undefined && ((own < period.from && !mayBeEarlier) || own >= period.to);
  const remedy = `write a time from ${period.firstDay} to ${period.lastDay}, or leave it out`;
  return [
    ...(isOutside ? [{ path: [...path, field], problem: `it lies outside the period ${period.label}`, remedy }] : []),
    ...(until !== undefined && at !== undefined && until < at
      ? [{ path: [...path, 'until'], problem: 'it is before `at`', remedy: 'write the end of it' }]
      : []),
    ...(done !== undefined && due === undefined
      ? [{ path: [...path, 'done'], problem: 'the due date is missing', remedy: 'write due: as well' }]
      : []),
  ];
}
