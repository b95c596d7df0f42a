import type { MediaFile } from '../expiring-files.ts';
import type { Fate } from '../intake.ts';
import type { Room } from '../rooms.ts';
import { type CallbackClient, cmdOfReply } from './callback-client.ts';
import { selectionsOf } from './card-check.ts';
import type { WecomRooms } from './card-kind.ts';
import type { WireCard } from './card-schema.ts';
import type { Delivered, Deliveries } from './deliveries.ts';
import type { Faults } from './faults.ts';
import type { MediaStore } from './media-store.ts';
import type { Members } from './members.ts';

export interface PersonSays {
  readonly room: Room;
  readonly from: string;
  readonly text?: string;
  /** The message that is quoted; only its words reach the bot. */
  readonly quotes?: string;
  readonly images?: readonly MediaFile[];
  /** Alone with the bot only: what is sent by itself, without words. */
  readonly alone?: { readonly kind: 'image' | 'file' | 'video'; readonly file: MediaFile } | { readonly kind: 'voice' };
}

export interface PersonTaps {
  readonly messageId: string;
  readonly from: string;
  /** Of the button, or of the submit button. */
  readonly key: string;
  /** Chosen options by question; what is not named stands as the card has it. */
  readonly chosen?: Readonly<Record<string, string>>;
  /** A screen that was not refreshed: the button may have gone meanwhile. */
  readonly onOldScreen?: true;
}

/** What people do, and how it reaches the bot. */
export interface People {
  say(saying: PersonSays): Promise<Fate>;
  /** @throws when the person's screen has no such button */
  tap(tapping: PersonTaps): Promise<Fate>;
  /** Somebody opens his chat with the bot, for the first time that day. */
  enter(userId: string): Promise<Fate>;
  /** The same message or event once more, with a new request id. @returns false when there is none, or nobody who hears it */
  again(msgid?: string): Promise<boolean>;
  readonly lastMsgid: string | undefined;
}

export interface PeopleParts {
  readonly bot: { readonly id: string; readonly name: string };
  readonly rooms: WecomRooms;
  readonly members: Members;
  readonly media: MediaStore;
  readonly deliveries: Deliveries;
  readonly faults: Faults;
  readonly now: () => number;
  readonly origin: () => string;
  /** The long connection. @returns false when it is away */
  readonly send: (frame: object) => boolean;
  /** The other way in, instead of it. */
  readonly callback?: CallbackClient;
  readonly mediaKey?: Buffer;
  readonly handle: (cmd: string, reqId: string, body: unknown) => unknown;
}

interface Told {
  readonly kind: Delivered['kind'];
  readonly room: Room;
  readonly taskId?: string;
  readonly body: object;
}

export function createPeople(parts: PeopleParts): People {
  const { bot, deliveries, faults, media, members, now, rooms } = parts;
  const told = new Map<string, Told>();
  let lastMsgid: string | undefined;

  async function tell({ body, kind, room, taskId }: Told): Promise<Fate> {
    const delivered = deliveries.open({ kind, room, ...(taskId !== undefined && { taskId }) });
    const { reqId } = delivered;
    if (parts.callback) {
      const { reply, status } = await parts.callback.post(body).catch(() => ({ status: 0, reply: undefined }));
      if (reply !== undefined) parts.handle(cmdOfReply(reply, kind), reqId, reply);
      return status === 200 ? 'delivered' : 'bot_away';
    }
    const cmd = kind === 'message' ? 'aibot_msg_callback' : 'aibot_event_callback';
    return parts.send({ cmd, headers: { req_id: reqId }, body }) ? 'delivered' : 'bot_away';
  }

  function remember(given: Omit<Told, 'body'> & { readonly from: string; readonly content: object }): Told {
    const { content, from, kind, room, taskId } = given;
    const msgid = `MSG${told.size + 1}`;
    const hasUrl = parts.callback !== undefined || faults.givesResponseUrls;
    const code = hasUrl ? deliveries.giveResponseCode(room) : '';
    const body = {
      ...{ msgid, aibotid: bot.id, create_time: Math.floor(now() / 1000) },
      ...(room.kind === 'group' && { chatid: room.chatId }),
      ...{ chattype: room.kind === 'group' ? 'group' : 'single', from: { userid: from } },
      ...(hasUrl && { response_url: `${parts.origin()}/cgi-bin/aibot/response?response_code=${code}` }),
      ...content,
    };
    const made = { kind, room, body, ...(taskId !== undefined && { taskId }) };
    told.set(msgid, made);
    lastMsgid = msgid;
    return made;
  }

  const link = (file: MediaFile) => media.put(file, parts.mediaKey);

  function contentOf({ alone, images = [], quotes, text = '' }: PersonSays): object {
    const quoted = quotes === undefined ? undefined : rooms.message(quotes);
    const quote = quoted && { quote: { msgtype: 'text', text: { content: wordsOf(quoted.text, quoted.card) } } };
    if (alone?.kind === 'voice') return { msgtype: 'voice', voice: { content: text } };
    if (alone) return { msgtype: alone.kind, [alone.kind]: link(alone.file) };
    if (images.length === 0) return { msgtype: 'text', text: { content: text }, ...quote };
    const items = images.map((image) => ({ msgtype: 'image', image: link(image) }));
    return {
      msgtype: 'mixed',
      mixed: { msg_item: [{ msgtype: 'text', text: { content: text } }, ...items] },
      ...quote,
    };
  }

  return {
    get lastMsgid() {
      return lastMsgid;
    },
    async say(saying) {
      const { from, room, text = '' } = saying;
      rooms.post({ room, from: { userId: from }, form: saying.alone?.kind ?? 'text', text });
      // In a group the bot gets nothing that does not name it, and nothing that is a file alone.
      const isAway = room.kind === 'group' && members.groups.get(room.chatId)?.hasBot === false;
      if (isAway || (room.kind === 'group' && (!text.includes(`@${bot.name}`) || saying.alone))) return 'not_addressed';
      members.hear(room);
      return tell(remember({ kind: 'message', room, from, content: contentOf(saying) }));
    },
    async tap(tapping) {
      const { from, key, messageId } = tapping;
      const message = rooms.message(messageId);
      if (!message) throw new Error(`there is no message ${messageId}`);
      const present = rooms.view(messageId, from);
      const screens = tapping.onOldScreen ? [...message.screens].reverse() : present ? [present] : [];
      const card = screens.find((screen) => keysOf(screen).includes(key));
      if (!card) throw new Error(`${from} sees no button ${key} on ${messageId}`);
      const pressed = {
        ...{ card_type: card.card_type, event_key: key, task_id: card.task_id },
        ...selected(card, tapping.chosen ?? {}),
      };
      const event = faults.hasFlatTaps
        ? { eventtype: 'template_card_event', ...pressed }
        : { eventtype: 'template_card_event', template_card_event: pressed };
      const taskId = card.task_id;
      const base = { kind: 'tap', room: message.room, from, content: { msgtype: 'event', event } } as const;
      return tell(remember({ ...base, ...(taskId !== undefined && { taskId }) }));
    },
    enter(userId) {
      const content = { msgtype: 'event', event: { eventtype: 'enter_chat' } };
      return tell(remember({ kind: 'enter', room: { kind: 'single', userId }, from: userId, content }));
    },
    async again(msgid = lastMsgid) {
      const found = msgid === undefined ? undefined : told.get(msgid);
      return found !== undefined && (await tell(found)) === 'delivered';
    },
  };
}

/** Keys of everything on a card that can be pressed. */
export function keysOf(card: WireCard): readonly string[] {
  if (card.card_type === 'button_interaction') return card.button_list.map(({ key }) => key);
  if (card.card_type === 'multiple_interaction' || card.card_type === 'vote_interaction')
    return [card.submit_button.key];
  return [];
}

/** The words of a message as a quote shows them. */
export function wordsOf(text: string, card: WireCard | undefined): string {
  if (!card) return text;
  const facts = card.card_type === 'text_notice' || card.card_type === 'button_interaction' ? card : undefined;
  const fields = (facts?.horizontal_content_list ?? []).map(({ keyname, value = '' }) => `${keyname} ${value}`);
  return [card.main_title?.title, card.main_title?.desc, facts?.sub_title_text, ...fields]
    .filter((line) => line !== undefined && line !== '')
    .join('\n');
}

function selected(card: WireCard, chosen: Readonly<Record<string, string>>): object {
  const items = selectionsOf(card).flatMap(({ option_list: options, question_key: question, selected_id: preset }) => {
    const id = chosen[question] ?? preset;
    if (id !== undefined && !options.some((option) => option.id === id))
      throw new Error(`${question} has no option ${id}`);
    return id === undefined ? [] : [{ question_key: question, option_ids: { option_id: [id] } }];
  });
  return items.length === 0 ? {} : { selected_items: { selected_item: items } };
}
