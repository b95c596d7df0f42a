import type { WecomCardTexts } from '../../cards/catalogue-wecom.ts';
import type { Card } from '../../cards/types.ts';
import { otherForm } from '../card-texts.ts';
import { markedTitle } from '../card-title.ts';
import type { WireContent } from '../types.ts';
import { cardData, cardLine, clipUnits, type People, type Run } from '../wire-text.ts';
import { cardButtons } from './card-buttons.ts';
import { cardRows, type FittedRows, type Row } from './card-rows.ts';
import { type FittedLines, fitLines, joinedLength } from './card-words.ts';
import { LIMITS } from './limits.ts';
import type { TemplateCard } from './types.ts';

export interface CardInput {
  readonly taskId: string;
  readonly texts: WecomCardTexts;
  /** Where a tap on a card without buttons leads: WeCom wants an address. */
  readonly noticeUrl: string;
}

export interface RenderedCard {
  readonly card: TemplateCard;
  /** It has left out or shortened something of its content. */
  readonly isAbridged: boolean;
}

export type CardContent = WireContent & { readonly card: Card };

const NO_WORDS = '…';
/** Of the mark before a title, which is no title by itself. */
const MARK_LENGTH = 2;

/** A card with buttons; without any it becomes a notice. */
export function renderCard(content: CardContent, input: CardInput): RenderedCard {
  const { card, people } = content;
  const { texts } = input;
  const { title, lines: more } = headOf(card);
  const { lines, rows, isCut } = body({ ...sayings(content, texts), more }, cardRows(card, people, texts));
  const { buttons, selection, isAbridged } = cardButtons(card, texts);
  const facts = {
    main_title: title,
    ...(lines.length > 0 && { sub_title_text: lines.join('\n') }),
    ...(rows.length > 0 && { horizontal_content_list: rows }),
    task_id: input.taskId,
  };
  const rendered: TemplateCard =
    buttons.length > 0
      ? {
          card_type: 'button_interaction',
          ...facts,
          ...(selection && { button_selection: selection }),
          button_list: buttons,
        }
      : { card_type: 'text_notice', ...facts, card_action: { type: 1, url: input.noticeUrl } };
  return { card: rendered, isAbridged: isCut || isAbridged };
}

interface Sayings {
  /** What is said with the card, then the card's own lines. */
  readonly said: readonly string[];
  /** How many of them go last: the first line of a ticket's card is what was reported, behind it are its milestones. */
  readonly spared: number;
  readonly footnote: readonly string[];
  /** Advice that is said where there is room for it. */
  readonly advice: readonly string[];
}

function sayings(content: CardContent, { footnotes }: WecomCardTexts): Sayings {
  const { card, lines, people } = content;
  const own = linesOf(card.lines, people);
  const advice = otherForm(footnotes, card.footnote ?? '');
  const wordsOf = (words: string | undefined) => linesOf([[words ?? '']], people);
  return {
    said: [...linesOf(lines, people), ...own],
    spared: Math.max(own.length - 1, 0),
    footnote: advice === undefined ? wordsOf(card.footnote) : [],
    advice: wordsOf(advice),
  };
}

/** All that is said, in its order: for a card that has no room for anything else. */
export function allSaid(content: CardContent, texts: WecomCardTexts): readonly string[] {
  const { advice, footnote, said } = sayings(content, texts);
  return [...said, ...footnote, ...advice];
}

function linesOf(lines: readonly (readonly Run[])[], people: People): readonly string[] {
  return lines.map((line) => cardLine(line, people)).filter((line) => line !== '');
}

/** Only the buttons, under words that went ahead as a message of their own. */
export function renderButtons({ card }: CardContent, input: CardInput): TemplateCard {
  const { tone, title, badge, subject, actions } = card;
  const bare: Card = {
    tone,
    title,
    ...(badge !== undefined && { badge }),
    ...(subject && { subject }),
    lines: [[input.texts.wordsAbove]],
    fields: [],
    clocks: [],
    actions,
  };
  return renderCard({ card: bare, lines: [], people: {} }, input).card;
}

export interface Head {
  readonly title: TemplateCard['main_title'];
  /** What the title line has no room for. */
  readonly lines: readonly string[];
}

/** The title goes on below where it is too long. */
export function headOf(card: Card): Head {
  const [title = NO_WORDS, ...more] = wrapped(cardData(markedTitle(card)) || NO_WORDS);
  const badge = cardData(card.badge ?? '');
  return {
    title: { title, ...(badge !== '' && { desc: clipUnits(badge, LIMITS.desc) }) },
    lines: [...more, ...(badge.length > LIMITS.desc ? [badge] : [])],
  };
}

/** A title on two lines, cut between words; what has none is cut, and stands whole on the second. */
function wrapped(title: string): readonly string[] {
  if (title.length <= LIMITS.title) return [title];
  const end = title.lastIndexOf(' ', LIMITS.title);
  const [first, rest] = [title.slice(0, Math.max(end, 0)), title.slice(end + 1)];
  return first.length > MARK_LENGTH ? [first, rest] : [clipUnits(title, LIMITS.title), title];
}

/** The words above the rows. What is cut on its row, or has none, stands there whole where there is room for it. */
function body(
  { advice, footnote, more, said, spared }: Sayings & { readonly more: Head['lines'] },
  { rows, others }: FittedRows,
): FittedLines & { readonly rows: readonly Row[] } {
  const wanted = [...more, ...said];
  const words = fitLines([...wanted, ...footnote], wanted.length - spared);
  const end = words.lines.slice(words.lines.length - footnote.length);
  const lines = words.lines.slice(0, words.lines.length - footnote.length);
  const moved = new Set<Row>();
  let { isCut } = words;
  const hasRoom = (line: string) => joinedLength([...lines, line, ...end]) <= LIMITS.subTitle;
  for (const other of others) {
    if (!hasRoom(other.words)) isCut = true;
    else {
      lines.push(other.words);
      if (other.row) moved.add(other.row);
    }
  }
  lines.push(...advice.filter(hasRoom));
  return { lines: [...lines, ...end], rows: rows.filter((row) => !moved.has(row)), isCut };
}
