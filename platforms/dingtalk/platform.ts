import type Router from '@koa/router';
import { assert } from '../../domain/assert.ts';
import { type DurationMs, SECOND } from '../../domain/types.ts';
import type { Capabilities, Platform, PlatformTrouble, Receiver } from '../types.ts';
import { createEar } from './ear.ts';
import { httpEntrance } from './http-entrance.ts';
import { createMedia } from './media.ts';
import { createOutput, type Output, type OutputParts } from './output.ts';
import { createQuota } from './quota.ts';
import { createChatSigner } from './signed-chat.ts';
import { type StreamTimes, streamEntrance } from './stream-entrance.ts';
import { createTapAnswers } from './tap-answers.ts';
import { carriesLinks, createTapLinks } from './tap-links.ts';
import { tapPageRoutes } from './tap-pages.ts';
import type { DingtalkDeps, DingtalkSettings, Entrance } from './types.ts';
import type { DingtalkWords } from './words.ts';

/** What a robot may say in a minute. */
const PER_MINUTE = 20;
/** The server is silent for so long before it ends a connection, and what was said then may be lost: it happens, and is soon over. */
const DEAF_MIN_MS: DurationMs = 5 * SECOND;

export interface DingtalkPlatform extends Platform {
  /** Adds the addresses that DingTalk calls in HTTP mode, and the pages that links lead to, where there are any. */
  mount(router: Router): void;
}

/** What a program may pass besides; a test shortens real time with it. */
export interface DingtalkOptions extends Pick<OutputParts, 'onMissed' | 'onlyGroup'> {
  readonly streamTimes?: StreamTimes;
  /** How long the answer to a tap is waited for. */
  readonly tapAnswerMs?: DurationMs;
}

/** One run of the platform, from a start to the stop. */
interface Session {
  readonly receiver: Receiver;
  isStopping: boolean;
}

/** The bot's adapter to DingTalk (钉钉). Nothing is connected before `start`, which may follow a `stop`. */
export function dingtalkPlatform(
  settings: DingtalkSettings,
  deps: DingtalkDeps,
  words: DingtalkWords,
  options: DingtalkOptions = {},
): DingtalkPlatform {
  const { clock } = deps;
  const { botName, publicUrl } = settings;
  let running: Session | undefined;
  /** What is learnt between a stop and a start, or as the platform starts. */
  const untold: PlatformTrouble[] = [];
  const quota = createQuota(deps, settings.monthly, (trouble) => {
    if (running) running.receiver.trouble(trouble);
    else untold.push(trouble);
  });
  const answers = createTapAnswers(clock, options.tapAnswerMs);
  const links = carriesLinks(publicUrl) ? createTapLinks({ ...settings, publicUrl }) : undefined;
  const output = createOutput(settings, { ...options, deps, words, quota, taps: answers, ...(links && { links }) });
  const { posted, sessions } = output;
  const chats = createChatSigner(settings.clientSecret);
  const { entrance, mount } = createEntrance(settings, deps, output, options);
  const mountPages = (router: Router) =>
    links &&
    tapPageRoutes(router, {
      ...{ ...deps, botName, links, words },
      async take(tap) {
        if (!running) throw new Error('DingTalk is not started here');
        return running.receiver.receive(tap);
      },
    });

  return {
    name: 'dingtalk',
    capabilities: capabilitiesOf(settings),
    async start(receiver) {
      assert(running === undefined, 'DingTalk is started already');
      const session: Session = { receiver, isStopping: false };
      running = session;
      for (const trouble of untold.splice(0)) receiver.trouble(trouble);
      try {
        await entrance.start({
          callback: createEar({ ...deps, botName, chats, receiver, answers, quota, sessions, posted }),
          connection(state, reason, how, since) {
            // Whoever stops knows it, and says so in his own words.
            if (!session.isStopping) receiver.connection(state, reason, how, since);
          },
        });
      } catch (error) {
        running = undefined;
        throw error;
      }
    },
    deliver: output.deliver,
    ring: output.ring,
    fetch: createMedia(settings, { ...deps, api: output.openApi }),
    async stop() {
      const session = running;
      if (!session) return;
      session.isStopping = true;
      running = undefined;
      answers.stop();
      await entrance.stop();
      await quota.settle();
    },
    mount(router) {
      mount?.(router);
      mountPages(router);
    },
  };
}

function createEntrance(
  settings: DingtalkSettings,
  deps: DingtalkDeps,
  { openApi }: Pick<Output, 'openApi'>,
  { streamTimes }: DingtalkOptions,
): { readonly entrance: Entrance; readonly mount?: (router: Router) => void } {
  const { entrance, publicUrl } = settings;
  if (entrance.kind === 'stream') return { entrance: streamEntrance({ ...settings, ...deps }, streamTimes) };
  assert(publicUrl !== undefined, 'HTTP callbacks need a public address');
  const served = httpEntrance({ entrance, settings: { ...settings, publicUrl }, deps, api: openApi });
  return { entrance: served, mount: (router) => served.mount(router) };
}

function capabilitiesOf({ cardTemplateId, entrance, isEconomy }: DingtalkSettings): Capabilities {
  const hasCards = cardTemplateId !== undefined;
  return {
    reachesRealPeople: true,
    updateCard: hasCards ? 'anytime' : 'never',
    privateAnswer: isEconomy ? 'sparing' : 'direct',
    cards: isEconomy && hasCards ? 'living' : 'all',
    buttonsPerViewer: false,
    perMinute: PER_MINUTE,
    // Of two connections the server picks one at random for each message; any process may answer an HTTP request.
    ...(entrance.kind === 'stream' && { oneConnection: true }),
    replaysMissed: false,
    deafMinMs: DEAF_MIN_MS,
  };
}
