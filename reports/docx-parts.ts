import {
  AlignmentType,
  BorderStyle,
  type IStylesOptions,
  type ITableCellOptions,
  Paragraph,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import { writable } from './plain-cell.ts';

// What the documents that people sign are put together from, so that they look alike.

export const SHADE = { fill: 'F2F2F2' } as const;
const LATIN = 'Times New Roman';
/** Half points. */
export const SIZE = { title: 32, heading: 26, body: 21, small: 18 };

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const CELL = { top: NONE, bottom: NONE, left: NONE, right: NONE };
/** Of a table that only keeps lines below each other. */
export const plainBorders = { cell: CELL, table: { ...CELL, insideHorizontal: NONE, insideVertical: NONE } };

/** @param typeface of Chinese */
export function documentStyles(typeface: string): IStylesOptions {
  const font = { ascii: LATIN, hAnsi: LATIN, eastAsia: typeface };
  return { default: { document: { run: { font, size: SIZE.body } } } };
}

/** Stands again on each page. */
export function headRow(titles: readonly string[], widths: readonly number[]): TableRow {
  return new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: titles.map((title, index) =>
      cell(title, widths[index] ?? 0, { isBold: true, isCentred: true, shading: SHADE }),
    ),
  });
}

export interface LineStyle {
  readonly size?: number;
  readonly isBold?: boolean;
  readonly isCentred?: boolean;
  /** Twentieths of a point. */
  readonly before?: number;
  readonly after?: number;
  /** Not the last line of a page. */
  readonly staysWithNext?: boolean;
}

export function cell(
  text: string,
  width: number,
  { isBold, isCentred, size, staysWithNext, ...options }: LineStyle & Omit<ITableCellOptions, 'children' | 'width'>,
): TableCell {
  return new TableCell({
    verticalAlign: VerticalAlign.CENTER,
    margins: { left: 80, right: 80, top: 30, bottom: 30 },
    ...options,
    width: { size: width, type: WidthType.DXA },
    children: text.split('\n').map((one) => line(one, { isBold, isCentred, size, staysWithNext })),
  });
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };
export function line(
  text: string,
  { after, before, isBold, isCentred, size, staysWithNext }: Loose<LineStyle>,
): Paragraph {
  return new Paragraph({
    alignment: isCentred === true ? AlignmentType.CENTER : AlignmentType.LEFT,
    keepNext: staysWithNext === true,
    spacing: { before: before ?? 0, after: after ?? 0 },
    children: [new TextRun({ text: writable(text), size: size ?? SIZE.body, bold: isBold === true })],
  });
}

export function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
