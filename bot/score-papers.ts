import type { Facts, Period } from '../domain/assessment/facts.ts';
import { periodByLabel, periodsOf } from '../domain/assessment/period.ts';
import { scoreTables } from '../domain/assessment/score-tables.ts';
import type { Statement, StatementPart } from '../domain/assessment/statement.ts';
import { placedRules } from '../domain/assessment/table-lookup.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';

/** A score without a database: the facts come from a paper, or from another system's tickets. */
export interface PaperScore {
  readonly contract: Contract;
  /** Absent: each table's own periods that hold one of `instants`. */
  readonly label?: string;
  readonly instants?: readonly Instant[];
  /** Ids of tables that are shown; what they are averages of is scored with them. */
  readonly tables: readonly string[];
  readonly people?: readonly string[];
  readonly now: Instant;
  /** What is unfinished is judged as it stood then; absent: now. */
  readonly asOf?: Instant;
  factsOf(tables: readonly AssessmentTable[], period: Period): Facts;
}

/** Tables of one period are scored together. No table has such a period: a statement without parts. */
export function paperStatement(asked: PaperScore): Statement {
  const { asOf, contract, label, now, tables } = asked;
  const groups = new Map<string, { readonly period: Period; readonly tables: AssessmentTable[] }>();
  const wanted = withParts(contract.tables, tables);
  for (const table of contract.tables.filter(({ id }) => wanted.has(id))) {
    for (const period of periodsAsked(table, asked)) {
      const key = `${period.label} ${period.from} ${period.to}`;
      const group = groups.get(key) ?? { period, tables: [] };
      group.tables.push(table);
      groups.set(key, group);
    }
  }
  const parts = [...groups.values()]
    .toSorted((a, b) => a.period.from - b.period.from)
    .map((group) => partOf(group.period, group.tables, asked))
    .filter((part) => part.tables.length > 0);
  const sums = parts.flatMap((part) => part.tables.map(({ fen }) => fen));
  return {
    contractId: contract.id,
    contractName: contract.name,
    label: label ?? [...new Set(parts.map(({ period }) => period.label))].join(' '),
    madeAt: asOf ?? now,
    ...(asOf !== undefined && { asOf }),
    parts,
    fen: {
      min: sums.reduce((sum, { min }) => sum + min, 0),
      max: sums.reduce((sum, { max }) => sum + max, 0),
    },
  };
}

function partOf(period: Period, tables: readonly AssessmentTable[], asked: PaperScore): StatementPart {
  const { asOf, contract, now, people } = asked;
  const scores = scoreTables(tables, asked.factsOf(tables, period), {
    period,
    now: asOf ?? now,
    termFrom: contract.term.from,
    ...(contract.priceFen !== undefined && { priceFen: contract.priceFen }),
    projectPriceFen: (project) => contract.projects.find(({ id }) => id === project)?.priceFen,
    ...(people && { people }),
  });
  return {
    packHash: contract.hash,
    period,
    choices: contract.choices,
    tables: scores.filter(({ id }) => asked.tables.includes(id)),
  };
}

function periodsAsked(table: AssessmentTable, { contract, instants = [], label }: PaperScore): readonly Period[] {
  if (label !== undefined) {
    const period = periodByLabel(table, contract.term, label);
    return period ? [period] : [];
  }
  return periodsOf(table, contract.term).filter(({ from, to }) => instants.some((at) => from <= at && at < to));
}

/** With the tables that these are averages of. */
function withParts(tables: readonly AssessmentTable[], wanted: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (id: string): void => {
    if (found.has(id)) return;
    found.add(id);
    for (const part of partsOf(tables.filter((table) => table.id === id))) add(part);
  };
  wanted.forEach(add);
  return found;
}

/** With the tables that are averages of these, however far. */
export function withAverages(tables: readonly AssessmentTable[], wanted: readonly string[]): readonly string[] {
  const found = new Set(wanted);
  let size = 0;
  while (size !== found.size) {
    size = found.size;
    for (const table of tables) if (partsOf([table]).some((part) => found.has(part))) found.add(table.id);
  }
  return tables.map(({ id }) => id).filter((id) => found.has(id));
}

function partsOf(tables: readonly AssessmentTable[]): readonly string[] {
  return placedRules(tables).flatMap(({ rule }) =>
    (rule.kinds['weighted-graders']?.parts ?? []).flatMap((part) => ('table' in part ? [part.table] : [])),
  );
}
