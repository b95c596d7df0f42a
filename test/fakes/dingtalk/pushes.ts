import { isDeepStrictEqual } from 'node:util';
import type { Fate } from '../intake.ts';
import type { Faults } from './faults.ts';
import type { AckFrame, Push } from './frames.ts';
import type { Log } from './log.ts';

const SECOND = 1000;
/** How soon a tap, and anything else, is to be acknowledged; then it may come again. */
const TAP_ANSWER_MS = 2 * SECOND;
const REDELIVERY_MS = 60 * SECOND;

/** One callback, with all of its deliveries. */
export interface Pushed {
  readonly id: string;
  readonly topic: string;
  readonly data: unknown;
  readonly type: Push['type'];
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the tapped card, and who tapped. */
  readonly tap?: { readonly outTrackId: string; readonly userId: string };
  /** Of each delivery, in order. */
  readonly messageIds: readonly string[];
  /** Of the first delivery. */
  readonly at: number;
  readonly lastAt: number;
  /** The same by the machine's clock: an answer is late by that one, which no test moves on. */
  readonly sentAt: number;
  /** Some delivery of it left on a connection that took it. */
  readonly hasLeft: boolean;
  readonly ackedAt?: number;
}

export interface Pushes {
  send(callback: Pick<Pushed, 'data' | 'headers' | 'tap' | 'topic' | 'type'>): Fate;
  /** The same once more; absent id: the last. @param messageId of the frame; `new`: another one than before */
  again(id?: string, messageId?: 'same' | 'new'): Fate;
  /** Whatever is due again by now, as the faults have it. @returns how many */
  redeliver(): number;
  /** It was sent on this connection. */
  sentOn(push: Push, socket: number): void;
  acked(ack: AckFrame, socket: number): void;
  readonly all: readonly Pushed[];
  readonly lastId: string | undefined;
  readonly unacked: readonly Pushed[];
  /** Taps on the card that were delivered within the last two seconds and are not answered. */
  openTapsOn(outTrackId: string): readonly Pushed[];
  /** What was sent last is the same tap once more, and the one before is not answered yet. */
  readonly isLastTwice: boolean;
}

interface Parts {
  readonly faults: Faults;
  readonly log: Log;
  readonly now: () => number;
  readonly push: (push: Push) => Fate;
  /** A tap's first acknowledgement, in time. @param response what it holds */
  readonly answered: (tap: NonNullable<Pushed['tap']>, response: unknown) => void;
}

/** Book-keeping of what the bot is told and acknowledges. */
export function createPushes({ answered, faults, log, now, push }: Parts): Pushes {
  const all: Pushed[] = [];
  const sockets = new Map<string, number>();
  let frames = 0;
  let lastSent: string | undefined;

  const change = (id: string, changed: Partial<Pushed>): void => {
    const place = all.findIndex((each) => each.id === id);
    const before = all[place];
    if (before) all[place] = { ...before, ...changed };
  };

  function deliver(pushed: Pushed, kept: string | undefined): Fate {
    if (kept === undefined) frames += 1;
    lastSent = pushed.id;
    const messageId = kept ?? `212b9d7c_165f_${frames}`;
    change(pushed.id, { messageIds: [...pushed.messageIds, messageId], lastAt: now(), sentAt: performance.now() });
    const { data, headers, topic, type } = pushed;
    const fate = push({ type, topic, messageId, data, ...(headers && { headers }) });
    if (fate === 'delivered') change(pushed.id, { hasLeft: true });
    return fate;
  }

  function take(pushed: Pushed, ack: AckFrame, socket: number): void {
    const { messageId } = ack.headers;
    if (sockets.get(messageId) !== socket) log.complain(`${messageId} is acknowledged on another connection`);
    if (ack.code !== 200) log.complain(`${messageId} is acknowledged with ${ack.code}`);
    if (pushed.ackedAt !== undefined) {
      // Each of several deliveries is acknowledged.
      if (pushed.messageIds.length === 1) log.complain(`${messageId} is acknowledged twice`);
      return;
    }
    if (ack.code === 200) change(pushed.id, { ackedAt: now() });
    if (!pushed.tap) return;
    if (performance.now() - pushed.sentAt > TAP_ANSWER_MS) log.complain(`the tap ${messageId} is answered too late`);
    else answered(pushed.tap, responseOf(ack, log));
  }

  const openTapsOn = (outTrackId: string): readonly Pushed[] =>
    all.filter(
      ({ ackedAt, hasLeft, lastAt, tap }) =>
        hasLeft && tap?.outTrackId === outTrackId && ackedAt === undefined && now() - lastAt <= TAP_ANSWER_MS,
    );

  return {
    all,
    get lastId() {
      return all.at(-1)?.id;
    },
    get unacked() {
      return all.filter(({ ackedAt }) => ackedAt === undefined);
    },
    send(callback) {
      const pushed: Pushed = {
        ...callback,
        id: `P${all.length + 1}`,
        messageIds: [],
        hasLeft: false,
        at: now(),
        lastAt: now(),
        sentAt: 0,
      };
      all.push(pushed);
      return deliver(pushed, undefined);
    },
    again(id = all.at(-1)?.id, messageId = 'new') {
      const found = all.find((each) => each.id === id);
      if (!found) return 'bot_away';
      return deliver(found, messageId === 'same' ? found.messageIds.at(-1) : undefined);
    },
    redeliver() {
      if (faults.redelivers === 'never') return 0;
      const due = all.filter(({ ackedAt, lastAt }) => ackedAt === undefined && now() - lastAt >= REDELIVERY_MS);
      const kept = faults.redelivers === 'same_message_id';
      return due.filter((each) => deliver(each, kept ? each.messageIds.at(-1) : undefined) === 'delivered').length;
    },
    sentOn: ({ messageId }, socket) => void sockets.set(messageId, socket),
    acked(ack, socket) {
      const { messageId } = ack.headers;
      const found = all.find(({ messageIds }) => messageIds.includes(messageId));
      if (found) take(found, ack, socket);
      else log.complain(`${messageId} is acknowledged, and was never sent`);
    },
    openTapsOn,
    get isLastTwice() {
      const last = all.find(({ id }) => id === lastSent);
      if (!last?.tap) return false;
      const same = openTapsOn(last.tap.outTrackId).filter(({ data }) => isDeepStrictEqual(data, last.data));
      return same.flatMap(({ messageIds }) => messageIds).length > 1;
    },
  };
}

function responseOf({ data }: AckFrame, log: Log): unknown {
  try {
    const parsed: unknown = JSON.parse(data ?? '{}');
    return typeof parsed === 'object' && parsed !== null && 'response' in parsed ? parsed.response : undefined;
  } catch {
    log.complain(`the data of an acknowledgement is no JSON: ${data?.slice(0, 100)}`);
    return undefined;
  }
}
