import type { Conversation } from '../conversations.ts';

/** What may be answered in a callback's own response: a message, the new state of a tapped card, or nothing. */
export type Answerable = 'message' | 'tap' | 'nothing';

/** What one waiting request is to be answered. */
export interface CallbackAnswer {
  /** Plain; absent: an empty response. */
  readonly body?: string;
  /** To be called once, when the response has been written or could not be. */
  written(isWritten: boolean): void;
}

/** A callback whose response is held back until there is something to answer. A repeat of the callback shares it. */
export interface Exchange {
  readonly reqId: string;
  readonly answerable: Answerable;
  /** Absent where nothing can be said anyway. */
  readonly to: Conversation | undefined;
  /**
   * @param gone aborted when the connection of the request that waits is lost
   * @throws what `fail` was given
   */
  wait(gone: AbortSignal): Promise<CallbackAnswer>;
  /** @returns whether it was written to WeCom; false also where it was answered otherwise before, or nobody waits any more */
  give(body: string): Promise<boolean>;
  /** Ends it, with what is made for that, or with nothing. From its beginning on nothing else is given. */
  end(make?: () => Promise<string>): Promise<void>;
  /** It was answered before: the same again. */
  repeat(body: string): void;
  fail(error: unknown): void;
  readonly isOpen: boolean;
  /** Whoever waited was gone before there was an answer: a repeat of the callback may still get one. */
  readonly isAbandoned: boolean;
  /** Aborted when it is no longer open. */
  readonly closed: AbortSignal;
}

export interface ExchangeStart {
  readonly reqId: string;
  readonly answerable: Answerable;
  readonly to: Conversation | undefined;
  /** Whether the callback could be stored: before that nothing is answered. */
  readonly stored: Promise<boolean>;
  /** Keeps what was given for repeats of the callback, before it is written; absent: it reached nobody, and is said elsewhere. */
  readonly keep: (body?: string) => Promise<void>;
}

export function createExchange(start: ExchangeStart): Exchange {
  return new HeldExchange(start);
}

class HeldExchange implements Exchange {
  readonly reqId: string;
  readonly answerable: Answerable;
  readonly to: Conversation | undefined;
  isAbandoned = false;
  readonly #stored: Promise<boolean>;
  readonly #keep: ExchangeStart['keep'];
  readonly #answered = Promise.withResolvers<void>();
  readonly #arrival = Promise.withResolvers<boolean>();
  readonly #closing = new AbortController();
  #answer: string | undefined;
  #waiting = 0;

  constructor({ answerable, keep, reqId, stored, to }: ExchangeStart) {
    this.reqId = reqId;
    this.answerable = answerable;
    this.to = to;
    this.#stored = stored;
    this.#keep = keep;
    // A failure is told to those who wait; there may be nobody.
    this.#answered.promise.catch(() => undefined);
  }

  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  get isOpen(): boolean {
    return !this.closed.aborted;
  }

  async wait(gone: AbortSignal): Promise<CallbackAnswer> {
    const written = this.#join();
    const leave = (): void => written(false);
    gone.addEventListener('abort', leave, { once: true });
    if (gone.aborted) leave();
    try {
      await this.#answered.promise;
    } finally {
      gone.removeEventListener('abort', leave);
    }
    return { ...(this.#answer !== undefined && { body: this.#answer }), written };
  }

  async give(body: string): Promise<boolean> {
    if (!this.isOpen) return false;
    this.#closing.abort();
    if (!(await this.#stored)) return false;
    await this.#keep(body);
    this.#say(body);
    if (await this.#arrival.promise) return true;
    this.#answer = undefined;
    await this.#keep();
    return false;
  }

  async end(make?: () => Promise<string>): Promise<void> {
    if (!this.isOpen) return;
    this.#closing.abort();
    this.#say(await make?.());
  }

  repeat(body: string): void {
    this.#closing.abort();
    this.#say(body);
  }

  fail(error: unknown): void {
    this.#closing.abort();
    this.#answered.reject(error);
  }

  #say(body: string | undefined): void {
    this.#answer = body;
    this.#answered.resolve();
  }

  /** @returns what one who waits calls when he has got his answer or is gone; it counts once */
  #join(): (isWritten: boolean) => void {
    let isHere = true;
    this.#waiting += 1;
    return (isWritten) => {
      if (!isHere) return;
      isHere = false;
      this.#waiting -= 1;
      if (isWritten) this.#arrival.resolve(true);
      if (this.#waiting === 0) this.#allLeft();
    };
  }

  #allLeft(): void {
    this.#arrival.resolve(false);
    if (!this.isOpen) return;
    this.isAbandoned = true;
    this.#closing.abort();
    this.#say(undefined);
  }
}
