import { POINT } from '../domain/assessment/points.ts';
import type { PlacedRule } from './check-rules.ts';
import type { OutlineRule } from './outline-assessment.ts';
import type { PlacedProblem } from './problems.ts';

type Path = readonly PropertyKey[];
type Bands = NonNullable<OutlineRule['bands']>;

/** No total has two grades, and none is without one between the lowest grade and the highest. */
export function checkBands({ rule: { bands }, path }: PlacedRule): readonly PlacedProblem[] {
  if (bands === undefined) return [];
  const at = [...path, 'bands', 'steps'];
  const isUnset = bands.steps.length > 1 && bands.steps.every(({ from, to }) => from === undefined && to === undefined);
  const reaches = reachesOf(bands).toSorted((a, b) => a.low - b.low);
  return [
    ...(isUnset ? [] : reaches.flatMap((reach, order) => checkReach(reach, reaches[order - 1], at))),
    ...bands.steps.flatMap(({ share, yuan, byAgreement }, index) => {
      if ([share, yuan, byAgreement].filter((money) => money !== undefined).length < 2) return [];
      const remedy = 'write one of share, yuan and byAgreement';
      return [{ path: [...at, index], problem: 'it says twice how much is owed', remedy }];
    }),
  ];
}

/** The least figure that belongs to a grade, and the least above it that does not. */
interface Reach {
  readonly low: number;
  readonly high: number;
  readonly index: number;
}

function reachesOf({ of, steps }: Bands): readonly Reach[] {
  // Ticks are whole, points have six decimals: what lies just above a figure.
  const unit = of === 'satisfied' ? POINT : 1;
  return steps.map(({ from, to }, index) => ({
    low: endOf(from, '>', unit) ?? Number.NEGATIVE_INFINITY,
    high: endOf(to, '<=', unit) ?? Number.POSITIVE_INFINITY,
    index,
  }));
}

/** In millionths. More than 60 begins behind it, and 60 included ends there. */
function endOf(end: number | string | undefined, mark: '>' | '<=', unit: number): number | undefined {
  if (end === undefined) return undefined;
  return typeof end === 'number' ? Math.round(end * POINT) : Math.round(Number(end.replace(mark, '')) * POINT) + unit;
}

function checkReach(reach: Reach, lower: Reach | undefined, at: Path): readonly PlacedProblem[] {
  const path = [...at, reach.index];
  if (reach.low >= reach.high) {
    return [{ path, problem: 'the grade ends before it begins', remedy: 'let from be less than to' }];
  }
  if (lower === undefined || lower.high === reach.low) return [];
  const neighbour = `steps[${lower.index}]`;
  const remedy = `let it begin where ${neighbour} ends`;
  return lower.high > reach.low
    ? [{ path, problem: `some figures have this grade and that of ${neighbour}`, remedy }]
    : [{ path, problem: `some figures have neither this grade nor that of ${neighbour}`, remedy }];
}
