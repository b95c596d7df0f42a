import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Answer, OK, type Refusal, refusal } from './answer.ts';
import { type Frame, frameSchema, subscribeBody } from './bot-schema.ts';
import type { AckFate, Faults } from './faults.ts';
import type { Transcript } from './transcript.ts';

export interface Sockets {
  /** Sends a callback to the connection that counts. @returns false when there is none */
  send(frame: object): boolean;
  /** Text that is no well-formed frame, as it is. */
  sendRaw(text: string): boolean;
  readonly isSubscribed: boolean;
  /** How many connections stand, whether they count or not. */
  readonly count: number;
  /** How many subscriptions there have been. */
  readonly subscriptions: number;
  /** Breaks all connections without a word. */
  breakAll(): void;
  /** As the server does before maintenance. */
  closeAll(code: number): void;
  /** Closes those that have sent no ping for so long. */
  closeIdle(ms: number): void;
  /** Another process subscribes as the same bot. */
  takeOver(): void;
  /** Sends the acknowledgements that were held, in order. */
  releaseAcks(): void;
  readonly heldAcks: number;
  /** Resolves when a connection is subscribed. */
  subscribed(): Promise<void>;
}

interface Connection {
  readonly ws: WebSocket;
  readonly place: number;
  state: 'new' | 'subscribed' | 'replaced';
  pingedAt: number;
}

export interface SocketsParts {
  readonly http: Server;
  readonly bot: { readonly id: string; readonly secret: string };
  readonly faults: Faults;
  readonly transcript: Transcript;
  readonly now: () => number;
  /** Carries out what a subscribed bot asks. */
  readonly handle: (cmd: string, reqId: string, body: unknown) => Answer;
  readonly kickBody: () => object;
}

/** The long connections of one bot: the newest that subscribed counts. */
export function createSockets(parts: SocketsParts): Sockets {
  const { bot, faults, now, transcript } = parts;
  const connections = new Set<Connection>();
  const held: (() => void)[] = [];
  const waiting: (() => void)[] = [];
  let opened = 0;
  let subscriptions = 0;
  let current: Connection | undefined;

  const server = new WebSocketServer({ noServer: true });
  parts.http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (faults.refusesConnections) socket.destroy();
    else server.handleUpgrade(request, socket, head, accept);
  });

  function accept(ws: WebSocket): void {
    opened += 1;
    const connection: Connection = { ws, place: opened, state: 'new', pingedAt: now() };
    connections.add(connection);
    ws.on('error', () => undefined);
    ws.on('close', () => {
      connections.delete(connection);
      if (current === connection) current = undefined;
    });
    ws.on('message', (data) => take(connection, String(data)));
  }

  function tell(connection: Connection, frame: object): void {
    transcript.add({ channel: 'socket', direction: 'out', socket: connection.place, what: frame });
    connection.ws.send(JSON.stringify(frame));
  }

  function take(connection: Connection, text: string): void {
    const parsed = frameSchema.safeParse(JSON.parse(text));
    transcript.add({ channel: 'socket', direction: 'in', socket: connection.place, what: JSON.parse(text) });
    if (!parsed.success) return;
    const frame = parsed.data;
    if (frame.cmd === 'aibot_subscribe') subscribe(connection, frame);
    else if (frame.cmd === 'ping') pong(connection, frame);
    else acknowledge(connection, frame, carryOut(connection, frame));
  }

  function carryOut(connection: Connection, frame: Frame): Answer {
    if (connection.state !== 'subscribed') return refusal(846609);
    const told = { cmd: frame.cmd, body: frame.body };
    return faults.refuse(told) ?? parts.handle(frame.cmd, frame.headers.req_id, frame.body);
  }

  function subscribe(connection: Connection, frame: Frame): void {
    if (faults.subscribe === 'silent') return;
    const answered = (answer: Answer) => tell(connection, { headers: frame.headers, ...answer });
    const refused = subscriptionRefusal(frame.body);
    answered(refused ?? OK);
    if (refused) return;
    subscriptions += 1;
    if (current && current !== connection) kick(current);
    connection.state = 'subscribed';
    current = connection;
    for (const resolve of waiting.splice(0)) resolve();
  }

  function subscriptionRefusal(body: unknown): Refusal | undefined {
    if (faults.subscribe === 'too_many') return refusal(45009);
    const { data } = subscribeBody.safeParse(body);
    return data?.bot_id === bot.id && data.secret === bot.secret ? undefined : refusal(853000);
  }

  function kick(connection: Connection): void {
    connection.state = 'replaced';
    const headers = { req_id: `KICK-${connection.place}` };
    tell(connection, { cmd: 'aibot_event_callback', headers, body: parts.kickBody() });
    if (current === connection) current = undefined;
  }

  function pong(connection: Connection, frame: Frame): void {
    connection.pingedAt = now();
    if (!faults.pongs) return;
    tell(connection, { headers: frame.headers, ...(connection.state === 'subscribed' ? OK : refusal(846609)) });
  }

  function acknowledge(connection: Connection, frame: Frame, answer: Answer): void {
    const ack = { headers: frame.headers, ...answer };
    const fate: AckFate = faults.ack({ cmd: frame.cmd, body: frame.body });
    switch (fate) {
      case 'sent':
        tell(connection, ack);
        break;
      case 'held':
        held.push(() => tell(connection, ack));
        break;
      case 'never':
        break;
      case 'twice':
        tell(connection, ack);
        tell(connection, ack);
        break;
      case 'without_errcode':
        tell(connection, { headers: frame.headers, errmsg: answer.errmsg });
        break;
      case 'with_cmd':
        tell(connection, { cmd: frame.cmd, ...ack });
        break;
      case 'lost_with_socket':
        connection.ws.terminate();
        break;
    }
  }

  return {
    send(frame) {
      if (!current) return false;
      tell(current, frame);
      return true;
    },
    sendRaw(text) {
      if (!current) return false;
      transcript.add({ channel: 'socket', direction: 'out', socket: current.place, what: text });
      current.ws.send(text);
      return true;
    },
    get isSubscribed() {
      return current !== undefined;
    },
    get count() {
      return connections.size;
    },
    get subscriptions() {
      return subscriptions;
    },
    breakAll() {
      current = undefined;
      for (const { ws } of connections) ws.terminate();
    },
    closeAll(code) {
      for (const { ws } of connections) ws.close(code);
    },
    closeIdle(ms) {
      for (const { pingedAt, ws } of connections) if (now() - pingedAt >= ms) ws.terminate();
    },
    takeOver() {
      if (current) kick(current);
    },
    releaseAcks() {
      for (const send of held.splice(0)) send();
    },
    get heldAcks() {
      return held.length;
    },
    async subscribed() {
      if (!current) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
