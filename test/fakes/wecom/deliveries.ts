import type { Room } from '../rooms.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
/** How long a tap, or a person's first look into the chat, can be answered. */
const EVENT_WINDOW_MS = 5 * SECOND;
const MESSAGE_WINDOW_MS = 24 * HOUR;
const RESPONSE_URL_WINDOW_MS = HOUR;

/** One delivery of a message or an event to the bot: what answers may name. A repeated delivery has an id of its own. */
export interface Delivered {
  readonly reqId: string;
  readonly kind: 'message' | 'tap' | 'enter';
  readonly at: number;
  readonly room: Room;
  /** Of the tapped card. */
  readonly taskId?: string;
}

export interface Deliveries {
  open(delivered: Omit<Delivered, 'reqId' | 'at'>): Delivered;
  /** The delivery that may still be answered in this way. */
  answerable(reqId: string, kind: Delivered['kind']): Delivered | undefined;
  /** @returns its address's code */
  giveResponseCode(room: Room): string;
  /** Once, within the hour. */
  takeResponseCode(code: string): Room | undefined;
}

export function createDeliveries(now: () => number): Deliveries {
  const open = new Map<string, Delivered>();
  const codes = new Map<string, { room: Room; at: number }>();
  return {
    open(delivered) {
      const made = { ...delivered, reqId: `REQ-${open.size + 1}`, at: now() };
      open.set(made.reqId, made);
      return made;
    },
    answerable(reqId, kind) {
      const found = open.get(reqId);
      if (found?.kind !== kind) return undefined;
      return now() - found.at <= (kind === 'message' ? MESSAGE_WINDOW_MS : EVENT_WINDOW_MS) ? found : undefined;
    },
    giveResponseCode(room) {
      const code = `RC${codes.size + 1}`;
      codes.set(code, { room, at: now() });
      return code;
    },
    takeResponseCode(code) {
      const found = codes.get(code);
      if (!found || now() - found.at > RESPONSE_URL_WINDOW_MS) return undefined;
      codes.set(code, { ...found, at: Number.NEGATIVE_INFINITY });
      return found.room;
    },
  };
}
