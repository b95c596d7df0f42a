import type Router from '@koa/router';
import { assert } from '../../domain/assert.ts';
import { type DurationMs, HOUR, MINUTE } from '../../domain/types.ts';
import { cardCallbackOf } from './card-callback.ts';
import { CARD_PATH, dingtalkRoutes } from './http-route.ts';
import type {
  DingtalkDeps,
  DingtalkSettings,
  Entrance,
  EntranceEvents,
  HttpEntrance,
  OpenApi,
  RegisteredCallback,
} from './types.ts';

/** After each attempt to register; the last one again and again: every attempt may count against the month's quota. */
const REGISTERED_AGAIN_MS: readonly DurationMs[] = [MINUTE, 5 * MINUTE, 30 * MINUTE, 6 * HOUR];

export interface HttpEntranceParts {
  readonly entrance: HttpEntrance;
  readonly settings: Pick<DingtalkSettings, 'cardTemplateId' | 'clientId' | 'clientSecret' | 'entrance'> & {
    readonly publicUrl: string;
  };
  readonly deps: Pick<DingtalkDeps, 'clock' | 'log' | 'pause'>;
  readonly api: Pick<OpenApi, 'registerCardCallback'>;
}

export interface MountedEntrance extends Entrance {
  /** Adds the addresses. Until the start, and after the stop, DingTalk is asked to come again. */
  mount(router: Router): void;
}

/** HTTP mode: DingTalk delivers by HTTP, and any process may take it. What the bot says goes by the same ways as in Stream mode. */
export function httpEntrance({ api, deps, entrance, settings }: HttpEntranceParts): MountedEntrance {
  const { clock, log, pause } = deps;
  const { cardTemplateId, clientSecret, publicUrl } = settings;
  let running: { readonly events: EntranceEvents; readonly ending: AbortController } | undefined;

  return {
    mount(router) {
      dingtalkRoutes(router, {
        ...{ clock, log, clientSecret, cardSecret: entrance.cardSecret },
        async take(raw) {
          if (!running) throw new Error('the callbacks are not served now');
          return running.events.callback(raw);
        },
      });
    },
    async start(events) {
      assert(running === undefined, 'the callbacks are served already');
      const ending = new AbortController();
      running = { events, ending };
      events.connection('up', 'the callbacks are served');
      const callback = cardCallbackOf(settings);
      if (cardTemplateId === undefined || callback.callbackType === 'STREAM') return;
      const { callbackRouteKey } = callback;
      const registered = {
        callbackRouteKey,
        callbackUrl: `${publicUrl}${CARD_PATH}`,
        apiSecret: entrance.cardSecret,
      };
      const register = () => tryRegistering({ api, log }, registered);
      // A card whose route nobody knows is refused, and its words go instead.
      if (!(await register())) void keepTrying(register, pause, ending.signal);
    },
    async stop() {
      const stopped = running;
      running = undefined;
      stopped?.ending.abort();
      stopped?.events.connection('down', 'the callbacks are not served any more');
    },
  };
}

/** @returns whether it is registered. Where not, people can speak to the bot all the same, and what they tap gets lost */
async function tryRegistering(
  { api, log }: Pick<HttpEntranceParts, 'api'> & Pick<DingtalkDeps, 'log'>,
  callback: RegisteredCallback,
): Promise<boolean> {
  try {
    await api.registerCardCallback(callback);
    log.info({ callbackUrl: callback.callbackUrl }, 'the address for taps on cards is registered');
    return true;
  } catch (error) {
    log.error(
      { code: 'dingtalk_card_callback_unregistered', err: error },
      'the address for taps on cards could not be registered: buttons on cards do nothing until it is',
    );
    return false;
  }
}

/** Until it succeeds, or the bot stops. */
async function keepTrying(
  work: () => Promise<boolean>,
  pause: DingtalkDeps['pause'],
  ending: AbortSignal,
): Promise<void> {
  for (let failures = 0; !ending.aborted; failures += 1) {
    const waitMs = REGISTERED_AGAIN_MS[Math.min(failures, REGISTERED_AGAIN_MS.length - 1)] ?? HOUR;
    try {
      await pause(waitMs, ending);
    } catch {
      return;
    }
    if (await work()) return;
  }
}
