import type { Tick } from '../facts.ts';
import type { Span } from '../points.ts';
import { between, exactly, sumOf } from '../span-sums.ts';
import type { Open } from '../statement.ts';

export type Ticked = { readonly tick: Tick['tick'] } | { readonly why: Open['why'] };

/** One answer to one question. Where those who ticked differ, nothing says whose counts. */
export function ticked(ticks: readonly Tick[]): Ticked {
  const [first, ...others] = new Set(ticks.map(({ tick }) => tick));
  if (first === undefined) return { why: 'ticks' };
  return others.length === 0 ? { tick: first } : { why: 'graders_differ' };
}

/** How many questions are answered so; one without an answer may be. */
export function tickedAs(wanted: Tick['tick'], answers: readonly Ticked[]): Span {
  return sumOf(answers.map((answer) => ('tick' in answer ? exactly(answer.tick === wanted ? 1 : 0) : between(0, 1))));
}
