import type { StatementWords } from '../cards/catalogue-statement.ts';
import { periodName } from '../cards/period-name.ts';
import { meanWords } from '../cards/score-words.ts';
import { NO_SYSTEM } from '../domain/assessment/derive-faults.ts';
import { NO_LEAST } from '../domain/assessment/points.ts';
import type {
  Charge,
  ItemScore,
  Measure,
  RuleScore,
  SectionScore,
  Statement,
  StatementPart,
  TableScore,
} from '../domain/assessment/statement.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import type { Contract } from '../domain/contract.ts';
import { type Figure, lossFigure, momentText, moneyFigure, pointsFigure, pointsText, ratioText } from './figures.ts';
import { chargeLine, type Detail, detailOf } from './statement-details.ts';
import { copyName, type PaperNames, subjectName } from './statement-names.ts';
import { notesOf, type PaperNote } from './statement-notes.ts';

/** What a statement is made of, and in which words. */
export interface PaperSource extends PaperNames {
  readonly statement: Statement;
  /** For the parties, the graders and the names of departments and systems. */
  readonly contract: PaperNames['contract'] & Pick<Contract, 'parties' | 'tables'>;
  readonly words: StatementWords;
}

/** A statement as a paper in the layout of the contract's own tables: the same for a text, a spreadsheet and a document. */
export interface Paper {
  readonly title: string;
  readonly sheets: readonly PaperSheet[];
}

/** One table of the contract, or one copy of it, for one period. */
export interface PaperSheet {
  readonly id: string;
  readonly heading: string;
  readonly facts: readonly Pair[];
  readonly columns: StatementWords['columns'];
  readonly rows: readonly PaperRow[];
  readonly totals: readonly Pair[];
  readonly notes: readonly PaperNote[];
  readonly signatures: readonly string[];
  readonly details: readonly Detail[];
}
export interface Pair {
  readonly label: string;
  readonly text: string;
}

export type PaperRow =
  | {
      readonly kind: 'section';
      readonly name: string;
      readonly base?: Figure;
      readonly loss: Figure;
      readonly score?: Figure;
      readonly note?: string;
    }
  | {
      readonly kind: 'item';
      readonly number: number;
      readonly name: string;
      readonly base?: Figure;
      readonly score?: Figure;
      /** At least one. */
      readonly rules: readonly PaperRule[];
    };
export interface PaperRule {
  readonly standard: string;
  readonly loss: Figure;
  readonly notes: readonly string[];
}

/** Lines beside a rule; the others are in the details alone. */
const LINES_MAX = 6;

export function paperOf(source: PaperSource): Paper {
  const { statement, words } = source;
  return {
    title: `${statement.contractName} ${words.title}`,
    sheets: statement.parts.flatMap((part) => part.tables.map((score) => sheetOf(score, part, source))),
  };
}

function sheetOf(bare: TableScore, part: StatementPart, source: PaperSource): PaperSheet {
  const { contract, words } = source;
  const score = withNames(bare, source);
  const isAccrual = score.isAccrual === true;
  const table = contract.tables.find(({ id }) => id === score.id);
  const items = score.sections.flatMap(({ items: own }) => own);
  const numberOf = new Map(items.map((item, index) => [item, index + 1]));
  const copy = score.copy === undefined ? undefined : copyName(score.copy, source);
  return {
    id: score.copy === undefined ? score.id : `${score.id} ${copy}`,
    heading: copy === undefined ? score.name : `${score.name} · ${copy}`,
    facts: factsOf(score, part, source, table),
    columns: columnsOf(isAccrual, words),
    rows: score.sections.flatMap((section): PaperRow[] => [
      ...section.items.map((item): PaperRow => itemRow(item, { number: numberOf.get(item) ?? 0, isAccrual }, words)),
      ...(score.sections.length > 1 && (section.base !== undefined || section.score !== undefined)
        ? [
            {
              kind: 'section' as const,
              name: section.name,
              ...(section.base !== undefined && { base: whole(section.base, words) }),
              loss: lossFigure(section.change, words),
              ...(section.score && { score: pointsFigure(section.score, words) }),
              ...boundedNote(section, words),
            },
          ]
        : []),
    ]),
    totals: totalsOf(score, part, words),
    notes: notesOf(score, part.choices, items, words, (id) => copyName(id, source)),
    signatures: signaturesOf(table, source),
    details: items.flatMap((item) =>
      item.rules.flatMap((rule) => rule.charges.map((charge) => detailOf(charge, { isAccrual, item, rule }, words))),
    ),
  };
}

function columnsOf(isAccrual: boolean, words: StatementWords): StatementWords['columns'] {
  const [number, item, base, standard, loss, score, notes] = words.columns;
  return [number, item, base, standard, isAccrual ? words.noted : loss, score, notes];
}

/** Without it nobody could add the items up to their subtotal. */
function boundedNote({ change, items }: SectionScore, words: StatementWords): { readonly note?: string } {
  const rest = items.reduce((sum, item) => sum + item.change.max, 0) - change.max;
  const hasBonus = items.some(({ rules }) =>
    rules.some(({ kinds, points }) => kinds.includes('bonus') && points.max > 0),
  );
  return hasBonus && rest > 0 ? { note: words.bonusBounded(pointsText(rest)) } : {};
}

/** What the bot finds names systems and people by their ids. */
function withNames(score: TableScore, source: PaperSource): TableScore {
  const nameOf = (subject: string): string =>
    subject === NO_SYSTEM ? source.words.noSystem : subjectName(subject, source);
  const named = <T extends { readonly subject?: string }>(one: T): T =>
    one.subject === undefined ? one : { ...one, subject: nameOf(one.subject) };
  const rule = (one: RuleScore): RuleScore => ({
    ...one,
    charges: one.charges.map(named),
    measures: one.measures.map(named),
  });
  return {
    ...score,
    sections: score.sections.map((section) => ({
      ...section,
      items: section.items.map((item) => ({ ...item, rules: item.rules.map(rule) })),
    })),
  };
}

function factsOf(
  score: TableScore,
  { isSplit, packHash, period }: StatementPart,
  { contract, statement, words, ...source }: PaperSource,
  table: AssessmentTable | undefined,
): readonly Pair[] {
  const { labels } = words;
  const days = words.period(periodName(period.label, words.periodNames), [period.firstDay, period.lastDay]);
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [labels.contract, statement.contractName],
    [labels.customer, contract.parties.customer],
    [labels.supplier, contract.parties.supplier],
    [labels.table, words.aside(score.name, words.list([score.id, score.clause]))],
    [labels.copy, score.copy === undefined ? undefined : copyName(score.copy, { contract, ...source })],
    [labels.period, period.isOwn ? days : `${days}${words.between}${isSplit ? words.split : words.orientation}`],
    [labels.graders, table === undefined || table.graders.length === 0 ? undefined : words.list(table.graders)],
    statement.asOf === undefined
      ? [labels.madeAt, momentText(statement.madeAt)]
      : [labels.asOf, momentText(statement.asOf)],
    [labels.pack, packHash.slice(0, 12)],
    [labels.ledger, statement.ledger && `${statement.ledger.seq} ${statement.ledger.hash.slice(0, 12)}`],
  ];
  return pairs.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]));
}

interface RowPlace {
  readonly number: number;
  readonly isAccrual: boolean;
}

function itemRow(item: ItemScore, { isAccrual, number }: RowPlace, words: StatementWords): PaperRow {
  return {
    kind: 'item',
    number,
    name: item.name,
    ...(item.base !== undefined && { base: whole(item.base, words) }),
    ...(item.score && { score: pointsFigure(item.score, words) }),
    rules: item.rules.map((rule, index) =>
      ruleRow(rule, { isAtFloor: index === 0 && item.isAtFloor === true, isAccrual }, words),
    ),
  };
}

function ruleRow(
  rule: RuleScore,
  { isAccrual, isAtFloor }: { readonly isAccrual: boolean; readonly isAtFloor: boolean },
  words: StatementWords,
): PaperRule {
  const measures = rule.measures.map((measure) => measureText(measure, words));
  // What a percentage costs stands in the column beside it.
  const isBare = ({ at, note, subject }: Charge): boolean =>
    at === undefined && note === undefined && (subject === undefined || rule.measures.length > 0);
  const charges = rule.charges
    .filter((charge) => !isBare(charge))
    .map((charge) => chargeLine(charge, isAccrual, words));
  const found = [...measures, ...charges];
  const open = [...new Set(rule.open.map(({ why }) => words.openShort[why]))];
  return {
    standard: words.aside(rule.text, rule.id),
    loss: lossFigure(rule.points, words),
    notes: [
      ...(isAtFloor ? [words.atFloor] : []),
      ...(rule.tick ? [words.ticks[rule.tick]] : []),
      ...open,
      ...found.slice(0, LINES_MAX),
      ...(found.length > LINES_MAX ? [words.moreInDetails(found.length - LINES_MAX)] : []),
    ],
  };
}

function measureText(measure: Measure, words: StatementWords): string {
  const { is, met, subject, total } = measure;
  // Points and how many they are the sum of: only the mean says something to people.
  if (is === 'quota') return words.quota(met, total);
  if (is === 'mean_mark') return words.meanMark(meanWords(met, total));
  return `${subject === undefined ? '' : `${subject} `}${ratioText(measure, words)}`;
}

function totalsOf(score: TableScore, { period }: StatementPart, words: StatementWords): readonly Pair[] {
  const { labels } = words;
  if (score.isUnscored) return [{ label: labels.total, text: words.noScore }];
  const { bands, confirmed, total } = score;
  const isOpen = total && total.min !== total.max;
  const grades = bands.map(({ name }) => name);
  const consequences = [...new Set(bands.flatMap(({ consequence }) => consequence ?? []))];
  const hasConfirmed = confirmed && total && (confirmed.min !== total.min || confirmed.max !== total.max);
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [
      score.isAccrual ? labels.accrued : labels.total,
      total && (isOpen ? openText(score, words) : pointsFigure(total, words).text),
    ],
    [labels.confirmed, hasConfirmed ? pointsFigure(confirmed, words).text : undefined],
    [labels.grade, ends(grades, words)],
    [labels.consequence, ends(consequences, words)],
    [
      labels.verdict,
      score.verdicts.length === 0
        ? undefined
        : score.verdicts.map(({ outcome, rule }) => words.aside(outcome, rule)).join(words.between),
    ],
    // What follows from a grade is owed for a whole period alone; what each finding costs is owed in any case.
    [labels.money, period.isOwn || score.fen.max > 0 ? moneyOf(score, words) : undefined],
  ];
  return pairs.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]));
}

function openText({ total }: TableScore, words: StatementWords): string {
  return total
    ? words.openTotal(total.min === NO_LEAST ? words.noLeast : pointsText(total.min), pointsText(total.max))
    : '';
}

/** Of a score that is open the two at its ends. */
function ends([least, ...others]: readonly string[], words: StatementWords): string | undefined {
  const greatest = others.at(-1);
  return least === undefined || greatest === undefined ? least : words.range(least, greatest);
}

function moneyOf({ fen, isByAgreement, open }: TableScore, words: StatementWords): string {
  const hasSum = fen.min !== 0 || fen.max !== 0 || !isByAgreement;
  return [
    ...(hasSum ? [moneyFigure(fen, words).text] : []),
    ...(isByAgreement ? [words.byAgreement] : []),
    ...(open.some(({ why }) => why === 'price') ? [words.unpriced] : []),
  ].join(words.between);
}

function signaturesOf(table: AssessmentTable | undefined, { contract, words }: PaperSource): readonly string[] {
  const graders = table === undefined || table.graders.length === 0 ? [words.graderSignature] : table.graders;
  return [
    ...graders.map((grader) => words.signature(grader)),
    words.signature(words.aside(words.supplierSignature, contract.parties.supplier)),
  ];
}

function whole(points: number, words: StatementWords): Figure {
  return pointsFigure(one(points), words);
}

function one(value: number) {
  return { min: value, max: value };
}
