import type { Card } from '../../cards/types.ts';
import type { Clock } from '../../domain/types.ts';
import { isInEnglish } from '../card-texts.ts';
import { platformError } from '../private-ring.ts';
import type { SaidParts } from '../said-parts.ts';
import type { AccountRef, PlatformError, WireContent } from '../types.ts';
import { cardData } from '../wire-text.ts';
import type { Tappable } from './card-buttons.ts';
import { privateChat } from './conversations.ts';
import { canBeRung, isReached } from './reach.ts';
import { privateActionCard } from './render-action-card.ts';
import type { RenderInput } from './render-words.ts';
import type { TapLinks } from './tap-links.ts';
import type { OpenApi, Spending } from './types.ts';

const SENT = 'sent';

export interface LinksRequest {
  /** The delivery's. */
  readonly key: string;
  /** Where the result of a link appears, by its `externalId`. */
  readonly chat: string;
  readonly content: WireContent;
  readonly spending: Spending;
}

/** Where no card with buttons stands: each of those whom it is for gets the buttons as links, in private. */
export interface PrivateLinks {
  /**
   * @returns whether he has them; false also where nothing is for him
   * @throws {PlatformError}
   */
  send(request: LinksRequest, to: AccountRef): Promise<boolean>;
  /** Sends them to all who have none yet. @returns what went wrong */
  sendToAll(request: LinksRequest, people: readonly AccountRef[]): Promise<readonly PlatformError[]>;
}

export interface PrivateLinksDeps {
  readonly clock: Clock;
  readonly links: Pick<TapLinks, 'linkFor'>;
  readonly openApi: Pick<OpenApi, 'sendToPeople'>;
  readonly parts: SaidParts;
  readonly render: Omit<RenderInput, 'chat'>;
}

export function createPrivateLinks({ clock, links, openApi, parts, render }: PrivateLinksDeps): PrivateLinks {
  const linkOf =
    ({ chat }: LinksRequest, card: Card, person: AccountRef) =>
    ({ action, button, label }: Tappable): string | undefined => {
      const asksMore = action.form?.some(({ required }) => required) === true;
      return links.linkFor(
        {
          ...{ person, chat, label, about: cardData(card.title), button },
          language: isInEnglish(card) ? 'en' : 'zh',
          ...(action.command !== undefined && { command: action.command }),
          ...(asksMore && { asksMore }),
        },
        clock.now(),
      );
    };

  async function send(request: LinksRequest, to: AccountRef): Promise<boolean> {
    const { content, key, spending } = request;
    const { card } = content;
    const part = `links:${to.userId}`;
    if (parts.get(key, part) !== undefined) return true;
    if (!card || !canBeRung(to)) return false;
    const chat = privateChat(to.userId).externalId;
    const message = privateActionCard(content, { ...render, to, chat, linkOf: linkOf(request, card, to) });
    if (!message || !isReached(await openApi.sendToPeople([to.userId], message, spending))) return false;
    parts.put(key, part, SENT);
    return true;
  }

  return {
    send,
    async sendToAll(request, people) {
      const errors: PlatformError[] = [];
      for (const person of people) {
        try {
          await send(request, person);
        } catch (error) {
          errors.push(platformError(error));
        }
      }
      return errors;
    },
  };
}
