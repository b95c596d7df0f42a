import { listenHere } from '../http-text.ts';
import { createRooms } from '../rooms.ts';
import { type App, type AppApi, createAppApi } from './app.ts';
import { type BotSide, createBotSide } from './bot-side.ts';
import { type CallbackTarget, createCallbackClient } from './callback-client.ts';
import { WECOM_CARDS, type WecomRooms } from './card-kind.ts';
import { createDeliveries } from './deliveries.ts';
import { type Faults, noFaults } from './faults.ts';
import { createHttp } from './http.ts';
import { createMediaStore, type MediaStore } from './media-store.ts';
import { createMembers, type Members } from './members.ts';
import { createPeople, type People } from './people.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { createTranscript, type Transcript } from './transcript.ts';
import { createWebhooks, type Webhooks } from './webhook.ts';

export interface FakeOptions {
  readonly bot: { readonly id: string; readonly secret: string; readonly name: string };
  readonly apps?: readonly App[];
  /** Instead of the long connection. */
  readonly callback?: CallbackTarget;
  /** Virtual: all windows and quotas go by it. */
  readonly now: () => number;
}

/** WeCom as far as the bot sees it, on this machine: WebSocket and HTTP on one port. */
export interface FakeWecom {
  readonly wsUrl: string;
  /** Stands for https://qyapi.weixin.qq.com */
  readonly apiBase: string;
  readonly faults: Faults;
  readonly transcript: Transcript;
  readonly rooms: WecomRooms;
  readonly members: Members;
  readonly people: People;
  readonly sockets: Sockets;
  readonly bot: BotSide;
  readonly webhooks: Webhooks;
  readonly app: AppApi;
  readonly media: MediaStore;
  close(): Promise<void>;
}

export async function startFakeWecom({ apps = [], bot, callback, now }: FakeOptions): Promise<FakeWecom> {
  const faults = noFaults();
  const transcript = createTranscript(now);
  const rooms = createRooms(now, WECOM_CARDS);
  const members = createMembers();
  const deliveries = createDeliveries(now);
  let address = '';
  const origin = () => address;
  const media = createMediaStore(now, origin);
  const botSide = createBotSide({ rooms, members, deliveries, faults, now });
  const webhooks = createWebhooks(rooms, members, now);
  const app = createAppApi({ apps, rooms, members, faults, now });
  const http = createHttp(() => ({ faults, transcript, media, webhooks, app, bot: botSide, deliveries }));
  const sockets = createSockets({
    ...{ http, bot, faults, transcript, now, handle: botSide.handle },
    kickBody: () => ({
      ...{ msgid: `KICK${now()}`, create_time: Math.floor(now() / 1000), aibotid: bot.id },
      ...{ msgtype: 'event', event: { eventtype: 'disconnected_event' } },
    }),
  });
  const people = createPeople({
    ...{ bot, rooms, members, media, deliveries, faults, now, origin, handle: botSide.handle },
    send: sockets.send,
    ...(callback && {
      callback: createCallbackClient(callback, now),
      mediaKey: Buffer.from(`${callback.aesKey}=`, 'base64'),
    }),
  });
  address = await listenHere(http);
  return {
    ...{ faults, transcript, rooms, members, people, sockets, bot: botSide, webhooks, app, media },
    wsUrl: `${address.replace('http:', 'ws:')}/`,
    apiBase: address,
    async close() {
      sockets.breakAll();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
