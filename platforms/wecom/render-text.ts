import { cardAsLines } from '../../cards/card-as-text.ts';
import type { WecomCardTexts } from '../../cards/catalogue-wecom.ts';
import type { Card, Line } from '../../cards/types.ts';
import { otherForm } from '../card-texts.ts';
import { markedTitle } from '../card-title.ts';
import { byteParts } from '../text-bytes.ts';
import type { WireContent } from '../types.ts';
import { markdownLine } from '../wire-text.ts';
import { LIMITS } from './limits.ts';
import type { WecomMessage } from './types.ts';
import { textsFor, type WecomWords } from './words.ts';

/** All that a content says, with how each button's effect is typed: one message, or several where one would be too long. */
export function renderText(content: WireContent, words: WecomWords): readonly WecomMessage[] {
  const { card, lines, people } = content;
  const whole = [...lines, ...(card ? cardLines(card, textsFor(card, words)) : [])]
    .map((line) => markdownLine(line, people))
    .filter((line) => line !== '')
    .join('\n');
  return byteParts(whole, LIMITS.markdownBytes).map((part) => ({ msgtype: 'markdown', markdown: { content: part } }));
}

function cardLines(card: Card, { footnotes, typedToMe }: WecomCardTexts): readonly Line[] {
  const { footnote, ...rest } = card;
  const isTrueHere = footnote !== undefined && otherForm(footnotes, footnote) === undefined;
  const isTyped = card.actions.some(({ hint }) => hint !== undefined);
  return [
    ...cardAsLines({ ...rest, title: markedTitle(card), ...(isTrueHere && { footnote }) }),
    ...(isTyped ? [[typedToMe]] : []),
  ];
}
