import { assert } from '../domain/assert.ts';

/** Lets so many through at once; the others wait in the order in which they came. */
export class Turnstile {
  readonly #insideMax: number;
  readonly #waiting: (() => void)[] = [];
  readonly #inside = new Set<Promise<unknown>>();
  #taken = 0;
  #closed = false;

  constructor(insideMax: number) {
    this.#insideMax = insideMax;
  }

  async pass<T>(job: () => Promise<T>): Promise<T> {
    assert(!this.#closed, 'the store is closed');
    const passage = this.#enter(job);
    this.#inside.add(passage);
    try {
      return await passage;
    } finally {
      this.#inside.delete(passage);
    }
  }

  /** Refuses further jobs and waits for those that were accepted. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#inside);
  }

  async #enter<T>(job: () => Promise<T>): Promise<T> {
    if (this.#taken < this.#insideMax) this.#taken += 1;
    else await new Promise<void>((enter) => this.#waiting.push(enter));
    try {
      return await job();
    } finally {
      // A place is handed on rather than freed, so that nobody overtakes.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken -= 1;
    }
  }
}
