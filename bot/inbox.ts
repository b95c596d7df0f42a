import type { InboxRow } from '../db/store.ts';
import { chatId, type DurationMs, SECOND } from '../domain/types.ts';
import type { Update } from '../platforms/types.ts';
import { alertBatches } from './alert-batches.ts';
import type { OnWritten } from './attempt.ts';
import type { Deps } from './deps.ts';
import { keyedQueue } from './keyed-queue.ts';
import { withoutOverheard } from './overheard.ts';
import { HANDLING_LIMIT_MS, UpdateRuns } from './update-runs.ts';
import type { HandleUpdate } from './updates.ts';

/** Updates of this many chats are handled at once. */
export const CHATS_AT_ONCE = 16;
/** After a crash an update waits no longer than this for another process to take it up. */
export const UPDATE_LEASE_MS = 10 * SECOND;
const CLAIM_BATCH_MAX = 100;

export interface Inbox {
  /** Resolves when the update is stored durably; it is handled afterwards. */
  receive(update: Update): Promise<'accepted' | 'duplicate'>;
  /** Takes up what nobody handles: left by a crash, or due for another attempt. @returns how many */
  recover(): Promise<number>;
  /** Lets handling begin. */
  open(): void;
  close(): void;
  /** Resolves when nothing is in hand. */
  idle(): Promise<void>;
  /** Updates in hand. */
  readonly size: number;
}

/**
 * Updates of one chat are handled in the order of receipt, by whichever process; those of several chats at once. Only one
 * that failed is overtaken while it waits for its next attempt: it must not silence its chat for minutes.
 */
export function createInbox(
  deps: Deps,
  handle: HandleUpdate,
  onWritten: OnWritten,
  handlingLimitMs: DurationMs = HANDLING_LIMIT_MS,
): Inbox {
  const { clock, log, metrics, owner, store } = deps;
  const runs = new UpdateRuns({ deps, handle, onWritten, handlingLimitMs });
  const queue = keyedQueue({
    limit: CHATS_AT_ONCE,
    onError: (error) => log.error({ err: error }, 'an update could not be settled; it is taken up again'),
  });
  const batches = alertBatches();
  const lease = () => ({ owner, until: clock.now() + UPDATE_LEASE_MS });

  // A clock that was run forward ends leases of what is in hand, which is then claimed and queued twice. The second run
  // finds it done, since the first came before it in its chat.
  const enqueue = (row: InboxRow, run: (row: InboxRow) => Promise<void>): void =>
    queue.push(chatId(row.update.platform, row.update.chat.externalId), () => run(row));

  return {
    async receive(given) {
      const update = withoutOverheard(given);
      const stored = await store.putUpdate(update, lease());
      if (stored.outcome === 'duplicate') {
        metrics.updates.inc({ platform: update.platform, outcome: 'duplicate' });
        log.debug({ platform: update.platform, updateId: update.updateId }, 'a second delivery of an update');
        return 'duplicate';
      }
      const received = { seq: stored.seq, update, attempts: 1, failures: 0 };
      batches.add(received);
      enqueue(received, async (row) => {
        const behind = batches.behind(row);
        if (behind) await runs.handle(row, behind);
      });
      return 'accepted';
    },
    async recover() {
      const rows = await store.claimUpdates(clock.now(), lease(), CLAIM_BATCH_MAX);
      for (const row of rows) enqueue(row, (claimed) => runs.handleClaimed(claimed));
      return rows.length;
    },
    open: () => queue.open(),
    close: () => queue.close(),
    idle: () => queue.idle(),
    get size() {
      return queue.size;
    },
  };
}
