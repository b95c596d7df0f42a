import { assert } from '../../domain/assert.ts';
import { type DurationMs, type Instant, SECOND } from '../../domain/types.ts';
import { reasonOf } from '../error-reason.ts';
import { type Loss, type SupervisedConnection, type Supervisor, supervise } from '../supervisor.ts';
import { createTurns } from '../turns.ts';
import { untilStored } from '../until-stored.ts';
import { createPulse, PING_EVERY_MS } from './pulse.ts';
import { GatewayError, StreamClient, type StreamClientParts, type StreamSocket } from './stream-client.ts';
import { tapReplyOf } from './tap-reply.ts';
import { turnOf } from './to-update.ts';
import type { DingtalkDeps, Entrance, EntranceEvents, RawCallback } from './types.ts';

/** How long a close may take before the socket is torn down. */
const CLOSE_WITHIN_MS: DurationMs = SECOND;
/** The line broke without a word: nobody knows when. */
const BROKEN = 1006;

/** Lengths of real time; tests shorten them. */
export interface StreamTimes {
  readonly pingEveryMs?: DurationMs;
  readonly acceptWithinMs?: DurationMs;
  /** How long a connection is kept that DingTalk is about to end. */
  readonly lingerMs?: DurationMs;
}

export type StreamParts = StreamClientParts & Pick<DingtalkDeps, 'clock' | 'pause' | 'random'>;

interface Connection extends SupervisedConnection {
  readonly retiring: Promise<Loss>;
}

/** What came, and how it is acknowledged on the connection on which it came. */
interface Heard {
  readonly raw: RawCallback;
  readonly acknowledge: (answer: object | null) => void;
}

/**
 * DingTalk's Stream connection through its SDK, with a new client for each connection. What came is stored, then acknowledged; it
 * is tried again for minutes, since DingTalk may or may not send it once more.
 */
export function streamEntrance(parts: StreamParts, times: StreamTimes = {}): Entrance {
  const { log } = parts;
  let supervisor: Supervisor<Connection> | undefined;
  let stopping = new AbortController();
  let heardAt: Instant | undefined;
  const inHand = new Set<Promise<void>>();
  const inTurn = createTurns();

  const store = async ({ acknowledge, raw }: Heard, events: EntranceEvents): Promise<void> => {
    const { deliveryId, topic } = raw;
    const storing = { ...parts, platform: 'dingtalk', fields: { deliveryId, topic } };
    const stored = await untilStored(storing, () => events.callback(raw), stopping.signal);
    if (stored) acknowledge(stored.result ? tapReplyOf(stored.result) : null);
  };

  const hear = (heard: Heard, events: EntranceEvents) => {
    heardAt = heard.raw.receivedAt;
    // A tap waits for its answer, which is no reason for what is said meanwhile to wait.
    const job = () => store(heard, events);
    const stored = heard.raw.topic === 'message' ? inTurn(turnOf(heard.raw), job) : job();
    inHand.add(stored);
    void stored.finally(() => inHand.delete(stored));
  };

  return {
    async start(events) {
      assert(supervisor === undefined, 'the Stream connection runs already');
      stopping = new AbortController();
      supervisor = supervise<Connection>({
        ...parts,
        ...times,
        platform: 'dingtalk',
        open: () => connect(parts, times.pingEveryMs ?? PING_EVERY_MS, (heard) => hear(heard, events)),
        onState(state, reason, how, since) {
          // Connected and deaf has been seen: only the last thing heard tells it.
          log.info(
            { state, ...(heardAt !== undefined && { lastCallbackAt: heardAt }) },
            'the Stream connection changed',
          );
          events.connection(state, reason, how, since);
        },
      });
    },
    async stop() {
      stopping.abort();
      const running = supervisor;
      supervisor = undefined;
      await running?.stop();
      // What was heard last need not be sent again.
      await Promise.all(inHand);
    },
  };
}

/** A connection of its own client, which ends with it. */
function connect(parts: StreamParts, pingEveryMs: DurationMs, hear: (heard: Heard) => void): Connection {
  const { clock, log } = parts;
  const accepted = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<Loss>();
  const retiring = Promise.withResolvers<Loss>();
  const pulse = createPulse(clock, pingEveryMs);
  let socket: StreamSocket | undefined;
  let isClosed = false;
  let lastError: string | undefined;

  const client: StreamClient = new StreamClient(parts, {
    heard: pulse.heard,
    callback: ({ data, deliveryId, topic }) => {
      const raw = { topic, deliveryId, receivedAt: clock.now(), body: data };
      hear({ raw, acknowledge: (answer) => client.acknowledge(deliveryId, answer) });
    },
    notice: (reason) => retiring.resolve({ kind: 'lost', reason }),
  });

  const watch = (opened: StreamSocket): void => {
    socket = opened;
    socket.on('open', () => {
      client.connected = true;
      pulse.start(opened, (loss) => {
        ended.resolve(loss);
        opened.terminate();
      });
      accepted.resolve();
    });
    socket.on('ping', pulse.heard);
    socket.on('pong', pulse.heard);
    socket.on('error', (error) => {
      lastError = reasonOf(error);
      opened.terminate();
    });
    socket.on('close', (code) => {
      pulse.stop();
      const reason = lastError ?? `code ${String(code)}`;
      ended.resolve({ kind: 'lost', reason, ...(code === BROKEN && { since: pulse.heardAt }) });
    });
    if (isClosed) opened.terminate();
  };

  client.open().then(watch, (error: unknown) => {
    const kind = error instanceof GatewayError && error.isRefusal ? 'refused' : 'lost';
    ended.resolve({ kind, reason: reasonOf(error) });
  });
  return {
    accepted: accepted.promise,
    ended: ended.promise,
    retiring: retiring.promise,
    close() {
      isClosed = true;
      pulse.stop();
      if (socket) closeSoon(socket, log);
    },
  };
}

function closeSoon(socket: StreamSocket, log: DingtalkDeps['log']): void {
  const timer = setTimeout(() => {
    log.debug({}, 'a connection did not close, and is torn down');
    socket.terminate();
  }, CLOSE_WITHIN_MS);
  socket.on('close', () => clearTimeout(timer));
  socket.close();
}
