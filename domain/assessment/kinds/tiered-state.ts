import type { Instant } from '../../types.ts';
import { cutTo, type Line, type Lines, type Priced } from '../line.ts';
import type { Span } from '../points.ts';
import { pricedBy, sumOfLines } from '../priced.ts';
import type { RuleKinds, SpanName } from '../rule-kinds.ts';
import { exactly, hullOf, lossOf, timesSpan } from '../span-sums.ts';

type Kind = NonNullable<RuleKinds['tiered-state']>;

/** Of all that was found for one span only the worst state counts. A finding without one of the states may be any of them. */
export function tieredState(kind: Kind, lines: Lines, startOf: (span: SpanName, at: Instant) => Instant): Priced {
  const { per } = kind;
  const spanOf = (line: Line): Instant | Line => (per === 'occurrence' ? line : startOf(per, line.finding.at));
  const live = lines.filter(({ units }) => units > 0);
  const worst = new Map<Instant | Line, { readonly line: Line; readonly loss: Span }>();
  for (const line of live) {
    const loss = lossFor(kind, line);
    const known = worst.get(spanOf(line));
    worst.set(spanOf(line), known ? worseOf(known, { line, loss }) : { line, loss });
  }
  const counted = lines.map((line): Line => {
    if (line.units === 0) return line;
    if (worst.get(spanOf(line))?.line !== line) return cutTo(line, 0, 'same_span');
    return isKnown(kind, line) ? line : { ...line, because: 'needs_figure' };
  });
  const losses = new Map([...worst.values()].map(({ line, loss }) => [line.finding, loss]));
  const priced = pricedBy(counted, ({ finding, units }) => {
    const loss = losses.get(finding) ?? exactly(0);
    return lossOf(per === 'occurrence' ? timesSpan(loss, units) : loss);
  });
  const isOpen = priced.some(({ points }) => points.min !== points.max);
  return sumOfLines(priced, isOpen ? ['figure'] : []);
}

const isKnown = ({ states }: Kind, { finding }: Line): boolean =>
  states.length === 1 || states.some(({ id }) => id === finding.state);

function lossFor({ states }: Kind, { finding }: Line): Span {
  const state = states.find(({ id }) => id === finding.state);
  return state ? exactly(state.points) : hullOf(states.map(({ points }) => exactly(points)));
}

type Found = { readonly line: Line; readonly loss: Span };

/** Both were found, so no less is lost than the least of either. */
function worseOf(a: Found, b: Found): Found {
  const isWorse = b.loss.max > a.loss.max || (b.loss.max === a.loss.max && b.loss.min > a.loss.min);
  const loss = { min: Math.max(a.loss.min, b.loss.min), max: Math.max(a.loss.max, b.loss.max) };
  return { line: isWorse ? b.line : a.line, loss };
}
