import type { Catalogue } from '../cards/catalogue.ts';
import type { ReportPaperWords } from '../cards/catalogue-report-paper.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import { clockTotals, meanText, percentText } from './report-figures-text.ts';

/** A report as it stands on paper, whatever writes it: words and figures in their order, and nothing to work out. */
export interface ReportPaper {
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly Pair[];
  readonly sections: readonly PaperSection[];
  /** 存证: the head of the ledger that it was made of. */
  readonly evidence: string;
  readonly signatures: readonly string[];
}
export interface Pair {
  readonly label: string;
  readonly text: string;
}
export interface PaperSection {
  readonly heading: string;
  readonly parts: readonly PaperPart[];
}
/** What is drawn: tickets by day, clocks met and missed, rounds done and missed. */
export type PanelName = 'days' | 'clocks' | 'rounds';
export type PaperPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'picture'; readonly panel: PanelName }
  | PaperTable;
export interface PaperTable {
  readonly kind: 'table';
  readonly caption?: string;
  readonly columns: readonly string[];
  /** Shares of the page's width. */
  readonly widths: readonly number[];
  readonly rows: readonly (readonly string[])[];
  /** Below it. */
  readonly note?: string;
}

export interface PaperSource {
  readonly report: Report;
  readonly text: Catalogue;
  readonly words: ReportPaperWords;
}

/** Where there was nothing to count. */
const NOTHING = '—';
/** More cases than these are in the spreadsheet alone: no official reads them on paper. */
const ROWS_MAX = 200;

/** What a report comes to at a glance: of the paper, of the spreadsheet and of a card. */
export function keyFigures(
  figures: Report['figures'],
  key: ReportPaperWords['key'],
  outOf: ReportPaperWords['outOf'],
): readonly (readonly [string, string])[] {
  const { inspections, ratings, tickets } = figures;
  const { met, missed } = clockTotals(figures);
  return [
    [key.reported, String(tickets.reported)],
    [key.resolved, String(tickets.resolved)],
    [key.open, String(tickets.open)],
    [key.carriedOver, String(tickets.carriedOver)],
    [key.breached, String(tickets.breached)],
    [key.metRate, percentText(met, met + missed)],
    [
      key.rounds,
      inspections.planned === 0 ? NOTHING : outOf(inspections.done + inspections.doneLate, inspections.planned),
    ],
    [key.anomalies, String(inspections.anomalies.length)],
    [key.mean, meanText(ratings.sum, ratings.count)],
  ];
}

/** A table, or a sentence where it has no rows. */
export function tableOr(table: Omit<PaperTable, 'kind'>, none: string, words: ReportPaperWords): readonly PaperPart[] {
  if (table.rows.length === 0) {
    return [{ kind: 'text', text: table.caption === undefined ? none : `${table.caption}${words.colon}${none}` }];
  }
  const rest = table.rows.length - ROWS_MAX;
  const note = [
    ...(rest > 0 ? [words.moreInSpreadsheet(rest)] : []),
    ...(table.note === undefined ? [] : [table.note]),
  ];
  const { note: _own, ...plain } = table;
  return [
    {
      ...plain,
      kind: 'table',
      rows: table.rows.slice(0, ROWS_MAX),
      ...(note.length > 0 && { note: note.join('') }),
    },
  ];
}
