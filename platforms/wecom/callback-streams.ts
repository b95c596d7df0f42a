import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Clock, MINUTE, SECOND } from '../../domain/types.ts';
import type { Conversation } from '../conversations.ts';
import type { PlatformDeps } from '../deps.ts';
import { type CallbackNotes, keyOf } from './callback-notes.ts';

/** WeCom asks for 6 minutes at most. */
export const STREAM_LIFE_MS = 5 * MINUTE;
/** Nothing is begun to be said in a stream that is about to end. */
const STREAM_RESERVE_MS = 15 * SECOND;
/** A stream that is alive is asked for every second or so. */
const FETCH_LIMIT_MS = 8 * SECOND;
const FETCH_CHECK_MS = SECOND / 2;
/** Behind its end, for requests that are repeated. */
const STREAM_KEPT_MS = 10 * MINUTE;

export interface StreamWords {
  /** While the answer is being made. */
  readonly working: string;
  /** In the end, when nothing came in time. */
  readonly received: string;
}

/**
 * Answers that come later than a response can be held back: WeCom shows the beginning and asks again and again until the end.
 * What is said in them is noted, so that each replica can answer each request, and a restart loses none.
 */
export interface CallbackStreams {
  /** @returns the answer with which it begins */
  begin(to: Conversation): Promise<string>;
  /** @returns the answer to WeCom's request for it */
  poll(id: string): Promise<string>;
  /**
   * Ends that conversation's oldest stream with this text.
   * @returns whether WeCom has fetched it; false also where no stream is under way
   */
  finish(to: Conversation, content: string): Promise<boolean>;
  /** Ends a stream whose answer went another way; nobody waits until it is fetched. */
  close(to: Conversation, content: string): Promise<void>;
}

const stateShape = z.object({ endsAt: z.int(), content: z.string().optional() });

export function createCallbackStreams(
  notes: CallbackNotes,
  { clock, pause }: Pick<PlatformDeps, 'clock' | 'pause'>,
  words: StreamWords,
): CallbackStreams {
  /** @returns the id of the stream that says it from now on */
  async function say(to: Conversation, content: string): Promise<string | undefined> {
    const id = await notes.take(keyOf('streaming', to));
    if (id !== undefined) await notes.put(saidKey(id), content, STREAM_KEPT_MS);
    return id;
  }

  return {
    async begin(to) {
      const id = randomUUID();
      const state = JSON.stringify({ endsAt: clock.now() + STREAM_LIFE_MS });
      await notes.put(streamKey(id), state, STREAM_KEPT_MS);
      await notes.put(`${keyOf('streaming', to)}${id}`, id, STREAM_LIFE_MS - STREAM_RESERVE_MS);
      return streamAnswer(id, words.working, false);
    },
    async poll(id) {
      const state = readState(await notes.get(streamKey(id)));
      if (state?.content !== undefined) return streamAnswer(id, state.content, true);
      const isOver = state === undefined || hasPassed(state.endsAt, clock);
      const content = (await notes.get(saidKey(id))) ?? (isOver ? words.received : undefined);
      if (content === undefined) return streamAnswer(id, words.working, false);
      // First, so that a request that is repeated gets the same answer.
      await notes.put(streamKey(id), JSON.stringify({ endsAt: clock.now(), content }), STREAM_KEPT_MS);
      await notes.take(saidKey(id));
      return streamAnswer(id, content, true);
    },
    async finish(to, content) {
      const id = await say(to, content);
      return id !== undefined && isFetched(notes, pause, id);
    },
    async close(to, content) {
      await say(to, content);
    },
  };
}

/** @returns whether WeCom asked for what is said in that stream; if not, it is not said there any more */
async function isFetched(notes: CallbackNotes, pause: PlatformDeps['pause'], id: string): Promise<boolean> {
  const unhurried = new AbortController().signal;
  for (let waitedMs = 0; waitedMs < FETCH_LIMIT_MS; waitedMs += FETCH_CHECK_MS) {
    await pause(FETCH_CHECK_MS, unhurried);
    if ((await notes.get(saidKey(id))) === undefined) return true;
  }
  // Whoever takes it back knows that nobody has fetched it.
  return (await notes.take(saidKey(id))) === undefined;
}

/** A text that is said at once. As an answer WeCom takes texts as streams only. */
export function wholeStream(content: string): string {
  return streamAnswer(randomUUID(), content, true);
}

function streamAnswer(id: string, content: string, finish: boolean): string {
  return JSON.stringify({ msgtype: 'stream', stream: { id, finish, content } });
}

function readState(value: string | undefined): z.infer<typeof stateShape> | undefined {
  return value === undefined ? undefined : stateShape.parse(JSON.parse(value));
}

function hasPassed(instant: number, clock: Clock): boolean {
  return clock.now() >= instant;
}

const streamKey = (id: string): string => `stream|${id}`;
const saidKey = (id: string): string => `said|${id}`;
