import readXlsxFile from 'read-excel-file/node';
import { paperWords } from '../cards/text.zh.paper.ts';
import { fileProblem, InvalidPack, type PackProblem } from '../contracts/problems.ts';
import { DAY, SECOND } from '../domain/types.ts';
import { csvRows, officeText } from './office-text.ts';

/** What a ticket of another system may tell, and its column in English. */
export const HISTORY_FIELDS = [
  'number',
  'kind',
  'system',
  'department',
  'level',
  'engineer',
  'reported',
  'acknowledged',
  'arrived',
  'diagnosed',
  'reportedUp',
  'workedAround',
  'suspended',
  'resumed',
  'resolved',
  'faultReport',
  'rating',
  'cancelled',
] as const;
export type HistoryField = (typeof HISTORY_FIELDS)[number];
const NEEDED = ['number', 'reported'] as const satisfies readonly HistoryField[];

/** One ticket as it was exported: the text of each cell that is filled. */
export interface HistoryRow {
  readonly cells: Readonly<Partial<Record<HistoryField, string>>>;
  /** From 1. */
  readonly line: number;
  /** From 1, for telling what is wrong where. */
  column(field: HistoryField): number;
}

interface RawRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * Tickets of another system: CSV (UTF-8 or GBK) or the first sheet of an xlsx. The first row names the columns, in Chinese or English;
 * columns that nobody knows are passed over.
 * @throws {InvalidPack} it can't be read, or lacks a column
 */
export async function historyRows(bytes: Buffer, file: string): Promise<readonly HistoryRow[]> {
  const rows = /\.xlsx$/i.test(file) ? await sheetRows(bytes, file) : csvRows(officeText(bytes, file), file);
  const [header, ...body] = rows;
  const columns = columnsOf(header?.cells ?? [], header?.line ?? 1, file);
  const column = (field: HistoryField): number => (columns.get(field) ?? 0) + 1;
  return body.map(({ cells, line }) => ({
    line,
    column,
    cells: Object.fromEntries(
      [...columns].flatMap(([field, index]) => {
        const cell = cells[index]?.trim() ?? '';
        return cell === '' ? [] : [[field, cell]];
      }),
    ),
  }));
}

async function sheetRows(bytes: Buffer, file: string): Promise<readonly RawRow[]> {
  const sheets = await readXlsxFile(bytes).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidPack([fileProblem(file, `it is no spreadsheet (${why})`, 'save it as .xlsx, or as CSV')]);
  });
  const rows = sheets[0]?.data ?? [];
  return rows
    .map((cells, index) => ({ cells: cells.map(cellText), line: index + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** A spreadsheet's date is the time on the wall, given as if it were UTC, and not quite exact. */
function cellText(cell: unknown): string {
  if (cell instanceof Date) {
    const ms = Math.round(cell.getTime() / SECOND) * SECOND;
    const text = new Date(ms).toISOString();
    return ms % DAY === 0 ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ');
  }
  return cell === null || cell === undefined ? '' : String(cell).trim();
}

function columnsOf(header: readonly string[], line: number, file: string): ReadonlyMap<HistoryField, number> {
  const names: Readonly<Record<string, string>> = paperWords.ticketColumns;
  const fields = header.map((title) => HISTORY_FIELDS.find((field) => field === (names[title] ?? title)));
  const problems: PackProblem[] = fields.flatMap((field, index) => {
    if (field === undefined || fields.indexOf(field) === index) return [];
    const problem = `the column "${header[index]}" says the same as "${header[fields.indexOf(field)]}"`;
    return [{ file, path: '', line, column: index + 1, problem, remedy: 'delete one of them' }];
  });
  const missing = NEEDED.filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    const known = [...Object.keys(paperWords.ticketColumns), ...HISTORY_FIELDS].join(', ');
    const problem = `the first row lacks the column ${missing.join(' and ')}`;
    problems.push({ file, path: '', line, column: 1, problem, remedy: `name the columns by these: ${known}` });
  }
  if (problems.length > 0) throw new InvalidPack(problems);
  return new Map(fields.flatMap((field, index) => (field === undefined ? [] : [[field, index]])));
}
