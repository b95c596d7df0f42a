/** Runs jobs: those of one key one after the other, those of several keys at once. */
export interface KeyedQueue {
  /** Puts a job behind those of the same key. */
  push(key: string, job: () => Promise<void>): void;
  /** Lets jobs start. */
  open(): void;
  /** Lets no further job start; those that run go on. */
  close(): void;
  /** Resolves when no job runs, and none waits that may start. */
  idle(): Promise<void>;
  /** Jobs that wait or run. */
  readonly size: number;
}

/**
 * @param options.limit how many jobs run at once  @param options.onError a job is expected to deal with its own errors; this
 * is told of one that did not, and the queue goes on  @param options.onEmpty the last job has ended
 */
export function keyedQueue(options: {
  limit: number;
  onError: (error: unknown) => void;
  onEmpty?: () => void;
}): KeyedQueue {
  const waiting = new Map<string, (() => Promise<void>)[]>();
  /** Keys that have jobs and of which none runs, in the order in which they became ready. */
  const ready = new Set<string>();
  const running = new Set<string>();
  let isOpen = false;
  let size = 0;
  let idleWaiters: (() => void)[] = [];

  const isIdle = () => running.size === 0 && (!isOpen || ready.size === 0);
  const tellIdle = () => {
    if (!isIdle()) return;
    const waiters = idleWaiters;
    idleWaiters = [];
    for (const resolve of waiters) resolve();
  };

  const run = async (key: string, job: () => Promise<void>) => {
    try {
      await job();
    } catch (error) {
      options.onError(error);
    }
    size -= 1;
    running.delete(key);
    if (waiting.has(key)) ready.add(key);
    startReady();
    if (size === 0) options.onEmpty?.();
    tellIdle();
  };

  const startReady = () => {
    for (const key of ready) {
      if (!isOpen || running.size >= options.limit) return;
      ready.delete(key);
      const jobs = waiting.get(key) ?? [];
      const job = jobs.shift();
      if (jobs.length === 0) waiting.delete(key);
      if (job === undefined) continue;
      running.add(key);
      void run(key, job);
    }
  };

  return {
    push(key, job) {
      const jobs = waiting.get(key);
      if (jobs) jobs.push(job);
      else waiting.set(key, [job]);
      size += 1;
      if (!running.has(key)) ready.add(key);
      startReady();
    },
    open() {
      isOpen = true;
      startReady();
    },
    close() {
      isOpen = false;
      tellIdle();
    },
    idle() {
      return isIdle() ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve));
    },
    get size() {
      return size;
    },
  };
}
