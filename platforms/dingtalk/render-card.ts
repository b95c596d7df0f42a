import type { Card } from '../../cards/types.ts';
import { byteLength } from '../text-bytes.ts';
import type { WireContent } from '../types.ts';
import { cardData, cardLine, type People } from '../wire-text.ts';
import { cardButtons, choiceButtons } from './card-buttons.ts';
import { type CardButton, SHOWN_STATE } from './card-contract.ts';
import { COLUMNS } from './columns.ts';
import { LIMITS } from './limits.ts';
import { clippedMarkdown, joined } from './markdown-text.ts';
import { groupMarkdown } from './render-markdown.ts';
import {
  type CardContent,
  hasCard,
  paragraphs,
  type RenderInput,
  type Saying,
  sayingsOf,
  titleOf,
  typedSayings,
} from './render-words.ts';
import type { CardParams, RobotMessage } from './types.ts';
import { textsFor } from './words.ts';

export interface RenderedPost {
  /** Said first: what is no card, or what the card has no room for. */
  readonly ahead: readonly RobotMessage[];
  /** Absent: there is nothing to tap, so that the words say it. */
  readonly card?: CardParams;
  /** Said in the card's place where there is no template, or DingTalk refuses it; empty where its words went ahead. */
  readonly insteadOfCard: readonly RobotMessage[];
}

interface RenderedCard {
  readonly params: CardParams;
  /** It has left out or shortened something of its content. */
  readonly isAbridged: boolean;
}

const NO_WORDS = '…';
/** However long the others are, a paragraph tells something. */
const PARAGRAPH_BYTES_MAX = 800;

/**
 * What a new message becomes. A card that may not be shortened and is too long goes ahead as words, with its buttons on a card
 * below; what has no buttons is words.
 */
export function renderPost(content: WireContent, input: RenderInput): RenderedPost {
  const words = groupMarkdown(content, input);
  const onlyWords: RenderedPost = { ahead: words, insteadOfCard: [] };
  if (!hasCard(content) || content.asWords) return onlyWords;
  const { card } = content;
  const buttons = buttonsOf(card, input);
  if (buttons.length === 0) return onlyWords;
  const { isAbridged, params } = renderCard(content, input);
  if (!isAbridged || card.wholeBy !== undefined) return { ahead: [], card: params, insteadOfCard: words };
  return { ahead: words, card: cardBelow(card, buttons, input), insteadOfCard: [] };
}

/** The card as it shall stand from now on, for everybody. */
export function cardParams(content: WireContent, input: RenderInput): CardParams {
  return renderCard(hasCard(content) ? content : noticeOf(content), input).params;
}

/** What a tapped card becomes that is older than what it is about: no buttons, and where to go. */
export function supersededParams({ card }: WireContent, { words }: Pick<RenderInput, 'words'>): CardParams {
  const { superseded, supersededHint } = card ? textsFor(card, words) : words.card;
  return paramsOf(superseded, supersededHint, []);
}

function renderCard({ card, lines, people }: CardContent, input: RenderInput): RenderedCard {
  const texts = textsFor(card, input.words);
  const chat = input.signChat(input.chat);
  const choices = card.asksForm && choiceButtons(card, chat, texts);
  const { buttons, typed } = choices ? { buttons: choices, typed: card.actions.slice(1) } : cardButtons(card, chat);
  const title = cardData(titleOf(card)) || NO_WORDS;
  const isLong = COLUMNS.length(title) > LIMITS.titleColumns;
  const sayings: readonly Saying[] = [
    ...(isLong ? [{ kind: 'paragraph', line: [{ bold: title }] } as const] : []),
    ...paragraphs(lines),
    ...sayingsOf(card, texts, typed.length === 0),
    ...typedSayings(typed, texts, input),
  ];
  const whole = markdownWithin(sayings, people);
  return { params: paramsOf(title, whole.text, buttons), isAbridged: whole.isCut };
}

function buttonsOf(card: Card, input: RenderInput): readonly CardButton[] {
  const chat = input.signChat(input.chat);
  if (!card.asksForm) return cardButtons(card, chat).buttons;
  return choiceButtons(card, chat, textsFor(card, input.words)) ?? [];
}

/** Only the buttons, under words that went ahead as a message of their own. */
function cardBelow(card: Card, buttons: readonly CardButton[], { words }: RenderInput): CardParams {
  return paramsOf(cardData(titleOf(card)) || NO_WORDS, textsFor(card, words).wordsAbove, buttons);
}

function paramsOf(title: string, content: string, buttons: readonly CardButton[]): CardParams {
  return {
    title: COLUMNS.clip(title, LIMITS.titleColumns),
    content,
    btns: JSON.stringify(buttons),
    flowStatus: SHOWN_STATE,
  };
}

/** As much as fits: without what is minor from its end on, then with long paragraphs shortened, then without others. */
function markdownWithin(
  sayings: readonly Saying[],
  people: People,
): { readonly text: string; readonly isCut: boolean } {
  const textOf = (kept: readonly Saying[], bytes: number) =>
    joined(kept.map(({ kind, line }) => ({ kind, text: clippedMarkdown(line, people, bytes) })));
  let kept = [...sayings];
  let text = textOf(kept, Number.MAX_SAFE_INTEGER);
  const fits = () => byteLength(text) <= LIMITS.contentBytes;
  if (fits()) return { text, isCut: false };
  for (let last = lastMinor(kept); last >= 0 && !fits(); last = lastMinor(kept)) {
    kept = kept.toSpliced(last, 1);
    text = textOf(kept, Number.MAX_SAFE_INTEGER);
  }
  if (!fits()) text = textOf(kept, PARAGRAPH_BYTES_MAX);
  while (!fits()) {
    // The last one says what else can be done.
    kept = kept.toSpliced(Math.max(kept.length - 2, 0), 1);
    text = textOf(kept, PARAGRAPH_BYTES_MAX);
  }
  return { text, isCut: true };
}

function lastMinor(sayings: readonly Saying[]): number {
  return sayings.findLastIndex(({ isMinor }) => isMinor === true);
}

/** Words without a card, in the place of one. */
function noticeOf({ lines, people }: WireContent): CardContent {
  const [first = [], ...others] = lines;
  const title = cardLine(first, people);
  return { people, lines: others, card: { tone: 'neutral', title, lines: [], fields: [], clocks: [], actions: [] } };
}
