import writeXlsxFile, { type CellObject, type Feature, type Image, type Row, type Sheet } from 'write-excel-file/node';
import type { StatementWords } from '../cards/catalogue-statement.ts';
import type { Figure } from './figures.ts';
import { plainCell } from './plain-cell.ts';
import type { Detail } from './statement-details.ts';
import type { Paper, PaperRow, PaperSheet } from './statement-paper.ts';

/** Excel's limit for a sheet's name. */
const NAME_MAX = 31;
const COLUMNS = 7;
/** In characters. */
const WIDTHS = [6, 26, 8, 44, 10, 10, 46];
const DETAIL_WIDTHS = [18, 22, 26, 18, 16, 8, 10, 14, 40, 30];
const SHADE = '#F2F2F2';
const BORDER = { borderColor: '#000000', borderStyle: 'thin' } as const;

/** On paper a table is as wide as the page, however long. The package has no option for it. */
const PAGE_WIDE: Feature<Image['content']> = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml) =>
          xml
            .replace(/(<worksheet\b[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
            .replace(/<pageSetup /, '<pageSetup fitToWidth="1" fitToHeight="0" '),
      },
    },
  },
};

/** A workbook with a sheet for each table, in the contract's own layout, and one with everything that was found. */
export async function statementXlsx(paper: Paper, words: StatementWords): Promise<Uint8Array> {
  const taken = new Set<string>();
  const sheets: Sheet<Image['content']>[] = paper.sheets.map((sheet) => ({
    data: sheetRows(paper, sheet, words),
    sheet: sheetName(sheet.id, taken),
    columns: WIDTHS.map((width) => ({ width })),
    orientation: 'landscape',
    showGridLines: false,
  }));
  const details = paper.sheets.flatMap((sheet) => sheet.details.map((detail) => detailRow(detail)));
  const all: Sheet<Image['content']> = {
    orientation: 'landscape',
    data: [words.detailColumns.map(head), ...details],
    sheet: sheetName(words.details, taken),
    columns: DETAIL_WIDTHS.map((width) => ({ width })),
    stickyRowsCount: 1,
  };
  const options = { fontFamily: words.typeface, fontSize: 10.5, features: [PAGE_WIDE] };
  return writeXlsxFile([...sheets, all], options).toBuffer();
}

function sheetRows(paper: Paper, sheet: PaperSheet, words: StatementWords): Row[] {
  return [
    wide(paper.title, { align: 'center', fontSize: 16, fontWeight: 'bold', height: 30 }),
    wide(sheet.heading, { align: 'center', fontSize: 13, fontWeight: 'bold', height: 24 }),
    ...sheet.facts.map(({ label, text }) => wide(`${label}${words.colon}${text}`, { height: heightOf(text, 150) })),
    sheet.columns.map(head),
    ...sheet.rows.flatMap((row) => tableRows(row, words)),
    ...sheet.totals.map(({ label, text }) => totalRow(label, text)),
    wide('', {}),
    ...sheet.notes.flatMap(({ heading, lines }) => [
      wide(heading, { fontWeight: 'bold' }),
      ...lines.map((line, index) => wide(`${index + 1}. ${line}`, { height: heightOf(line, 140) })),
    ]),
    wide('', {}),
    ...sheet.signatures.map((line) => signatureRow(line, words.signedOn)),
  ];
}

function tableRows(row: PaperRow, words: StatementWords): Row[] {
  if (row.kind === 'section') {
    const shaded = { backgroundColor: SHADE, fontWeight: 'bold', height: 20 } as const;
    return [
      [
        { ...text(words.sectionTotal(row.name), { ...shaded, align: 'center' }), columnSpan: 2 },
        null,
        figure(row.base, shaded),
        text('', shaded),
        figure(row.loss, shaded),
        figure(row.score, shaded),
        text(row.note ?? '', { ...shaded, height: Math.max(20, heightOf(row.note ?? '', 44)) }),
      ],
    ];
  }
  const rowSpan = row.rules.length;
  const span = rowSpan > 1 ? { rowSpan } : {};
  const of = (cell: CellObject, index: number): CellObject | null => (index === 0 ? { ...cell, ...span } : null);
  return row.rules.map(({ loss, notes, standard }, index) => {
    const remarks = notes.join('\n');
    const height = Math.max(heightOf(standard, 42), heightOf(remarks, 44), rowSpan === 1 ? heightOf(row.name, 24) : 0);
    return [
      of({ ...text(String(row.number), { align: 'center' }), height }, index),
      of(text(row.name, {}), index),
      of(figure(row.base), index),
      text(standard, { height }),
      figure(loss),
      of(figure(row.score), index),
      text(remarks, {}),
    ];
  });
}

function totalRow(label: string, value: string): Row {
  const bold = { backgroundColor: SHADE, fontWeight: 'bold', height: 20 } as const;
  const rest = Array.from({ length: COLUMNS - 3 }, () => null);
  return [
    { ...text(label, { ...bold, align: 'center' }), columnSpan: 2 },
    null,
    { ...text(value, { ...bold, height: Math.max(20, heightOf(value, 110)) }), columnSpan: COLUMNS - 2 },
    ...rest,
  ];
}

function signatureRow(who: string, signedOn: string): Row {
  const plain = { type: String, alignVertical: 'center', height: 34 } as const;
  return [
    { ...plain, value: plainCell(who), columnSpan: 4 },
    null,
    null,
    null,
    { ...plain, value: signedOn, columnSpan: 3 },
    null,
    null,
  ];
}

function detailRow(detail: Detail): Row {
  const { at, evidence, item, money, notes, points, quantity, rule, subject, ticket } = detail;
  const wrapped = [at, rule, item, subject, ticket, '', '', '', notes, evidence];
  const height = Math.max(...wrapped.map((one, index) => heightOf(one, (DETAIL_WIDTHS[index] ?? 1) - 2)));
  return [
    text(at, { height }),
    text(rule, {}),
    text(item, {}),
    text(subject, {}),
    text(ticket, {}),
    figure({ text: String(quantity), value: quantity }),
    figure(points),
    figure(money),
    text(notes, {}),
    text(evidence, {}),
  ];
}

function wide(value: string, style: Partial<CellObject>): Row {
  const rest = Array.from({ length: COLUMNS - 1 }, () => null);
  return [
    { value: plainCell(value), type: String, wrap: true, alignVertical: 'top', ...style, columnSpan: COLUMNS },
    ...rest,
  ];
}
function head(title: string): CellObject {
  return { ...text(title, { align: 'center', fontWeight: 'bold', backgroundColor: SHADE }), height: 20 };
}
function text(value: string, style: Partial<CellObject>): CellObject {
  return { value: plainCell(value), type: String, wrap: true, alignVertical: 'center', ...BORDER, ...style };
}
/** A number where it is one, so that people can add them up. */
function figure(value: Figure | undefined, style: Partial<CellObject> = {}): CellObject {
  const look = { align: 'center', alignVertical: 'center', ...BORDER, ...style } as const;
  if (value?.value === undefined) return { value: value?.text ?? '', type: String, ...look };
  return { value: value.value, type: Number, ...look };
}

/** Points of a row whose longest cell wraps: a spreadsheet does not measure what it did not write itself. */
function heightOf(value: string, charactersInLine: number): number {
  const lines = value
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / charactersInLine)), 0);
  return Math.min(400, Math.max(18, lines * 15 + 3));
}

/** A Chinese character is as wide as two others. */
function widthOf(line: string): number {
  return Array.from(line).reduce((sum, mark) => sum + ((mark.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}

function sheetName(wanted: string, taken: Set<string>): string {
  const plain = wanted
    .replace(/[[\]:*?/\\']/g, ' ')
    .trim()
    .slice(0, NAME_MAX);
  let name = plain;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) {
    const end = ` ${count}`;
    name = `${plain.slice(0, NAME_MAX - end.length)}${end}`;
  }
  taken.add(name.toLowerCase());
  return name;
}
