import writeXlsxFile, { type CellObject, type Image, type Row, type Sheet } from 'write-excel-file/node';
import type { TicketRow } from '../domain/reporting/report-types.ts';
import type { Instant } from '../domain/types.ts';
import { keyFigures, type PaperSource } from './paper-parts.ts';
import { plainCell } from './plain-cell.ts';
import { deliverableRow, itemName, planName, roundRows } from './report-duties.ts';
import { clockTotals, instantText, meanText } from './report-figures-text.ts';
import { personRow } from './report-people.ts';
import { caseRows, systemText } from './report-tickets.ts';

const SHADE = '#F2F2F2';
const MILLI = 1_000;

type Value = string | number | undefined;
interface PlainSheet {
  readonly name: string;
  readonly columns: readonly string[];
  /** In characters. */
  readonly widths: readonly number[];
  readonly rows: readonly (readonly Value[])[];
}

/** The figures of a report and the rows that they were counted from, for whoever wants to count again. */
export async function reportXlsx(source: PaperSource): Promise<Uint8Array> {
  const { words } = source;
  const sheets = [
    figureSheet(source),
    ticketSheet(source),
    missedSheet(source),
    inspectionSheet(source),
    readingSheet(source),
    deliverableSheet(source),
    peopleSheet(source),
  ].map(sheetOf);
  return writeXlsxFile(sheets, { fontFamily: words.typeface, fontSize: 10.5 }).toBuffer();
}

function figureSheet({ report, words }: PaperSource): PlainSheet {
  const { figures } = report;
  const { clocks, inspections, ratings } = figures;
  const { met, missed } = clockTotals({ clocks });
  const { key, series } = words;
  // Shares are told by what they are made of, so that they can be added up over several workbooks.
  const plain = keyFigures(figures, key, words.outOf).filter(([label]) => !SHARES(key).has(label));
  const pairs: readonly (readonly [string, Value])[] = [
    [words.labels.contract, report.names.contract],
    [words.labels.period, `${figures.period.firstDay} ${figures.period.lastDay}`],
    [words.labels.madeAt, instantText(figures.madeAt)],
    ...plain.map(([label, value]): [string, Value] => [label, Number(value)]),
    [series.met, met],
    [series.missed, missed],
    [`${words.captions.rounds} ${series.done}`, inspections.done],
    [`${words.captions.rounds} ${series.doneLate}`, inspections.doneLate],
    [`${words.captions.rounds} ${series.roundMissed}`, inspections.missed],
    [`${words.captions.rounds} ${series.roundOpen}`, inspections.open],
    [key.mean, ratings.count === 0 ? undefined : Number(meanText(ratings.sum, ratings.count))],
    ...(figures.ledger ? [['', words.evidence(figures.ledger.seq, figures.ledger.hash)] as const] : []),
  ];
  return { name: words.sheets.figures, columns: words.figureColumns, widths: [28, 40], rows: pairs };
}

const SHARES = (key: PaperSource['words']['key']) => new Set([key.metRate, key.rounds, key.mean]);

function ticketSheet(source: PaperSource): PlainSheet {
  const { report, words } = source;
  return {
    name: words.sheets.tickets,
    columns: words.ticketColumns,
    widths: [18, 12, 26, 20, 14, 10, 18, 18, 18, 18, 14, 8, 30],
    rows: report.figures.tickets.rows.map((row) => ticketRow(row, source)),
  };
}

function ticketRow(row: TicketRow, source: PaperSource): readonly Value[] {
  const { report, text, words } = source;
  const { departments, levels, people } = report.names;
  const { assigneeId, departmentId, kind, level, missed, number, rating, standing, systemId } = row;
  const kinds: Readonly<Record<string, string>> = text.names.kind;
  const named = (id: string | undefined, names: Readonly<Record<string, string>>): Value =>
    id === undefined ? undefined : (names[id] ?? id);
  const instants: readonly (Instant | undefined)[] = [
    row.reportedAt,
    row.acknowledgedAt,
    row.arrivedAt,
    row.resolvedAt,
  ];
  return [
    number,
    kinds[kind] ?? kind,
    systemId === undefined ? undefined : systemText(systemId, source),
    named(departmentId, departments),
    levels[level] ?? level,
    words.standings[standing] ?? standing,
    ...instants.map(instantText),
    named(assigneeId, people),
    rating,
    missed.map((clock) => text.names.clock[clock]).join(words.between),
  ];
}

function missedSheet(source: PaperSource): PlainSheet {
  const { report, words } = source;
  return {
    name: words.sheets.missed,
    columns: words.columns.missedCases,
    widths: [14, 18, 26, 18, 18, 36],
    rows: report.figures.clocks.flatMap((clock) => caseRows(clock, source)),
  };
}

function inspectionSheet(source: PaperSource): PlainSheet {
  const { words } = source;
  const rows = roundRows(source).map(([name = '', ...counts]) => [name, ...counts.map(Number)]);
  return { name: words.sheets.inspections, columns: words.columns.rounds, widths: [30, 10, 10, 10, 10, 10], rows };
}

function readingSheet(source: PaperSource): PlainSheet {
  const { report, words } = source;
  const rows = report.figures.inspections.series.flatMap(({ itemId, planId, points }) =>
    points.map(({ at, value }) => [
      planName(planId, source),
      itemName(planId, itemId, source),
      instantText(at),
      value / MILLI,
      report.names.checkItems[`${planId}/${itemId}`]?.unit ?? '',
    ]),
  );
  return { name: words.sheets.readings, columns: words.readingColumns, widths: [30, 24, 18, 12, 8], rows };
}

function deliverableSheet(source: PaperSource): PlainSheet {
  const { report, words } = source;
  const rows = report.figures.deliverables.map((line) => deliverableRow(line, source));
  return {
    name: words.sheets.deliverables,
    columns: words.columns.deliverables,
    widths: [30, 20, 18, 18, 10, 10],
    rows,
  };
}

function peopleSheet(source: PaperSource): PlainSheet {
  const { report, words } = source;
  const rows = report.figures.people.map((person) => {
    const [name = '', ...counts] = personRow(person, source);
    return [name, ...counts.map((count) => (Number.isNaN(Number(count)) ? count : Number(count)))];
  });
  return { name: words.sheets.people, columns: words.columns.people, widths: [14, 8, 8, 8, 8, 10, 10, 10], rows };
}

function sheetOf({ columns, name, rows, widths }: PlainSheet): Sheet<Image['content']> {
  return {
    sheet: name,
    data: [columns.map(head), ...rows.map((row): Row => row.map(cell))],
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape',
  };
}

function head(value: string): CellObject {
  return { value: plainCell(value), type: String, fontWeight: 'bold', backgroundColor: SHADE, align: 'center' };
}

/** Words of people never begin a formula; numbers stay numbers. */
function cell(value: Value): CellObject | null {
  if (value === undefined || value === '') return null;
  return typeof value === 'number' ? { value, type: Number } : { value: plainCell(value), type: String };
}
