import type { Catalogue } from '../cards/catalogue.ts';
import type { ReportPaperWords } from '../cards/catalogue-report-paper.ts';
import { durationWords } from '../cards/words.ts';
import type { FaultReport } from '../domain/reporting/fault-report-types.ts';
import type { Pair, PaperPart, PaperSection, ReportPaper } from './paper-parts.ts';
import { dueText, instantText } from './report-figures-text.ts';

export interface FaultPaperSource {
  readonly report: FaultReport;
  readonly text: Catalogue;
  readonly words: ReportPaperWords;
}

/** A 故障报告 as it stands on paper. What nobody has written is marked, to be filled in before it is signed. */
export function faultReportPaper(source: FaultPaperSource): ReportPaper {
  const { report, words } = source;
  const { fault, labels } = words;
  const { headings } = fault;
  const sections: readonly PaperSection[] = [
    { heading: headings.summary, parts: lines(report.summary, fault.toFill) },
    { heading: headings.course, parts: courseParts(source) },
    { heading: headings.cause, parts: lines(report.cause, fault.toFill) },
    { heading: headings.action, parts: lines(report.action, fault.toFill) },
    { heading: headings.clocks, parts: clockParts(source) },
    { heading: headings.prevention, parts: lines(undefined, fault.toFill) },
  ];
  return {
    title: fault.title,
    subtitle: [report.number, report.system].filter((one) => one !== undefined).join(' '),
    facts: facts(source),
    sections: sections.map(({ heading, parts }, place) => ({ heading: words.numbered(place + 1, heading), parts })),
    evidence: '',
    signatures: [words.signature(labels.supplier, report.supplier), words.signature(labels.customer, report.customer)],
  };
}

function facts({ report, text, words }: FaultPaperSource): readonly Pair[] {
  const { labels, unresolved } = words.fault;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    [labels.contract, report.contract],
    [labels.customer, report.customer],
    [labels.supplier, report.supplier],
    [labels.number, report.number],
    [labels.system, report.system],
    [labels.level, report.level],
    [labels.reporter, report.reporter],
    [labels.assignee, report.assignee],
    [labels.reportedAt, instantText(report.reportedAt)],
    [labels.resolvedAt, report.resolvedAt === undefined ? unresolved : instantText(report.resolvedAt)],
    [labels.down, report.downMs === undefined ? undefined : durationWords(report.downMs, text)],
    [labels.dueAt, report.dueAt === undefined ? undefined : dueText(report.dueAt)],
    [labels.madeAt, instantText(report.madeAt)],
  ];
  return pairs.flatMap(([label, one]) => (one === undefined ? [] : { label, text: one }));
}

function courseParts({ report, words }: FaultPaperSource): readonly PaperPart[] {
  if (report.course.length === 0) return lines(undefined, words.fault.toFill);
  return [
    {
      kind: 'table',
      columns: words.fault.courseColumns,
      widths: [3, 2, 7],
      rows: report.course.map(({ at, by, what }) => [instantText(at), by ?? '', what]),
    },
  ];
}

function clockParts({ report, text, words }: FaultPaperSource): readonly PaperPart[] {
  const { clockColumns, met, missed, running } = words.fault;
  if (report.clocks.length === 0) return [{ kind: 'text', text: words.none.clocks }];
  return [
    {
      kind: 'table',
      columns: clockColumns,
      widths: [2, 3, 3, 2, 4],
      rows: report.clocks.map(({ clause, clock, dueAt, isMissed, stoppedAt }) => [
        text.names.clock[clock],
        dueText(dueAt),
        instantText(stoppedAt),
        isMissed ? missed : stoppedAt === undefined ? running : met,
        clause,
      ]),
    },
  ];
}

function lines(said: string | undefined, otherwise: string): readonly PaperPart[] {
  const written = (said ?? '').split('\n').filter((line) => line.trim() !== '');
  return (written.length > 0 ? written : [otherwise]).map((text) => ({ kind: 'text', text }));
}
