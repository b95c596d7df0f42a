import type { Ratio } from './exact.ts';
import type { Finding, RatioFact } from './facts.ts';
import { type Marked, marked, markLines } from './grading.ts';
import { availability, downLongerThan } from './kinds/availability.ts';
import { figureIn, rangeOf } from './kinds/judged-range.ts';
import { chargedPoints, lossFor } from './kinds/per-percentage-point.ts';
import { mostOf, ratioLoss } from './kinds/ratio-threshold.ts';
import { type Extra, type Lines, type Priced, unpriced } from './line.ts';
import type { Points, Span } from './points.ts';
import { extraLoss } from './priced.ts';
import { mostPoints, type RuleInput } from './rule-input.ts';
import type { RuleKinds } from './rule-kinds.ts';
import { between, exactly, lossOf, NOTHING, shifted, sumOf } from './span-sums.ts';
import type { Measure } from './statement.ts';

/** Rules by a percentage. What was found under them is the evidence of it and costs nothing by itself. */
export function priceByRatio(input: RuleInput, lines: Lines): Priced {
  const { kinds } = input.rule;
  const measures = measuresOf(input, lines);
  if (kinds['ratio-threshold']) return priceByThreshold(kinds['ratio-threshold'], input, lines, measures);
  if (kinds['per-percentage-point']) return priceByPoint(kinds['per-percentage-point'], input, lines, measures);
  const longestMs = kinds.availability?.longestMs;
  if (longestMs === undefined) return unpriced(lines, { measures });
  const subjects = downLongerThan(lines, longestMs, input.period.to - input.period.from);
  return unpriced(lines, {
    measures,
    extras: [...subjects].map((subject) => extraLoss(NOTHING, aboutSubject(subject))),
  });
}

const aboutSubject = (subject: string | undefined) => (subject === undefined ? {} : { subject });

/** The percentages that are compared: of each subject, or all in one. */
function measuresOf({ rule: { kinds }, ratios, period }: RuleInput, lines: Lines): readonly Measure[] {
  const given = ratiosBySubject(ratios);
  const isOfEach = kinds['ratio-threshold']?.each !== undefined || isShownAlone(kinds);
  const down = kinds.availability ? availability(lines, period.to - period.from) : [];
  if (isOfEach) {
    const known = new Set(given.map(({ subject }) => subject));
    return [...given, ...down.filter(({ subject }) => !known.has(subject))].toSorted(bySubject);
  }
  if (given.length > 0) return [allOf(given)];
  // How many subjects were never down nobody says here, so an average over those that were would be too low.
  return down.every(({ subject }) => subject === undefined) ? down : [];
}

const isShownAlone = (kinds: RuleKinds): boolean => !kinds['ratio-threshold'] && !kinds['per-percentage-point'];

/** What people say of a subject replaces what the record says; several of the same origin are added. */
export function ratiosBySubject(ratios: readonly RatioFact[]): readonly Measure[] {
  const groups = Map.groupBy(ratios, ({ subject }) => subject);
  return [...groups].map(([subject, all]) => {
    const origin = (['paper', 'person', 'ledger'] as const).find((name) => all.some((fact) => fact.origin === name));
    return { ...aboutSubject(subject), ...allOf(all.filter((fact) => fact.origin === origin)) };
  });
}

const allOf = (ratios: readonly Ratio[]): Ratio => ({
  met: ratios.reduce((sum, { met }) => sum + met, 0),
  total: ratios.reduce((sum, { total }) => sum + total, 0),
});

const bySubject = ({ subject: a = '' }: Measure, { subject: b = '' }: Measure): number => (a < b ? -1 : a > b ? 1 : 0);

function priceByThreshold(
  kind: NonNullable<RuleKinds['ratio-threshold']>,
  input: RuleInput,
  lines: Lines,
  measures: readonly Measure[],
): Priced {
  const { kinds } = input.rule;
  const most = mostPoints(input);
  const judged = kinds['judged-range'] ? rangeOf(kinds['judged-range'], most) : between(0, most);
  const given = marked(input.grades, most, kinds['human-graded']?.brackets);
  if (measures.length === 0) return withoutRatio(kind, input, lines, judged, given);
  const losses = measures.map((measure) => ratioLoss(kind, measure, judged));
  const isJudged = losses.some((loss) => loss.isJudged);
  const said = isJudged ? judgement(judged, lines, given, most) : undefined;
  const spans = losses.map(({ loss, isJudged: isOpen }) => (isOpen && said ? said : loss));
  const isOpen = isJudged && said === undefined;
  return unpriced(lines, {
    points: lossOf(sumOf(spans)),
    extras: spans.flatMap((loss, place) =>
      loss.max === 0 ? [] : extraLoss(loss, aboutSubject(measures[place]?.subject)),
    ),
    measures,
    open: isOpen
      ? [kinds['human-graded'] ? 'grade' : 'figure']
      : given?.isDisputed && isJudged
        ? ['graders_differ']
        : [],
  });
}

/** What a person takes where the text leaves it to him: by the mark that he gave, or by a figure. */
function judgement(judged: Span, lines: Lines, given: Marked | undefined, most: Points): Span | undefined {
  const taken = given && lossOf(shifted(given.mark, 0 - most));
  if (taken && judged.min <= taken.min && taken.max <= judged.max) return taken;
  const figures = lines.flatMap(({ finding, units }) => (units > 0 ? figuresOf(finding, judged) : []));
  return figures.length === 0 ? undefined : exactly(Math.max(...figures));
}

function figuresOf(finding: Finding, judged: Span): readonly Points[] {
  const figure = figureIn(finding, judged);
  return figure === undefined ? [] : [figure];
}

/** Nobody has said the percentage: a mark stands for it, else it is open. */
function withoutRatio(
  kind: NonNullable<RuleKinds['ratio-threshold']>,
  input: RuleInput,
  lines: Lines,
  judged: Span,
  given: Marked | undefined,
): Priced {
  const { kinds } = input.rule;
  const isCounted = kind.each !== undefined && kinds.availability !== undefined;
  if (isCounted) return unpriced(lines);
  const most = mostPoints(input);
  if (given) {
    const open = given.isDisputed ? (['graders_differ'] as const) : [];
    return unpriced(lines, { points: shifted(given.mark, 0 - most), extras: markLines(given, most), open });
  }
  const greatest = kind.each === undefined ? mostOf(kind, judged) : most;
  return unpriced(lines, {
    points: between(0 - greatest, 0),
    open: [kinds['human-graded'] ? 'grade' : 'ratio'],
  });
}

function priceByPoint(
  kind: NonNullable<RuleKinds['per-percentage-point']>,
  _input: RuleInput,
  lines: Lines,
  measures: readonly Measure[],
): Priced {
  const [measure] = measures;
  if (!measure) {
    const all = chargedPoints(kind, { met: 0, total: 1 });
    return unpriced(lines, { points: between(0 - lossFor(kind, all), 0), open: ['ratio'] });
  }
  const quantity = chargedPoints(kind, measure);
  const loss = exactly(lossFor(kind, quantity));
  const extras: readonly Extra[] = quantity.count === 0n ? [] : [extraLoss(loss, { quantity })];
  return unpriced(lines, { points: lossOf(loss), extras, measures });
}
