import { DWClient, type DWClientDownStream, TOPIC_CARD, TOPIC_ROBOT } from 'dingtalk-stream';
import { z } from 'zod';
import { assert } from '../../domain/assert.ts';
import { type DurationMs, SECOND } from '../../domain/types.ts';
import { reasonOf } from '../error-reason.ts';
import { concealer, exchange, isOk, parseJson } from '../http-exchange.ts';
import type { DingtalkDeps, DingtalkSettings, RawCallback } from './types.ts';

const OPEN_PATH = '/v1.0/gateway/connections/open';
/** The gateway and the handshake behind it share the time in which the supervisor wants a connection. */
const GATEWAY_LIMIT_MS: DurationMs = 6 * SECOND;
const BYTE_ORDER_MARK = /^\uFEFF/;
/** Who we are is not accepted; every other no may be over in a minute. */
const REFUSALS = new Set(['authFailed', 'invalidClientIdOrSecret', 'invalidParameter.clientId']);

const placeSchema = z.object({ endpoint: z.string().min(1), ticket: z.string().min(1) });
const refusalSchema = z.object({ code: z.string(), message: z.string().optional().catch(undefined) });
const noticeSchema = z.object({ reason: z.string() });

const TOPICS: Readonly<Record<string, RawCallback['topic']>> = { [TOPIC_ROBOT]: 'message', [TOPIC_CARD]: 'card' };

/** The connection can't be opened. */
export class GatewayError extends Error {
  /** Who we are is not accepted. */
  readonly isRefusal: boolean;

  constructor(message: string, isRefusal: boolean) {
    super(message);
    this.name = 'GatewayError';
    this.isRefusal = isRefusal;
  }
}

export interface StreamClientEvents {
  /** Something came, whatever it was. */
  readonly heard: () => void;
  readonly callback: (frame: {
    readonly topic: RawCallback['topic'];
    readonly deliveryId: string;
    readonly data: unknown;
  }) => void;
  /** The other side announces the end of this connection, and delivers nothing by it any more. */
  readonly notice: (reason: string) => void;
}

/** The part of the SDK's socket that we use. */
export interface StreamSocket {
  on(event: 'open' | 'pong' | 'ping' | 'close' | 'error', listener: (detail?: unknown) => void): unknown;
  removeAllListeners(event: 'open' | 'error'): unknown;
  ping(): void;
  close(): void;
  terminate(): void;
}

export type StreamClientParts = Pick<DingtalkDeps, 'http' | 'log'> &
  Pick<DingtalkSettings, 'apiBase' | 'clientId' | 'clientSecret'>;

/**
 * The SDK's client for one connection. Its own reconnecting and heartbeat are off: they double connections and leak timers. No
 * frame can throw into its socket, which would be dead for good.
 */
export class StreamClient extends DWClient {
  readonly #parts: StreamClientParts;
  readonly #events: StreamClientEvents;

  constructor(parts: StreamClientParts, events: StreamClientEvents) {
    const { clientId, clientSecret } = parts;
    const options = {
      ...{ clientId, clientSecret, ua: 'dutybell', keepAlive: false },
      // Known to the code, and not to the constructor's type. The SDK's own list is shared by all clients of a process.
      ...{ autoReconnect: false, subscriptions: [] },
    };
    super(options);
    this.#parts = parts;
    this.#events = events;
    for (const topic of Object.keys(TOPICS)) this.registerCallbackListener(topic, (frame) => this.#take(topic, frame));
  }

  /** Opens the connection. @returns its socket, which is not open yet @throws {GatewayError} */
  async open(): Promise<StreamSocket> {
    await this.getEndpoint();
    // What it resolves to hangs on listeners that are removed here.
    void this._connect().catch((error: unknown) => this.#parts.log.debug({ err: error }, 'no socket could be made'));
    const socket: unknown = Reflect.get(this, 'socket');
    assert(isSocket(socket), 'the SDK makes its socket at once');
    // These write to the console; what they do besides is done by whoever has the socket.
    socket.removeAllListeners('open');
    socket.removeAllListeners('error');
    return socket;
  }

  /** Asks for a place to connect to: with a deadline, at the configured host, and with the ticket fit for an address. */
  override async getEndpoint(): Promise<this> {
    const { apiBase, clientId, clientSecret, http } = this.#parts;
    const subject = { whose: 'DingTalk', what: OPEN_PATH, conceal: concealer([clientSecret]) };
    const { status, text } = await exchange(
      http,
      {
        url: `${apiBase}${OPEN_PATH}`,
        method: 'POST',
        // Without it the gateway answers XML.
        headers: { accept: 'application/json' },
        body: { clientId, clientSecret, ua: this.config.ua, subscriptions: this.config.subscriptions },
      },
      subject,
      GATEWAY_LIMIT_MS,
    );
    const answer = parseJson(text);
    if (!isOk({ status })) throw refusalOf(status, answer);
    const place = placeSchema.safeParse(answer).data;
    if (!place) throw new GatewayError('the gateway names no place to connect to', false);
    Reflect.set(this, 'dw_url', addressOf(place, apiBase));
    return this;
  }

  override onDownStream(data: string): void {
    this.#events.heard();
    try {
      super.onDownStream(String(data).replace(BYTE_ORDER_MARK, ''));
    } catch (error) {
      this.#parts.log.warn(
        { code: 'dingtalk_frame', reason: nameOf(error) },
        'a frame is not understood, and is left alone',
      );
    }
  }

  override onSystem(frame: DWClientDownStream): void {
    super.onSystem(frame);
    if (frame.headers.topic !== 'disconnect') return;
    const { data } = noticeSchema.safeParse(parseJson(String(frame.data)));
    this.#events.notice(`DingTalk announces the end of the connection: ${data?.reason.slice(0, 100) ?? 'no reason'}`);
  }

  /** Acknowledges a callback on this connection, where it is still open. @param answer `null`: nothing to say */
  acknowledge(deliveryId: string, answer: object | null): void {
    if (deliveryId === '') return;
    try {
      this.socketCallBackResponse(deliveryId, answer);
    } catch (error) {
      this.#parts.log.warn(
        { code: 'dingtalk_unacknowledged', reason: nameOf(error) },
        'a callback could not be acknowledged',
      );
    }
  }

  #take(topic: string, frame: DWClientDownStream): void {
    const known = TOPICS[topic];
    assert(known, 'only known topics are listened to');
    // The types promise more than a frame holds.
    const { data, headers }: { data?: unknown; headers: { messageId?: unknown } } = frame;
    const deliveryId = typeof headers.messageId === 'string' ? headers.messageId : '';
    this.#events.callback({ topic: known, deliveryId, data: typeof data === 'string' ? parseJson(data) : data });
  }
}

function refusalOf(status: number, answer: unknown): GatewayError {
  const { data } = refusalSchema.safeParse(answer);
  const said = data ? ` ${data.code} (${(data.message ?? '').slice(0, 100)})` : '';
  return new GatewayError(`the gateway answered HTTP ${status}${said}`, data !== undefined && REFUSALS.has(data.code));
}

/** @throws {GatewayError} for a place that is none: the SDK would write to the console */
function addressOf({ endpoint, ticket }: z.infer<typeof placeSchema>, apiBase: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  // What people say goes no less safely than the secret went.
  const isSafe = url?.protocol === 'wss:' || (url?.protocol === 'ws:' && apiBase.startsWith('http:'));
  if (!url || !isSafe) throw new GatewayError('the gateway names a place to which no connection may be made', false);
  url.searchParams.set('ticket', ticket);
  url.hash = '';
  return url.href;
}

function isSocket(value: unknown): value is StreamSocket {
  return typeof value === 'object' && value !== null && 'terminate' in value && 'ping' in value;
}

/** Without its message: that of a syntax error quotes what people wrote. */
function nameOf(error: unknown): string {
  return error instanceof SyntaxError ? error.name : reasonOf(error);
}
