import {
  AlignmentType,
  Document,
  Footer,
  Header,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { ReportPaperWords } from '../cards/catalogue-report-paper.ts';
import { cell, documentStyles, headRow, line, plainBorders, SIZE, total } from './docx-parts.ts';
import type { Pair, PanelName, PaperPart, PaperTable, ReportPaper } from './paper-parts.ts';
import { writable } from './plain-cell.ts';

/** Twentieths of a point: A4 upright, with margins of 2.5 cm beside the text. */
const PAGE = { width: 11_906, height: 16_838, top: 1_304, side: 1_418 };
const TEXT_WIDTH = PAGE.width - 2 * PAGE.side;
const SIGNATURE_WIDTHS = [5_870, 3_200];
const FACT_WIDTHS = [1_800, TEXT_WIDTH - 1_800];
/** Pixels of 1/96 inch. */
const PICTURE = { width: 560, height: 480 };

/** A picture for a document, with its own size in pixels. */
export interface DrawnPicture {
  readonly png: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** What there is nothing to draw of is not among them. */
export type DrawnPanels = ReadonlyMap<PanelName, DrawnPicture>;

/** Ready to be printed and signed: contract and evidence above each page, its number below. */
export async function paperDocx(
  paper: ReportPaper,
  words: ReportPaperWords,
  pictures: DrawnPanels,
): Promise<Uint8Array> {
  const document = new Document({
    title: writable(paper.title),
    creator: '',
    styles: documentStyles(words.typeface),
    sections: [
      {
        properties: {
          page: {
            size: { width: PAGE.width, height: PAGE.height },
            margin: { top: PAGE.top, bottom: PAGE.top, left: PAGE.side, right: PAGE.side },
          },
        },
        headers: { default: new Header({ children: [centred([paper.title, paper.subtitle].join(' '))] }) },
        footers: { default: footer(paper, words) },
        children: [
          line(paper.title, { size: SIZE.title, isBold: true, isCentred: true, before: 120 }),
          line(paper.subtitle, { size: SIZE.heading, isCentred: true, after: 200 }),
          factTable(paper.facts),
          ...paper.sections.flatMap(({ heading, parts }) => [
            line(heading, { size: SIZE.heading, isBold: true, before: 320, after: 120, staysWithNext: true }),
            ...parts.flatMap((part) => partParagraphs(part, pictures)),
          ]),
          ...signatures(paper, words),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

function partParagraphs(part: PaperPart, pictures: DrawnPanels): (Paragraph | Table)[] {
  switch (part.kind) {
    case 'text':
      return [line(part.text, { after: 80 })];
    case 'table':
      return tableParagraphs(part);
    case 'picture': {
      const picture = pictures.get(part.panel);
      return picture ? [pictureParagraph(picture)] : [];
    }
  }
}

function tableParagraphs({ caption, columns, note, rows, widths }: PaperTable): (Paragraph | Table)[] {
  const shares = total(widths);
  const columnWidths = widths.map((width) => Math.floor((width / shares) * TEXT_WIDTH));
  const isFigure = (column: number) => column > 0 && rows.every((row) => FIGURE.test(row[column] ?? ''));
  const centredColumns = new Set(columns.keys().filter(isFigure));
  return [
    ...(caption === undefined ? [] : [line(caption, { isBold: true, before: 160, after: 60, staysWithNext: true })]),
    new Table({
      layout: TableLayoutType.FIXED,
      columnWidths,
      width: { size: total(columnWidths), type: WidthType.DXA },
      rows: [
        headRow(columns, columnWidths),
        ...rows.map(
          (row) =>
            new TableRow({
              cantSplit: true,
              children: row.map((text, column) =>
                cell(text, columnWidths[column] ?? 0, {
                  size: SIZE.small,
                  isCentred: centredColumns.has(column),
                }),
              ),
            }),
        ),
      ],
    }),
    line(note ?? '', { size: SIZE.small, after: 80 }),
  ];
}

/** What stands in the middle of its column: a number, a share, a dash. */
const FIGURE = /^[\d./%—-]*$/u;

function factTable(facts: readonly Pair[]): Table {
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths: FACT_WIDTHS,
    width: { size: total(FACT_WIDTHS), type: WidthType.DXA },
    rows: facts.map(
      ({ label, text }) =>
        new TableRow({
          cantSplit: true,
          children: [
            cell(label, FACT_WIDTHS[0] ?? 0, { isBold: true, isCentred: true }),
            cell(text, FACT_WIDTHS[1] ?? 0, {}),
          ],
        }),
    ),
  });
}

function pictureParagraph({ height, png, width }: DrawnPicture): Paragraph {
  const scale = Math.min(PICTURE.width / width, PICTURE.height / height);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 160, after: 80 },
    children: [
      new ImageRun({
        type: 'png',
        data: png,
        transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
      }),
    ],
  });
}

function signatures({ signatures: who }: ReportPaper, words: ReportPaperWords): (Paragraph | Table)[] {
  return [
    line('', { before: 360, staysWithNext: true }),
    new Table({
      layout: TableLayoutType.FIXED,
      columnWidths: SIGNATURE_WIDTHS,
      width: { size: total(SIGNATURE_WIDTHS), type: WidthType.DXA },
      borders: plainBorders.table,
      rows: who.map(
        (text) =>
          new TableRow({
            cantSplit: true,
            height: { value: 1_000, rule: 'atLeast' },
            children: [text, words.signedOn].map((one, column) =>
              cell(one, SIGNATURE_WIDTHS[column] ?? 0, { borders: plainBorders.cell, staysWithNext: true }),
            ),
          }),
      ),
    }),
  ];
}

function footer({ evidence }: ReportPaper, words: ReportPaperWords): Footer {
  const [before = '', between = '', after = ''] = words.page('\u0000', '\u0000').split('\u0000');
  const number = new TextRun({
    children: [before, PageNumber.CURRENT, between, PageNumber.TOTAL_PAGES, after],
    size: SIZE.small,
  });
  const page = new Paragraph({ alignment: AlignmentType.CENTER, children: [number] });
  return new Footer({ children: [...(evidence === '' ? [] : [centred(evidence, 14)]), page] });
}

function centred(text: string, size: number = SIZE.small): Paragraph {
  return line(text, { size, isCentred: true });
}
