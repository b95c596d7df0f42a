import { fieldAsLine } from '../../cards/card-as-text.ts';
import type { DingtalkCardTexts } from '../../cards/catalogue-dingtalk.ts';
import type { Card, CardAction } from '../../cards/types.ts';
import { otherForm } from '../card-texts.ts';
import { markedTitle } from '../card-title.ts';
import type { WireContent, WireLine } from '../types.ts';
import { cardData, cardLine, clipUnits, type Run } from '../wire-text.ts';
import { chatById } from './conversations.ts';
import { LIMITS } from './limits.ts';
import type { DingtalkWords } from './words.ts';

export interface RenderInput {
  readonly words: DingtalkWords;
  /** As people write it behind `@`. */
  readonly botName: string;
  /** Where it is shown, by its `externalId`; what is said to one person in private is shown in his own chat. */
  readonly chat: string;
}

export type CardContent = WireContent & { readonly card: Card };

export function hasCard(content: WireContent): content is CardContent {
  return content.card !== undefined;
}

export interface Saying {
  readonly kind: 'paragraph' | 'item';
  readonly line: readonly Run[];
  /** Left out first where there is little room, the last of them before the others. */
  readonly isMinor?: true;
}

const NO_WORDS = '…';
/** More lines than these are read more easily as a list. */
const PARAGRAPHS_MAX = 2;

/** What a list of chats and a notification show. */
export function messageTitle(content: WireContent): string {
  const [first = []] = content.lines;
  const words = hasCard(content) ? cardData(titleOf(content.card)) : cardLine(first, content.people);
  return clipUnits(words || NO_WORDS, LIMITS.messageTitle);
}

/** The card's title and state. */
export function titleOf(card: Card): string {
  return card.badge === undefined ? markedTitle(card) : `${markedTitle(card)} [${card.badge}]`;
}

export function paragraphs(lines: readonly WireLine[]): readonly Saying[] {
  return lines.map((line) => ({ kind: 'paragraph', line }));
}

/**
 * What a card says but for its title and its buttons.
 * @param hasAllButtons each of its actions is a button: advice to use one is true
 */
export function sayingsOf(card: Card, texts: DingtalkCardTexts, hasAllButtons: boolean): readonly Saying[] {
  const { fields, footnote = '', lines } = card;
  const isList = lines.length > PARAGRAPHS_MAX;
  const advice = otherForm(texts.footnotes, footnote);
  const shown = advice === undefined ? footnote : hasAllButtons ? advice : '';
  return [
    // The first line of a ticket's card is what was reported, behind it are its milestones.
    ...lines.map(
      (line, index): Saying =>
        index === 0 ? { kind: 'paragraph', line } : { kind: isList ? 'item' : 'paragraph', line, isMinor: true },
    ),
    ...fields.map(
      (field): Saying => ({
        kind: 'item',
        line: fieldAsLine(field),
        ...(field.isMinor && { isMinor: true }),
      }),
    ),
    { kind: 'paragraph', line: [shown] },
  ];
}

/** How the same is done by typing: of a group's words only those reach the bot that mention it. */
export function typedSayings(
  actions: readonly CardAction[],
  texts: DingtalkCardTexts,
  { botName, chat }: Pick<RenderInput, 'botName' | 'chat'>,
): readonly Saying[] {
  const typed = [...new Set(actions.flatMap(({ command }) => command ?? []))];
  if (typed.length === 0) return [];
  const commands = typed.map(texts.command).join(texts.separator);
  return [{ kind: 'paragraph', line: [texts.typed[chatById(chat).kind](commands, botName)] }];
}
