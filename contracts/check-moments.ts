import { parseMoment, type WrittenMoment } from './forms-obligations.ts';
import type { OutlinePlan } from './outline-obligations.ts';
import type { PlacedProblem } from './problems.ts';

type Path = readonly PropertyKey[];

/** The shortest and the longest that a period can be, in days. */
const LENGTHS: Readonly<Record<string, readonly [number, number]>> = {
  day: [1, 1],
  workday: [1, 1],
  'rest day': [1, 1],
  week: [7, 7],
  month: [28, 31],
  '2 months': [59, 62],
  quarter: [90, 92],
  'half year': [181, 184],
  year: [365, 366],
};
const DAY_LENGTH = [1, 1] as const;
const TERM_MAX = 366 * 20;
const OPENS_AT = '09:00';
const DUE_AT = '24:00';

interface Opening {
  readonly opens: string | undefined;
  readonly due: string | undefined;
  readonly path: Path;
}

/** That nothing is due before it opens, in any period. What only a calendar can tell is left alone. */
export function checkMoments(plan: OutlinePlan, path: Path): readonly PlacedProblem[] {
  const { opens, due, windows, every, kind } = plan;
  const usual = kind === 'report' ? 'end + 1 days' : 'start';
  const openings: readonly Opening[] = windows
    ? windows.map((window, index) => ({ opens: window.opens, due: window.due, path: [...path, 'windows', index] }))
    : [{ opens: opens ?? usual, due, path }];
  const length = typeof every === 'string' ? (LENGTHS[every] ?? [1, TERM_MAX]) : DAY_LENGTH;
  return openings.flatMap(({ opens: first, due: last, path: at }) => {
    const [from, to] = [first, last].map((moment) => (moment === undefined ? undefined : parseMoment(moment)));
    if (from === undefined || to === undefined || canFollow(from, to, length)) return [];
    const isUsual = opens === undefined && windows === undefined;
    const problem = isUsual ? `it is due before it opens (${usual} 09:00)` : 'it is due before it opens';
    const remedy = isUsual ? 'say when it opens, such as opens: start' : 'write a later moment, or open it earlier';
    return [{ path: [...at, 'due'], problem, remedy }];
  });
}

/** Whether it can be due after it has opened, in a period of some length. */
function canFollow(opens: WrittenMoment, due: WrittenMoment, [shortest, longest]: readonly [number, number]): boolean {
  const [openAt, dueAt] = [opens.at ?? OPENS_AT, due.at ?? DUE_AT];
  const isSame = opens.of === due.of && opens.in === due.in;
  if (isSame) return due.count > opens.count || (due.count === opens.count && dueAt > openAt);
  // Where the next workday is, only a calendar knows.
  if (opens.in === 'workdays' || due.in === 'workdays') return true;
  const placeOf = ({ of, count }: WrittenMoment, length: number) => (of === 'start' ? count : length - 1 + count);
  return [shortest, longest].some((length) => {
    const [open, last] = [placeOf(opens, length), placeOf(due, length)];
    return last > open || (last === open && dueAt > openAt);
  });
}
