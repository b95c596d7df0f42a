import { setTimeout as pause } from 'node:timers/promises';
import { type Client, createClient } from '@libsql/client';
import { drizzle } from 'drizzle-orm/libsql';
import { type Db, driverError, errorField } from './engine.ts';
import type { Group } from './write-queue.ts';

/** How long the driver itself waits for another process's lock. Short, for the process stands still meanwhile. */
export const LOCK_WAIT_MS = 50;
/** How long a write waits in all for another process, such as a backup or a command line, before it gives up. */
const BUSY_MS_MAX = 10_000;
const BUSY_PAUSE_MS = 20;

/** The one connection that writes. */
export class LibsqlWriter {
  readonly #client: Client;
  readonly #db;
  readonly #settings: readonly string[];
  #isReady = false;

  /** @param durability `synced`: a commit that was answered survives a power cut */
  constructor(url: string, durability: 'synced' | 'temporary') {
    this.#client = createClient({ url, concurrency: 1, timeout: LOCK_WAIT_MS });
    this.#db = drizzle(this.#client);
    this.#settings = [
      'pragma journal_mode = wal',
      // FULL is the default, but a lost message is not left to defaults.
      `pragma synchronous = ${durability === 'synced' ? 'full' : 'off'}`,
      'pragma journal_size_limit = 67108864',
    ];
  }

  /** Runs a group as one transaction, after waiting for other processes that write; the event loop goes on meanwhile. */
  async transaction(group: Group<Db>): Promise<void> {
    for (let waitedMs = 0; ; waitedMs += LOCK_WAIT_MS + BUSY_PAUSE_MS) {
      try {
        if (!this.#isReady) await this.#prepare();
        await this.#run(group);
        return;
      } catch (error) {
        const code = errorField(driverError(error), 'code');
        // What a job refuses by itself says nothing about the connection.
        if (typeof code === 'string' && code.startsWith('SQLITE')) this.#isReady = false;
        if (code !== 'SQLITE_BUSY' || waitedMs >= BUSY_MS_MAX) throw error;
        await pause(BUSY_PAUSE_MS);
      }
    }
  }

  async #run(group: Group<Db>): Promise<void> {
    if (group.isStatement) return group.run((job) => job(this.#db));
    // An only job needs no savepoint: it is rolled back with its transaction.
    return this.#db.transaction((tx) => group.run((job) => (group.size === 1 ? job(tx) : tx.transaction(job))));
  }

  close(): void {
    this.#client.close();
  }

  /**
   * A new connection for the first group and after each failure: a statement that SQLite has answered with BUSY stays
   * active on its connection until it is garbage collected, and forbids every savepoint as long.
   */
  async #prepare(): Promise<void> {
    this.#client.reconnect();
    for (const setting of this.#settings) await this.#client.execute(setting);
    this.#isReady = true;
  }
}
