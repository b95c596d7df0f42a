import type { Card, CardSubject } from '../../cards/types.ts';
import { assert } from '../../domain/assert.ts';
import type { Instant } from '../../domain/types.ts';
import { stripMention } from '../mentions.ts';
import { createTurns } from '../turns.ts';
import type { AccountRef, Delivery, DeliveryReceipt, Receiver, Update } from '../types.ts';
import { PlatformError } from '../types.ts';
import type { SandboxHistory } from './history.ts';
import { MessageLog } from './message-log.ts';
import type { RoomMessages } from './room-messages.ts';
import { hasClocks, saidBy } from './shown-delivery.ts';
import type {
  BotMessage,
  Heard,
  MessageView,
  PersonMessage,
  QuotedMessage,
  Refused,
  RoomView,
  SandboxChange,
  SandboxChat,
  SandboxFile,
  SandboxMessage,
  SandboxPersona,
  SandboxRoom,
  SayInput,
  SayResult,
  TapInput,
  TapResult,
} from './types.ts';
import { attachmentOf, type UploadInput, Uploads } from './uploads.ts';
import { messageAsText, viewMessage } from './view.ts';

/** Longer texts are refused, in UTF-16 units. */
export const TEXT_MAX = 20_000;
/** Files of one message. */
export const FILES_MAX = 9;
const QUOTE_TEXT_MAX = 1_000;
const ACTION_NAME = /^[a-z][a-z0-9_]{0,39}$/;
const PLATFORM = 'sandbox';
/** What else the bot listens to behind `@`, in any letter case. */
const LATIN_BOT_NAMES = ['dutybell', 'bot'];

export interface SandboxServerOptions {
  readonly chats: readonly SandboxChat[];
  readonly personas: readonly SandboxPersona[];
  /** The bot's name, which people write behind `@`: `zh.botName` of the catalogue. */
  readonly botName: string;
  readonly now: () => Instant;
  readonly history?: SandboxHistory;
  /** Tells a bot that it has been added to each group, once for each installation (the update ids stay the same). */
  readonly announceJoin?: boolean;
}

/** The bot's end of a connection. A connection that was replaced or closed delivers nothing any more. */
export interface BotConnection {
  deliver(delivery: Delivery): Promise<DeliveryReceipt>;
  close(): void;
}

/**
 * The chat server of the sandbox: rooms, personas and messages. It lives outside of the bot as a real platform's server
 * does, so a bot can be killed and started again beside it; what is said meanwhile is shown but never delivered.
 */
export class SandboxServer {
  readonly personas: readonly SandboxPersona[];
  readonly botName: string;
  readonly rooms: readonly SandboxRoom[];
  readonly #options: SandboxServerOptions;
  readonly #log: MessageLog;
  readonly #uploads = new Uploads();
  readonly #inTurn = createTurns();
  readonly #listeners = new Set<(change: SandboxChange) => void>();
  #receiver: Receiver | undefined;

  constructor(options: SandboxServerOptions) {
    this.#options = options;
    this.personas = options.personas;
    this.botName = options.botName;
    this.rooms = [
      ...options.chats.map((chat): SandboxRoom => ({ ...chat, kind: 'group' })),
      ...options.personas.map(
        (persona): SandboxRoom => ({
          key: `private-${persona.key}`,
          title: options.botName,
          kind: 'private',
          owner: persona.key,
          team: persona.team,
          system: options.chats.find(({ team }) => team === persona.team)?.system ?? { zh: '', en: '' },
        }),
      ),
    ];
    const keys = this.rooms.map((room) => room.key);
    assert(new Set(keys).size === keys.length, 'two sandbox chats have the same key');
    this.#log = new MessageLog({
      rooms: keys,
      history: options.history,
      now: options.now,
      onKept: (message) => this.#emit({ type: 'message', message }),
    });
  }

  /** Takes up what was said before the last stop. Everything that needs it waits for it by itself. */
  load(): Promise<void> {
    return this.#log.load();
  }

  get botConnected(): boolean {
    return this.#receiver !== undefined;
  }

  /** Calls `listener` with every change until the returned function is called. */
  subscribe(listener: (change: SandboxChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Every message of a room, oldest first, whoever may see it. */
  messagesOf(chat: string): readonly SandboxMessage[] {
    return this.#log.room(chat)?.all() ?? [];
  }

  /** The rooms of an account, each with the newest `limit` messages that it may see. */
  viewFor(viewer: string, limit: number): readonly RoomView[] {
    return this.rooms
      .filter((room) => this.#isMember(room, viewer))
      .map((room) => ({
        ...room,
        messages: this.messagesOf(room.key)
          .flatMap((message) => viewMessage(message, viewer) ?? [])
          .slice(-limit),
      }));
  }

  /** What an account sees of one message; `undefined` when it may not see it. */
  viewOf(message: SandboxMessage, viewer: string): MessageView | undefined {
    const room = this.rooms.find((candidate) => candidate.key === message.chat);
    return room !== undefined && this.#isMember(room, viewer) ? viewMessage(message, viewer) : undefined;
  }

  /** A file that an account was shown, by its hash where a person sent it; `undefined` where it may not see that message, or it is none. */
  fileOf(chat: string, messageId: string, viewer: string, hash?: string): SandboxFile | undefined {
    const message = this.#log.room(chat)?.byId(messageId);
    if (message === undefined || this.viewOf(message, viewer) === undefined) return undefined;
    return message.from === 'bot' ? message.file : message.files?.find((file) => file.hash === hash);
  }

  /** Takes a file that somebody is about to send. */
  upload(input: UploadInput): SandboxFile {
    return this.#uploads.put(input);
  }

  /** Of a file that a person sent, while this server runs. */
  bytesOf(hash: string): Uint8Array | undefined {
    return this.#uploads.bytes(hash);
  }

  /** Somebody says something; it is delivered to the bot when it is meant for it and the bot is there. */
  async say(input: SayInput): Promise<SayResult> {
    await this.load();
    const speaker = this.#speaker(input);
    if ('ok' in speaker) return speaker;
    const { files: wanted = [] } = input;
    if (input.text.trim() === '' && wanted.length === 0) return refuse('empty_text');
    if (wanted.length > FILES_MAX) return refuse('too_many_files');
    if (input.text.length > TEXT_MAX) return refuse('text_too_long');
    // One after the other, so that the bot gets a room's messages in the order in which the room shows them.
    return this.#inTurn(`people of ${input.chat}`, async () => {
      const { room, persona, messages } = speaker;
      const quoted = input.replyTo === undefined ? undefined : messages.byId(input.replyTo);
      if (input.replyTo !== undefined && quoted === undefined) return refuse('unknown_message');
      const before = messages.bySaying(persona.key, input.clientId);
      const files = wanted.flatMap((hash) => this.#uploads.file(hash) ?? []);
      if (before === undefined && files.length < wanted.length) return refuse('unknown_file');
      const message: PersonMessage =
        before?.from === 'person' ? before : await this.#addSaid(input, files, quoted && quoteOf(quoted));
      const addressed = this.#addressed(room, message.text, quoted);
      if (!addressed.addressed) return { ok: true, message: await this.#mark(message, 'not_addressed') };
      const heard = await this.#send({
        ...this.#updateBase(room, persona, `say:${persona.key}:${input.clientId}`, message.at),
        type: 'message',
        text: addressed.text,
        addressed: true,
        ...(message.files && { attachments: message.files.map(attachmentOf) }),
        ...(message.quote && { quote: { handle: message.quote.id, text: message.quote.text } }),
      });
      return { ok: true, message: await this.#mark(message, heard) };
    });
  }

  /**
   * Somebody taps a button of a card. Whether he may is for the bot to say: a client can send any tap, also one that its
   * screen did not offer or that belongs to an older version.
   */
  async tap(input: TapInput): Promise<TapResult> {
    await this.load();
    const speaker = this.#speaker(input);
    if ('ok' in speaker) return speaker;
    const message = speaker.messages.byId(input.messageId);
    if (message === undefined || this.viewOf(message, input.persona) === undefined) return refuse('unknown_message');
    const subject = message.from === 'bot' ? subjectOf(message.content.card, input.subject) : undefined;
    if (subject === undefined) return refuse('no_card');
    if (!ACTION_NAME.test(input.action)) return refuse('bad_action');
    const updateId = `tap:${input.persona}:${input.clientId}`;
    const heard = await this.#send({
      ...this.#updateBase(speaker.room, speaker.persona, updateId, this.#options.now()),
      type: 'action',
      action: input.action,
      subject: subject.id,
      version: input.version ?? subject.version,
      form: input.form ?? {},
      handle: input.messageId,
    });
    return { ok: true, heard };
  }

  /** A bot comes. Another one that was connected is cut off. */
  async connect(receiver: Receiver): Promise<BotConnection> {
    await this.load();
    this.#receiver = receiver;
    this.#emit({ type: 'bot', connected: true });
    receiver.connection('up', 'connected');
    if (this.#options.announceJoin) await this.#announceJoin();
    return {
      deliver: async (delivery) => {
        if (this.#receiver !== receiver) {
          throw new PlatformError('the connection is closed', { code: 'not_connected', retryable: true });
        }
        const chat = delivery.op === 'direct' ? `private-${delivery.to.userId}` : delivery.chat;
        // One after the other: a second delivery under the same key has to find what became of the first.
        return this.#inTurn(`bot in ${chat}`, () => this.#deliver(delivery, chat));
      },
      close: () => {
        if (this.#receiver === receiver) this.disconnect();
      },
    };
  }

  /** Cuts the bot off, as when its process was killed. Nothing is said to it. */
  disconnect(): void {
    if (this.#receiver === undefined) return;
    this.#receiver = undefined;
    this.#emit({ type: 'bot', connected: false });
  }

  // ---- from people to the bot ----

  #speaker(input: { chat: string; persona: string }) {
    const room = this.rooms.find((candidate) => candidate.key === input.chat);
    const persona = this.personas.find((candidate) => candidate.key === input.persona);
    if (persona === undefined) return refuse('unknown_persona');
    const messages = this.#log.room(input.chat);
    if (room === undefined || messages === undefined || !this.#isMember(room, persona.key))
      return refuse('unknown_chat');
    return { room, persona, messages };
  }

  #isMember(room: SandboxRoom, viewer: string): boolean {
    if (room.kind === 'private') return room.owner === viewer;
    return this.personas.some(({ key, team }) => key === viewer && team === room.team);
  }

  #addressed(
    room: SandboxRoom,
    text: string,
    quoted: SandboxMessage | undefined,
  ): { addressed: boolean; text: string } {
    const others = this.personas.map((persona) => persona.name);
    const mention = stripMention(text, [this.botName, ...LATIN_BOT_NAMES], others);
    return {
      addressed: room.kind === 'private' || mention.mentioned || quoted?.from === 'bot',
      text: mention.text,
    };
  }

  #updateBase(room: SandboxRoom, from: SandboxPersona, updateId: string, sentAt: Instant) {
    const account: AccountRef = { userId: from.key, name: from.name };
    return {
      platform: PLATFORM,
      updateId,
      chat: { externalId: room.key, kind: room.kind, title: room.title },
      from: account,
      sentAt,
      receivedAt: this.#options.now(),
    };
  }

  async #send(update: Update): Promise<'delivered' | 'bot_away' | 'failed'> {
    const receiver = this.#receiver;
    if (receiver === undefined) return 'bot_away';
    try {
      await receiver.receive(update);
      return 'delivered';
    } catch {
      // The bot has logged why. For the speaker it is enough that it was not taken: he sees it and can send it again.
      return 'failed';
    }
  }

  async #announceJoin(): Promise<void> {
    for (const room of this.rooms.filter((candidate) => candidate.kind === 'group')) {
      const team = this.personas.filter((persona) => persona.team === room.team);
      const inviter = team.find((persona) => persona.roles.includes('manager')) ?? team[0];
      if (inviter === undefined) continue;
      await this.#send({ ...this.#updateBase(room, inviter, `join:${room.key}`, this.#options.now()), type: 'join' });
    }
  }

  // ---- from the bot to people ----

  async #deliver(delivery: Delivery, chat: string): Promise<DeliveryReceipt> {
    const messages = this.#log.room(chat);
    if (messages === undefined) {
      throw new PlatformError(`no such chat: ${chat}`, { code: 'chat_not_found', retryable: false });
    }
    if (delivery.op === 'update') return this.#updateCard(delivery, messages);
    const before = messages.byDelivery(delivery.key);
    if (before !== undefined) return { handle: before.id };
    const quoted = delivery.op === 'post' && delivery.quote !== undefined ? messages.byId(delivery.quote) : undefined;
    const message: BotMessage = {
      ...this.#log.nextBase(chat),
      from: 'bot',
      deliveryKey: delivery.key,
      ...saidBy(delivery),
      ...((delivery.op === 'ephemeral' || delivery.op === 'file') && delivery.to && { onlyFor: delivery.to.userId }),
      ...(quoted && { quote: quoteOf(quoted) }),
    };
    await this.#log.keep(message);
    return { handle: message.id };
  }

  async #updateCard(delivery: Delivery & { op: 'update' }, messages: RoomMessages): Promise<DeliveryReceipt> {
    const before = messages.byId(delivery.handle);
    if (before?.from !== 'bot') {
      throw new PlatformError(`no such card: ${delivery.handle}`, { code: 'message_not_found', retryable: false });
    }
    await this.#log.keep({
      ...before,
      content: delivery.content,
      updatedAt: this.#options.now(),
      ...(hasClocks(delivery.content) && { hadClocks: true }),
    });
    return { handle: before.id };
  }

  // ---- messages ----

  async #addSaid(
    input: SayInput,
    files: readonly SandboxFile[],
    quote: QuotedMessage | undefined,
  ): Promise<PersonMessage> {
    const message: PersonMessage = {
      ...this.#log.nextBase(input.chat),
      from: 'person',
      userId: input.persona,
      clientId: input.clientId,
      text: input.text,
      heard: 'sending',
      ...(files.length > 0 && { files }),
      ...(quote && { quote }),
    };
    await this.#log.keep(message);
    return message;
  }

  async #mark(message: PersonMessage, heard: Heard): Promise<PersonMessage> {
    const marked = { ...message, heard };
    if (message.heard !== heard) await this.#log.keep(marked);
    return marked;
  }

  #emit(change: SandboxChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function refuse(refusal: Refused['refusal']): Refused {
  return { ok: false, refusal };
}

/** What a tap is about: the card's subject, or that of one of its buttons. A client can't tap for anything else. */
function subjectOf(card: Card | undefined, wanted: string | undefined): CardSubject | undefined {
  if (wanted === undefined) return card?.subject;
  return [card?.subject, ...(card?.actions ?? []).map(({ subject }) => subject)].find((one) => one?.id === wanted);
}

function quoteOf(message: SandboxMessage): QuotedMessage {
  return { id: message.id, text: messageAsText(message).slice(0, QUOTE_TEXT_MAX) };
}
