import type { Instant } from '../../domain/types.ts';
import type { SandboxHistory } from './history.ts';
import { fromKept, toKept } from './kept-message.ts';
import { RoomMessages } from './room-messages.ts';
import type { SandboxMessage } from './types.ts';

/** Messages of each room that are taken up from the history at the start. */
const HISTORY_LOADED_MAX = 300;

/** Everything that was said, in all rooms: in memory for reading, in the history for the next start. */
export class MessageLog {
  readonly #rooms: ReadonlyMap<string, RoomMessages>;
  readonly #history: SandboxHistory | undefined;
  readonly #now: () => Instant;
  readonly #onKept: (message: SandboxMessage) => void;
  #orderLast = 0;
  #loading: Promise<void> | undefined;

  constructor(options: {
    rooms: readonly string[];
    history: SandboxHistory | undefined;
    now: () => Instant;
    onKept: (message: SandboxMessage) => void;
  }) {
    this.#rooms = new Map(options.rooms.map((room) => [room, new RoomMessages()]));
    this.#history = options.history;
    this.#now = options.now;
    this.#onKept = options.onKept;
  }

  /** Takes up the history, once. */
  load(): Promise<void> {
    this.#loading ??= this.#loadHistory();
    return this.#loading;
  }

  room(key: string): RoomMessages | undefined {
    return this.#rooms.get(key);
  }

  /** What every message begins with: the next id of a room, now. */
  nextBase(chat: string): { id: string; chat: string; order: number; at: Instant } {
    this.#orderLast += 1;
    const order = this.#orderLast;
    return { id: `m${String(order).padStart(9, '0')}`, chat, order, at: this.#now() };
  }

  /**
   * Adds or replaces a message. It is in the history before anybody can see it: what a window shows survives a crash, and
   * what could not be kept was not said, so it may be said again.
   */
  async keep(message: SandboxMessage): Promise<void> {
    await this.#history?.save(toKept(message));
    this.#rooms.get(message.chat)?.put(message);
    this.#onKept(message);
  }

  async #loadHistory(): Promise<void> {
    const rows = (await this.#history?.load(HISTORY_LOADED_MAX)) ?? [];
    for (const row of rows.toSorted((a, b) => a.order - b.order)) {
      this.#orderLast = Math.max(this.#orderLast, row.order);
      const message = fromKept(row);
      if (message !== undefined) this.#rooms.get(message.chat)?.put(message);
    }
  }
}
