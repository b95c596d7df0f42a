import { fieldAsLine } from '../../cards/card-as-text.ts';
import type { DingtalkCardTexts } from '../../cards/catalogue-dingtalk.ts';
import type { Card, CardAction, CardClock } from '../../cards/types.ts';
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
  /** As the buttons of its card hand it back. */
  readonly signChat: (chat: string) => string;
  /** Whether cards have buttons at the moment: else what is said of them is said of what to type. */
  readonly hasButtons: () => boolean;
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

/** Where there are no buttons the bot's own sentences name none: what they begin or end with says which they are. */
export function typedInstead(line: readonly Run[], { typedInstead: forms }: DingtalkCardTexts): readonly Run[] {
  return line.map((run) => {
    if (typeof run !== 'string') return run;
    for (const [part, instead] of Object.entries(forms)) {
      if (run.endsWith(part)) return run.slice(0, -part.length) + instead;
      if (run.startsWith(part)) return instead + run.slice(part.length);
    }
    return run;
  });
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

/** Of a card in words: how it stands, and what is due next. */
export function newsOf({ clocks }: Card, texts: DingtalkCardTexts): readonly Saying[] {
  const next = nextClock(clocks);
  return next?.standing === undefined ? [] : [{ kind: 'paragraph', line: [texts.due(next.label, next.standing)] }];
}

/**
 * Of a card in words: what may be done next, and how all the rest is seen. Only a card that tells all by a command of its own leaves
 * anything out; what a reminder offers is due, and it shows no clocks.
 */
export function nextSayings(
  card: Card,
  texts: DingtalkCardTexts,
  input: Pick<RenderInput, 'botName' | 'chat'>,
): readonly Saying[] {
  const whole = card.actions.find(({ action }) => action === card.wholeBy)?.command;
  if (whole === undefined || card.clocks.length === 0) return typedSayings(card.actions, texts, input);
  const commands = nextActions(card).flatMap(({ command, shortCommand = command }) => shortCommand ?? []);
  const { more, next } = texts.step[chatById(input.chat).kind];
  const quoted = [...new Set(commands)].map(texts.command).join(texts.or);
  const words = quoted === '' ? more(texts.command(whole), input.botName) : next(quoted, whole, input.botName);
  return [{ kind: 'paragraph', line: [words] }];
}

/** The one that is due first, be it late already. */
function nextClock(clocks: Card['clocks']): CardClock | undefined {
  return clocks.filter(({ standing }) => standing !== undefined).toSorted((a, b) => a.dueAt - b.dueAt)[0];
}

/** What stops the clock that is due first, then the steps forward, each with what refuses it. */
function nextActions({ actions, clocks }: Card): readonly CardAction[] {
  const steps = actions.filter(
    ({ style }, index) => style === 'primary' || (style === 'danger' && actions[index - 1]?.style === 'primary'),
  );
  const firstDueAt = nextClock(clocks)?.dueAt;
  const due = clocks.filter(({ dueAt, standing }) => standing !== undefined && dueAt === firstDueAt);
  const stops = actions.filter(({ action }) => due.some(({ stoppedBy }) => stoppedBy === action));
  // Of what is due at the same time, a step forward goes before what may be done along with it.
  const isStep = stops.some((stop) => steps.includes(stop));
  return isStep ? steps : [...stops.slice(0, 1), ...steps];
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
