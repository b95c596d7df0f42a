import { byteLength, byteParts, clipBytes } from '../text-bytes.ts';
import { asParagraph, cardLine, fullWidth, markdownLine, type People, type Run } from '../wire-text.ts';

/** DingTalk numbers such a line itself: 7. 网站 would become 1. 网站. */
const NUMBER_MARK = /(?<=^\d{1,9})[.)](?=\s|$)/;
/** What its clients carry out when it is tapped. */
const CLIENT_LINK = /(?<=\b(?:dtmd|dingtalk)):(?=\/\/)/giu;

/** A line of DingTalk's markdown, in which nothing is markup that is data. */
export function markdownOf(line: readonly Run[], people: People): string {
  return markdownLine(line, people).replace(CLIENT_LINK, fullWidth).replace(NUMBER_MARK, fullWidth);
}

/** The same, of at most so many bytes: what is cut has no emphasis. @param maxBytes at least 16 */
export function clippedMarkdown(line: readonly Run[], people: People, maxBytes: number): string {
  const whole = markdownOf(line, people);
  return byteLength(whole) <= maxBytes ? whole : clipBytes(markdownOf([cardLine(line, people)], people), maxBytes);
}

export interface Block {
  readonly kind: 'paragraph' | 'item';
  readonly text: string;
}

/** DingTalk reads a single line break as a blank; paragraphs and list items are what it keeps apart everywhere. */
export function joined(blocks: readonly Block[]): string {
  return blocks
    .filter(({ text }) => text !== '')
    .map(({ kind, text }, index, all) => {
      const follows = kind === 'item' && all[index - 1]?.kind === 'item';
      return `${index === 0 ? '' : follows ? '\n' : '\n\n'}${kind === 'item' ? '- ' : ''}${text}`;
    })
    .join('');
}

/** All of it in parts of at most `maxBytes`, cut between blocks where none is longer than that. @param maxBytes at least 32 */
export function joinedParts(blocks: readonly Block[], maxBytes: number): readonly string[] {
  const parts: Block[][] = [];
  for (const block of blocks.flatMap((whole) => pieces(whole, maxBytes))) {
    const last = parts.at(-1);
    if (last && byteLength(joined([...last, block])) <= maxBytes) last.push(block);
    else parts.push([block]);
  }
  return parts.map(joined);
}

const ITEM_MARK_BYTES = 2;

function pieces(block: Block, maxBytes: number): readonly Block[] {
  return byteParts(block.text, maxBytes - ITEM_MARK_BYTES).map((text) => ({ ...block, text: asParagraph(text) }));
}
