import type { MediaFile } from '../expiring-files.ts';
import type { Fate } from '../intake.ts';
import type { Room } from '../rooms.ts';
import type { CallbackClient } from './callback-client.ts';
import type { DingtalkMessage, DingtalkRooms, FaceButton } from './card-face.ts';
import type { Cards } from './cards.ts';
import type { Faults } from './faults.ts';
import { CARD_TOPIC, ROBOT_TOPIC } from './frames.ts';
import type { MediaCodes } from './media-codes.ts';
import type { Members } from './members.ts';
import type { Metering } from './metering.ts';
import type { Pushed, Pushes } from './pushes.ts';
import type { Webhooks } from './webhooks.ts';

export interface PersonSays {
  readonly room: Room;
  readonly from: string;
  readonly text?: string;
  /** The message that is quoted. */
  readonly quotes?: string;
  readonly images?: readonly MediaFile[];
  /** In private only: what is sent by itself, without words. */
  readonly alone?:
    | { readonly kind: 'picture' | 'file' | 'video'; readonly file: MediaFile }
    | { readonly kind: 'audio' };
  /** More fields of the callback, also odd ones. */
  readonly more?: object;
}

export interface PersonTaps {
  readonly messageId: string;
  readonly from: string;
  readonly button: (button: FaceButton) => boolean;
  /** A screen that was not refreshed: the button may have gone meanwhile. */
  readonly onOldScreen?: true;
}

/** What people do, and how it reaches the bot. */
export interface People {
  say(saying: PersonSays): Promise<Fate>;
  /** @throws when the person's screen has no such button */
  tap(tapping: PersonTaps): Promise<Fate>;
  /** A tap with whatever body, as none of the screens makes it. */
  tapRaw(body: object): Fate;
  /** The last callback once more, or that one. @param messageId of its frame */
  again(id?: string, messageId?: 'same' | 'new'): Promise<Fate>;
  readonly lastId: string | undefined;
}

export interface PeopleParts {
  readonly app: { readonly clientSecret: string; readonly robotCode: string };
  readonly botName: string;
  readonly rooms: DingtalkRooms;
  readonly members: Members;
  readonly media: MediaCodes;
  readonly webhooks: Webhooks;
  readonly metering: Metering;
  readonly cards: Cards;
  readonly pushes: Pushes;
  readonly faults: Faults;
  readonly now: () => number;
  readonly callbacks: CallbackClient;
  /** Where robot messages are posted to, instead of the Stream connection. */
  readonly robotUrl?: string;
}

const CORP = 'ding9733made-up';

export function createPeople(parts: PeopleParts): People {
  const { app, botName, callbacks, cards, faults, media, members, metering, now, pushes, rooms, webhooks } = parts;
  const botId = members.lwcpOf(app.robotCode);
  let said = 0;
  /** What was posted to an address: the last, so that it can come again. */
  let repost: (() => Promise<Fate>) | undefined;

  const posted = async (post: () => Promise<{ readonly status: number }>): Promise<Fate> => {
    repost = async () => {
      const { status } = await post().catch(() => ({ status: 0 }));
      return status === 200 ? 'delivered' : 'bot_away';
    };
    return repost();
  };

  function sender(from: string): object {
    const { isOutside, name } = members.people.get(from) ?? { name: from };
    const isStaff = isOutside === undefined && !faults.hidesStaffIds;
    return {
      ...{ senderNick: name, senderId: members.lwcpOf(from), senderCorpId: CORP, isAdmin: false },
      ...(isStaff && { senderStaffId: from }),
    };
  }

  function place(room: Room): object {
    const { until, url } = webhooks.openSession(room);
    const base = { sessionWebhook: url, sessionWebhookExpiredTime: until };
    if (room.kind !== 'group') return { ...base, conversationType: '1', conversationId: `cid1${room.userId}` };
    const title = members.groups.get(room.chatId)?.title ?? room.chatId;
    const robot = { dingtalkId: botId };
    const group = { conversationId: room.chatId, conversationTitle: title, isInAtList: true, atUsers: [robot] };
    return { ...base, conversationType: '2', ...group };
  }

  function contentOf({ alone, images = [], quotes }: PersonSays, text: string): object {
    if (alone?.kind === 'audio') {
      return { msgtype: 'audio', content: { duration: 3000, downloadCode: media.put(voice), recognition: text } };
    }
    if (alone) {
      const { name } = alone.file;
      const file = { downloadCode: media.put(alone.file), ...(name !== undefined && { fileName: name }) };
      return { msgtype: alone.kind, content: file };
    }
    const quoted = quotes === undefined ? undefined : rooms.message(quotes);
    const reply = quoted && { isReplyMsg: true, repliedMsg: repliedOf(quoted, botId) };
    const top = quoted && quotedIds(quoted);
    if (images.length === 0) return { msgtype: 'text', text: { content: text, ...reply }, ...top };
    const pictures = images.map((image) => ({ type: 'picture', downloadCode: media.put(image) }));
    const words = text.trim() === '' ? [] : [{ text }];
    return { msgtype: 'richText', content: { richText: [...words, ...pictures], ...reply }, ...top };
  }

  function messageOf(saying: PersonSays): object {
    const { from, more, room, text = '' } = saying;
    said += 1;
    // The mention goes, and leaves its space.
    const words = room.kind === 'group' ? text.replace(`@${botName}`, '') : text;
    const isWithheld = !metering.message() || faults.withholdsWords;
    const withheld = { msgtype: 'text', errorCode: 20001, errorMessage: '受调用量超量影响，消息内容无法推送' };
    return {
      ...{ senderPlatform: 'Android', chatbotCorpId: CORP, chatbotUserId: botId },
      ...{ msgId: `msgrK2${said}U+riw==`, createAt: now(), robotCode: app.robotCode, openThreadId: 'thread' },
      ...{ ...sender(from), ...place(room) },
      ...(isWithheld ? withheld : contentOf(saying, words)),
      ...more,
    };
  }

  function tell(callback: Pick<Pushed, 'data' | 'tap' | 'topic'>): Fate {
    return pushes.send({ type: 'CALLBACK', ...callback });
  }

  async function press(from: string, message: DingtalkMessage, button: FaceButton): Promise<Fate> {
    const { card: face, room } = message;
    const card = cards.card(face?.outTrackId ?? '');
    if (!card || room.kind === 'app') throw new Error(`there is no card ${message.id}`);
    const { outTrackId } = card;
    const base = {
      extension: '{}',
      corpId: CORP,
      spaceType: 'im',
      userIdType: 1,
      type: 'actionCallback',
      userId: from,
    };
    const spaceId = room.kind === 'group' ? room.chatId : `cid1${room.userId}`;
    const body = { ...base, spaceId, outTrackId, ...pressed(button, faults.tapForm) };
    if (card.callbackType === 'STREAM')
      return tell({ topic: CARD_TOPIC, data: body, tap: { outTrackId, userId: from } });
    // Neither `STREAM` nor a registered address: the tap goes nowhere.
    const route = card.callbackType === 'HTTP' ? cards.routeOf(card.routeKey) : undefined;
    if (!route) return 'lost';
    return posted(async () => {
      const answer = await callbacks.card(route.url, route.secret, body);
      if (answer.status === 200) cards.answered({ outTrackId, userId: from }, jsonOf(answer.text));
      return answer;
    });
  }

  return {
    get lastId() {
      return pushes.lastId;
    },
    async say(saying) {
      const { from, room, text = '' } = saying;
      rooms.post({ room, from: { userId: from }, form: saying.alone?.kind ?? 'text', text });
      const isAway = room.kind === 'group' && typeof members.groupOf(room.chatId) === 'string';
      // In a group the bot hears what names it, and no file by itself.
      if (isAway || (room.kind === 'group' && (!text.includes(`@${botName}`) || saying.alone))) return 'not_addressed';
      const data = messageOf(saying);
      const { robotUrl: url } = parts;
      if (url === undefined) return tell({ topic: ROBOT_TOPIC, data });
      return posted(() => callbacks.robot(url, app.clientSecret, data));
    },
    async tap({ button, from, messageId, onOldScreen }) {
      const message = rooms.message(messageId);
      const present = rooms.view(messageId, from);
      const screens = onOldScreen ? (message?.screens ?? []).toReversed() : present ? [present] : [];
      const found = screens.flatMap(({ buttons }) => buttons).find(button);
      if (!message || !found) throw new Error(`${from} sees no such button on ${messageId}`);
      return press(from, message, found);
    },
    tapRaw: (data) => tell({ topic: CARD_TOPIC, data }),
    async again(id, messageId) {
      if (parts.robotUrl !== undefined && id === undefined) return repost ? repost() : 'bot_away';
      return pushes.again(id, messageId);
    },
  };
}

const voice: MediaFile = { bytes: Buffer.from('a voice') };

/** What is told of a message that is quoted: of the bot's own, words only where it is plain text. */
function repliedOf({ at, card, form, from, id, text }: DingtalkMessage, bot: string): object {
  const base = { msgId: `msg-${id}`, createdAt: at, senderId: typeof from === 'object' ? '$:LWCP_v1:$somebody' : bot };
  if (card) return { ...base, msgType: 'interactiveCard' };
  const isPlain = typeof from === 'object' || form.endsWith('text');
  return isPlain ? { ...base, msgType: 'text', content: { text } } : { ...base, msgType: 'unknownMsgType' };
}

/** Only what the API posted has the key that its answer gave. */
function quotedIds({ form, from, id }: DingtalkMessage): object {
  const isByApi = from === 'bot' && !form.startsWith('session ');
  return { originalMsgId: `msg-${id}`, ...(isByApi && { originalProcessQueryKey: id }) };
}

/** A press in the forms in which DingTalk's own pages show it. */
function pressed({ actionId, params }: FaceButton, form: Faults['tapForm']): object {
  const inside = JSON.stringify({ cardPrivateData: { actionIds: [actionId], params } });
  switch (form) {
    case 'both':
      return { content: inside, value: inside };
    case 'content':
      return { content: inside };
    case 'value':
      return { value: inside };
    case 'params_beside':
      return { value: JSON.stringify({ cardPrivateData: { actionIds: [actionId] }, params }) };
    case 'without_params':
      return { value: JSON.stringify({ cardPrivateData: { actionIds: [actionId] } }) };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
