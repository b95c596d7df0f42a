import type Router from '@koa/router';
import { assert } from '../../domain/assert.ts';
import type { PlatformDeps } from '../deps.ts';
import { PlatformError } from '../types.ts';
import type { AppMessages } from './app.ts';
import { callbackDoor } from './callback-door.ts';
import { callbackNotes } from './callback-notes.ts';
import { openExchanges } from './callback-open.ts';
import { callbackRoutes } from './callback-route.ts';
import { createCallbackStreams, type StreamWords } from './callback-streams.ts';
import { createCallbackWays } from './callback-ways.ts';
import type { CallbackEntrance, Carrier, CarrierEvents } from './types.ts';
import type { Webhooks } from './webhook.ts';

export interface CallbackWords extends StreamWords {
  /** Ends a stream whose answer is a card, which stands below it. */
  readonly seeCard: string;
}

export interface CallbackCarrierParts {
  readonly entrance: CallbackEntrance;
  readonly deps: Pick<PlatformDeps, 'clock' | 'http' | 'log' | 'notes' | 'pause'>;
  readonly webhooks: Webhooks;
  readonly app?: AppMessages;
  readonly words: CallbackWords;
  /** `https://qyapi.weixin.qq.com`, or a private gateway: answers are posted there as well. */
  readonly apiBase: string;
}

export interface CallbackCarrier extends Carrier {
  /** Adds `GET` and `POST /wecom/callback`. Until the start, and after the stop, WeCom is asked to come again. */
  mount(router: Router): void;
}

/**
 * WeCom's callback URL: it delivers by HTTP, and what there is to say goes as the answer to that, by a one-time address, or by the
 * group's webhook. A card that finds no way is refused as `NO_CARD_HERE`, so that its words go instead.
 */
export function callbackCarrier(parts: CallbackCarrierParts): CallbackCarrier {
  const { apiBase, app, deps, entrance, webhooks, words } = parts;
  const { clock, http, log, pause } = deps;
  const notes = callbackNotes(deps);
  const exchanges = openExchanges();
  const streams = createCallbackStreams(notes, deps, words);
  const ways = createCallbackWays({
    ...{ apiBase, clock, http, log, notes, streams, webhooks, seeCard: words.seeCard },
    ...(app && { app }),
    openExchange: (to) => exchanges.openFor(to),
  });
  let running: CarrierEvents | undefined;
  const door = callbackDoor({ clock, log, pause, exchanges, notes, streams, ways, events: () => running });

  return {
    canPush: false,
    mount: (router) => callbackRoutes(router, { clock, log, entrance, door }),
    async start(events) {
      assert(running === undefined, 'the callback URL is served already');
      running = events;
      events.connection('up', 'the callback URL is served');
    },
    async stop() {
      const stopped = running;
      running = undefined;
      await exchanges.endAll();
      stopped?.connection('down', 'the callback URL is not served any more');
    },
    send: (to, message) => ways.say(to, message),
    async answerTap(reqId, card) {
      const body = JSON.stringify({ response_type: 'update_template_card', template_card: card });
      if (await exchanges.openTap(reqId)?.give(body)) return;
      throw new PlatformError('the tap can not be answered any more', { code: 'tap_expired', retryable: false });
    },
  };
}
