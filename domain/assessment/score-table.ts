import { countableLines } from './countable.ts';
import { type FactsByRule, handedInKey, ofCopy } from './facts-by-rule.ts';
import type { PriceOf } from './kinds/money-fixed.ts';
import type { Lines } from './line.ts';
import type { Span } from './points.ts';
import { type ScoredRules, type SectionChange, scoreSection, totalOf } from './score-item.ts';
import { type ScoredRule, scoreRule } from './score-rule.ts';
import type { ScoreEnv } from './score-tables.ts';
import { between, noLessThan, noMoreThan, sumOf } from './span-sums.ts';
import type { Open, RuleScore, SectionScore, TableScore } from './statement.ts';
import { spanStart } from './subdivisions.ts';
import { type PlacedRule, placedRules } from './table-lookup.ts';
import type { AssessmentTable, SpanName } from './table-types.ts';
import { type Decided, decide, undecided, verdictsOf } from './verdicts.ts';
import { type AverageOfRule, leastOf } from './weights.ts';

/** What one copy of a table is scored by. */
export interface CopyInput {
  readonly table: AssessmentTable;
  readonly copy?: string;
  readonly facts: FactsByRule;
  readonly env: ScoreEnv;
  readonly averages: ReadonlyMap<string, AverageOfRule>;
  /** Another table is an average of it: it counts once its grader has handed it in. */
  readonly isPart: boolean;
}

export function scoreTable(input: CopyInput): TableScore {
  const { table, copy, averages } = input;
  const rules = scoredRules(input);
  const changes = table.sections.map((section) => scoreSection(section, rules, averages));
  const present = table.isUnscored ? undefined : totalOfTable(table, changes, averages.size > 0);
  const waiting = waitingFor(input);
  // Until it is handed in its grader may find anything.
  const total = present && waiting.length > 0 ? { min: leastOf(table), max: present.max } : present;
  // A grade, and what follows from it, is of a period of the table's own: a part of one, or another stretch, has none.
  const decided = decidedBy(input, rules, total);
  const sections = changes.map(({ score }) => withDecided(score, input, decided));
  const scores = sections.flatMap(({ items }) => items.flatMap((item) => item.rules));
  return {
    id: table.id,
    name: table.name,
    clause: table.clause,
    ...(copy !== undefined && { copy }),
    ...(table.base !== undefined && { base: table.base }),
    ...(table.isAccrual && { isAccrual: table.isAccrual }),
    ...(table.isUnscored && { isUnscored: table.isUnscored }),
    ...(table.floor.at === 'none' && { hasNoFloor: true }),
    ...(total && { total }),
    bands: decided.bands,
    verdicts: decided.verdicts,
    fen: sumOf(scores.map(({ fen }) => fen)),
    ...(decided.isByAgreement && { isByAgreement: true }),
    sections,
    open: table.isUnscored ? [] : [...waiting, ...scores.flatMap(({ open }) => open)],
    ...(table.mismatch !== undefined && { mismatch: table.mismatch }),
    choices: table.choices,
  };
}

function decidedBy(input: CopyInput, rules: ScoredRules, total: Span | undefined): Decided {
  const { env, table } = input;
  if (env.period.isOwn) return decide(table, rules, total, (rule) => priceOfRule(input, rule));
  return undecided(env.isWithinOwn ? verdictsOf(table, rules) : []);
}

function waitingFor({ table, copy, facts, isPart }: CopyInput): readonly Open[] {
  if (!isPart || facts.handedIn.has(handedInKey(table.id, copy))) return [];
  return [{ rule: table.id, ...(copy !== undefined && { copy }), why: 'hand_in' }];
}

function totalOfTable(
  table: AssessmentTable,
  changes: readonly SectionChange[],
  isAveraged: boolean,
): Span | undefined {
  if (table.isAccrual) {
    const { min, max } = totalOf(0, changes);
    return between(0 - max, 0 - min);
  }
  const base = table.base ?? (isAveraged ? 0 : undefined);
  if (base === undefined) return undefined;
  const total = totalOf(base, changes);
  const floored = table.floor.at === 'zero' ? noLessThan(total, 0) : total;
  return table.ceiling === undefined ? floored : noMoreThan(floored, table.ceiling);
}

function scoredRules(input: CopyInput): ScoredRules {
  const { table, facts, env } = input;
  const copy = copyOf(input);
  const lines = countableLines(
    table,
    (rule) => ofCopy(facts.findings.get(rule), copy).filter(({ at }) => at < env.period.to),
    (placed, of) => [...splitAt(of, env.period.from).before, ...scoredRule(input, placed, of).lines],
  );
  return new Map(
    placedRules([table]).map((placed) => [placed.rule.id, scoredRule(input, placed, lines.get(placed.rule.id) ?? [])]),
  );
}

function scoredRule(input: CopyInput, placed: PlacedRule, lines: Lines): ScoredRule {
  const { facts, env } = input;
  const copy = copyOf(input);
  const { id } = placed.rule;
  const { before, within } = splitAt(lines, env.period.from);
  return scoreRule({
    ...placed,
    ...(input.copy !== undefined && { copy: input.copy }),
    lines: within,
    earlier: before.flatMap(({ finding, units }) => (units > 0 ? finding : [])),
    ratios: ofCopy(facts.ratios.get(id), copy),
    grades: ofCopy(facts.grades.get(id), copy),
    ticks: ofCopy(facts.ticks.get(id), copy),
    isReviewed: facts.reviewed.has(id),
    period: env.period,
    now: env.now,
    startOf: (span, at) => startOf(input, span, at),
    priceOf: priceOfRule(input, id),
  });
}

const copyOf = ({ table, copy }: CopyInput) => (table.departments || table.isPerPerson ? copy : 'all');

function splitAt(lines: Lines, from: number): { readonly before: Lines; readonly within: Lines } {
  const place = lines.findIndex(({ finding }) => finding.at >= from);
  const cut = place < 0 ? lines.length : place;
  return { before: lines.slice(0, cut), within: lines.slice(cut) };
}

const startOf = ({ table, env }: CopyInput, span: SpanName, at: number): number =>
  spanStart(span, at, { period: table.period, termFrom: env.termFrom, periodFrom: env.period.from });

function priceOfRule({ table, facts, env }: CopyInput, rule: string): PriceOf {
  return (name, subject) => {
    switch (name) {
      case 'contract':
        return env.priceFen;
      case 'project':
        return table.project === undefined ? undefined : env.projectPriceFen(table.project);
      case 'period_fee':
        return facts.fees.get(rule)?.find((fee) => fee.subject === undefined)?.fen;
      case 'subject_fee':
        return facts.fees.get(rule)?.find((fee) => fee.subject === subject)?.fen;
    }
  };
}

/** The rules once more, with the money of the grade and what an average or a grade leaves open. */
function withDecided(section: SectionScore, { copy, averages }: CopyInput, decided: Decided): SectionScore {
  const completed = (rule: RuleScore): RuleScore => {
    const money = decided.byRule.get(rule.id);
    const open: readonly Open[] = [
      ...(averages.get(rule.id)?.open ?? []),
      ...(money?.why ?? []).map((why) => ({ rule: rule.id, ...(copy !== undefined && { copy }), why })),
    ];
    if (!money && open.length === 0) return rule;
    return { ...rule, fen: sumOf([rule.fen, ...(money ? [money.fen] : [])]), open: [...rule.open, ...open] };
  };
  return { ...section, items: section.items.map((item) => ({ ...item, rules: item.rules.map(completed) })) };
}
