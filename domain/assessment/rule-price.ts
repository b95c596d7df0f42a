import { marked, markLines } from './grading.ts';
import { bonus } from './kinds/bonus.ts';
import { count } from './kinds/count.ts';
import { earn } from './kinds/earn.ts';
import { everyN } from './kinds/every-n.ts';
import { lossByElapsed, markByElapsed } from './kinds/graded-by-elapsed.ts';
import { humanGraded } from './kinds/human-graded.ts';
import { judgedRange, rangeOf } from './kinds/judged-range.ts';
import { lateDays } from './kinds/late-days.ts';
import { lateThreshold } from './kinds/late-threshold.ts';
import { presence } from './kinds/presence.ts';
import { progressive } from './kinds/progressive.ts';
import { sampleRoom } from './kinds/sampled.ts';
import { tieredState } from './kinds/tiered-state.ts';
import { type Lines, type Priced, unpriced } from './line.ts';
import type { Points } from './points.ts';
import { priceByRatio, ratiosBySubject } from './ratio-price.ts';
import { mostPoints, type RuleInput } from './rule-input.ts';
import type { RuleKinds } from './rule-kinds.ts';
import { between, shifted } from './span-sums.ts';

/** What a rule costs by the kinds that it has. Where several could price, the one that says more does: a step before a plain count. */
export function priceOfRule(input: RuleInput, lines: Lines): Priced {
  const { item, rule, now, earlier, startOf, grades, isReviewed } = input;
  const { kinds } = rule;
  if (kinds.earn || kinds.bonus) return priceAdded(input, lines);
  if (kinds.sampled && !isReviewed && input.lines.length === 0 && grades.length === 0) return undrawn(input, lines);
  if (kinds['graded-by-elapsed']) return priceByElapsed(kinds['graded-by-elapsed'], input, lines);
  const isByRatio = kinds['ratio-threshold'] || kinds['per-percentage-point'] || kinds.availability;
  if (isByRatio || (kinds.target && input.ratios.length > 0)) return priceByRatio(input, lines);
  if (kinds['human-graded']) {
    // Of a sample a person judges what was found; without a finding it was good.
    if (kinds.sampled && grades.length === 0) return priceFoundInSample(input, lines);
    const graded = humanGraded(kinds['human-graded'], lines, grades, item.base);
    return { ...graded, measures: ratiosBySubject(input.ratios) };
  }
  if (kinds['tiered-state']) return tieredState(kinds['tiered-state'], lines, startOf);
  if (kinds.progressive) return progressive(kinds.progressive, lines, earlier, startOf);
  if (kinds['every-N']) return everyN(kinds['every-N'], lines);
  if (kinds.presence) return presence(kinds.presence, lines);
  if (kinds['late-threshold']) return lateThreshold(kinds['late-threshold'], lines, now);
  if (kinds['late-days']) return lateDays(kinds['late-days'], lines, now);
  if (kinds['judged-range']) {
    return judgedRange(kinds['judged-range'], lines, mostPoints(input), item.base !== undefined);
  }
  return count({ points: pointsOfOne(kinds) }, lines);
}

const pointsOfOne = (kinds: RuleKinds): Points =>
  kinds.count?.points ?? kinds.sampled?.points ?? kinds['repeat-in-window']?.points ?? 0;

function priceFoundInSample(input: RuleInput, lines: Lines): Priced {
  const points = input.rule.kinds.sampled?.points;
  return points === undefined ? judgedRange({}, lines, mostPoints(input), true) : count({ points }, lines);
}

/** Points that are added: by each one, or by what a person says. */
function priceAdded({ item, rule: { kinds }, grades }: RuleInput, lines: Lines): Priced {
  const base = kinds.earn ? (item.base ?? 0) : 0;
  const isOfPerson = (kinds.earn?.points ?? kinds.bonus?.points) === undefined;
  const given = isOfPerson ? marked(grades, kinds.earn?.upTo) : undefined;
  if (given) {
    const open = given.isDisputed ? (['graders_differ'] as const) : [];
    return unpriced(lines, { points: shifted(given.mark, 0 - base), extras: markLines(given, 0), open });
  }
  if (!kinds.earn) return bonus(kinds.bonus ?? { within: 'nothing' }, lines);
  const earned = earn(kinds.earn, lines, base);
  const hasFigures = lines.some(({ finding, units }) => units > 0 && finding.figure !== undefined);
  if (!isOfPerson || hasFigures) return earned;
  return { ...earned, points: between(0 - base, kinds.earn.upTo - base), open: ['grade'] };
}

/** Nobody has drawn the sample: it may show nothing, or as much as it can hold. */
function undrawn(input: RuleInput, lines: Lines): Priced {
  const { kinds } = input.rule;
  const most = mostPoints(input);
  const room = kinds.sampled ? sampleRoom(kinds.sampled) : 0;
  const worst = pointsOfOne(kinds) * room;
  return unpriced(lines, { points: between(0 - (worst === 0 ? most : Math.min(worst, most)), 0), open: ['sample'] });
}

function priceByElapsed(
  { by, steps }: NonNullable<RuleKinds['graded-by-elapsed']>,
  input: RuleInput,
  lines: Lines,
): Priced {
  const { item, rule, grades } = input;
  if (by === 'mark') {
    const full = Math.max(...steps.map(({ points = 0, to = 0 }) => Math.max(points, to)));
    return markByElapsed(steps, lines, grades, item.base ?? full);
  }
  const judged = rule.kinds['judged-range'];
  const open = judged ? rangeOf(judged, mostPoints(input)) : between(0, mostPoints(input));
  return lossByElapsed(steps, lines, open, rule.kinds.count?.points);
}
