import { assert } from '../domain/assert.ts';

/** How many jobs share one transaction at most: it bounds how long the first of them waits for the last. */
export const GROUP_MAX = 32;

/** Jobs that share one transaction. Of several one may fail alone; an only one fails with the transaction. */
export interface Group<Db> {
  readonly size: number;
  /** An only job of a single statement, which is a transaction by itself. */
  readonly isStatement: boolean;
  /** @param each runs one job, so that it can be rolled back without the others */
  run(each: EachJob<Db>): Promise<void>;
}
/** Resolves when all is on disk. */
export type RunGroup<Db> = (group: Group<Db>) => Promise<void>;
export type EachJob<Db> = <T>(job: (db: Db) => Promise<T>) => Promise<T>;

interface Waiting<Db> {
  readonly isStatement: boolean;
  /** @returns its failure */
  run(each: EachJob<Db>): Promise<{ readonly error: unknown } | undefined>;
  /** The group is on disk. */
  settle(): void;
  fail(error: unknown): void;
}

/**
 * Lets one writer at a time into a database that can't have two, and lets those who wait share one transaction: one fsync
 * for up to {@link GROUP_MAX} of them. A job that fails is rolled back alone; when the commit fails, all of its group fail.
 */
export class WriteQueue<Db> {
  readonly #runGroup: RunGroup<Db>;
  #waiting: Waiting<Db>[] = [];
  #working: Promise<void> | undefined;
  #closed = false;

  constructor(runGroup: RunGroup<Db>) {
    this.#runGroup = runGroup;
  }

  /**
   * @param isStatement the job is a single statement
   * @throws what the job threw, or what prevented its group from being written
   */
  add<T>(job: (db: Db) => Promise<T>, isStatement = false): Promise<T> {
    assert(!this.#closed, 'the store is closed');
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    let outcome: { value: T } | { error: unknown } | undefined;
    this.#waiting.push({
      isStatement,
      run: async (each) => {
        outcome = await each(job).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        return 'error' in outcome ? outcome : undefined;
      },
      settle: () => {
        assert(outcome, 'a group was committed without one of its jobs');
        if ('value' in outcome) resolve(outcome.value);
        else reject(outcome.error);
      },
      // Its own failure says more than that of the group, which may be its consequence.
      fail: (error) => reject(outcome && 'error' in outcome ? outcome.error : error),
    });
    this.#working ??= this.#work();
    return promise;
  }

  /** Refuses further jobs and waits for those that were accepted. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    // After the turn of the event loop that brought the first job: those that come with it share its group.
    await new Promise((resume) => setImmediate(resume));
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, GROUP_MAX);
      try {
        const isStatement = group.length === 1 && group[0]?.isStatement === true;
        await this.#runGroup({ size: group.length, isStatement, run: (each) => runAll(group, each) });
        for (const job of group) job.settle();
      } catch (error) {
        for (const job of group) job.fail(error);
      }
    }
    this.#working = undefined;
  }
}

async function runAll<Db>(group: readonly Waiting<Db>[], each: EachJob<Db>): Promise<void> {
  for (const job of group) {
    const failure = await job.run(each);
    if (failure && group.length === 1) throw failure.error;
  }
}
