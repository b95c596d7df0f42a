import type { Inline } from '../cards/types.ts';
import type { PersonId } from '../domain/types.ts';
import type { AccountRef, WireContent, WireInline } from './types.ts';

/** A run of a neutral or of a resolved line. */
export type Run = Inline | WireInline;
export type People = WireContent['people'];

const ELLIPSIS = '…';
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * At most `maxUnits` UTF-16 units, the ellipsis included when something was left out; what people count as one character is never
 * cut apart.
 * @param maxUnits at least 1
 */
export function clipUnits(text: string, maxUnits: number): string {
  if (text.length <= maxUnits) return text;
  let kept = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    const end = index + segment.length;
    if (end > maxUnits - ELLIPSIS.length) break;
    kept = end;
  }
  return text.slice(0, kept).trimEnd() + ELLIPSIS;
}

/** Without the explanation at its end: 已超时 25 分钟（应于 09:05 前完成）. What is nothing else stays. */
export function withoutBracket(text: string): string {
  return text.replace(/\s*(?:（[^（）]*）|\([^()]*\))$/, '') || text;
}

/** A line for a template card, which knows no markup. */
export function cardLine(line: readonly Run[], people: People): string {
  return cardData(line.map((run) => runWords(run, people)).join(''));
}

/** Data on a template card: one line, with nothing in it that WeCom reads as a mention. */
export function cardData(text: string): string {
  return withoutTags(inOneLine(text)).trim();
}

/** A line of markdown. Only `bold` is markup: data can become neither that nor a link nor a mention. */
export function markdownLine(line: readonly Run[], people: People): string {
  const runs = line.map((run) => {
    const words = escapeMarkdown(inOneLine(runWords(run, people)));
    const isBold = typeof run !== 'string' && 'bold' in run && words.trim() !== '';
    return isBold ? `**${words.trim()}**` : words;
  });
  const [first] = line;
  const isData = first === undefined || typeof first === 'string' || !('bold' in first);
  const whole = runs.join('').trim();
  return isData ? asParagraph(whole) : whole;
}

/** Text that begins a line: not a heading, a rule, an item of a list or a row of a table. */
export function asParagraph(text: string): string {
  return text.replace(BLOCK_START, fullWidth);
}

/** `@name`: it rings nobody, for WeCom lets a bot ring people by a webhook only. */
function runWords(run: Run, people: People): string {
  if (typeof run === 'string') return run;
  if ('bold' in run) return run.bold;
  const account = accountOf(run.mention, people);
  return `@${account.name ?? account.userId}`;
}

function accountOf(mention: PersonId | AccountRef, people: People): AccountRef {
  return typeof mention === 'string' ? (people[mention] ?? { userId: mention }) : mention;
}

/** What markdown and HTML are made of, wherever it stands. An underline inside of a word is none. */
const MARKUP = /[<>[\]*`]|~(?=~)|(?<=~)~|(?<![a-z0-9])_|_(?![a-z0-9])|&(?=#?\w+;)/giu;
/** What begins a heading, a list, a rule or a table where a line begins with it. */
const BLOCK_START = /^[#+\-=|~]+/;

function escapeMarkdown(text: string): string {
  return text.replace(MARKUP, fullWidth);
}

function withoutTags(text: string): string {
  return text.replace(/[<>]/g, fullWidth);
}

/** The look-alikes of ASCII in full width, which are letters to everybody but a parser. */
export function fullWidth(ascii: string): string {
  return Array.from(ascii, (char) => String.fromCodePoint((char.codePointAt(0) ?? 0) + FULL_WIDTH_OFFSET)).join('');
}

const FULL_WIDTH_OFFSET = 0xfee0;

function inOneLine(text: string): string {
  return text.replace(/\s+/gu, ' ');
}
