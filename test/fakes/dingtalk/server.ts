// DingTalk as far as the bot sees it, on this machine: `startFakeDingtalk` opens the gateway with its WebSocket, the new API
// (`apiBase`) and the old one with the webhooks (`oapiBase`). Whatever the bot does that the true service refuses, or must not be
// done, stands in `log.complaints`. `faults` makes things go wrong; `people` say and tap things; `rooms` is what people see.
import { listenHere } from '../http-text.ts';
import { createRooms } from '../rooms.ts';
import { createCallbackClient } from './callback-client.ts';
import { DINGTALK_CARDS, type DingtalkRooms } from './card-face.ts';
import { type Cards, createCards } from './cards.ts';
import { type Faults, noFaults } from './faults.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { createHost } from './http.ts';
import { createLog, type Log } from './log.ts';
import { createMediaCodes, type MediaCodes } from './media-codes.ts';
import { createMembers, type Members } from './members.ts';
import { createMetering, type Metering } from './metering.ts';
import { createPeople, type People } from './people.ts';
import { createPushes, type Pushes } from './pushes.ts';
import { createRobot, type Robot } from './robot.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { createTemplates, type Template, type Templates } from './templates.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export interface FakeOptions {
  readonly app: { readonly clientId: string; readonly clientSecret: string; readonly robotCode: string };
  /** The robot's name, which people write behind `@`. */
  readonly botName: string;
  readonly templates?: readonly Template[];
  /** Where robot messages are posted to, instead of the Stream connection. */
  readonly robotUrl?: string;
  /** What the organisation may use in a month; absent: no end. */
  readonly monthly?: { readonly calls: number; readonly messages: number };
  /** In [0, 1): which of several connections gets a push. Absent: always the first. */
  readonly random?: () => number;
  /** Virtual: all windows and quotas go by it. */
  readonly now: () => number;
}

export interface FakeDingtalk {
  /** Stands for https://api.dingtalk.com */
  readonly apiBase: string;
  /** Stands for https://oapi.dingtalk.com */
  readonly oapiBase: string;
  readonly faults: Faults;
  readonly log: Log;
  readonly rooms: DingtalkRooms;
  readonly members: Members;
  readonly people: People;
  readonly gateway: Gateway;
  readonly sockets: Sockets;
  readonly pushes: Pushes;
  readonly tokens: Tokens;
  readonly metering: Metering;
  readonly cards: Cards;
  readonly templates: Templates;
  readonly robot: Robot;
  readonly webhooks: Webhooks;
  readonly media: MediaCodes;
  close(): Promise<void>;
}

const ENDLESS = { calls: Number.POSITIVE_INFINITY, messages: Number.POSITIVE_INFINITY } as const;

export async function startFakeDingtalk(options: FakeOptions): Promise<FakeDingtalk> {
  const { app, botName, monthly = ENDLESS, now, random = () => 0, robotUrl, templates: given = [] } = options;
  const { robotCode } = app;
  const faults = noFaults();
  const log = createLog(now);
  const rooms = createRooms(now, DINGTALK_CARDS);
  const members = createMembers();
  const metering = createMetering(monthly, now);
  const tokens = createTokens(app, faults, now);
  const templates = createTemplates(given, faults);
  const bases = { api: '', oapi: '' };
  const media = createMediaCodes(now, () => bases.oapi);
  const webhooks = createWebhooks({ rooms, members, metering, log, now, origin: () => bases.oapi });
  const robot = createRobot({ robotCode, rooms, members, media });
  const endpoint = () => `${bases.api.replace('http:', 'ws:')}/connect`;
  const gateway = createGateway({ app, faults, now, endpoint });
  const cards = createCards({ robotCode, rooms, members, templates, faults, log, pushes: () => pushes });
  const call = (request: string, query: URLSearchParams, body: unknown) =>
    cards.serve(request, body) ?? robot.serve(request, body) ?? templates.serve(request, query, body);
  const nameOf = (userId: string) => members.people.get(userId)?.name;
  const http = () => ({ faults, log, gateway, tokens, metering, webhooks, media, call, nameOf });
  const api = createHost('api', http);
  const oapi = createHost('oapi', http);
  const pushes: Pushes = createPushes({
    ...{ faults, log, now },
    push: (push) => sockets.push(push),
    answered: (tap, response) => cards.answered(tap, response),
  });
  const sockets = createSockets({
    ...{ http: api, gateway, faults, log, now, random },
    acked: pushes.acked,
    pushed: pushes.sentOn,
  });
  const callbacks = createCallbackClient(now);
  const people = createPeople({
    ...{ app, botName, rooms, members, media, webhooks, metering, cards, pushes, faults, now, callbacks },
    ...(robotUrl !== undefined && { robotUrl }),
  });
  bases.api = await listenHere(api);
  bases.oapi = await listenHere(oapi);
  return {
    ...{ faults, log, rooms, members, people, gateway, sockets, pushes, tokens, metering, cards },
    ...{ templates, robot, webhooks, media },
    apiBase: bases.api,
    oapiBase: bases.oapi,
    async close() {
      sockets.breakAll();
      for (const host of [api, oapi]) {
        host.closeAllConnections();
        await new Promise((resolve) => host.close(resolve));
      }
    },
  };
}
