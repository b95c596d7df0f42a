import { setTimeout as pause } from 'node:timers/promises';
import type { Cast } from '../../../bot/play/cast.ts';
import type { PlayWorld, SentFile, Tapping } from '../../../bot/play/world.ts';
import { WECOM_WORDS } from '../../../bot/wecom.ts';
import type { DurationMs, Instant } from '../../../domain/types.ts';
import { stripMention } from '../../../platforms/mentions.ts';
import type { Platform } from '../../../platforms/types.ts';
import { type WecomOptions, wecomPlatform } from '../../../platforms/wecom/platform.ts';
import type { WecomDeps, WecomSettings } from '../../../platforms/wecom/types.ts';
import { memoryNotes } from '../../support/memory-notes.ts';
import { typedCommand } from '../../support/typed-command.ts';
import type { PersonSays } from './people.ts';
import type { Room } from './rooms.ts';
import { type FakeWecom, startFakeWecom } from './server.ts';
import { createIntake } from './world-intake.ts';
import { createScreen } from './world-screen.ts';
import { pressOf } from './world-tap.ts';

const BOT = { id: 'aibPLAY', secret: 'PLAY-SECRET' } as const;
const APP = { corpId: 'wwPLAY', secret: 'PLAY-APP', agentId: 1_000_002 } as const;
/** No play waits for a reconnection as long as people would. */
const PAUSE_MAX_MS = 20;
const PRIVATE = 'user:';
/** The smallest PNG. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

export interface WecomWorld extends PlayWorld {
  /** Where a test makes things go wrong, and sees what passed. */
  readonly fake: FakeWecom;
  /** How long the adapter wanted to wait before it tried again, in order. */
  readonly pauses: readonly DurationMs[];
  /** How many callbacks the bot has taken in, repeated ones included. */
  readonly stored: number;
}

/** WeCom as a scenario's world: the true adapter and the vendor's SDK talk to the fake server on this machine. */
export async function wecomWorld(
  cast: Cast,
  botName: string,
  now: () => Instant,
  options: Pick<WecomOptions, 'socketTimes'> = {},
): Promise<WecomWorld> {
  const fake = await startFakeWecom({ bot: { ...BOT, name: botName }, apps: [APP], now });
  seat(fake, cast);
  const screen = createScreen(fake.rooms, now);
  const intake = createIntake();
  const settings = settingsOf(fake, cast, botName);
  const pauses: DurationMs[] = [];
  let current: Platform | undefined;

  const adapter: PlayWorld['adapter'] = ({ notes }) => {
    const platform = wecomPlatform(settings, depsOf(now, notes, pauses), WECOM_WORDS, options);
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
  const { capabilities, name } = adapter({ notes: memoryNotes() });
  const roomOf = (chat: string): Room =>
    chat.startsWith(PRIVATE) ? { kind: 'single', userId: chat.slice(PRIVATE.length) } : { kind: 'group', chatId: chat };
  return {
    fake,
    pauses,
    get stored() {
      return intake.stored;
    },
    platform: name,
    capabilities,
    shown: screen.shown,
    adapter,
    cut() {
      fake.sockets.breakAll();
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
      const place = fake.rooms.messages.length;
      const fate = await intake.until(() =>
        fake.people.say({ room, from: person, text: said, ...quotes, ...filesOf(attachments, room) }),
      );
      const message = fake.rooms.messages[place];
      if (message) screen.fate(message.id, fate);
    },
    async tap(tapping: Tapping) {
      const pressed = pressOf(fake.rooms, screen, tapping);
      if (!pressed) return 'no_button';
      await intake.until(() => fake.people.tap(pressed.tap));
      return pressed.isWhole ? 'done' : 'form_open';
    },
    async again() {
      const fate = await intake.until(async () => ((await fake.people.again()) ? 'delivered' : 'bot_away'));
      return fate === 'delivered';
    },
    close: () => fake.close(),
  };
}

/** Everybody is in each of the groups, and each group has spoken to the bot before. */
function seat(fake: FakeWecom, { chats, people }: Cast): void {
  for (const { key, name } of people) fake.members.people.set(key, { userId: key, name });
  for (const { key, title } of chats)
    fake.members.groups.set(key, { chatId: key, title, webhookKey: `hook-${key}`, hasBot: true, isOpen: true });
}

function settingsOf(fake: FakeWecom, { chats }: Cast, botName: string): WecomSettings {
  return {
    botName,
    entrance: { kind: 'socket', botId: BOT.id, secret: BOT.secret, wsUrl: fake.wsUrl },
    apiBase: fake.apiBase,
    webhooks: new Map(chats.map(({ key }) => [key, `hook-${key}`])),
    app: APP,
  };
}

function depsOf(now: () => Instant, notes: WecomDeps['notes'], pauses: DurationMs[]): WecomDeps {
  const silent = () => undefined;
  return {
    clock: { now },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    random: () => 0,
    pause(ms, signal) {
      pauses.push(ms);
      return pause(Math.min(ms, PAUSE_MAX_MS), undefined, { signal });
    },
    notes,
    http: fetch,
  };
}

/** Full-width and half-width marks are one, and so is the colon behind a label: data must not become markup, and looks alike. */
const asRead = (text: string): string => text.normalize('NFKC').replaceAll(/: */g, ':');

/** A group's messages bring pictures only; what is sent alone to the bot comes without words. */
function filesOf(sent: readonly SentFile[], room: Room): Pick<PersonSays, 'images' | 'alone'> {
  const images = sent.filter(({ kind }) => kind === 'image').map(() => ({ bytes: Buffer.from(PIXEL, 'base64') }));
  const other = sent.find(({ kind }) => kind === 'file');
  if (room.kind === 'group' || !other) return { images };
  const file = { bytes: Buffer.from('a line of a log\n'), ...(other.name !== undefined && { name: other.name }) };
  return { alone: { kind: 'file', file } };
}

/** In WeCom's group the bot hears only what names it as it is called there, also a reply to it. */
function asWritten(text: string, botName: string, isReply: boolean): string {
  if (text.includes(`@${botName}`)) return text;
  const mention = stripMention(text, [botName, 'dutybell', 'bot'], []);
  return mention.mentioned || isReply ? `@${botName} ${mention.text}` : text;
}
