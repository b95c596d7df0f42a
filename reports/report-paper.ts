import type { ReportPaperWords } from '../cards/catalogue-report-paper.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import {
  keyFigures,
  type PaperPart,
  type PaperSection,
  type PaperSource,
  type PaperTable,
  type ReportPaper,
} from './paper-parts.ts';
import { dutySections } from './report-duties.ts';
import { instantText, reportPeriodName } from './report-figures-text.ts';
import { peopleSections } from './report-people.ts';
import { ticketSections } from './report-tickets.ts';

export function reportPaper(source: PaperSource): ReportPaper {
  const { figures, names } = source.report;
  const { labels, ...words } = source.words;
  const { kind, ledger, madeAt, period } = figures;
  const span = words.period(reportPeriodName(period, source.words), [period.firstDay, period.lastDay]);
  const sections = [
    summary(source),
    ...ticketSections(source),
    ...dutySections(source),
    ...peopleSections(source),
    { heading: words.headings.risks, parts: ownWords(source.report.words.risks, source) },
    { heading: words.headings.proposals, parts: ownWords(source.report.words.proposals, source) },
  ];
  return {
    title: words.title(names.contract, words.kinds[kind]),
    subtitle: period.firstDay === period.lastDay ? period.firstDay : span,
    facts: [
      { label: labels.contract, text: names.contract },
      { label: labels.customer, text: names.customer },
      { label: labels.supplier, text: names.supplier },
      { label: labels.period, text: period.firstDay === period.lastDay ? period.firstDay : span },
      {
        label: labels.madeAt,
        text: figures.isSoFar ? words.aside(instantText(madeAt), words.soFar) : instantText(madeAt),
      },
    ],
    sections: sections.map(({ heading, parts }, place) => ({ heading: words.numbered(place + 1, heading), parts })),
    evidence: ledger ? words.evidence(ledger.seq, ledger.hash) : '',
    signatures: [words.signature(labels.supplier, names.supplier), words.signature(labels.customer, names.customer)],
  };
}

/** What people wrote, and what it comes to in any case. */
function summary({ report, words }: PaperSource): PaperSection {
  const { figures } = report;
  const { inspections, tickets } = figures;
  const { cancelled, merged } = tickets;
  const sentences = [
    words.ticketSentence({ ...tickets, set: cancelled + merged }),
    ...(inspections.planned > 0
      ? [
          words.inspectionSentence({
            ...inspections,
            done: inspections.done + inspections.doneLate,
            anomalies: inspections.anomalies.length,
          }),
        ]
      : []),
  ];
  return {
    heading: words.headings.summary,
    parts: [
      ...linesOf(report.words.summary ?? ''),
      { kind: 'text', text: sentences.join('') },
      keyTable(report, words),
    ],
  };
}

function keyTable({ figures }: Report, { captions, figureColumns, key, outOf }: ReportPaperWords): PaperTable {
  const pairs = keyFigures(figures, key, outOf);
  const half = Math.ceil(pairs.length / 2);
  return {
    kind: 'table',
    caption: captions.key,
    columns: [...figureColumns, ...figureColumns],
    widths: [3, 2, 3, 2],
    rows: pairs.slice(0, half).map(([label, text], place) => [label, text, ...(pairs[half + place] ?? ['', ''])]),
  };
}

function ownWords(said: string | undefined, { words }: PaperSource): readonly PaperPart[] {
  const lines = linesOf(said ?? '');
  return lines.length > 0 ? lines : [{ kind: 'text', text: words.none.words }];
}

function linesOf(said: string): readonly PaperPart[] {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  return lines.map((text) => ({ kind: 'text', text }));
}
