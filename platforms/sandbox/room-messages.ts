import type { SandboxMessage } from './types.ts';

/** Messages of a room that are kept in memory; an older card can no longer be updated or replied to. */
const MESSAGES_KEPT_MAX = 2_000;

/** The messages of one room by age, with the two ways in which they are found again. */
export class RoomMessages {
  readonly #byId = new Map<string, SandboxMessage>();
  readonly #idByKey = new Map<string, string>();

  /** Adds a message, or replaces the one with the same id in its place. */
  put(message: SandboxMessage): void {
    this.#byId.set(message.id, message);
    this.#idByKey.set(keyOf(message), message.id);
    if (this.#byId.size > MESSAGES_KEPT_MAX) this.#forgetOldest();
  }

  byId(id: string): SandboxMessage | undefined {
    return this.#byId.get(id);
  }

  /** What a delivery with that key has posted. */
  byDelivery(deliveryKey: string): SandboxMessage | undefined {
    return this.#byKey(`bot ${deliveryKey}`);
  }

  /** What somebody said under that id of his client. */
  bySaying(userId: string, clientId: string): SandboxMessage | undefined {
    return this.#byKey(`person ${userId} ${clientId}`);
  }

  /** Oldest first. */
  all(): readonly SandboxMessage[] {
    // Two that were said at once are kept in either order.
    return [...this.#byId.values()].sort((left, right) => left.order - right.order);
  }

  #byKey(key: string): SandboxMessage | undefined {
    const id = this.#idByKey.get(key);
    return id === undefined ? undefined : this.#byId.get(id);
  }

  #forgetOldest(): void {
    const [oldest] = this.#byId.values();
    if (oldest === undefined) return;
    this.#byId.delete(oldest.id);
    this.#idByKey.delete(keyOf(oldest));
  }
}

function keyOf(message: SandboxMessage): string {
  return message.from === 'bot' ? `bot ${message.deliveryKey}` : `person ${message.userId} ${message.clientId}`;
}
