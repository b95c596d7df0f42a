import type { CardField, Inline, Line } from '../cards/types.ts';
import type { WireContent, WireInline } from './types.ts';

/** How the catalogues quote what people wrote, in both languages; the inner ones of a quotation go with the outer. */
const QUOTATIONS: readonly (readonly [RegExp, string])[] = [
  [/\u300c[^\n]*\u300d/gu, '\u300c\u2026\u2026\u300d'],
  [/\u201c[^\n]*\u201d/gu, '\u201c\u2026\u201d'],
];

/**
 * The content without what people wrote: its number, state and times are the program's own words.
 * @returns the same object where it quotes nobody
 */
export function withoutQuotes(content: WireContent): WireContent {
  const { card, lines, news } = content;
  const bare: WireContent = {
    ...content,
    lines: lines.map((line) => line.map(bareRun)),
    ...(news && { news: news.map((line) => line.map(bareRun)) }),
    ...(card && { card: { ...card, lines: card.lines.map(bareLine), fields: card.fields.map(bareField) } }),
  };
  return JSON.stringify(bare) === JSON.stringify(content) ? content : bare;
}

/** Whether what stands there is somebody's words: also between two quotations of a line, for either may end inside of one. */
export function isQuoted(text: string, at: number): boolean {
  return QUOTATIONS.some(([quotation]) =>
    text.matchAll(quotation).some(({ 0: quoted, index }) => index < at && at < index + quoted.length),
  );
}

function bareField(field: CardField): CardField {
  return { ...field, value: bareLine(field.value) };
}

function bareLine(line: Line): Line {
  return line.map(bareRun);
}

function bareRun<Run extends Inline | WireInline>(run: Run): Run | string {
  return typeof run === 'string' ? unquoted(run) : run;
}

function unquoted(words: string): string {
  return QUOTATIONS.reduce((rest, [quotation, instead]) => rest.replace(quotation, instead), words);
}
