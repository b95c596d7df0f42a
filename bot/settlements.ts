import type { OutboxSettlement, Store } from '../db/store.ts';
import type { Clock, DurationMs } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';

export interface Settlements {
  /** Writes it with others soon; the lane goes on meanwhile. */
  add(settlement: OutboxSettlement): void;
  /** Resolves when everything is written, or when the database refused: the next poll tries again. */
  idle(): Promise<void>;
  /** Begins to write what the database refused before. */
  retry(): void;
  /** Something is not written yet. */
  readonly isBehind: boolean;
}

const BATCH_MAX = 200;

/** Many lanes settle in one transaction. What is lost with the process is delivered again under the same key. */
export function createSettlements(deps: {
  readonly store: Pick<Store, 'settleOutbox'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly pause: (ms: DurationMs) => Promise<void>;
}): Settlements {
  let waiting: OutboxSettlement[] = [];
  let writing: Promise<void> | undefined;

  const writeAll = async (): Promise<void> => {
    for (let failures = 0; waiting.length > 0 && failures < 3; ) {
      const batch = waiting.slice(0, BATCH_MAX);
      try {
        await deps.store.settleOutbox(batch, deps.clock.now());
        waiting = waiting.slice(batch.length);
      } catch (error) {
        failures += 1;
        deps.log.error({ err: error }, 'sent messages could not be marked as sent; it is tried again');
        await deps.pause(250 * failures);
      }
    }
    writing = undefined;
  };

  const retry = (): void => {
    if (waiting.length > 0) writing ??= writeAll();
  };

  return {
    add(settlement) {
      waiting.push(settlement);
      // After the lanes that are ready in this turn of the event loop.
      writing ??= new Promise((resolve) => setImmediate(resolve)).then(writeAll);
    },
    async idle() {
      retry();
      await writing;
    },
    retry,
    get isBehind() {
      return waiting.length > 0;
    },
  };
}
