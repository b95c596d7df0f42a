import type Router from '@koa/router';
import { assert } from '../../domain/assert.ts';
import { type DurationMs, type Instant, SECOND } from '../../domain/types.ts';
import type { PlatformDeps } from '../deps.ts';
import { createSaidParts, type SaidParts } from '../said-parts.ts';
import type { Capabilities, Platform, Receiver, Update } from '../types.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type AppMessages, createAppMessages } from './app.ts';
import { callbackCarrier } from './callback-carrier.ts';
import { createCalls } from './calls.ts';
import { createDeliver, ringRequestOf } from './deliver.ts';
import { createDirectory, type Directory } from './directory.ts';
import { fetchMedia } from './media.ts';
import { createWecomRinging, type WecomRinging } from './ringing.ts';
import { type SocketTimes, socketCarrier } from './socket-carrier.ts';
import { createSpeakers, type Speakers } from './speakers.ts';
import { toUpdate } from './to-update.ts';
import type { Carrier, CarrierEvents, RawCallback, WecomSettings } from './types.ts';
import { createVoice, PER_HOUR, PER_MINUTE, type Voice } from './voice.ts';
import { createWebhooks, type Webhooks } from './webhook.ts';
import type { WecomWords } from './words.ts';

const NOTICE_URL = 'https://work.weixin.qq.com/';
/** A connection that is away no longer than this is waited for before anybody is rung. */
const AWAY_LONG_MS: DurationMs = 30 * SECOND;

export interface WecomPlatform extends Platform {
  /** In callback mode: adds the address that WeCom calls. */
  mount?(router: Router): void;
}

/** What a program may pass besides; a test shortens real time with it. */
export interface WecomOptions {
  readonly socketTimes?: SocketTimes;
  /** Counts people whom nothing could ring, and those who could not be called. */
  readonly onMissed?: (how: 'ring' | 'call', people: number) => void;
  /** Chat id of the group that the bot serves, where it is one only. Absent: the webhook of the only group is not used. */
  readonly onlyGroup?: () => Promise<string | undefined>;
}

/** The bot's adapter to WeCom (企业微信). Nothing is connected before `start`, which may follow a `stop`. */
export function wecomPlatform(
  settings: WecomSettings,
  deps: PlatformDeps,
  words: WecomWords,
  options: WecomOptions = {},
): WecomPlatform {
  const parts = createSaidParts();
  const ways = createWays(settings, deps, words, options);
  const { api, carrier } = ways;
  const voice = createVoice({ ...deps, carrier, parts });
  const speakers = createSpeakers(deps);
  let awaySince: Instant | undefined;
  const isAwayLong = () => awaySince !== undefined && deps.clock.now() - awaySince >= AWAY_LONG_MS;
  const ringing = ringingOf({ settings, deps, ways, parts, voice, speakers, options, isAwayLong });
  const render = { words, noticeUrl: settings.noticeUrl ?? NOTICE_URL };
  const deliver = createDeliver({ clock: deps.clock, log: deps.log, parts, voice, ringing, render });
  let running: { readonly directory: Directory; isStopping: boolean } | undefined;

  return {
    name: 'wecom',
    capabilities: capabilitiesOf(carrier),
    async start(receiver) {
      assert(running === undefined, 'WeCom is started already');
      const session = { directory: createDirectory(settings.app, { ...deps, api }), isStopping: false };
      running = session;
      // A stop that was made for want of a line ends no outage.
      awaySince ??= deps.clock.now();
      const hear = createEar({ settings, deps, speakers, voice, receiver, directory: session.directory });
      try {
        await carrier.start({
          callback: hear,
          connection(state, reason, how) {
            awaySince = state === 'up' ? undefined : (awaySince ?? deps.clock.now());
            // Whoever stops knows it, and says so in his own words.
            if (!session.isStopping) receiver.connection(state, reason, how);
          },
        });
      } catch (error) {
        running = undefined;
        throw error;
      }
    },
    deliver,
    ring: (delivery) => ringing.ring(ringRequestOf(delivery)),
    fetch: (attachment, limits) => fetchMedia(deps, settings, attachment, limits),
    async stop() {
      const session = running;
      if (!session) return;
      session.isStopping = true;
      running = undefined;
      await carrier.stop();
      session.directory.stop();
    },
    ...(ways.mount && { mount: ways.mount }),
  };
}

/** How the bot gets to WeCom and back. */
interface Ways {
  readonly api: ApiClient;
  readonly webhooks: Webhooks;
  readonly app?: AppMessages;
  readonly carrier: Carrier;
  readonly mount?: (router: Router) => void;
}

function createWays(settings: WecomSettings, deps: PlatformDeps, words: WecomWords, options: WecomOptions): Ways {
  const { apiBase, entrance } = settings;
  const api = createApiClient(settings, deps);
  const { onlyGroup, socketTimes } = options;
  const webhooks = createWebhooks(settings, { ...deps, api, ...(onlyGroup && { onlyGroup }) });
  const app = settings.app && createAppMessages(settings.app, { ...deps, api });
  const base = { api, webhooks, ...(app && { app }) };
  if (entrance.kind === 'socket') return { ...base, carrier: socketCarrier(entrance, deps, socketTimes) };
  const carrier = callbackCarrier({ ...base, entrance, apiBase, deps, words: words.callback });
  return { ...base, carrier, mount: (router) => carrier.mount(router) };
}

function capabilitiesOf({ canPush }: Carrier): Capabilities {
  return {
    reachesRealPeople: true,
    updateCard: 'answering_tap',
    privateAnswer: 'direct',
    cards: 'all',
    buttonsPerViewer: false,
    perMinute: PER_MINUTE,
    perHour: PER_HOUR,
    // A second connection would kick the first one; any process may answer an HTTP request.
    ...(canPush && { oneConnection: true }),
    replaysMissed: false,
  };
}

function ringingOf(wanted: {
  readonly settings: WecomSettings;
  readonly deps: PlatformDeps;
  readonly ways: Ways;
  readonly parts: SaidParts;
  readonly voice: Voice;
  readonly speakers: Speakers;
  readonly options: WecomOptions;
  readonly isAwayLong: () => boolean;
}): WecomRinging {
  const { deps, isAwayLong, options, parts, settings, speakers, voice, ways } = wanted;
  return createWecomRinging({
    webhooks: ways.webhooks,
    parts,
    speakers,
    log: deps.log,
    isAwayLong,
    ...(ways.app && { app: ways.app }),
    ...(settings.call && { calls: createCalls(settings.call, ways.api) }),
    ...(ways.carrier.canPush && { push: (to, message, urgency) => voice.say(to, message, { urgency }) }),
    ...(options.onMissed && { onMissed: options.onMissed }),
  });
}

/** What takes a callback in: it resolves when the update is stored, and rejects when it could not be. */
function createEar(wanted: {
  readonly settings: WecomSettings;
  readonly deps: PlatformDeps;
  readonly speakers: Speakers;
  readonly voice: Voice;
  readonly receiver: Receiver;
  readonly directory: Directory;
}): CarrierEvents['callback'] {
  const { deps, directory, receiver, settings, speakers, voice } = wanted;
  const { log } = deps;

  /** A message without its sender's name is better than none. */
  const nameOf = async (userId: string): Promise<string | undefined> => {
    try {
      return await directory.nameOf(userId);
    } catch (error) {
      log.warn({ err: error }, 'a name could not be looked up');
      return undefined;
    }
  };

  const takeIn = async (update: Update): Promise<void> => {
    const { chat, from, type } = update;
    const name = await nameOf(from.userId);
    await receiver.receive({ ...update, from: { ...from, ...(name !== undefined && { name }) } });
    if (type !== 'message' || chat.kind !== 'private') return;
    try {
      await speakers.heard(from.userId);
    } catch (error) {
      log.warn({ err: error }, 'it could not be noted who has spoken to the bot');
    }
  };

  return async (raw: RawCallback) => {
    const parsed = toUpdate(raw, settings.botName);
    if ('ignored' in parsed) return log.info({ reqId: raw.reqId, why: parsed.ignored }, 'a callback is left alone');
    const { update } = parsed;
    if (update.type === 'join') voice.entered(update.from.userId, raw);
    await takeIn(update);
  };
}
