import type { Clock } from '../../domain/types.ts';
import { type Delivery, type DeliveryReceipt, PlatformError } from '../types.ts';
import { conversationOf } from './conversations.ts';
import { refusesCard } from './errors.ts';
import type { SaidParts } from './parts.ts';
import {
  type RenderedMessage,
  type RenderInput,
  renderMessage,
  renderUpdate,
  supersededCard,
} from './render-message.ts';
import { ringText } from './ring-text.ts';
import type { Ringing } from './ringing.ts';
import { isTooLate, readTapToken, type TapToken } from './tap-token.ts';
import { isOfSeveral, taskIdOf } from './task-id.ts';
import type { WecomLog, WecomMessage } from './types.ts';
import type { Voice } from './voice.ts';

export interface DeliverDeps {
  readonly clock: Clock;
  readonly log: WecomLog;
  readonly parts: SaidParts;
  readonly voice: Voice;
  readonly ringing: Ringing;
  readonly render: Omit<RenderInput, 'taskId'>;
}

type Of<Op extends Delivery['op']> = Extract<Delivery, { op: Op }>;

const FRESH = 'fresh';
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
      case 'ephemeral':
        throw forGood('no_ephemeral', 'WeCom shows a message to all of a group, or to nobody of it');
    }
  };
}

async function post(deps: DeliverDeps, delivery: Of<'post'>): Promise<DeliveryReceipt> {
  const { parts, render, ringing } = deps;
  const { calls = [], chat, content, key, rings = [] } = delivery;
  const taskId = taskIdOf(key, content.card);
  const rendered = renderMessage(content, { ...render, taskId });
  const say = () => sayAll(deps, delivery, rendered);
  const ring = { key, chat, rings, calls, text: ringText(content) };
  if (rings.length + calls.length === 0) await say();
  else if (!rendered.hasCard) await ringing.say(ring, say);
  else {
    await say();
    await ringing.ring(ring);
  }
  const isCardThere = rendered.hasCard && parts.get(key, lastPart(rendered)) === SAID;
  return isCardThere ? { handle: taskId } : {};
}

/** Says what of it is missing. */
async function sayAll(deps: DeliverDeps, delivery: Of<'post'>, rendered: RenderedMessage): Promise<void> {
  const { log, parts, voice } = deps;
  const { chat, isRepeat, key } = delivery;
  const to = conversationOf(chat);
  if (isRepeat !== true) parts.put(key, FRESH, FRESH);
  // Of what it began itself, this process knows what arrived; only before that may another one have said it.
  const mayBeThere = parts.get(key, FRESH) === undefined;

  const say = async (part: string, message: WecomMessage): Promise<void> => {
    if (parts.get(key, part) !== undefined) return;
    await voice.say(to, message, { mayBeThere });
    parts.put(key, part, SAID);
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
      parts.put(key, String(index), AS_TEXT);
    }
  }
}

function lastPart({ messages }: RenderedMessage): string {
  return String(messages.length - 1);
}

/** The tapped card's new state, for all who see it. */
async function update(deps: DeliverDeps, delivery: Of<'update'>): Promise<DeliveryReceipt> {
  const { clock, parts, render, voice } = deps;
  const { chat, content, handle, key, tapToken } = delivery;
  const token = tapToken === undefined ? undefined : readTapToken(tapToken);
  if (!token) throw forGood('no_tap', 'WeCom changes a card only in answer to a tap on it');
  if (parts.get(key, ANSWERED) !== undefined) return { handle };
  if (isTooLate(token, clock.now())) throw forGood('tap_expired', 'the time for an answer to the tap is over');
  if (token.taskId !== handle) {
    await supersede(deps, chat, token);
    throw forGood('other_card', 'another card than the newest one was tapped');
  }
  await voice.answerTap(conversationOf(chat), token.reqId, renderUpdate(content, { ...render, taskId: handle }));
  parts.put(key, ANSWERED, ANSWERED);
  return { handle };
}

/** An older card that was tapped loses its buttons; that it may not does no harm. */
async function supersede(
  { log, render, voice }: DeliverDeps,
  chat: string,
  { reqId, taskId }: TapToken,
): Promise<void> {
  if (isOfSeveral(taskId)) return;
  try {
    await voice.answerTap(conversationOf(chat), reqId, supersededCard({ ...render, taskId }));
  } catch (error) {
    log.debug({ err: error, taskId }, 'an older card keeps its buttons');
  }
}

async function direct({ render, ringing }: DeliverDeps, { content, key, to }: Of<'direct'>): Promise<DeliveryReceipt> {
  const { insteadOfCard, messages } = renderMessage(content, { ...render, taskId: taskIdOf(key, content.card) });
  await ringing.direct(key, to, messages, plainWords([...messages, ...insteadOfCard]));
  return {};
}

/** All the words, without markup: for the app, which shows plain text. */
function plainWords(messages: readonly WecomMessage[]): string {
  const contents = messages.flatMap((message) => (message.msgtype === 'markdown' ? [message.markdown.content] : []));
  return contents.join('\n').replaceAll('**', '');
}

function forGood(code: string, message: string): PlatformError {
  return new PlatformError(message, { code, retryable: false });
}
