import { cardIdOf } from '../card-id.ts';
import type { PlatformLog } from '../deps.ts';
import { sayPassably } from '../passable-words.ts';
import { mayBeThere, type SaidParts } from '../said-parts.ts';
import { type Delivery, PlatformError, type WireContent } from '../types.ts';
import { QUOTA_EXHAUSTED } from './api-codes.ts';
import { refusesWords } from './api-errors.ts';
import type { CardDoor } from './card-door.ts';
import { sayParts } from './message-parts.ts';
import { apiConversation, canBeRung, type Reach } from './reach.ts';
import { type RenderedPost, renderPost } from './render-card.ts';
import { messageTitle, type RenderInput } from './render-words.ts';
import type { CardParams, Spending } from './types.ts';

export interface SayDeps {
  readonly log: PlatformLog;
  readonly parts: SaidParts;
  readonly cards: CardDoor;
  readonly reach: Reach;
  readonly render: Omit<RenderInput, 'chat'>;
}

type NewMessage = Extract<Delivery, { op: 'post' | 'direct' }>;

const SAID = 'said';
/** DingTalk would not have the card; its words went instead. */
const AS_WORDS = 'as_words';

/** What stands there by now. */
export interface Said {
  readonly messages: number;
  readonly isCardThere: boolean;
}

/** Says it in a chat, if need be without the words that a filter refuses. */
export function sayTo(deps: SayDeps, delivery: NewMessage, chat: string): Promise<Said> {
  const { log, parts, render } = deps;
  return sayPassably({ name: 'dingtalk', parts, log, refusesWords }, delivery, (content, form) =>
    sayAll(deps, delivery, { chat, form, rendered: renderPost(content, { ...render, chat }), content }),
  );
}

interface Saying {
  readonly chat: string;
  /** Begins the names of the parts. */
  readonly form: string;
  readonly content: WireContent;
  readonly rendered: RenderedPost;
}

/** Says what of it is missing. */
async function sayAll(deps: SayDeps, delivery: NewMessage, { chat, content, form, rendered }: Saying): Promise<Said> {
  const { parts, reach } = deps;
  const { key } = delivery;
  const { ahead, card, insteadOfCard } = rendered;
  const spending = spendingOf(delivery);
  const isOthers = mayBeThere(parts, delivery);
  const words = { chat, form, key, spending };
  const before = await sayParts(reach, parts, { ...words, messages: ahead });
  if (!card) return { messages: before, isCardThere: false };
  if (parts.get(key, `${form}card`) === undefined) {
    const isSaid = await sayCard(deps, delivery, { chat, content, card, mayBeThere: isOthers });
    parts.put(key, `${form}card`, isSaid ? SAID : AS_WORDS);
  }
  if (parts.get(key, `${form}card`) === SAID) return { messages: before + 1, isCardThere: true };
  // Of one row with those ahead, of which there are none then.
  const instead = await sayParts(reach, parts, { ...words, messages: [...ahead, ...insteadOfCard] });
  return { messages: instead, isCardThere: false };
}

/** @returns false where there is no card there, and its words have to go instead */
async function sayCard(
  { cards, log }: SayDeps,
  delivery: NewMessage,
  wanted: {
    readonly chat: string;
    readonly content: WireContent;
    readonly card: CardParams;
    readonly mayBeThere: boolean;
  },
): Promise<boolean> {
  const { card, chat, content, mayBeThere: isOthers } = wanted;
  const to = apiConversation(chat);
  if (!to || !cards.isOpen()) return false;
  const at = delivery.op === 'post' ? (delivery.rings ?? []).filter(canBeRung) : [];
  const outTrackId = cardIdOf(delivery.key, content.card);
  const posted = { outTrackId, params: card, summary: messageTitle(content), at, mayBeThere: isOthers };
  try {
    await cards.post(posted, to, spendingOf(delivery));
    return true;
  } catch (error) {
    if (!(error instanceof PlatformError) || !isForWords(error)) throw error;
    log.warn(
      { code: 'dingtalk_card_refused', key: delivery.key, reason: error.message },
      'a card is not accepted; its words go instead',
    );
    return false;
  }
}

/** Whatever is wrong with the card for good, and where no call is left: its words may still go, also another way. */
function isForWords(error: PlatformError): boolean {
  return error.code === QUOTA_EXHAUSTED || (!error.retryable && !refusesWords(error));
}

/** For what a delivery's requests are counted. */
export function spendingOf({ isUrgent, ticketId }: Pick<Delivery, 'isUrgent' | 'ticketId'>): Spending {
  return { urgency: isUrgent ? 'urgent' : 'chatter', ...(ticketId !== undefined && { ticketId }) };
}
