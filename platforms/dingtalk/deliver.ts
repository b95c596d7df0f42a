import { cardIdOf, isOfSeveral } from '../card-id.ts';
import type { Conversation } from '../conversations.ts';
import { sayPassably } from '../passable-words.ts';
import { platformError } from '../private-ring.ts';
import { ringText } from '../ring-text.ts';
import type { Ringing } from '../ringing.ts';
import { readTapToken } from '../tap-token.ts';
import { type Delivery, type DeliveryReceipt, forGood, type PlatformError } from '../types.ts';
import { type Uploads, unseen } from '../uploads.ts';
import { QUOTA_EXHAUSTED } from './api-codes.ts';
import { refusesWords } from './api-errors.ts';
import { privateChat } from './conversations.ts';
import { dingtalkKindOf, robotFile } from './files.ts';
import type { PrivateLinks } from './private-links.ts';
import type { Quota } from './quota.ts';
import { apiConversation, canBeRung, isReached } from './reach.ts';
import { cardParams, renderPost, supersededParams } from './render-card.ts';
import { messageTitle } from './render-words.ts';
import type { DingtalkRing } from './ringing.ts';
import { type Said, type SayDeps, sayTo, spendingOf } from './say-content.ts';
import type { OpenApi, RobotFile, Spending, TapAnswers, TapRepaint } from './types.ts';

export interface DeliverDeps extends SayDeps {
  readonly openApi: Pick<OpenApi, 'sendToGroup' | 'sendToPeople' | 'updateCard' | 'upload'>;
  readonly uploads: Uploads;
  readonly ringing: Ringing<DingtalkRing>;
  readonly taps: Pick<TapAnswers, 'end' | 'give' | 'giveAll'>;
  readonly quota: Pick<Quota, 'settle'>;
  /** Absent: there are no links, or they cost too much. */
  readonly links?: PrivateLinks;
}

type Of<Op extends Delivery['op']> = Extract<Delivery, { op: Op }>;

const ANSWERED = 'answered';
const SAID = 'said';

export interface Deliverer {
  /** Does what a delivery wants. @throws {PlatformError} */
  deliver(delivery: Delivery): Promise<DeliveryReceipt>;
  /** Rings and calls those of a post that can't be said yet. @throws {PlatformError} retryable */
  ring(delivery: Of<'post'>): Promise<void>;
}

export function createDeliver(deps: DeliverDeps): Deliverer {
  const counted = async <T>(job: Promise<T>): Promise<T> => {
    try {
      return await job;
    } finally {
      await deps.quota.settle();
    }
  };
  return {
    deliver: (delivery) => counted(done(deps, delivery)),
    ring: (delivery) => counted(deps.ringing.ring(ringRequestOf(delivery, []))),
  };
}

async function done(deps: DeliverDeps, delivery: Delivery): Promise<DeliveryReceipt> {
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
      throw forGood('no_ephemeral', 'DingTalk shows a message to all of a group, or to nobody of it');
  }
}

async function post(deps: DeliverDeps, delivery: Of<'post'>): Promise<DeliveryReceipt> {
  const { cards, links, log, render, ringing } = deps;
  endTap(deps, delivery);
  const { calls = [], chat, content, key, turn = [] } = delivery;
  const rendered = renderPost(content, { ...render, chat });
  const isCard = rendered.card !== undefined && cards.isOpen();
  let said: Said = { messages: 0, isCardThere: false };
  const say = async () => {
    said = await sayTo(deps, delivery, chat);
  };
  const words = isCard ? [] : [...rendered.ahead, ...rendered.insteadOfCard];
  const ring = ringRequestOf(delivery, words);
  if (ring.rings.length + calls.length === 0) await say();
  else if (!isCard) await ringing.say(ring, say);
  else await ringing.follow(ring, say);
  if (content.card && !said.isCardThere && links) {
    const actors = [...(content.asNews ? [] : ring.rings), ...turn.filter(canBeRung)];
    for (const { code, message } of await links.sendToAll(ring, actors)) {
      log.warn({ code, key, reason: message }, 'links to act by could not be sent');
    }
  }
  // What rings, and says it all where it can, counts as well: it is the chat's.
  const messages = Math.max(said.messages, words.length);
  return { messages, ...(said.isCardThere && { handle: cardIdOf(key, content.card) }) };
}

/** @param words what the ring says, where it says all */
function ringRequestOf(delivery: Of<'post'>, words: DingtalkRing['messages']): DingtalkRing {
  const { calls = [], chat, content, isUrgent, key, rings = [] } = delivery;
  const text = ringText(content);
  return {
    ...{ key, chat, content, text, messages: words, form: '' },
    rings: rings.filter(canBeRung),
    calls: calls.filter(canBeRung),
    // With a card it stands beside what it is about, else it stands for itself.
    line: { kind: 'text', text: content.card && content.lines.length === 0 ? messageTitle(content) : text },
    spending: spendingOf(delivery),
    ...(isUrgent && { isUrgent }),
  };
}

/** The card's new state: at once for the one who has tapped it, then for everybody. */
async function update(deps: DeliverDeps, delivery: Of<'update'>): Promise<DeliveryReceipt> {
  const { log, openApi, parts, render, taps } = deps;
  const { chat, handle, onlyToTapper } = delivery;
  await sayPassably({ name: 'dingtalk', parts, log, refusesWords }, delivery, async (content) => {
    const params = cardParams(content, { ...render, chat });
    const isSeen = await answerTap(deps, delivery, { params });
    if (isSeen && onlyToTapper) return;
    // DingTalk wants no update of a card on which a tap waits: whoever has tapped it sees the same.
    await taps.giveAll(handle, { params });
    try {
      await openApi.updateCard({ outTrackId: handle, params }, spendingOf(delivery));
    } catch (error) {
      // It would hold up words that can go another way.
      throw asForWords(platformError(error));
    }
  });
  return { handle };
}

/**
 * Whoever has tapped an older card loses its buttons, where he still waits.
 * @returns whether he sees the card's new state; never where nobody waits any more
 */
async function answerTap(
  { parts, render, taps }: DeliverDeps,
  update: Of<'update'>,
  shown: TapRepaint,
): Promise<boolean> {
  const { content, handle, key, tapToken } = update;
  const token = tapToken === undefined ? undefined : readTapToken(tapToken);
  if (!token) return false;
  const isTapped = token.cardId === handle;
  if (parts.get(key, ANSWERED) !== undefined) return isTapped;
  if (!isTapped && isOfSeveral(token.cardId)) return false;
  const repaint = isTapped ? shown : { params: supersededParams(content, render) };
  if (!(await taps.give(token.deliveryId, repaint))) return false;
  parts.put(key, ANSWERED, ANSWERED);
  return isTapped;
}

/** Words are no repaint: the button need not wait for one. What repaints a card as well leaves before them. */
function endTap({ taps }: DeliverDeps, { tapToken }: Of<'post'> | Of<'direct'>): void {
  const token = tapToken === undefined ? undefined : readTapToken(tapToken);
  if (token) taps.end(token.deliveryId);
}

async function direct(deps: DeliverDeps, delivery: Of<'direct'>): Promise<DeliveryReceipt> {
  const chat = privateChat(delivery.to.userId).externalId;
  endTap(deps, delivery);
  await deps.ringing.direct(delivery.key, [
    async () => {
      await sayTo(deps, delivery, chat);
      return true;
    },
  ]);
  return { messages: 0 };
}

/** By the app's API alone: no webhook takes a file. */
async function file(deps: DeliverDeps, delivery: Of<'file'>): Promise<DeliveryReceipt> {
  const { openApi, parts, uploads } = deps;
  const { chat, file: sent, key, to } = delivery;
  const kind = dingtalkKindOf(sent);
  const conversation = to ? { kind: 'single' as const, userId: to.userId } : apiConversation(chat);
  if (!conversation || (to && !canBeRung(to))) throw forGood('unreachable', 'no way for a file leads there');
  const receipt: DeliveryReceipt = to ? { messages: 0 } : {};
  if (parts.get(key, SAID) !== undefined) return receipt;
  const spending = spendingOf(delivery);
  const upload = async (): Promise<string> => {
    try {
      return await openApi.upload(sent, kind, spending);
    } catch (error) {
      throw unseen(platformError(error));
    }
  };
  try {
    await uploads.send(kind, sent, {
      upload,
      send: (mediaId) => sendFile(openApi, conversation, robotFile(kind, sent, mediaId), spending),
    });
  } catch (error) {
    throw asForWords(platformError(error));
  }
  parts.put(key, SAID, SAID);
  return receipt;
}

async function sendFile(
  openApi: DeliverDeps['openApi'],
  to: Conversation,
  message: RobotFile,
  spending: Spending,
): Promise<void> {
  if (to.kind === 'group') return openApi.sendToGroup(to.chatId, message, spending);
  if (isReached(await openApi.sendToPeople([to.userId], message, spending))) return;
  throw forGood('unreachable', 'DingTalk does not know this person');
}

/** Where no call is left, words can go another way, and a file never can. */
function asForWords(error: PlatformError): PlatformError {
  return error.code === QUOTA_EXHAUSTED ? forGood(QUOTA_EXHAUSTED, error.message) : error;
}
