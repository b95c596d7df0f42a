import type { Points, Span } from './points.ts';
import type { ScoredRule } from './score-rule.ts';
import { exactly, NOTHING, noLessThan, shifted, sumOf } from './span-sums.ts';
import type { ItemScore, SectionScore } from './statement.ts';
import type { Item, Section } from './table-types.ts';

/** Rules of one copy, by id. */
export type ScoredRules = ReadonlyMap<string, ScoredRule>;
/** Averages of graders, by the rule's id: they take the place of what the item's other rules make of it. */
export interface Average {
  readonly value: Span;
  /** Of the total: the average less a full mark. Nothing for a part of another average, which counts it already. */
  readonly change: Span;
}
export type Averages = ReadonlyMap<string, Average>;

/** What a section does to the total. */
export interface SectionChange {
  readonly score: SectionScore;
  /** Losses and what repairs them here. */
  readonly own: Span;
  /** Bonuses that the total bounds, and those that nothing bounds. */
  readonly toTotal: Span;
  readonly free: Span;
}

interface ItemChange {
  readonly score: ItemScore;
  /** Without its bonuses, within the item's points. */
  readonly own: Span;
  readonly bonus: Readonly<Record<'section' | 'total' | 'nothing', Span>>;
  readonly isFloored: boolean;
}

export function scoreSection(section: Section, rules: ScoredRules, averages: Averages): SectionChange {
  const items = section.items.map((item) => scoreItem(item, rules, averages));
  const bonusOf = (within: 'section' | 'total' | 'nothing'): Span => sumOf(items.map(({ bonus }) => bonus[within]));
  const floored = sumOf(items.flatMap(({ own, isFloored }) => (isFloored ? own : [])));
  const unfloored = sumOf(items.flatMap(({ own, isFloored }) => (isFloored ? [] : own)));
  // An item that is printed without a floor takes its section below nothing as well.
  const bounded = section.base === undefined ? floored : noLessThan(floored, 0 - section.base);
  const lost = sumOf([bounded, unfloored]);
  const own = repaired(lost, bonusOf('section'), 0);
  const [toTotal, free] = [bonusOf('total'), bonusOf('nothing')];
  const change = sumOf([own, toTotal, free]);
  return {
    score: {
      id: section.id,
      name: section.name,
      ...(section.base !== undefined && { base: section.base, score: shifted(change, section.base) }),
      change,
      items: items.map(({ score }) => score),
    },
    own,
    toTotal,
    free,
  };
}

/** A bonus makes good what was lost, and lifts nothing over the limit; what is over it already stays. */
export function repaired(lost: Span, bonus: Span, limit: Points): Span {
  return {
    min: Math.min(lost.min + bonus.min, Math.max(lost.min, limit)),
    max: Math.min(lost.max + bonus.max, Math.max(lost.max, limit)),
  };
}

function scoreItem(item: Item, rules: ScoredRules, averages: Averages): ItemChange {
  const scored = item.rules.flatMap((rule) => rules.get(rule.id) ?? []);
  const average = item.rules.flatMap(({ id }) => averages.get(id) ?? [])[0];
  const changes = item.rules.map(({ id, kinds }) => ({
    points: rules.get(id)?.score.points ?? NOTHING,
    within: kinds.bonus?.within,
  }));
  const lost = sumOf(changes.flatMap(({ points, within }) => (within ? [] : points)));
  const raw = average ? sumOf([average.change, lost]) : lost;
  const isFloored = item.floor.at === 'zero';
  const own = isFloored && item.base !== undefined ? noLessThan(raw, 0 - item.base) : raw;
  const bonusOf = (kind: 'section' | 'total' | 'nothing'): Span =>
    sumOf(changes.flatMap(({ points, within }) => (within === kind ? points : [])));
  const bonus = { section: bonusOf('section'), total: bonusOf('total'), nothing: bonusOf('nothing') };
  const change = sumOf([own, bonus.section, bonus.total, bonus.nothing]);
  return {
    score: {
      id: item.id,
      name: item.name,
      clause: item.clause,
      ...(item.base !== undefined && {
        base: item.base,
        score: average && isNothing(average.change) ? average.value : shifted(change, item.base),
      }),
      change,
      ...(isFloored && item.floor.isChosen && { isFloorChosen: true }),
      ...(own.max > raw.max && { isAtFloor: true }),
      ...(!isFloored && { hasNoFloor: true }),
      rules: scored.map(({ score }) => score),
    },
    own,
    bonus,
    isFloored,
  };
}

const isNothing = ({ min, max }: Span): boolean => min === 0 && max === 0;

/** base + all changes: first what is lost, then bonuses up to the base, then those without a limit. */
export function totalOf(base: Points | Span, changes: readonly SectionChange[]): Span {
  const from = typeof base === 'number' ? exactly(base) : base;
  const limit = typeof base === 'number' ? base : base.max;
  const lost = sumOf([from, ...changes.map(({ own }) => own)]);
  const lifted = repaired(lost, sumOf(changes.map(({ toTotal }) => toTotal)), limit);
  return sumOf([lifted, ...changes.map(({ free }) => free)]);
}
