import type { CardAction } from '../../cards/types.ts';
import type { AccountRef, WireContent } from '../types.ts';
import { buttonText, type Tappable, tappablesOf } from './card-buttons.ts';
import { LIMITS } from './limits.ts';
import { joinedParts } from './markdown-text.ts';
import { blocksOf, wholeSayings } from './render-markdown.ts';
import { hasCard, messageTitle, type RenderInput } from './render-words.ts';
import type { RobotMessage } from './types.ts';

export interface ActionCardInput extends RenderInput {
  /** Whom it is shown to; `chat` is his private one. */
  readonly to: AccountRef;
  /** The page on which he, and nobody else, does what a button would do; undefined where there is none for it. */
  readonly linkOf: (tappable: Tappable) => string | undefined;
}

/**
 * The same for one person, with a link for each thing that is for him, the most useful first.
 * @returns undefined where there is nothing for him to do
 */
export function privateActionCard(content: WireContent, input: ActionCardInput): RobotMessage | undefined {
  if (!hasCard(content)) return undefined;
  const isForHim = ({ for: audience }: CardAction) =>
    audience === 'everyone' || audience.some((person) => content.people[person]?.userId === input.to.userId);
  const card = { ...content.card, actions: content.card.actions.filter(isForHim) };
  const buttons = tappablesOf(card, input.signChat(input.chat))
    .slice(0, LIMITS.links)
    .flatMap((tappable) => {
      const url = input.linkOf(tappable);
      return url === undefined ? [] : [{ title: buttonText(tappable.label), url }];
    });
  if (buttons.length === 0) return undefined;
  const shown = { ...content, card };
  const sayings = wholeSayings(shown, input);
  const [text = ''] = joinedParts(blocksOf(sayings, content.people), LIMITS.markdownBytes);
  return { kind: 'action_card', title: messageTitle(shown), text, buttons };
}
