import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Cast } from '../../bot/play/cast.ts';
import type { AdapterGiven, PlayWorld, SentFile, Tapping } from '../../bot/play/world.ts';
import type { Card } from '../../cards/types.ts';
import type { DurationMs, Instant } from '../../domain/types.ts';
import { stripMention } from '../../platforms/mentions.ts';
import type { Platform } from '../../platforms/types.ts';
import { memoryNotes } from '../support/memory-notes.ts';
import { memoryUsage } from '../support/memory-usage.ts';
import { typedCommand } from '../support/typed-command.ts';
import type { MediaFile } from './expiring-files.ts';
import { createIntake, type Fate } from './intake.ts';
import type { Room, Rooms } from './rooms.ts';
import { createScreen, type Screen } from './screen.ts';

/** No play waits for a reconnection as long as people would. */
const PAUSE_MAX_MS = 20;
const PRIVATE = 'user:';
/** The smallest PNG. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A platform's fake server, as far as a scenario's world is made of it. */
export interface ChatParts<WireCard> {
  readonly cast: Cast;
  readonly botName: string;
  readonly now: () => Instant;
  readonly rooms: Rooms<WireCard>;
  /** A card of the platform as a neutral one, as far as it still shows. */
  neutral(card: WireCard): Card;
  /** The true adapter of a process that starts now. */
  adapter(given: AdapterGiven): Platform;
  /** Somebody says it; what he sends besides comes with it as the platform lets him. */
  say(said: ChatSaid): Promise<Fate>;
  /** How somebody presses a button on what his phone shows; undefined: he can't. */
  press(screen: Screen, tapping: Tapping): ChatPress | undefined;
  /** The last callback once more. */
  again(): ChatPress['act'];
  /** Breaks the connections of a process that is gone. */
  breakAll(): void;
  /** What the platform refused, and what it shows otherwise than it was meant. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

export interface ChatSaid {
  readonly room: Room;
  readonly from: string;
  readonly text: string;
  readonly quotes?: string;
  readonly images: readonly MediaFile[];
  /** In private: a file that is sent by itself. */
  readonly alone?: MediaFile;
}

export interface ChatPress {
  readonly act: () => Promise<Fate>;
  /** False: the bot has to ask for the rest of the form. */
  readonly isWhole: boolean;
}

export interface ChatWorld extends PlayWorld {
  /** How many callbacks the bot has taken in, repeated ones included. */
  readonly stored: number;
  complaints(): readonly string[];
  close(): Promise<void>;
}

/** A fake server as a scenario's world: the true adapter and the vendor's SDK talk to it on this machine. */
export function chatWorld<WireCard>(parts: ChatParts<WireCard>): ChatWorld {
  const { botName, cast, rooms } = parts;
  const screen = createScreen(rooms, parts.neutral, parts.now);
  const intake = createIntake();
  let current: Platform | undefined;

  const adapter: PlayWorld['adapter'] = (given) => {
    const platform = parts.adapter(given);
    current = platform;
    return {
      ...platform,
      start: (receiver) => intake.start(platform, receiver),
      async deliver(delivery) {
        const end = screen.begin(delivery);
        try {
          return await platform.deliver(delivery);
        } finally {
          end();
        }
      },
    };
  };
  // The capabilities are the adapter's own; this one is never started.
  const { capabilities, name } = parts.adapter({ notes: memoryNotes(), usage: memoryUsage() });
  return {
    get stored() {
      return intake.stored;
    },
    platform: name,
    capabilities,
    shown: screen.shown,
    adapter,
    cut() {
      parts.breakAll();
      screen.cut();
      // Nobody waits for a process that is gone; only its sockets and timers must not outlive the play.
      void current?.stop();
    },
    privateChat: (person) => `${PRIVATE}${person}`,
    isPrivate: (chat) => chat.startsWith(PRIVATE),
    asText: (command) => typedCommand(command, cast),
    asRead,
    async say({ attachments = [], chat, person, replyTo, text }) {
      const room = roomOf(chat);
      const said = room.kind === 'group' ? asWritten(text, botName, replyTo !== undefined) : text;
      const quotes = replyTo === undefined ? {} : { quotes: replyTo };
      const place = rooms.messages.length;
      const fate = await intake.until(() =>
        parts.say({ room, from: person, text: said, ...quotes, ...filesOf(attachments, room) }),
      );
      const message = rooms.messages[place];
      if (message) screen.fate(message.id, fate);
    },
    async tap(tapping) {
      const pressed = parts.press(screen, tapping);
      if (!pressed) return 'no_button';
      await intake.until(pressed.act);
      return pressed.isWhole ? 'done' : 'form_open';
    },
    again: async () => (await intake.until(parts.again())) !== 'bot_away',
    complaints: () => parts.complaints(),
    close: () => parts.close(),
  };
}

/** What the adapters are given, besides what they find in a database. */
export function quietDeps(now: () => Instant, pauses: DurationMs[]) {
  const silent = () => undefined;
  return {
    clock: { now },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    random: () => 0,
    pause(ms: DurationMs, signal: AbortSignal): Promise<void> {
      pauses.push(ms);
      return pauseFor(Math.min(ms, PAUSE_MAX_MS), undefined, { signal });
    },
    http: fetch,
  };
}

const roomOf = (chat: string): Room =>
  chat.startsWith(PRIVATE) ? { kind: 'single', userId: chat.slice(PRIVATE.length) } : { kind: 'group', chatId: chat };

/** Full-width and half-width marks are one, and so is the colon behind a label: data must not become markup, and looks alike. */
const asRead = (text: string): string => text.normalize('NFKC').replaceAll(/: */g, ':');

/** A group's messages bring pictures only; what is sent alone to the bot comes without words. */
function filesOf(sent: readonly SentFile[], room: Room): Pick<ChatSaid, 'images' | 'alone'> {
  const images = sent.filter(({ kind }) => kind === 'image').map(() => ({ bytes: Buffer.from(PIXEL, 'base64') }));
  const other = sent.find(({ kind }) => kind === 'file');
  if (room.kind === 'group' || !other) return { images };
  return {
    images: [],
    alone: { bytes: Buffer.from('a line of a log\n'), ...(other.name !== undefined && { name: other.name }) },
  };
}

/** In a group the bot hears only what names it as it is called there, also a reply to it. */
function asWritten(text: string, botName: string, isReply: boolean): string {
  if (text.includes(`@${botName}`)) return text;
  const mention = stripMention(text, [botName, 'dutybell', 'bot'], []);
  return mention.mentioned || isReply ? `@${botName} ${mention.text}` : text;
}
