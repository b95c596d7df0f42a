import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

export interface ApiRequestSeen {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface RawReply {
  readonly status: number;
  readonly raw: string;
  readonly location?: string;
}
/** What it answers: WeCom's JSON, raw text with a status, or nothing for ever. */
export type ApiReply = object | RawReply | 'silence' | 'hang up';
/** The same, by the request. */
type ReplyTo = (seen: ApiRequestSeen) => ApiReply;

/** WeCom's HTTP API, as far as a single answer to each request shows it. */
export interface ApiServer {
  readonly apiBase: string;
  readonly requests: readonly ApiRequestSeen[];
  /** The next request of that path is answered so; the last of the list again and again. */
  answers(path: string, ...replies: readonly (ApiReply | ReplyTo)[]): void;
  /** Bodies of the requests of that path. */
  bodies(path: string): readonly unknown[];
  close(): Promise<void>;
}

export async function startApiServer(): Promise<ApiServer> {
  const requests: ApiRequestSeen[] = [];
  const replies = new Map<string, (ApiReply | ReplyTo)[]>();
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await readRequest(request);
    requests.push(seen);
    const queue = replies.get(seen.path) ?? [];
    const next = (queue.length > 1 ? queue.shift() : queue[0]) ?? { errcode: 0, errmsg: 'ok' };
    const reply = isReplyTo(next) ? next(seen) : next;
    if (reply === 'silence') return;
    if (reply === 'hang up') request.socket.destroy();
    else if (isRaw(reply)) {
      response.writeHead(reply.status, reply.location === undefined ? {} : { location: reply.location }).end(reply.raw);
    } else response.setHeader('content-type', 'application/json').end(JSON.stringify(reply));
  }
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    apiBase: `http://127.0.0.1:${address.port}`,
    requests,
    answers: (path, ...list) => void replies.set(path, [...list]),
    bodies: (path) => requests.filter((seen) => seen.path === path).map(({ body }) => body),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function isReplyTo(reply: ApiReply | ReplyTo): reply is ReplyTo {
  return typeof reply === 'function';
}

function isRaw(reply: object): reply is RawReply {
  return 'raw' in reply;
}

async function readRequest(request: IncomingMessage): Promise<ApiRequestSeen> {
  const url = new URL(request.url ?? '/', 'http://wecom.example');
  const body = await text(request);
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: body === '' ? undefined : JSON.parse(body),
  };
}
