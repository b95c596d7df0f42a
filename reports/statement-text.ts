import type { StatementWords } from '../cards/catalogue-statement.ts';
import type { Paper, PaperRow, PaperSheet } from './statement-paper.ts';

/** A statement for a terminal or a mail. */
export function statementText(paper: Paper, words: StatementWords): string {
  return paper.sheets.map((sheet) => [paper.title, ...sheetLines(sheet, words)].join('\n')).join('\n\n\n');
}

function sheetLines(sheet: PaperSheet, words: StatementWords): readonly string[] {
  return [
    ...sheet.facts.map(({ label, text }) => `${label}${words.colon}${text}`),
    '',
    ...sheet.totals.map(({ label, text }) => `${label}${words.colon}${text}`),
    '',
    ...sheet.rows.flatMap((row) => rowLines(row, sheet.columns, words)),
    ...sheet.notes.flatMap(({ heading, lines }) => [
      '',
      `${heading}${words.colon}`,
      ...lines.map((line, index) => `  ${index + 1}. ${line}`),
    ]),
  ];
}

function rowLines(row: PaperRow, columns: PaperSheet['columns'], words: StatementWords): readonly string[] {
  const [, , base, , loss, score] = columns;
  const figures = (parts: readonly (readonly [string, string | undefined])[]): string =>
    parts.flatMap(([label, text]) => (text === undefined || text === '' ? [] : [`${label} ${text}`.trim()])).join('  ');
  if (row.kind === 'section') {
    const shown = figures([
      [base, row.base?.text],
      [row.loss.isGain ? '' : loss, row.loss.text],
      [score, row.score?.text],
    ]);
    return [`── ${words.sectionTotal(row.name)}  ${shown}${row.note === undefined ? '' : `  · ${row.note}`}`, ''];
  }
  const head = figures([
    [base, row.base?.text],
    [score, row.score?.text],
  ]);
  return [
    `${String(row.number).padStart(3)}  ${row.name}  ${head}`.trimEnd(),
    ...row.rules.flatMap(({ loss: own, notes, standard }) => [
      `       ${own.value === 0 ? '' : `[${own.isGain ? '' : `${loss} `}${own.text}] `}${standard}`,
      ...notes.map((note) => `         · ${note}`),
    ]),
  ];
}
