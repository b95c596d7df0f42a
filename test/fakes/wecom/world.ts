import type { Cast } from '../../../bot/play/cast.ts';
import { WECOM_WORDS } from '../../../bot/wecom.ts';
import type { DurationMs, Instant } from '../../../domain/types.ts';
import { type WecomOptions, wecomPlatform } from '../../../platforms/wecom/platform.ts';
import type { WecomSettings } from '../../../platforms/wecom/types.ts';
import { type ChatWorld, chatWorld, quietDeps } from '../chat-world.ts';
import { type FakeWecom, startFakeWecom } from './server.ts';
import { neutralCard } from './world-card.ts';
import { pressOf } from './world-tap.ts';

const BOT = { id: 'aibPLAY', secret: 'PLAY-SECRET' } as const;
const APP = { corpId: 'wwPLAY', secret: 'PLAY-APP', agentId: 1_000_002 } as const;

/** WeCom gives the same token again while it lives, so it may be over sooner than it says: the adapter has a new one and sends again. */
const TOKEN_OVER = 42001;

export interface WecomWorld extends ChatWorld {
  /** Where a test makes things go wrong, and sees what passed. */
  readonly fake: FakeWecom;
  /** How long the adapter wanted to wait before it tried again, in order. */
  readonly pauses: readonly DurationMs[];
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
  const settings = settingsOf(fake, cast, botName);
  const pauses: DurationMs[] = [];
  const { people, rooms } = fake;
  const world = chatWorld({
    ...{ cast, botName, now, rooms, neutral: neutralCard },
    adapter: ({ notes }) => wecomPlatform(settings, { ...quietDeps(now, pauses), notes }, WECOM_WORDS, options),
    say: ({ alone, ...said }) => people.say({ ...said, ...(alone && { alone: { kind: 'file', file: alone } }) }),
    press(screen, tapping) {
      const pressed = pressOf(rooms, screen, tapping);
      return pressed && { act: () => people.tap(pressed.tap), isWhole: pressed.isWhole };
    },
    again: () => async () => ((await people.again()) ? 'delivered' : 'bot_away'),
    breakAll: () => fake.sockets.breakAll(),
    complaints: () => [
      // A card that is refused goes as text, which a scenario might not notice.
      ...fake.transcript
        .refusals()
        .filter((errcode) => errcode !== TOKEN_OVER)
        .map((errcode) => `WeCom refused something: ${errcode}`),
      ...rooms.messages.flatMap(({ card, cut }) =>
        cut.map((place) => `${place} is cut on ${JSON.stringify(card?.main_title)}`),
      ),
    ],
    close: () => fake.close(),
  });
  return Object.assign(world, { fake, pauses });
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
