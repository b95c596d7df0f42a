import { CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import { fileProblem, InvalidPack } from '../contracts/problems.ts';

/** A row of a list as an office's spreadsheet saves it. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** From 1. */
  readonly line: number;
}

/**
 * Text of a file from an office: without a byte order mark Excel writes the system's own encoding, which is GBK on a Chinese one.
 * @throws {InvalidPack}
 */
export function officeText(bytes: Uint8Array, file: string): string {
  for (const encoding of bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Another encoding, perhaps.
    }
  }
  throw new InvalidPack([fileProblem(file, 'the text is neither UTF-8 nor GBK', 'save the file as CSV UTF-8')]);
}

/** Rows that are not empty, separated by commas, semicolons or tabs. @throws {InvalidPack} it is no CSV */
export function csvRows(text: string, file: string): readonly CsvRow[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  const timesOf = (mark: string): number => first.split(mark).length;
  // A title may hold one of the others.
  const delimiter = [',', ';', '\t'].toSorted((a, b) => timesOf(b) - timesOf(a))[0] ?? ',';
  const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
  try {
    // With `info` the parser gives each record with its place; its types know that only for literal options.
    const records = parse(text, options) as unknown as readonly { record: string[]; info: InfoRecord }[];
    return records
      .map(({ info, record }) => ({ cells: record, line: info.lines }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InvalidPack([fileProblem(file, error.message, 'save it as CSV again')]);
  }
}
