import { peopleWords } from '../cards/text.zh.people.ts';
import { InvalidPack, type PackProblem, type PlacedProblem } from '../contracts/problems.ts';
import { type CsvRow, csvRows } from './office-text.ts';
import type { PeopleSource } from './people-file.ts';

const FIELDS = ['name', 'person', 'platform', 'account', 'roles', 'posts', 'department', 'dutyOrder'] as const;
type Field = (typeof FIELDS)[number];
const NEEDED: readonly Field[] = ['name', 'platform', 'account', 'roles'];
const IS_LIST: readonly Field[] = ['roles', 'posts'];
/** Between several roles in one cell. */
const BETWEEN = /[\s,，、;；/|]+/u;

/**
 * A spreadsheet of people as the value that the YAML form has. A column of a problem is the column of the spreadsheet, from 1.
 * @throws {InvalidPack} it is no CSV, or its first line does not name the columns
 */
export function readPeopleCsv(text: string, file: string): PeopleSource {
  const [header, ...rows] = csvRows(text, file);
  const columns = columnsOf(header?.cells ?? [], file);
  return {
    value: { people: rows.map(({ cells }) => personOf(cells, columns)) },
    locate: (problems) => problems.map((problem) => placed(problem, rows, columns, file)),
  };
}

/** Index of each field's column. */
function columnsOf(header: readonly string[], file: string): ReadonlyMap<Field, number> {
  const names: Readonly<Record<string, string>> = { duty: 'dutyOrder', ...peopleWords.columns };
  const fields = header.map((title) => FIELDS.find((field) => field === (names[title] ?? title)));
  const place = (index: number) => ({ file, path: '', line: 1, column: index + 1 });
  const known = [...Object.keys(peopleWords.columns), ...FIELDS].join(', ');
  const problems = fields.flatMap((field, index): readonly PackProblem[] => {
    const title = header[index] ?? '';
    if (field === undefined && title === '') return [];
    if (field === undefined)
      return [{ ...place(index), problem: `no column is called "${title}"`, remedy: `use ${known}` }];
    if (fields.indexOf(field) === index) return [];
    return [{ ...place(index), problem: `the column "${title}" is there twice`, remedy: 'delete one of them' }];
  });
  const missing = NEEDED.filter((field) => !fields.includes(field));
  if (missing.length > 0) {
    problems.push({ ...place(0), problem: `the first line lacks ${missing.join(', ')}`, remedy: `use ${known}` });
  }
  if (problems.length > 0) throw new InvalidPack(problems);
  return new Map(fields.flatMap((field, index) => (field === undefined ? [] : [[field, index]])));
}

function personOf(cells: readonly string[], columns: ReadonlyMap<Field, number>): Readonly<Record<string, unknown>> {
  const given = FIELDS.flatMap((field): [Field, unknown][] => {
    const cell = cells[columns.get(field) ?? -1] ?? '';
    return cell === '' && !NEEDED.includes(field) ? [] : [[field, fieldValue(field, cell)]];
  });
  return Object.fromEntries(given);
}

function fieldValue(field: Field, cell: string): unknown {
  if (IS_LIST.includes(field)) return cell.split(BETWEEN).filter((word) => word !== '');
  return field === 'dutyOrder' && /^\d+$/.test(cell) ? Number(cell) : cell;
}

/** @param problem its path is that of the value: people, index, field */
function placed(
  { path, problem, remedy }: PlacedProblem,
  rows: readonly CsvRow[],
  columns: ReadonlyMap<Field, number>,
  file: string,
): PackProblem {
  const [, index, name] = path;
  const field = FIELDS.find((one) => one === name);
  return {
    file,
    path: field ?? '',
    line: rows[Number(index ?? 0)]?.line ?? 1,
    column: field === undefined ? 1 : (columns.get(field) ?? 0) + 1,
    problem,
    remedy,
  };
}
