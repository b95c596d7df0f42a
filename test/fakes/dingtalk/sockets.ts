import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Fate } from '../intake.ts';
import type { Faults } from './faults.ts';
import { type AckFrame, ackFrame, frameOf, type Push } from './frames.ts';
import type { Gateway, Subscription } from './gateway.ts';
import type { Log } from './log.ts';

export interface Sockets {
  /** Sends it to one of the connections that take it, whichever. */
  push(push: Push): Fate;
  /** Text that is no well-formed frame, as it is, to all of them. */
  sendRaw(text: string): void;
  /** The server's own ping; `opaque` shall come back within five seconds. */
  ping(opaque: string): void;
  /** What came back on pings. */
  readonly pongs: readonly string[];
  keepAlive(): void;
  /** The notice before maintenance: nothing more comes on these connections, and ten seconds later they are closed. */
  announceDisconnect(reason?: string): void;
  /** Those ten seconds are over. */
  closeAnnounced(): void;
  /** Sockets that stand, announced ones included. */
  readonly live: number;
  readonly isConnected: boolean;
  /** Upgrades that were asked for, and those of them that were refused. */
  readonly upgrades: number;
  readonly upgradesRefused: number;
  /** Breaks all connections without a word. */
  breakAll(): void;
  closeAll(code: number): void;
  /** Resolves when a connection stands that takes pushes. */
  connected(): Promise<void>;
}

interface Connection {
  readonly ws: WebSocket;
  readonly place: number;
  readonly subscriptions: readonly Subscription[];
  isAnnounced: boolean;
}

export interface SocketsParts {
  readonly http: Server;
  readonly gateway: Gateway;
  readonly faults: Faults;
  readonly log: Log;
  readonly now: () => number;
  /** In [0, 1): which of several connections is pushed to. */
  readonly random: () => number;
  readonly acked: (ack: AckFrame, socket: number) => void;
  readonly pushed: (push: Push, socket: number) => void;
}

/** The WebSocket connections of one app. Several may stand; each push goes to one of them. */
export function createSockets(parts: SocketsParts): Sockets {
  const { faults, gateway, log, now } = parts;
  const connections = new Set<Connection>();
  const pongs: string[] = [];
  const waiting: (() => void)[] = [];
  let upgrades = 0;
  let refused = 0;

  const server = new WebSocketServer({ noServer: true, autoPong: false });
  parts.http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgrades += 1;
    if (faults.upgradesHang) {
      // Until the bot gives up.
      socket.on('end', () => socket.destroy()).resume();
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    const subscriptions = pathname === '/connect' ? gateway.use(searchParams.get('ticket') ?? '') : undefined;
    if (!subscriptions || faults.upgradesRefused > 0) {
      faults.upgradesRefused = Math.max(0, faults.upgradesRefused - 1);
      refused += 1;
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const place = upgrades;
    server.handleUpgrade(request, socket, head, (ws) => accept({ ws, place, subscriptions, isAnnounced: false }));
  });

  function accept(connection: Connection): void {
    const { place, ws } = connection;
    if (faults.newestOnly) for (const before of connections) before.ws.close(1000);
    connections.add(connection);
    ws.on('error', () => undefined);
    ws.on('close', () => connections.delete(connection));
    ws.on('ping', (data) => {
      if (faults.pongs) ws.pong(data);
    });
    ws.on('message', (data) => take(connection, String(data)));
    if (faults.closesAtOnce) {
      ws.close(1000);
      return;
    }
    system(connection, 'CONNECTED', {}, `${place}-connected`);
    if (faults.registers) system(connection, 'REGISTERED', {}, `${place}-registered`);
    for (const resolve of waiting.splice(0)) resolve();
  }

  function system(connection: Connection, topic: string, data: object, messageId: string): void {
    tell(connection, { type: 'SYSTEM', topic, messageId, data });
  }

  function tell(connection: Connection, push: Push): void {
    const frame = frameOf(push, connection.place, now());
    log.add({ channel: 'socket', direction: 'out', socket: connection.place, what: frame });
    connection.ws.send(JSON.stringify(frame));
  }

  function take({ place }: Connection, text: string): void {
    const parsed = ackFrame.safeParse(JSON.parse(text));
    log.add({ channel: 'socket', direction: 'in', socket: place, what: JSON.parse(text) });
    if (!parsed.success) {
      log.complain(`a frame of the bot is no acknowledgement: ${text.slice(0, 200)}`);
      return;
    }
    const { data, headers } = parsed.data;
    if (headers.messageId.startsWith('ping-')) pongs.push(data ?? '');
    else parts.acked(parsed.data, place);
  }

  const takes = ({ isAnnounced, subscriptions }: Connection, { topic, type }: Push): boolean =>
    !isAnnounced &&
    subscriptions.some((known) => known.type === type && (known.topic === topic || known.topic === '*'));

  return {
    push(push) {
      if (faults.rivalTakes) return 'lost';
      const takers = [...connections].filter((connection) => takes(connection, push));
      const chosen = takers[Math.floor(parts.random() * takers.length)];
      if (!chosen) return connections.size === 0 ? 'bot_away' : 'lost';
      parts.pushed(push, chosen.place);
      if (faults.losesPushes) return 'lost';
      tell(chosen, push);
      return 'delivered';
    },
    sendRaw(text) {
      for (const { place, ws } of connections) {
        log.add({ channel: 'socket', direction: 'out', socket: place, what: text });
        ws.send(text);
      }
    },
    ping(opaque) {
      for (const each of connections) system(each, 'ping', { opaque }, `ping-${opaque}`);
    },
    pongs,
    keepAlive() {
      for (const each of connections) system(each, 'KEEPALIVE', {}, `${each.place}-keepalive`);
    },
    announceDisconnect(reason = 'persistent connection is timeout') {
      for (const each of connections) {
        if (each.isAnnounced) continue;
        system(each, 'disconnect', { reason }, `${each.place}-disconnect`);
        each.isAnnounced = true;
      }
    },
    closeAnnounced() {
      for (const { isAnnounced, ws } of connections) if (isAnnounced) ws.close(1000);
    },
    get live() {
      return connections.size;
    },
    get isConnected() {
      return [...connections].some(({ isAnnounced }) => !isAnnounced);
    },
    get upgrades() {
      return upgrades;
    },
    get upgradesRefused() {
      return refused;
    },
    breakAll() {
      for (const { ws } of connections) ws.terminate();
      connections.clear();
    },
    closeAll(code) {
      for (const { ws } of connections) ws.close(code);
    },
    async connected() {
      const isThere = [...connections].some(({ isAnnounced }) => !isAnnounced);
      if (!isThere) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
