import type { Room } from '../rooms.ts';
import { type Answer, OK, refusal } from './answer.ts';
import type { WecomRooms } from './card-kind.ts';

const WINDOW_MS = 6 * 60_000;

export interface StreamPart {
  readonly id: string;
  readonly finish?: boolean | undefined;
  readonly content?: string | undefined;
}

export interface Streams {
  write(reqId: string, room: Room, part: StreamPart): Answer;
}

/** A message of the bot that grows: each part holds the whole text so far. */
export function createStreams(rooms: WecomRooms, now: () => number): Streams {
  const open = new Map<string, { messageId: string; at: number; finished: boolean }>();
  return {
    write(reqId, room, { content = '', finish = false, id }) {
      const key = `${reqId} ${id}`;
      const found = open.get(key);
      if (!found) {
        const { id: messageId } = rooms.post({ room, from: 'bot', form: 'stream', text: content });
        open.set(key, { messageId, at: now(), finished: finish });
        return OK;
      }
      if (now() - found.at > WINDOW_MS) return refusal(846608);
      if (!found.finished) rooms.rewrite(found.messageId, content);
      found.finished ||= finish;
      return OK;
    },
  };
}
