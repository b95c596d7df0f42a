import type { WireContent } from './types.ts';
import { cardData, cardLine } from './wire-text.ts';

/** What a post says, in plain words for a ring: whoever is rung in private sees nothing else of it. */
export function ringText({ card, lines, people }: WireContent): string {
  const said = lines.map((line) => cardLine(line, people)).filter((line) => line !== '');
  if (said.length > 0 || !card) return said.join('\n');
  const title = [card.title, ...(card.badge === undefined ? [] : [card.badge])].map(cardData).join(' ');
  return [title, ...card.lines.map((line) => cardLine(line, people))].join('\n');
}
