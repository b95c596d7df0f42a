import type { PlacedRule } from './check-rules.ts';
import { descents, reversal } from './contradictions.ts';
import { parseLength, parsePercent } from './forms-assessment.ts';
import type { OutlineRule } from './outline-assessment.ts';
import type { PlacedProblem } from './problems.ts';

type Path = readonly PropertyKey[];

/** Steps of percentages and of times: in order, so that a rule can be read from the top. */
export function checkSteps({ rule, path }: PlacedRule): readonly PlacedProblem[] {
  const ratios = rule['ratio-threshold']?.steps ?? [];
  const elapsed = rule['graded-by-elapsed']?.steps ?? [];
  return [
    ...checkRatioSteps(ratios, [...path, 'ratio-threshold', 'steps']),
    ...checkElapsedSteps(elapsed, [...path, 'graded-by-elapsed', 'steps']),
  ];
}

type RatioSteps = NonNullable<OutlineRule['ratio-threshold']>['steps'];

function checkRatioSteps(steps: RatioSteps, path: Path): readonly PlacedProblem[] {
  const limits = steps.map(({ under, upTo }) => parsePercent(under ?? upTo ?? ''));
  return [
    ...steps.flatMap(({ under, upTo }, index) => {
      if ((under === undefined) !== (upTo === undefined)) return [];
      const problem = under === undefined ? 'it has no percentage' : 'it has two percentages';
      return [{ path: [...path, index], problem, remedy: 'write either under or upTo' }];
    }),
    ...descents(limits, (index) => [...path, index]),
    ...steps.flatMap(({ points }, index) => {
      const before = steps[index - 1]?.points;
      if (points === undefined || before === undefined || points <= before) return [];
      const problem = 'a better percentage costs more than the worse one before';
      return [{ path: [...path, index, 'points'], problem, remedy: `write ${before} or less` }];
    }),
  ];
}

type ElapsedSteps = NonNullable<OutlineRule['graded-by-elapsed']>['steps'];

function checkElapsedSteps(steps: ElapsedSteps, path: Path): readonly PlacedProblem[] {
  const timed = steps.flatMap((step, index) => (step.never ? [] : [{ step, index }]));
  const endless = timed.slice(0, -1).find(({ step }) => step.upTo === undefined && step.over === undefined);
  const hidden = 'no step after it can ever count';
  const over = timed.map(({ step }) => (step.over === undefined ? undefined : parseLength(step.over)));
  const upTo = timed.map(({ step }) => (step.upTo === undefined ? undefined : parseLength(step.upTo)));
  const pathOf = (at: number): Path => [...path, timed[at]?.index ?? 0];
  return [
    ...descents(over, pathOf),
    ...descents(upTo, pathOf),
    ...(endless ? [{ path: [...path, endless.index], problem: hidden, remedy: 'give it an end: upTo: 1h' }] : []),
    ...steps.flatMap((step, index) => reversal(step, [...path, index])),
  ];
}
