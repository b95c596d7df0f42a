import {
  AlignmentType,
  Document,
  Footer,
  Packer,
  PageBreak,
  PageNumber,
  PageOrientation,
  Paragraph,
  Table,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { StatementWords } from '../cards/catalogue-statement.ts';
import { cell, documentStyles, headRow, line, plainBorders, SHADE, SIZE, total } from './docx-parts.ts';
import { writable } from './plain-cell.ts';
import type { Paper, PaperRow, PaperSheet } from './statement-paper.ts';

/** Twentieths of a point: A4 across, with margins of 2 cm. */
const PAGE = { width: 16_838, height: 11_906, margin: 1_134 };
const WIDTHS = [700, 2_700, 900, 4_400, 1_100, 1_100, 3_670];
const DETAIL_WIDTHS = [1_500, 1_500, 1_800, 1_300, 1_500, 700, 900, 1_100, 2_570, 1_700];
/** More of a table's findings than this are in the spreadsheet: no official reads them on paper. */
const DETAILS_MAX = 500;

/** A document in the contract's own layout, a page or more for each table, with lines to sign on. */
export async function statementDocx(paper: Paper, words: StatementWords): Promise<Uint8Array> {
  const document = new Document({
    title: writable(paper.title),
    creator: '',
    styles: documentStyles(words.typeface),
    sections: [
      {
        properties: {
          page: {
            size: { orientation: PageOrientation.LANDSCAPE, width: PAGE.height, height: PAGE.width },
            margin: { top: PAGE.margin, bottom: PAGE.margin, left: PAGE.margin, right: PAGE.margin },
          },
        },
        footers: { default: footer(words) },
        children: paper.sheets.flatMap((sheet, index) => [
          ...(index === 0 ? [] : [new Paragraph({ children: [new PageBreak()] })]),
          ...sheetParts(paper, sheet, words),
        ]),
      },
    ],
  });
  return Packer.toBuffer(document);
}

function sheetParts(paper: Paper, sheet: PaperSheet, words: StatementWords): (Paragraph | Table)[] {
  return [
    line(paper.title, { size: SIZE.title, isBold: true, isCentred: true }),
    line(sheet.heading, { size: SIZE.heading, isBold: true, isCentred: true, after: 160 }),
    ...sheet.facts.map(({ label, text }) => line(`${label}${words.colon}${text}`, {})),
    line('', { size: SIZE.small }),
    new Table({
      layout: TableLayoutType.FIXED,
      columnWidths: WIDTHS,
      width: { size: total(WIDTHS), type: WidthType.DXA },
      rows: [
        headRow(sheet.columns, WIDTHS),
        ...sheet.rows.flatMap((row) => tableRows(row, words)),
        ...sheet.totals.map(({ label, text }) => totalRow(label, text)),
      ],
    }),
    ...sheet.notes.flatMap(({ heading, lines }) => [
      line(heading, { isBold: true, before: 160 }),
      ...lines.map((text, index) => line(`${index + 1}. ${text}`, { size: SIZE.small })),
    ]),
    ...signatureParts(sheet, words),
    ...detailParts(sheet, words),
  ];
}

function signatureParts({ signatures }: PaperSheet, words: StatementWords): (Paragraph | Table)[] {
  const widths = [9_600, 4_970];
  return [
    line('', { before: 240 }),
    new Table({
      layout: TableLayoutType.FIXED,
      columnWidths: widths,
      width: { size: total(widths), type: WidthType.DXA },
      borders: plainBorders.table,
      rows: signatures.map(
        (text) =>
          new TableRow({
            cantSplit: true,
            height: { value: 800, rule: 'atLeast' },
            children: [
              cell(text, widths[0] ?? 0, { borders: plainBorders.cell }),
              cell(words.signedOn, widths[1] ?? 0, { borders: plainBorders.cell }),
            ],
          }),
      ),
    }),
  ];
}

function detailParts({ details }: PaperSheet, words: StatementWords): (Paragraph | Table)[] {
  if (details.length === 0) return [];
  const rest = details.length - DETAILS_MAX;
  return [
    line(words.details, { isBold: true, before: 320, after: 80, staysWithNext: true }),
    new Table({
      layout: TableLayoutType.FIXED,
      columnWidths: DETAIL_WIDTHS,
      width: { size: total(DETAIL_WIDTHS), type: WidthType.DXA },
      rows: [
        headRow(words.detailColumns, DETAIL_WIDTHS),
        ...details.slice(0, DETAILS_MAX).map((detail) => {
          const { at, evidence, item, money, notes, points, quantity, rule, subject, ticket } = detail;
          const texts = [at, rule, item, subject, ticket, String(quantity), points.text, money.text, notes, evidence];
          return new TableRow({
            cantSplit: true,
            children: texts.map((text, index) => cell(text, DETAIL_WIDTHS[index] ?? 0, { size: SIZE.small })),
          });
        }),
      ],
    }),
    ...(rest > 0 ? [line(words.moreInSpreadsheet(rest), { size: SIZE.small })] : []),
  ];
}

function tableRows(row: PaperRow, words: StatementWords): TableRow[] {
  if (row.kind === 'section') {
    const bold = { isBold: true, shading: SHADE, isCentred: true };
    const texts = [row.base?.text ?? '', '', row.loss.text, row.score?.text ?? '', row.note ?? ''];
    return [
      new TableRow({
        cantSplit: true,
        children: [
          cell(words.sectionTotal(row.name), widthOf(0, 2), { ...bold, columnSpan: 2 }),
          ...texts.map((text, index) => cell(text, WIDTHS[index + 2] ?? 0, bold)),
        ],
      }),
    ];
  }
  const isMerged = row.rules.length > 1;
  return row.rules.map(({ loss, notes, standard }, index) => {
    const merge = isMerged ? { verticalMerge: index === 0 ? ('restart' as const) : ('continue' as const) } : {};
    const shared = (text: string, column: number, isCentred: boolean) =>
      cell(index === 0 ? text : '', WIDTHS[column] ?? 0, { ...merge, isCentred });
    return new TableRow({
      cantSplit: true,
      children: [
        shared(String(row.number), 0, true),
        shared(row.name, 1, false),
        shared(row.base?.text ?? '', 2, true),
        cell(standard, WIDTHS[3] ?? 0, {}),
        cell(loss.text, WIDTHS[4] ?? 0, { isCentred: true }),
        shared(row.score?.text ?? '', 5, true),
        cell(notes.join('\n'), WIDTHS[6] ?? 0, { size: SIZE.small }),
      ],
    });
  });
}

function totalRow(label: string, text: string): TableRow {
  return new TableRow({
    cantSplit: true,
    children: [
      cell(label, widthOf(0, 2), { columnSpan: 2, isBold: true, isCentred: true, shading: SHADE }),
      cell(text, widthOf(2, WIDTHS.length), { columnSpan: WIDTHS.length - 2, isBold: true, shading: SHADE }),
    ],
  });
}

function footer(words: StatementWords): Footer {
  const [before = '', after = ''] = words.page('\u0000').split('\u0000');
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [before, PageNumber.CURRENT, after], size: SIZE.small })],
      }),
    ],
  });
}

function widthOf(from: number, to: number): number {
  return total(WIDTHS.slice(from, to));
}
