import { durationWords } from '../cards/words.ts';
import type { PersonFigures, ScoreLine } from '../domain/reporting/report-types.ts';
import { pointsFigure, pointsText } from './figures.ts';
import { type PaperPart, type PaperSection, type PaperSource, tableOr } from './paper-parts.ts';
import { instantText, meanText, reportPeriodName } from './report-figures-text.ts';

/** What people said and did, what it comes to, and when the bot could not hear them. */
export function peopleSections(source: PaperSource): readonly PaperSection[] {
  const { headings } = source.words;
  return [
    { heading: headings.satisfaction, parts: ratingParts(source) },
    { heading: headings.people, parts: peopleParts(source) },
    { heading: headings.scores, parts: scoreParts(source) },
    { heading: headings.deafness, parts: deafParts(source) },
  ];
}

function ratingParts({ report, words }: PaperSource): readonly PaperPart[] {
  const { byMark, count, sum } = report.figures.ratings;
  if (count === 0) return [{ kind: 'text', text: words.none.ratings }];
  return [
    { kind: 'text', text: words.ratingSentence(count, meanText(sum, count)) },
    {
      kind: 'table',
      columns: words.columns.marks,
      widths: [1, 1],
      rows: byMark.map((given, place) => [String(place + 1), String(given)]).toReversed(),
    },
  ];
}

function peopleParts(source: PaperSource): readonly PaperPart[] {
  const { report, words } = source;
  const { columns, none } = words;
  return tableOr(
    {
      columns: columns.people,
      widths: [3, 2, 2, 2, 2, 2, 2, 2],
      rows: report.figures.people.map((one) => personRow(one, source)),
    },
    none.people,
    words,
  );
}

/** Name, tickets taken, resolved and with something missed, rounds, mean rating, days present and absent. */
export function personRow(
  {
    acknowledged,
    breached,
    daysAbsent,
    daysPresent,
    inspections,
    personId,
    ratingCount,
    ratingSum,
    resolved,
  }: PersonFigures,
  { report }: Pick<PaperSource, 'report'>,
): readonly string[] {
  return [
    report.names.people[personId] ?? personId,
    ...[acknowledged, resolved, breached, inspections].map(String),
    meanText(ratingSum, ratingCount),
    String(daysPresent),
    String(daysAbsent),
  ];
}

function scoreParts(source: PaperSource): readonly PaperPart[] {
  const { report, words } = source;
  return tableOr(
    {
      columns: words.columns.scores,
      widths: [5, 3, 4, 1],
      rows: report.figures.scores.map((line) => scoreRow(line, source)),
    },
    words.none.scores,
    words,
  );
}

export function scoreRow(
  { base, copy, isOpen, label, max, min, tableId }: ScoreLine,
  { report, words }: Pick<PaperSource, 'report' | 'words'>,
): readonly string[] {
  const { departments, people, tables } = report.names;
  const name = tables[tableId] ?? tableId;
  const score = pointsFigure({ min, max }, words).text;
  return [
    copy === undefined ? name : words.aside(name, departments[copy] ?? people[copy] ?? copy),
    reportPeriodName({ label }, words),
    isOpen ? words.aside(score, words.openScore) : score,
    base === undefined ? '' : pointsText(base),
  ];
}

function deafParts({ report, text, words }: PaperSource): readonly PaperPart[] {
  return tableOr(
    {
      columns: words.columns.deafness,
      widths: [3, 3, 2, 2],
      rows: report.figures.deafness.map(({ from, platform, to }) => [
        instantText(from),
        instantText(to),
        to === undefined ? '' : durationWords(to - from, text),
        platform === undefined ? words.anyPlatform : (words.platforms[platform] ?? platform),
      ]),
    },
    words.none.deafness,
    words,
  );
}
