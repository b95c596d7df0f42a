import { assert } from '../assert.ts';
import type { CivilDate, Instant } from '../types.ts';
import type { Facts, Finding, Period } from './facts.ts';
import { copiesNamed, type FactsByRule, factsByRule } from './facts-by-rule.ts';
import type { Fen } from './points.ts';
import { scoreTable } from './score-table.ts';
import type { TableScore } from './statement.ts';
import { placedRules } from './table-lookup.ts';
import type { AssessmentTable } from './table-types.ts';
import { averagesOf, partsAmong } from './weights.ts';

/** What a score depends on beside its table and its facts. */
export interface ScoreEnv {
  readonly period: Period;
  /** `period` is a stretch of one of the tables' own: what decides whatever the points say decides there already. */
  readonly isWithinOwn?: true;
  readonly now: Instant;
  /** First day of the service: spans of a table that counts from there begin on it. */
  readonly termFrom: CivilDate;
  /** Price of the whole contract. Absent: what is a share of it stays open. */
  readonly priceFen?: Fen;
  readonly projectPriceFen: (project: string) => Fen | undefined;
  /** Of tables for each person: who has a copy, whether or not anything is known of them. */
  readonly people?: readonly string[];
}

/**
 * Scores of these tables for one period, in their order, the copies of one after each other. The same facts in any order give the
 * same scores. Facts of before the period cost nothing; a repetition, an allowance or the n-th of a span may refer to them.
 * @param tables with every table of which another one is the average: one that is not there is open
 */
export function scoreTables(tables: readonly AssessmentTable[], facts: Facts, env: ScoreEnv): readonly TableScore[] {
  const scores = scoresOfAll(tables, factsByRule(facts), env);
  const isSure = ({ standing }: Finding): boolean => standing !== 'found' && standing !== 'disputed';
  const sure = facts.findings.filter(isSure);
  const confirmed =
    sure.length === facts.findings.length
      ? scores
      : scoresOfAll(tables, factsByRule({ ...facts, findings: sure }), env);
  const totals = new Map(confirmed.map((score) => [keyOf(score), score.total]));
  return scores.map((score) => {
    const total = totals.get(keyOf(score)) ?? score.total;
    return total ? { ...score, confirmed: total } : score;
  });
}

/** The scores as they are, and as they would be if this happened as well; a finding of the same id is replaced. */
export function whatIf(
  tables: readonly AssessmentTable[],
  facts: Facts,
  extra: readonly Finding[],
  env: ScoreEnv,
): { readonly before: readonly TableScore[]; readonly after: readonly TableScore[] } {
  const ids = new Set(extra.map(({ id }) => id));
  const findings = [...facts.findings.filter(({ id }) => !ids.has(id)), ...extra];
  return { before: scoreTables(tables, facts, env), after: scoreTables(tables, { ...facts, findings }, env) };
}

const keyOf = ({ id, copy }: TableScore): string => JSON.stringify([id, copy]);

function scoresOfAll(tables: readonly AssessmentTable[], facts: FactsByRule, env: ScoreEnv): readonly TableScore[] {
  const done = new Map<string, readonly TableScore[]>();
  const isPart = partsAmong(tables);
  const begun = new Set<string>();
  const scoresOf = (id: string): readonly TableScore[] => {
    const known = done.get(id);
    if (known) return known;
    const table = tables.find((one) => one.id === id);
    if (!table) return [];
    assert(!begun.has(id), `a table is an average of itself: ${id}`);
    begun.add(id);
    const averages = averagesOf(table, tables, scoresOf);
    const scores = copiesOf(table, facts, env).map((copied) =>
      scoreTable({ table, ...copied, facts, env, averages, isPart: isPart(id, copied.copy) }),
    );
    done.set(id, scores);
    return scores;
  };
  return tables.flatMap(({ id }) => scoresOf(id));
}

/** Facts that name no copy, or none that the table has, are shown in one of their own: nothing disappears. */
function copiesOf(
  table: AssessmentTable,
  facts: FactsByRule,
  { people = [], period }: ScoreEnv,
): readonly { readonly copy?: string }[] {
  const listed = table.departments ?? (table.isPerPerson ? people : undefined);
  if (!listed) return [{}];
  const named = copiesNamed(
    facts,
    placedRules([table]).map(({ rule }) => rule.id),
    period,
  );
  const others = [...named].flatMap((copy) => (copy !== undefined && !listed.includes(copy) ? copy : [])).toSorted();
  const copies = [...new Set(listed), ...others].map((copy) => ({ copy }));
  return named.has(undefined) ? [...copies, {}] : copies;
}
