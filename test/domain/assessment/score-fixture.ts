import type { Facts, Finding, Period } from '../../../domain/assessment/facts.ts';
import { POINT, type Points } from '../../../domain/assessment/points.ts';
import type { RuleKinds } from '../../../domain/assessment/rule-kinds.ts';
import { type ScoreEnv, scoreTables } from '../../../domain/assessment/score-tables.ts';
import type { RuleScore, TableScore } from '../../../domain/assessment/statement.ts';
import type { AssessmentTable, Item, Rule, Section } from '../../../domain/assessment/table-types.ts';
import { parseCivil } from '../../../domain/civil.ts';
import { contractId, type Instant } from '../../../domain/types.ts';

export const points = (value: number): Points => Math.round(value * POINT);
export const exactly = (value: number) => ({ min: points(value), max: points(value) });
export const between = (min: number, max: number) => ({ min: points(min), max: points(max) });

export const at = (text: string): Instant => {
  const [date = '', time = '00:00'] = text.split(' ');
  return parseCivil(date, time);
};

export const rule = (id: string, kinds: RuleKinds, extra: Partial<Rule> = {}): Rule => ({
  id,
  text: id,
  words: [],
  kinds,
  from: [],
  ...extra,
});

export const item = (
  id: string,
  base: number | undefined,
  rules: readonly Rule[],
  extra: Partial<Item> = {},
): Item => ({
  id,
  name: id,
  clause: 'c',
  ...(base !== undefined && { base: points(base) }),
  floor: { at: 'zero', isChosen: true },
  rules,
  ...extra,
});

export const section = (id: string, base: number | undefined, items: readonly Item[]): Section => ({
  id,
  name: id,
  ...(base !== undefined && { base: points(base) }),
  items,
});

export const table = (items: readonly Item[], extra: Partial<AssessmentTable> = {}): AssessmentTable => ({
  id: 'T',
  name: 'T',
  clause: 'c',
  words: [],
  period: { months: 3, from: 'calendar' },
  graders: [],
  base: points(100),
  floor: { at: 'zero', isChosen: true },
  sections: [section('s', undefined, items)],
  choices: [],
  ...extra,
});

/** Money alone, targets, or penalty points. */
export function withoutBase(items: readonly Item[], extra: Partial<AssessmentTable> = {}): AssessmentTable {
  const { base: _, ...rest } = table(items, extra);
  return rest;
}

export const Q1: Period = {
  from: at('2026-01-01'),
  to: at('2026-04-01'),
  firstDay: '2026-01-01',
  lastDay: '2026-03-31',
  label: '2026-Q1',
  isOwn: true,
};
export const env: ScoreEnv = {
  period: Q1,
  now: at('2026-04-02'),
  termFrom: '2026-01-01',
  priceFen: 100_000_000,
  projectPriceFen: () => undefined,
};

let made = 0;
/** Confirmed, on 1 February, of the rule R, unless told otherwise. */
export const finding = (fields: Partial<Finding> = {}): Finding => {
  made += 1;
  return {
    id: `f${String(made).padStart(6, '0')}`,
    rule: 'R',
    at: at('2026-02-01 10:00'),
    standing: 'confirmed',
    origin: 'paper',
    evidence: [],
    ...fields,
  };
};
export const times = (count: number, fields: Partial<Finding> = {}): readonly Finding[] =>
  Array.from({ length: count }, () => finding(fields));

export const facts = (fields: Partial<Facts> = {}): Facts => ({
  contractId: contractId('c'),
  findings: [],
  ratios: [],
  grades: [],
  ticks: [],
  fees: [],
  reviewed: [],
  handedIn: [],
  ...fields,
});
export const ratio = (met: number, total: number, subject?: string) => ({
  ...{ rule: 'R', met, total, origin: 'paper' as const, evidence: [] },
  ...(subject !== undefined && { subject }),
});
export const grade = (value: number, grader = 'g') => ({ rule: 'R', grader, points: points(value) });

/** The first score of one table. */
export function scoreOf(of: AssessmentTable, given: Partial<Facts>, extra: Partial<ScoreEnv> = {}): TableScore {
  const [score] = scoreTables([of], facts(given), { ...env, ...extra });
  return score!;
}
export const ruleOf = (score: TableScore, id = 'R'): RuleScore =>
  score.sections.flatMap(({ items }) => items.flatMap(({ rules }) => rules)).find((one) => one.id === id)!;

/** The rule R of such kinds alone in an item of 20 points. */
export function scoreRule(
  kinds: RuleKinds,
  given: Partial<Facts>,
  { base = 20, ...extra }: Partial<ScoreEnv> & { readonly base?: number | undefined } = {},
): RuleScore {
  return ruleOf(scoreOf(table([item('I', base, [rule('R', kinds)])]), given, extra));
}
/** What was said of each finding. */
export const reasons = (score: RuleScore) => score.charges.map(({ because }) => because);
