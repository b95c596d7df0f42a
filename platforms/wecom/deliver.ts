import type { Clock } from '../../domain/types.ts';
import { cardIdOf, isOfSeveral } from '../card-id.ts';
import { type Conversation, conversationOf } from '../conversations.ts';
import type { PlatformLog } from '../deps.ts';
import { sayPassably } from '../passable-words.ts';
import type { Urgency } from '../reserve.ts';
import { ringText } from '../ring-text.ts';
import type { RingRequest } from '../ringing.ts';
import { mayBeThere, type SaidParts } from '../said-parts.ts';
import { isTooLate, readTapToken, type TapToken } from '../tap-token.ts';
import { type Delivery, type DeliveryReceipt, forGood, PlatformError } from '../types.ts';
import type { AppMessages } from './app.ts';
import { refusesCard, SPAM } from './errors.ts';
import { requireSize } from './files.ts';
import { ANSWERED_WITHIN_MS } from './limits.ts';
import {
  type RenderedMessage,
  type RenderInput,
  renderMessage,
  renderUpdate,
  supersededCard,
} from './render-message.ts';
import type { WecomRinging } from './ringing.ts';
import type { WecomMessage } from './types.ts';
import type { Voice } from './voice.ts';

export interface DeliverDeps {
  readonly clock: Clock;
  readonly log: PlatformLog;
  readonly parts: SaidParts;
  readonly voice: Voice;
  readonly ringing: WecomRinging;
  readonly render: Omit<RenderInput, 'taskId'>;
}

type Of<Op extends Delivery['op']> = Extract<Delivery, { op: Op }>;

const ANSWERED = 'answered';
const SAID = 'said';
/** WeCom would not have the card; its words went as text. */
const AS_TEXT = 'as_text';

/** Does what a delivery wants. @throws {PlatformError} */
export function createDeliver(deps: DeliverDeps): (delivery: Delivery) => Promise<DeliveryReceipt> {
  return async (delivery) => {
    switch (delivery.op) {
      case 'post':
        return post(deps, delivery);
      case 'update':
        return update(deps, delivery);
      case 'direct':
        return direct(deps, delivery);
      case 'file':
        return file(deps, delivery);
      case 'ephemeral':
        throw forGood('no_ephemeral', 'WeCom shows a message to all of a group, or to nobody of it');
    }
  };
}

export function ringRequestOf(delivery: Of<'post'>): RingRequest {
  const { calls = [], chat, content, isUrgent, key, rings = [] } = delivery;
  return { key, chat, rings, calls, text: ringText(content), ...(isUrgent && { isUrgent }) };
}

async function post(deps: DeliverDeps, delivery: Of<'post'>): Promise<DeliveryReceipt> {
  const { render, ringing } = deps;
  const { calls = [], chat, content, key, rings = [] } = delivery;
  const taskId = cardIdOf(key, content.card);
  const rendered = renderMessage(content, { ...render, taskId });
  // What a webhook says takes none of the bot's messages.
  let said: Said = { messages: 0, isCardThere: false };
  const say = async () => {
    said = await sayToConversation(deps, delivery, conversationOf(chat));
  };
  const ring = ringRequestOf(delivery);
  if (rings.length + calls.length === 0) await say();
  else if (!rendered.hasCard) await ringing.say(ring, say);
  else await ringing.follow(ring, say);
  return { messages: said.messages, ...(said.isCardThere && { handle: taskId }) };
}

/** What stands there by now. */
interface Said {
  readonly messages: number;
  readonly isCardThere: boolean;
}

/** Says it, if need be without the words that WeCom's filter refuses. */
function sayToConversation(deps: DeliverDeps, delivery: Of<'post'> | Of<'direct'>, to: Conversation): Promise<Said> {
  const { log, parts, render } = deps;
  const taskId = cardIdOf(delivery.key, delivery.content.card);
  const refusesWords = ({ code }: PlatformError) => code === SPAM;
  return sayPassably({ name: 'wecom', parts, log, refusesWords }, delivery, (content, form) =>
    sayAll(deps, delivery, to, renderMessage(content, { ...render, taskId }), form),
  );
}

/** Says what of it is missing. @param form of the words, which has parts of its own */
async function sayAll(
  { log, parts, voice }: DeliverDeps,
  delivery: Pick<Delivery, 'isRepeat' | 'isUrgent' | 'key'>,
  to: Conversation,
  rendered: RenderedMessage,
  form: string,
): Promise<Said> {
  const { key } = delivery;
  const options = { urgency: urgencyOf(delivery), mayBeThere: mayBeThere(parts, delivery) };
  let messages = 0;

  const say = async (name: string, message: WecomMessage): Promise<void> => {
    const part = `${form}${name}`;
    if (parts.get(key, part) === undefined) {
      await voice.say(to, message, options);
      parts.put(key, part, SAID);
    }
    messages += 1;
  };

  for (const [index, message] of rendered.messages.entries()) {
    try {
      await say(String(index), message);
    } catch (error) {
      const isCard = message.msgtype === 'template_card';
      if (!isCard || !(error instanceof PlatformError) || !refusesCard(error)) throw error;
      log.warn(
        { code: 'wecom_card_refused', key, reason: error.message },
        'a card is not accepted; its words go as text',
      );
      for (const [line, instead] of rendered.insteadOfCard.entries()) await say(`instead ${line}`, instead);
      parts.put(key, `${form}${index}`, AS_TEXT);
    }
  }
  const lastPart = `${form}${rendered.messages.length - 1}`;
  return { messages, isCardThere: rendered.hasCard && parts.get(key, lastPart) === SAID };
}

function urgencyOf({ isUrgent }: Pick<Delivery, 'isUrgent'>): Urgency {
  return isUrgent ? 'urgent' : 'chatter';
}

/** The tapped card's new state, for all who see it. */
async function update(deps: DeliverDeps, delivery: Of<'update'>): Promise<DeliveryReceipt> {
  const { clock, parts, render, voice } = deps;
  const { chat, content, handle, key, tapToken } = delivery;
  const token = tapToken === undefined ? undefined : readTapToken(tapToken);
  if (!token) throw forGood('no_tap', 'WeCom changes a card only in answer to a tap on it');
  if (parts.get(key, ANSWERED) !== undefined) return { handle };
  if (isTooLate(token, clock.now(), ANSWERED_WITHIN_MS))
    throw forGood('tap_expired', 'the time for an answer to the tap is over');
  if (token.cardId !== handle) {
    await supersede(deps, chat, token);
    throw forGood('other_card', 'another card than the newest one was tapped');
  }
  const card = renderUpdate(content, { ...render, taskId: handle });
  await voice.answerTap(conversationOf(chat), token.deliveryId, card, urgencyOf(delivery));
  parts.put(key, ANSWERED, ANSWERED);
  return { handle };
}

/** An older card that was tapped loses its buttons; that it may not does no harm. */
async function supersede(
  { log, render, voice }: DeliverDeps,
  chat: string,
  { cardId, deliveryId }: TapToken,
): Promise<void> {
  if (isOfSeveral(cardId)) return;
  try {
    await voice.answerTap(conversationOf(chat), deliveryId, supersededCard({ ...render, taskId: cardId }), 'chatter');
  } catch (error) {
    log.debug({ err: error, taskId: cardId }, 'an older card keeps its buttons');
  }
}

async function direct(deps: DeliverDeps, delivery: Of<'direct'>): Promise<DeliveryReceipt> {
  const { render, ringing } = deps;
  const { content, key, to } = delivery;
  const rendered = renderMessage(content, { ...render, taskId: cardIdOf(key, content.card) });
  const say = async () => {
    await sayToConversation(deps, delivery, { kind: 'single', userId: to.userId });
  };
  const text = plainWords([...rendered.messages, ...rendered.insteadOfCard]);
  const byApp = async (app: AppMessages) => (await app.send([to.userId], text)).length === 0;
  await ringing.direct({ key, to, byApp }, say);
  return { messages: 0 };
}

async function file(deps: DeliverDeps, delivery: Of<'file'>): Promise<DeliveryReceipt> {
  const { parts, ringing, voice } = deps;
  const { chat, file: sent, key, to } = delivery;
  requireSize(sent);
  const say = async (conversation: Conversation): Promise<void> => {
    if (parts.get(key, SAID) !== undefined) return;
    await voice.say(conversation, { msgtype: 'file', file: sent }, { urgency: urgencyOf(delivery) });
    parts.put(key, SAID, SAID);
  };
  if (!to) {
    await say(conversationOf(chat));
    return {};
  }
  const byApp = (app: AppMessages) => app.sendFile(to.userId, sent);
  await ringing.direct({ key, to, byApp }, () => say({ kind: 'single', userId: to.userId }));
  return { messages: 0 };
}

/** All the words, without markup: for the app, which shows plain text. */
function plainWords(messages: readonly WecomMessage[]): string {
  const contents = messages.flatMap((message) => (message.msgtype === 'markdown' ? [message.markdown.content] : []));
  return contents.join('\n').replaceAll('**', '');
}
