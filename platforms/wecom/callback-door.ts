import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type DurationMs, MINUTE, SECOND } from '../../domain/types.ts';
import { conversationOf } from '../conversations.ts';
import type { PlatformDeps } from '../deps.ts';
import { parseJson } from '../http-exchange.ts';
import { createTurns } from '../turns.ts';
import { type CallbackBody, readBody, tapIn } from './callback-body.ts';
import { type Answerable, type CallbackAnswer, createExchange, type Exchange } from './callback-exchanges.ts';
import { type CallbackNotes, digest } from './callback-notes.ts';
import type { OpenExchanges } from './callback-open.ts';
import type { CallbackDoor } from './callback-route.ts';
import type { CallbackStreams } from './callback-streams.ts';
import type { CallbackWays } from './callback-ways.ts';
import { chatOf, turnOf } from './chats.ts';
import type { CarrierEvents } from './types.ts';

/** WeCom waits 5 s for an answer, and the way there and back takes a part of it. */
const HOLD_MS: Readonly<Record<Answerable, DurationMs>> = {
  // What comes later has other ways.
  message: 2 * SECOND,
  // A tapped card's new state has none.
  tap: 4 * SECOND,
  nothing: 0,
};
/** WeCom sends a callback again when its answer does not come: after 5 s, three times in all. */
const REPEATED_WITHIN_MS = 20 * SECOND;
const ANSWER_KEPT_MS = 10 * MINUTE;
/** A timestamp may be five minutes ahead, and is good until it is five minutes old. */
const NONCE_KEPT_MS = 11 * MINUTE;

export interface DoorDeps extends Pick<PlatformDeps, 'clock' | 'log' | 'pause'> {
  readonly exchanges: OpenExchanges;
  readonly notes: CallbackNotes;
  readonly streams: CallbackStreams;
  readonly ways: Pick<CallbackWays, 'keepAddress'>;
  /** Undefined while the platform does not run. */
  readonly events: () => CarrierEvents | undefined;
}

/** What a callback brings beside what somebody said or did. */
const envelopeShape = z.object({
  msgid: z.string().min(1).optional().catch(undefined),
  msgtype: z.string().optional().catch(undefined),
  stream: z
    .object({ id: z.string().regex(/^[\w-]{1,64}$/) })
    .optional()
    .catch(undefined),
  response_url: z.string().optional().catch(undefined),
});

/** Stores what WeCom delivers and holds its answer back until there is one, but not longer than WeCom waits. */
export function callbackDoor(deps: DoorDeps): CallbackDoor {
  const { clock, events, exchanges, notes, streams } = deps;
  const inTurn = createTurns();
  return {
    async isReplay(nonce, signature) {
      const key = `nonce|${digest(nonce)}`;
      const now = clock.now();
      if (await notes.add(key, `${now}|${signature}`, NONCE_KEPT_MS)) return false;
      const [usedAt, usedBy] = (await notes.get(key))?.split('|') ?? [];
      // The very same request soon after is WeCom's own repeat. It gets the first one's answer, and is stored once.
      return usedBy !== signature || now - Number(usedAt) > REPEATED_WITHIN_MS;
    },
    async answer(message, gone) {
      const raw = parseJson(message);
      const envelope = envelopeShape.safeParse(raw);
      if (!envelope.success) return undefined;
      const { msgid, msgtype, response_url: address, stream } = envelope.data;
      if (msgtype === 'stream' && stream) return atOnce(await streams.poll(stream.id));
      const running = events();
      if (!running) throw new Error('the callback URL is not served now');
      const reqId = `callback:${msgid ?? randomUUID()}`;
      const before = exchanges.known(reqId);
      if (before && !before.isAbandoned) return before.wait(gone);
      const body = readBody(raw);
      const callback = { reqId, address, body, isRepeat: before !== undefined };
      const store = () => inTurn(turnOf(body), () => running.callback({ reqId, receivedAt: clock.now(), body: raw }));
      return begin(deps, callback, store).wait(gone);
    },
  };
}

interface Callback {
  readonly reqId: string;
  readonly body: CallbackBody | undefined;
  readonly address: string | undefined;
  /** Nobody waited for its answer any more, which went another way or is to come. */
  readonly isRepeat: boolean;
}

function begin(deps: DoorDeps, callback: Callback, store: () => Promise<void>): Exchange {
  const { exchanges, notes, ways } = deps;
  const { address, body, reqId } = callback;
  const chat = body && chatOf(body);
  const to = chat && conversationOf(chat.externalId);
  const stored = Promise.withResolvers<boolean>();
  const memory = answerMemory(deps, reqId);
  const exchange = createExchange({
    ...{ reqId, to, answerable: answerableIn(body), stored: stored.promise },
    keep: memory.keep,
  });
  exchanges.add(exchange);

  async function work(): Promise<void> {
    const answer = await notes.get(memory.key);
    if (answer !== undefined) return exchange.repeat(answer);
    // Ahead of what may need it.
    if (to && address !== undefined) await ways.keepAddress(to, address);
    await store();
    stored.resolve(true);
    await hold(deps, exchange, callback.isRepeat, memory.keep);
  }
  work()
    .catch((error: unknown) => {
      exchanges.forget(exchange);
      exchange.fail(error);
    })
    // Of no effect once it is stored.
    .finally(() => stored.resolve(false));
  return exchange;
}

/** Until something was given, or it is time to do without. */
async function hold(
  { pause, streams }: DoorDeps,
  exchange: Exchange,
  isRepeat: boolean,
  keep: (answer: string) => Promise<void>,
): Promise<void> {
  const { answerable, closed, to } = exchange;
  // It rejects when something is given.
  if (HOLD_MS[answerable] > 0) await pause(HOLD_MS[answerable], closed).catch(() => undefined);
  // The answer to a repeat may have gone another way: a stream for it might have no end.
  if (answerable !== 'message' || !to || isRepeat) return exchange.end();
  await exchange.end(async () => {
    const beginning = await streams.begin(to);
    await keep(beginning);
    return beginning;
  });
}

/** Answers as other replicas, and this one after a restart, give them to a repeat. */
function answerMemory({ log, notes }: DoorDeps, reqId: string) {
  const key = `answer|${digest(reqId)}`;
  return {
    key,
    async keep(answer?: string): Promise<void> {
      try {
        if (answer === undefined) await notes.take(key);
        else await notes.put(key, answer, ANSWER_KEPT_MS);
      } catch (error) {
        log.warn(
          { code: 'wecom_answer_unkept', err: error, reqId },
          'an answer could not be kept for a repeated callback',
        );
      }
    },
  };
}

function answerableIn(body: CallbackBody | undefined): Answerable {
  if (!body) return 'nothing';
  if (body.msgtype !== 'event') return 'message';
  return tapIn(body) ? 'tap' : 'nothing';
}

function atOnce(body: string): CallbackAnswer {
  return { body, written: () => undefined };
}
