import { generateReqId, WSClient, WsCmd } from '@wecom/aibot-node-sdk';
import { assert } from '../../domain/assert.ts';
import { type DurationMs, HOUR, MINUTE, SECOND } from '../../domain/types.ts';
import type { Conversation } from '../conversations.ts';
import type { PlatformDeps } from '../deps.ts';
import { createSendBudget } from '../send-budget.ts';
import { type Loss, type SupervisedConnection, type Supervisor, supervise } from '../supervisor.ts';
import { createTurns } from '../turns.ts';
import { PlatformError, type WireFile } from '../types.ts';
import { untilStored } from '../until-stored.ts';
import { createUploads, unseen } from '../uploads.ts';
import { readBody } from './callback-body.ts';
import { turnOf } from './chats.ts';
import { isAlarm, needsNewConnection, notConnected, refusalBy, sdkError } from './errors.ts';
import { PICTURE_MAX, WECOM_HOLDS, wecomKindOf } from './files.ts';
import { sdkLogger } from './sdk-log.ts';
import type { Carrier, CarrierEvents, RawCallback, SocketEntrance, WecomMessage } from './types.ts';

/** Three intervals without an answer, and a connection counts as dead. */
const HEARTBEAT_MS = 30 * SECOND;
/** Files that a bot may hand over. */
const UPLOADS_MAX = [
  { messagesMax: 30, lengthMs: MINUTE },
  { messagesMax: 1_000, lengthMs: HOUR },
];
const REFUSED = /\(code: (-?\d+)\)$/;

/** Lengths of real time; tests shorten them. */
export interface SocketTimes {
  readonly heartbeatMs?: DurationMs;
  readonly acceptWithinMs?: DurationMs;
}

export type SocketDeps = Pick<PlatformDeps, 'clock' | 'log' | 'pause' | 'random'>;

/** A callback as the SDK brings it. */
type Frame = Omit<RawCallback, 'receivedAt'>;

interface Connection extends SupervisedConnection {
  readonly client: WSClient;
}

/**
 * WeCom's long connection through its SDK. The SDK connects once: reconnecting is ours, with a new client each time, since it
 * gives up, mixes up the old socket with the new one, and waits for ever for an answer to its subscription.
 */
export function socketCarrier(entrance: SocketEntrance, deps: SocketDeps, times: SocketTimes = {}): Carrier {
  const { clock, log } = deps;
  let supervisor: Supervisor<Connection> | undefined;
  let stopping = new AbortController();
  let heardAt: number | undefined;
  const inHand = new Set<Promise<unknown>>();
  const inTurn = createTurns();
  const uploads = createUploads({ clock, ...WECOM_HOLDS });
  const uploadBudget = createSendBudget(UPLOADS_MAX);

  const hear = (frame: Frame, events: CarrierEvents) => {
    heardAt = clock.now();
    const raw = { ...frame, receivedAt: heardAt };
    const { signal } = stopping;
    const storing = { ...deps, platform: 'wecom', fields: { reqId: raw.reqId } };
    const stored = inTurn(turnOf(readBody(frame.body)), () => untilStored(storing, () => events.callback(raw), signal));
    inHand.add(stored);
    void stored.finally(() => inHand.delete(stored));
  };

  /** @throws {PlatformError} */
  const request = async (cmd: string, reqId: string, body: object): Promise<void> => {
    const connection = supervisor?.current;
    if (!connection) throw notConnected();
    try {
      await connection.client.reply({ headers: { req_id: reqId } }, body, cmd);
    } catch (thrown) {
      const error = sdkError(cmd, thrown);
      if (needsNewConnection(error)) supervisor?.drop(connection, `WeCom answered ${error.code}`);
      alarm(error, deps);
      throw error;
    }
  };

  /** @returns how WeCom calls it from now on @throws {PlatformError} never unsure */
  const upload = async (file: WireFile, type: 'image' | 'file'): Promise<string> => {
    const connection = supervisor?.current;
    if (!connection) throw notConnected();
    const retryAfterMs = uploadBudget.take('bot', clock.now());
    if (retryAfterMs > 0) {
      const message = 'the bot has handed over as many files as WeCom allows';
      throw new PlatformError(message, { code: 'rate_limited', retryable: true, retryAfterMs });
    }
    try {
      const bytes = Buffer.from(file.bytes);
      return (await connection.client.uploadMedia(bytes, { type, filename: file.name })).media_id;
    } catch (thrown) {
      const error = sdkError('upload_media', thrown);
      if (needsNewConnection(error)) supervisor?.drop(connection, `WeCom answered ${error.code}`);
      throw unseen(error);
    }
  };

  const push = (to: Conversation, message: object): Promise<void> =>
    request(WsCmd.SEND_MSG, generateReqId(WsCmd.SEND_MSG), { ...addressOf(to), ...message });

  const sendFile = (to: Conversation, file: WireFile): Promise<void> => {
    const type = wecomKindOf(file, PICTURE_MAX);
    return uploads.send(type, file, {
      upload: () => upload(file, type),
      send: (mediaId) => push(to, { msgtype: type, [type]: { media_id: mediaId } }),
    });
  };

  return {
    canPush: true,
    async start(events) {
      assert(supervisor === undefined, 'the long connection runs already');
      stopping = new AbortController();
      supervisor = supervise({
        ...deps,
        platform: 'wecom',
        ...(times.acceptWithinMs !== undefined && { acceptWithinMs: times.acceptWithinMs }),
        open: () => connect(entrance, deps, times, (frame) => hear(frame, events)),
        onState(state, reason, how) {
          // Connected and deaf has been seen: only the last thing heard tells it.
          log.info({ state, ...(heardAt !== undefined && { lastCallbackAt: heardAt }) }, 'the long connection changed');
          events.connection(state, reason, how);
        },
      });
    },
    async stop() {
      stopping.abort();
      const running = supervisor;
      supervisor = undefined;
      await running?.stop();
      // What was heard last is not sent again.
      await Promise.all(inHand);
    },
    send: (to, message) => (message.msgtype === 'file' ? sendFile(to, message.file) : push(to, message)),
    answerEnter: (reqId, message) => request(WsCmd.RESPONSE_WELCOME, reqId, welcomeOf(message)),
    answerTap: (reqId, card) =>
      request(WsCmd.RESPONSE_UPDATE, reqId, { response_type: 'update_template_card', template_card: card }),
  };
}

function addressOf(to: Conversation): { readonly chatid: string; readonly chat_type: 1 | 2 } {
  return to.kind === 'group' ? { chatid: to.chatId, chat_type: 2 } : { chatid: to.userId, chat_type: 1 };
}

/** A welcome knows no markdown. */
function welcomeOf(message: WecomMessage): object {
  if (message.msgtype === 'template_card') return message;
  return { msgtype: 'text', text: { content: message.markdown.content.replaceAll('**', '') } };
}

function alarm(error: PlatformError, { log }: SocketDeps): void {
  if (isAlarm(error)) log.error({ code: `wecom_${error.code}`, reason: error.message }, 'WeCom wants a setting mended');
}

/** A client of its own, which ends with its connection. */
function connect(
  { botId, secret, wsUrl }: SocketEntrance,
  { log }: SocketDeps,
  { heartbeatMs = HEARTBEAT_MS }: SocketTimes,
  hear: (frame: Frame) => void,
): Connection {
  const accepted = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Loss>();
  let lastError: string | undefined;
  const client = new WSClient({
    botId,
    secret,
    wsUrl,
    heartbeatInterval: heartbeatMs,
    maxReconnectAttempts: 0,
    maxAuthFailureAttempts: 0,
    logger: sdkLogger(log),
  });
  client.on('authenticated', () => accepted.resolve());
  client.on('disconnected', (reason) => ended.resolve({ kind: 'lost', reason: lastError ?? reason }));
  client.on('error', (error) => {
    const refusal = REFUSED.exec(error.message)?.[1];
    if (refusal !== undefined) ended.resolve(refusedLoss(refusal, error.message));
    // That it gives up comes last, also where no socket could be made at all.
    else if (isGivingUp(error)) ended.resolve({ kind: 'lost', reason: lastError ?? error.message });
    else lastError = error.message;
  });
  // The types promise more than a frame holds.
  const take = (frame: { headers?: { req_id?: string }; body?: unknown }) =>
    hear({ reqId: frame.headers?.req_id ?? '', body: frame.body });
  client.on('message', take);
  client.on('event', (frame) => {
    if (frame.body?.event?.eventtype !== 'disconnected_event') return take(frame);
    ended.resolve({ kind: 'kicked', reason: 'WeCom reports another connection of the same bot' });
  });
  client.connect();
  return { client, accepted: accepted.promise, ended: ended.promise, close: () => client.disconnect() };
}

function isGivingUp(error: Error): boolean {
  return 'code' in error && error.code === 'WS_RECONNECT_EXHAUSTED';
}

/** Not each no to a subscription is about who we are: too many of them are refused as well. */
function refusedLoss(code: string, reason: string): Loss {
  return { kind: isAlarm(refusalBy('aibot_subscribe', code, '')) ? 'refused' : 'lost', reason };
}
