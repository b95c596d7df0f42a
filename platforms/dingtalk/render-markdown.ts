import type { WireContent } from '../types.ts';
import type { People } from '../wire-text.ts';
import { LIMITS } from './limits.ts';
import { type Block, joinedParts, markdownOf } from './markdown-text.ts';
import {
  type CardContent,
  hasCard,
  messageTitle,
  newsOf,
  nextSayings,
  paragraphs,
  type RenderInput,
  type Saying,
  sayingsOf,
  titleOf,
  typedInstead,
} from './render-words.ts';
import type { RobotMessage } from './types.ts';
import { textsFor } from './words.ts';

/** All that a content says, with how each button's effect is typed: one message, or several where one would be too long. */
export function groupMarkdown(content: WireContent, input: RenderInput): readonly RobotMessage[] {
  const { lines, people } = content;
  const sayings = hasCard(content) ? wholeSayings(content, input) : plainSayings(lines, input);
  const title = messageTitle(content);
  const parts = joinedParts(blocksOf(sayings, people), LIMITS.markdownBytes);
  return parts.map((text) => ({ kind: 'markdown', title, text }));
}

/** What is said with the card stands above its title: it is what a notification shows. */
export function wholeSayings({ asNews, card, lines, news = [] }: CardContent, input: RenderInput): readonly Saying[] {
  const texts = textsFor(card, input.words);
  const sayings: readonly Saying[] = [
    ...paragraphs([...lines, ...news]),
    { kind: 'paragraph', line: [{ bold: titleOf(card) }] },
    ...(asNews ? newsOf(card, texts) : sayingsOf(card, texts, false)),
    ...nextSayings(card, texts, input),
  ];
  return sayings.map((saying) => ({ ...saying, line: typedInstead(saying.line, texts) }));
}

/** Without a card it is about the buttons of others. */
function plainSayings(lines: WireContent['lines'], { hasButtons, words }: RenderInput): readonly Saying[] {
  const said = paragraphs(lines);
  if (hasButtons()) return said;
  return said.map((saying) => ({
    ...saying,
    line: typedInstead(typedInstead(saying.line, words.card), words.en.card),
  }));
}

export function blocksOf(sayings: readonly Saying[], people: People): readonly Block[] {
  return sayings.map(({ kind, line }) => ({ kind, text: markdownOf(line, people) }));
}
