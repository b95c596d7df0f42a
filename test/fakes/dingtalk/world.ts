import { DINGTALK_WORDS } from '../../../bot/dingtalk.ts';
import type { Cast } from '../../../bot/play/cast.ts';
import type { DurationMs, Instant } from '../../../domain/types.ts';
import { CARD_VARIABLES } from '../../../platforms/dingtalk/card-contract.ts';
import { type DingtalkOptions, dingtalkPlatform } from '../../../platforms/dingtalk/platform.ts';
import type { DingtalkSettings } from '../../../platforms/dingtalk/types.ts';
import { type ChatWorld, chatWorld, quietDeps } from '../chat-world.ts';
import type { Fate } from '../intake.ts';
import { type FakeDingtalk, startFakeDingtalk } from './server.ts';
import { neutralCard } from './world-card.ts';
import { pressOf } from './world-tap.ts';

const APP = { clientId: 'dingPLAY', clientSecret: 'PLAY-SECRET', robotCode: 'dingPLAY' } as const;
const TEMPLATE = {
  id: '2c278d79-0000-4000-8000-000000000001.schema',
  name: 'dutybell',
  variables: CARD_VARIABLES.map(({ name }) => name),
  isPublished: true,
} as const;

export interface DingtalkWorld extends ChatWorld {
  /** Where a test makes things go wrong, and sees what passed. */
  readonly fake: FakeDingtalk;
  /** How long the adapter wanted to wait before it tried again, in order. */
  readonly pauses: readonly DurationMs[];
}

export interface DingtalkWorldOptions extends Pick<DingtalkOptions, 'streamTimes'> {
  /** Without it there are no cards: what people would tap they type. */
  readonly hasTemplate: boolean;
  readonly more?: Partial<DingtalkSettings>;
}

/** DingTalk as a scenario's world: the true adapter and the vendor's SDK talk to the fake servers on this machine. */
export async function dingtalkWorld(
  cast: Cast,
  botName: string,
  now: () => Instant,
  { hasTemplate, more, ...options }: DingtalkWorldOptions,
): Promise<DingtalkWorld> {
  const fake = await startFakeDingtalk({ app: APP, botName, templates: [TEMPLATE], now });
  seat(fake, cast);
  const settings = { ...settingsOf(fake, cast, botName), ...(hasTemplate && { cardTemplateId: TEMPLATE.id }), ...more };
  const pauses: DurationMs[] = [];
  const { people, pushes, rooms } = fake;
  // The same tap twice within a moment is one: nothing more is stored.
  const told = async (fate: Promise<Fate>) => ((await fate) === 'delivered' && pushes.isLastTwice ? 'lost' : fate);
  const world = chatWorld({
    ...{ cast, botName, now, rooms, neutral: neutralCard },
    adapter: (given) => dingtalkPlatform(settings, { ...quietDeps(now, pauses), ...given }, DINGTALK_WORDS, options),
    say: ({ alone, ...said }) => people.say({ ...said, ...(alone && { alone: { kind: 'file', file: alone } }) }),
    press(screen, tapping) {
      const pressed = pressOf(rooms, screen, tapping);
      return pressed && { act: () => told(people.tap(pressed.tap)), isWhole: pressed.isWhole };
    },
    again: () => () => told(people.again(undefined, 'same')),
    breakAll: () => fake.sockets.breakAll(),
    complaints: () => [
      ...fake.log.complaints.map(({ what }) => what),
      ...rooms.messages.flatMap(({ card, cut }) => cut.map((place) => `${place} is cut on ${card?.title}`)),
    ],
    close: () => fake.close(),
  });
  // Without cards people see the same facts as text.
  const capabilities = hasTemplate ? world.capabilities : ({ ...world.capabilities, cards: 'none' } as const);
  return Object.assign(world, { fake, pauses, capabilities });
}

/** Everybody is in each of the groups, and of the organisation. */
function seat({ members }: FakeDingtalk, { chats, people }: Cast): void {
  for (const { key, name } of people) members.people.set(key, { userId: key, name });
  for (const { key, title } of chats) members.addGroup({ chatId: key, title, robot: robotOf(key) });
}

const robotOf = (key: string) => ({ token: `token-${key}`, secret: `SEC-${key}` });

function settingsOf(fake: FakeDingtalk, { chats }: Cast, botName: string): DingtalkSettings {
  return {
    ...{ botName, ...APP, entrance: { kind: 'stream' }, apiBase: fake.apiBase, oapiBase: fake.oapiBase },
    robots: new Map(chats.map(({ key }) => [key, { accessToken: `token-${key}`, secret: `SEC-${key}` }])),
    isEconomy: false,
    monthly: { calls: 1_000_000, messages: 1_000_000 },
  };
}
