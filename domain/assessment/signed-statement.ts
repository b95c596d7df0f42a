import { canonicalJson } from '../ledger.ts';
import { type Fen, NO_LEAST, type Points, type Span } from './points.ts';
import type { Charge, Open, Statement, StatementPart, TableScore } from './statement.ts';

/**
 * What of a statement is signed: all that it says, but not when it was made and of how many entries, and not people's words: those can
 * be erased, and the findings' entries in the ledger have their hashes.
 */
export function signedText(statement: Statement): string {
  const { contractId, contractName, fen, parts } = statement;
  const told: unknown = JSON.parse(JSON.stringify(parts.map(withoutWords), boundless));
  return canonicalJson({ contractId, contractName, fen, parts: told });
}

/** A least that nothing bounds is no number of JSON: it is said in words. */
function boundless(_key: string, value: unknown): unknown {
  const isBoundless = typeof value === 'object' && value !== null && 'min' in value && value.min === NO_LEAST;
  if (!isBoundless) return value;
  const { min: _min, ...others } = value;
  return { ...others, isLeastUnknown: true };
}

function withoutWords(part: StatementPart): StatementPart {
  const wordless = ({ missed: _, note: __, reason: ___, ...charge }: Charge): Charge => charge;
  return {
    ...part,
    tables: part.tables.map((table) => ({
      ...table,
      sections: table.sections.map((section) => ({
        ...section,
        items: section.items.map((item) => ({
          ...item,
          rules: item.rules.map((rule) => ({ ...rule, charges: rule.charges.map(wordless) })),
        })),
      })),
    })),
  };
}

/**
 * What keeps the total of a table open that people can still settle. A price that nobody has entered, or a gap between printed
 * grades, is on the statement and is signed as it is; so is what still runs: what comes of it later is a correction.
 */
export function openToSettle(tables: readonly TableScore[]): readonly Open[] {
  return tables.flatMap(({ open }) => open).filter(({ why }) => SETTLED_BY_PEOPLE.has(why));
}

const SETTLED_BY_PEOPLE: ReadonlySet<Open['why']> = new Set([
  'grade',
  'figure',
  'graders_differ',
  'sample',
  'ratio',
  'ticks',
  'part',
  'hand_in',
]);

export function disputedCount(tables: readonly TableScore[]): number {
  const disputed = tables.flatMap(({ sections }) =>
    sections.flatMap(({ items }) =>
      items.flatMap(({ rules }) =>
        rules.flatMap(({ charges }) => charges.flatMap(({ findingId, isDisputed }) => (isDisputed ? [findingId] : []))),
      ),
    ),
  );
  return new Set(disputed).size;
}

/** As much of a table's score as a correction compares. */
export interface ComparedTable {
  readonly id: string;
  readonly copy?: string | undefined;
  readonly name: string;
  readonly total?: Span | undefined;
  readonly fen: Span;
  readonly sections: readonly { readonly items: readonly ComparedItem[] }[];
}
interface ComparedItem {
  readonly id: string;
  readonly name: string;
  readonly change: Span;
}

/** One figure that is another one now. `item` absent: the table's total. Of what was not there before or is not any more one is absent. */
export interface Difference {
  readonly table: string;
  readonly copy?: string;
  readonly name: string;
  readonly item?: string;
  readonly unit: 'points' | 'fen';
  readonly before?: Points | Fen;
  readonly after?: Points | Fen;
}

/** What a correction changes, table by table: its items, its total, its money. */
export function differences(before: readonly ComparedTable[], after: readonly ComparedTable[]): readonly Difference[] {
  const keys = new Map([...before, ...after].map((table) => [keyOf(table), table]));
  return [...keys].flatMap(([key, table]) => {
    const was = before.find((one) => keyOf(one) === key);
    const is = after.find((one) => keyOf(one) === key);
    const about = { table: table.id, ...(table.copy !== undefined && { copy: table.copy }) };
    const items = new Map([...itemsOf(was), ...itemsOf(is)].map((item) => [item.id, item]));
    return [
      ...[...items].flatMap(([id, { name }]) =>
        difference({ ...about, item: id, name, unit: 'points' }, changeOf(was, id), changeOf(is, id)),
      ),
      ...difference({ ...about, name: table.name, unit: 'points' }, was?.total?.max, is?.total?.max),
      ...difference({ ...about, name: table.name, unit: 'fen' }, was?.fen.max, is?.fen.max),
    ];
  });
}

function difference(
  about: Omit<Difference, 'before' | 'after'>,
  before: number | undefined,
  after: number | undefined,
): readonly Difference[] {
  if (before === after) return [];
  return [{ ...about, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function itemsOf(table: ComparedTable | undefined): readonly ComparedItem[] {
  return (table?.sections ?? []).flatMap(({ items }) => items);
}

function changeOf(table: ComparedTable | undefined, id: string): Points | undefined {
  return itemsOf(table).find((item) => item.id === id)?.change.max;
}

function keyOf({ copy = '', id }: ComparedTable): string {
  return `${id}|${copy}`;
}
