import { fileProblem, InvalidPack, type PlacedProblem } from '../contracts/problems.ts';
import { problemsOf } from '../contracts/schema-problems.ts';
import { readYaml } from '../contracts/yaml-source.ts';
import type { Facts, Fee, Finding, Grade, HandedIn, Period, RatioFact, Tick } from '../domain/assessment/facts.ts';
import { isPeriodLabel, periodByLabel } from '../domain/assessment/period.ts';
import { type PlacedRule, placedRules } from '../domain/assessment/table-lookup.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import type { Contract } from '../domain/contract.ts';
import type { Instant } from '../domain/types.ts';
import { excusesOf, findingsOf } from './score-facts-findings.ts';
import { fieldsOf, problemsOfFacts } from './score-facts-rules.ts';
import { factsSchema, type SaidFacts, type SaidRuleFacts } from './score-facts-schema.ts';
import { withAverages } from './score-papers.ts';

/** A facts file that fits a contract. */
export interface PaperFacts {
  /** With the tables and copies that the file has, and averages of them: nobody scored the others. */
  readonly contract: Contract;
  readonly facts: Facts;
  readonly label: string;
  /** Who has a copy of a table for each person. */
  readonly people: readonly string[];
  /** When it is judged; absent: now. */
  readonly asOf?: Instant;
}

/** What the facts of one rule are about, and where they stand in the file. */
export interface Place extends PlacedRule {
  readonly copy?: string;
  readonly period: Period;
  /** When it is judged: what has not come by then is late by so much. */
  readonly judgedAt: Instant;
  readonly path: readonly string[];
}

/** What `--contract` and `--period` said; a file may say the same. */
export interface Wanted {
  readonly contracts: readonly Contract[];
  readonly contract?: string;
  readonly period?: string;
  readonly now: Instant;
}

/**
 * Reads the facts of a period that somebody typed from a paper, YAML or JSON. A time without a zone is Beijing time.
 * @throws {InvalidPack} with the mistakes of one kind at once (its form; then what its rules take; then what it exempts): the line, the path,
 * what is wrong, and what would be right
 */
export function readFacts(text: string, file: string, wanted: Wanted): PaperFacts {
  const source = readYaml(text, file);
  const parsed = factsSchema.safeParse(source.value);
  if (!parsed.success) throw new InvalidPack(source.locate(problemsOf(parsed.error.issues, source.value)));
  const said = parsed.data;
  const contract = contractOf(said, wanted, file);
  const label = wanted.period ?? said.period;
  if (label === undefined) {
    throw new InvalidPack([fileProblem(file, 'the period is missing', 'write period: 2026-Q1, or give --period')]);
  }
  const problems: PlacedProblem[] = [];
  if (!isPeriodLabel(label)) {
    const problem = `there is no period "${label}"`;
    problems.push({ path: ['period'], problem, remedy: PERIOD_REMEDY });
  }
  const asked = { contract, label, judgedAt: said.asOf ?? wanted.now };
  const entries = problems.length > 0 ? [] : entriesOf(said, asked, problems);
  problems.push(...entries.flatMap(([place, own]) => problemsOfFacts(place, own)));
  if (problems.length > 0) throw new InvalidPack(source.locate(problems));
  const people = contract.tables
    .filter(({ isPerPerson }) => isPerPerson)
    .flatMap(({ id }) => Object.keys(said.tables[id]?.copies ?? {}));
  return {
    contract: {
      ...contract,
      ...(said.price !== undefined && { priceFen: said.price }),
      tables: tablesOnPaper(contract.tables, said),
    },
    label,
    people: [...new Set(people)],
    ...(said.asOf !== undefined && { asOf: said.asOf }),
    facts: {
      ...factsOf(entries, contract, (problem) => new InvalidPack(source.locate([problem]))),
      handedIn: tablesHandedIn(said),
    },
  };
}

const PERIOD_REMEDY =
  'write 2026-Q1, 2026-07, 2026-H1, 2026, term for the whole service, or P1, P2 … for the periods of the table itself';

function contractOf(said: SaidFacts, { contract: wanted, contracts }: Wanted, file: string): Contract {
  const id = wanted ?? said.contract;
  const known = contracts.map((contract) => contract.id).join(', ');
  if (id === undefined) {
    throw new InvalidPack([fileProblem(file, 'the contract is missing', `write contract: with one of ${known}`)]);
  }
  if (said.contract !== undefined && said.contract !== id) {
    throw new InvalidPack([
      fileProblem(file, `it is about ${said.contract}, not about ${id}`, 'give the file of that contract'),
    ]);
  }
  const contract = contracts.find((one) => one.id === id);
  if (contract) return contract;
  throw new InvalidPack([fileProblem(file, `there is no contract "${id}"`, `write one of ${known}`)]);
}

/** A table or copy that a paper does not have was not scored, so that an average of it is open: it is no full mark. */
function tablesOnPaper(tables: readonly AssessmentTable[], said: SaidFacts): readonly AssessmentTable[] {
  const scored = withAverages(tables, Object.keys(said.tables));
  return tables
    .filter(({ id }) => scored.includes(id))
    .map((table) => {
      const copies = Object.keys(said.tables[table.id]?.copies ?? {});
      const { departments } = table;
      return departments ? { ...table, departments: departments.filter((id) => copies.includes(id)) } : table;
    });
}

/** What somebody scored on paper is done with. */
function tablesHandedIn({ tables }: SaidFacts): readonly HandedIn[] {
  return Object.entries(tables).flatMap(([table, { copies }]): readonly HandedIn[] =>
    copies ? Object.keys(copies).map((copy) => ({ table, copy })) : [{ table }],
  );
}

type Entry = readonly [Place, SaidRuleFacts];
interface Asked {
  readonly contract: Contract;
  readonly label: string;
  readonly judgedAt: Instant;
}

function entriesOf(said: SaidFacts, { contract, judgedAt, label }: Asked, problems: PlacedProblem[]): readonly Entry[] {
  return Object.entries(said.tables).flatMap(([id, { copies = {}, ...shared }]): readonly Entry[] => {
    const path = ['tables', id];
    const table = contract.tables.find((one) => one.id === id);
    if (table === undefined) {
      const known = contract.tables.map((one) => one.id).join(', ');
      const remedy = known === '' ? 'the pack has no tables' : `write one of ${known}`;
      problems.push({ path, atKey: true, problem: `${contract.id} has no table "${id}"`, remedy });
      return [];
    }
    const period = periodByLabel(table, contract.term, label);
    if (period === undefined) {
      problems.push({ path, atKey: true, problem: `${id} has no period ${label}`, remedy: PERIOD_REMEDY });
      return [];
    }
    const wrong = copyProblem(table, Object.keys(shared), Object.keys(copies), path);
    if (wrong) problems.push(wrong);
    return [
      ...ruleEntries(table, shared, { path, period, judgedAt }, problems),
      ...Object.entries(copies).flatMap(([copy, own]) =>
        ruleEntries(table, own, { path: [...path, 'copies', copy], period, judgedAt, copy }, problems),
      ),
    ];
  });
}

/** Of a table with copies everything belongs to one of them. */
function copyProblem(
  table: AssessmentTable,
  shared: readonly string[],
  copies: readonly string[],
  path: readonly string[],
): PlacedProblem | undefined {
  const { departments, id, isPerPerson } = table;
  const hasCopies = isPerPerson === true || departments !== undefined;
  const [firstShared] = shared;
  if (!hasCopies && copies.length > 0) {
    const remedy = `write the rules of ${id} directly below it`;
    return { path: [...path, 'copies'], atKey: true, problem: `${id} has no copies`, remedy };
  }
  if (hasCopies && firstShared !== undefined) {
    const of = isPerPerson ? 'a person' : 'a department';
    const example = isPerPerson ? 'NAME' : (departments?.[0] ?? 'ID');
    return {
      path: [...path, firstShared],
      atKey: true,
      problem: `each copy of ${id} is about ${of}`,
      remedy: `put it below copies: { ${example}: { ${firstShared}: … } }`,
    };
  }
  if (hasCopies && copies.length === 0) {
    const example = isPerPerson ? 'NAME' : (departments?.[0] ?? 'ID');
    const remedy = `write each that was scored: copies: { ${example}: {} }`;
    return { path, atKey: true, problem: `no copy of ${id} is in the file`, remedy };
  }
  const unknown = copies.find((copy) => departments !== undefined && !departments.includes(copy));
  if (unknown === undefined) return undefined;
  const remedy = `write one of ${(departments ?? []).join(', ')}`;
  return { path: [...path, 'copies', unknown], atKey: true, problem: `${id} has no copy "${unknown}"`, remedy };
}

function ruleEntries(
  table: AssessmentTable,
  said: Readonly<Record<string, SaidRuleFacts>>,
  { path, ...about }: Pick<Place, 'path' | 'period' | 'judgedAt' | 'copy'>,
  problems: PlacedProblem[],
): readonly Entry[] {
  const placed = placedRules([table]);
  return Object.entries(said).flatMap(([key, own]): readonly Entry[] => {
    const at = [...path, key];
    const meant = ruleMeant(placed, key, own);
    if ('problem' in meant) {
      problems.push({ path: at, atKey: true, ...meant });
      return [];
    }
    return [[{ ...meant, ...about, path: at }, own]];
  });
}

/** By its own id, or by that of its item where the item has only one rule that takes such facts. */
function ruleMeant(
  placed: readonly PlacedRule[],
  key: string,
  said: SaidRuleFacts,
): PlacedRule | { readonly problem: string; readonly remedy: string } {
  const exact = placed.find(({ rule }) => rule.id === key);
  if (exact) return exact;
  const ofItem = placed.filter(({ item }) => item.id === key);
  if (ofItem.length === 0) {
    const ids = placed.map(({ rule }) => rule.id);
    return { problem: `there is no item or rule "${key}" in this table`, remedy: `write one of ${ids.join(', ')}` };
  }
  const fitting = ofItem.filter((one) =>
    Object.keys(said).every((field) => fieldsOf(one).some((own) => own === field)),
  );
  const [only, ...others] = fitting.length > 0 ? fitting : ofItem;
  if (only && others.length === 0) return only;
  const ids = ofItem.map(({ rule }) => rule.id).join(', ');
  return { problem: `the item ${key} has several rules`, remedy: `say which one: ${ids}` };
}

function factsOf(
  entries: readonly Entry[],
  contract: Contract,
  wrong: (problem: PlacedProblem) => Error,
): Omit<Facts, 'handedIn'> {
  const findings = entries.flatMap(([place, said]) => findingsOf(place, said.occurrences));
  return {
    contractId: contract.id,
    findings: [
      ...findings,
      ...entries.flatMap(([place, { exemptions = [] }]) => excusesOf(findings, place, exemptions, wrong)),
    ],
    ratios: entries.flatMap(([place, { ratio, ratios = {} }]): RatioFact[] => [
      ...(ratio ? [{ ...ruleOf(place), ...ratio, origin: 'paper' as const, evidence: [] }] : []),
      ...Object.entries(ratios).map(([subject, own]) => ({
        ...ruleOf(place),
        subject,
        ...own,
        origin: 'paper' as const,
        evidence: [],
      })),
    ]),
    grades: entries.flatMap(([place, { grade, grades = {} }]): Grade[] => [
      ...(grade === undefined ? [] : [{ ...ruleOf(place), grader: place.table.graders[0] ?? '', points: grade }]),
      ...Object.entries(grades).map(([grader, points]) => ({ ...ruleOf(place), grader, points })),
    ]),
    ticks: entries.flatMap(([place, { tick, ticks = {} }]): Tick[] => [
      ...(tick === undefined ? [] : [{ ...ruleOf(place), grader: place.table.graders[0] ?? '', tick }]),
      ...Object.entries(ticks).map(([grader, own]) => ({ ...ruleOf(place), grader, tick: own })),
    ]),
    fees: entries.flatMap(([{ rule }, { fee, fees = {} }]): Fee[] => [
      ...(fee === undefined ? [] : [{ rule: rule.id, fen: fee }]),
      ...Object.entries(fees).map(([subject, fen]) => ({ rule: rule.id, subject, fen })),
    ]),
    reviewed: entries.flatMap(([{ rule }, { reviewed }]) => (reviewed ? [rule.id] : [])),
  };
}

function ruleOf({ copy, rule }: Place): Pick<Finding, 'rule' | 'copy'> {
  return { rule: rule.id, ...(copy !== undefined && { copy }) };
}
