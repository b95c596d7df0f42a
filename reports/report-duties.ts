import type { ReportPaperWords } from '../cards/catalogue-report-paper.ts';
import type { DeliverableLine, ReadingSeries } from '../domain/reporting/report-types.ts';
import { type PaperPart, type PaperSection, type PaperSource, tableOr } from './paper-parts.ts';
import { dueText, instantText, milliText, reportPeriodName } from './report-figures-text.ts';

/** Rounds and documents. */
export function dutySections(source: PaperSource): readonly PaperSection[] {
  const { headings } = source.words;
  return [
    { heading: headings.inspections, parts: inspectionParts(source) },
    { heading: headings.deliverables, parts: deliverableParts(source) },
  ];
}

type Part = Pick<PaperSource, 'report' | 'words'>;

function inspectionParts(source: Part): readonly PaperPart[] {
  const { report, words } = source;
  const { captions, columns, none } = words;
  const { anomalies, missedRounds, planned, series } = report.figures.inspections;
  if (planned === 0) return [{ kind: 'text', text: none.inspections }];
  return [
    { kind: 'picture', panel: 'rounds' },
    {
      kind: 'table',
      caption: captions.rounds,
      columns: columns.rounds,
      widths: [4, 1, 1, 1, 1, 1],
      rows: roundRows(source),
    },
    ...(missedRounds.length === 0
      ? []
      : tableOr(
          {
            caption: captions.missedRounds,
            columns: columns.missedRounds,
            widths: [3, 2, 2, 2],
            rows: missedRounds.map(({ doneAt, dueAt, label, planId }) => [
              planName(planId, source),
              label,
              dueText(dueAt),
              doneAt === undefined ? words.stillOpen : instantText(doneAt),
            ]),
          },
          '',
          words,
        )),
    ...tableOr(
      {
        caption: captions.anomalies,
        columns: columns.anomalies,
        widths: [3, 4, 3, 2, 3],
        rows: anomalies.map(({ at, itemId, planId, ticket, value }) => [
          instantText(at),
          planName(planId, source),
          itemName(planId, itemId, source),
          value === undefined ? '' : withUnit(value, planId, itemId, source),
          ticket ?? '',
        ]),
      },
      none.anomalies,
      words,
    ),
    ...(series.length === 0
      ? []
      : tableOr(
          {
            caption: captions.readings,
            columns: columns.readings,
            widths: [4, 1, 2, 2, 2, 3],
            rows: series.map((one) => readingRow(one, source)),
          },
          '',
          words,
        )),
  ];
}

/** One row for each plan: how many rounds were due, done in time, done late, missed, and are not due yet. */
export function roundRows(source: Part): readonly (readonly string[])[] {
  return source.report.figures.inspections.byPlan.map(({ done, doneLate, missed, open, planId, planned }) => [
    planName(planId, source),
    ...[planned, done, doneLate, missed, open].map(String),
  ]);
}

export function planName(planId: string, { report }: Part): string {
  return report.names.inspections[planId] ?? planId;
}

export function itemName(planId: string, itemId: string, { report }: Part): string {
  return report.names.checkItems[`${planId}/${itemId}`]?.name ?? itemId;
}

function withUnit(value: number, planId: string, itemId: string, { report }: Part): string {
  return `${milliText(value)} ${report.names.checkItems[`${planId}/${itemId}`]?.unit ?? ''}`.trim();
}

function readingRow({ itemId, planId, points }: ReadingSeries, source: Part): readonly string[] {
  const { report, words } = source;
  const { max, min, unit } = report.names.checkItems[`${planId}/${itemId}`] ?? {};
  const values = points.map(({ value }) => value);
  const last = values.at(-1);
  const name = itemName(planId, itemId, source);
  const range =
    min !== undefined && max !== undefined
      ? words.range(milliText(min), milliText(max))
      : [
          ...(min === undefined ? [] : [`≥ ${milliText(min)}`]),
          ...(max === undefined ? [] : [`≤ ${milliText(max)}`]),
        ].join();
  return [
    unit === undefined ? name : words.aside(name, unit),
    String(points.length),
    milliText(Math.min(...values)),
    milliText(Math.max(...values)),
    last === undefined ? '' : milliText(last),
    range,
  ];
}

function deliverableParts(source: Part): readonly PaperPart[] {
  const { report, words } = source;
  return tableOr(
    {
      columns: words.columns.deliverables,
      widths: [4, 3, 3, 3, 2, 2],
      rows: report.figures.deliverables.map((line) => deliverableRow(line, source)),
    },
    words.none.deliverables,
    words,
  );
}

export function deliverableRow(line: DeliverableLine, { report, words }: Part): readonly string[] {
  const { dueAt, label, planId, state, submittedAt } = line;
  // Behind the period stands the department, where each has its own.
  const [period = '', ...of] = label.split(' ');
  return [
    report.names.deliverables[planId] ?? planId,
    [reportPeriodName({ label: period }, words), ...of].join(' '),
    dueText(dueAt),
    submittedAt === undefined ? words.notDone : instantText(submittedAt),
    words.deliverableStates[state],
    lateText(line, words),
  ];
}

function lateText({ daysLate, dueAt, submittedAt }: DeliverableLine, words: ReportPaperWords): string {
  if (daysLate !== undefined) return daysLate > 0 ? words.daysLate(daysLate) : words.inTime;
  return submittedAt !== undefined && submittedAt <= dueAt ? words.inTime : words.lateUnknown;
}
