import { LeaseLost, VersionConflict } from '../db/changes.ts';
import type { InboxRow } from '../db/store.ts';
import { AssertionFailed } from '../domain/assert.ts';
import { chatId, type DurationMs, MINUTE, SECOND } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import type { Update } from '../platforms/types.ts';
import { withAlerts } from './alert-batches.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import type { Deps } from './deps.ts';
import { errorText } from './error-text.ts';
import { withTimeLimit } from './time-limit.ts';
import { NO_CONTRACT } from './update-context.ts';
import { apologyFor, type HandleUpdate } from './updates.ts';

/** A handler that takes longer hangs. */
export const HANDLING_LIMIT_MS = 30 * SECOND;
/** How often a handler may fail on an update before it is a dead letter. */
export const UPDATE_ATTEMPTS_MAX = 5;
/**
 * How often handling may begin on an update and end with the process. More than for failures: whoever kills the process seldom
 * does it for the update's sake, and nothing that was said may be lost for that.
 */
export const UPDATE_BEGINNINGS_MAX = 20;
/** How often an update is handled again because somebody else was faster. */
export const CONFLICT_RUNS_MAX = 20;
export const CONFLICT_BACKOFF = { firstMs: 5, longestMs: 200 };
/** How soon it is looked again whether another process is done with an older update of the chat. */
export const TURN_RETRY_MS = 300;
const RETRY_AFTER_MS: readonly DurationMs[] = [SECOND, 5 * SECOND, 30 * SECOND, 2 * MINUTE];

export interface UpdateRunsOptions {
  readonly deps: Deps;
  readonly handle: HandleUpdate;
  readonly onWritten: OnWritten;
  readonly handlingLimitMs: DurationMs;
}

/** What becomes of one stored update: handled, tried again later, or a dead letter. It never throws but for the database. */
export class UpdateRuns {
  readonly #options: UpdateRunsOptions;

  constructor(options: UpdateRunsOptions) {
    this.#options = options;
  }

  /** Only what begins is counted: an update that waited while processes ended for other reasons is not to blame. */
  async handleClaimed(claimed: InboxRow): Promise<void> {
    const { deps } = this.#options;
    if (!(await this.#isItsTurn(claimed))) return;
    const attempts = await deps.store.beginUpdate(claimed.seq, deps.owner);
    if (attempts === undefined) return deps.log.debug({ seq: claimed.seq }, 'another process handles this update');
    const row = { ...claimed, attempts };
    if (attempts <= UPDATE_BEGINNINGS_MAX) return this.#run(row);
    await this.#giveUp(row, new Error('the process ended in each attempt to handle it'), this.#logOf(row.update));
  }

  /** One that was just received, and what waits behind it and is to be handled with it where nothing lies between them. */
  async handle(row: InboxRow, behind: readonly InboxRow[]): Promise<void> {
    const isWhole = await this.#isBatch(row, behind);
    if (isWhole && (await this.#runOnce(row, this.#logOf(row.update), behind)) === undefined) return;
    for (const each of [row, ...behind]) {
      if (await this.#isItsTurn(each)) await this.#run(each);
    }
  }

  async #isBatch({ update }: InboxRow, behind: readonly InboxRow[]): Promise<boolean> {
    const { owner, store } = this.#options.deps;
    const last = behind.at(-1);
    return (
      last !== undefined &&
      !(await store.hasOlderUpdate(last.seq, chatId(update.platform, update.chat.externalId), owner))
    );
  }

  /** Not while another process has an older update of the chat, or one waits that a dead process has left. */
  async #isItsTurn({ failures, seq, update }: InboxRow): Promise<boolean> {
    const { clock, owner, store } = this.#options.deps;
    // Whoever was overtaken has lost his place.
    if (failures > 0) return true;
    if (!(await store.hasOlderUpdate(seq, chatId(update.platform, update.chat.externalId), owner))) return true;
    await store.deferUpdate(seq, owner, clock.now() + TURN_RETRY_MS);
    return false;
  }

  async #run(row: InboxRow): Promise<void> {
    const { deps } = this.#options;
    const log = this.#logOf(row.update);
    for (let run = 1; ; run += 1) {
      const error = await this.#runOnce(row, log);
      if (error === undefined) return;
      if (error instanceof LeaseLost) return log.debug({}, 'another process handles this update');
      if (!(error instanceof VersionConflict) || run === CONFLICT_RUNS_MAX) return this.#fail(row, error, log);
      deps.metrics.conflicts.inc();
      await deps.pause(backoffMs(CONFLICT_BACKOFF, run, deps.random()));
    }
  }

  /** @returns the error that the run met before it had any effect */
  async #runOnce(row: InboxRow, log: Log, behind: readonly InboxRow[] = []): Promise<unknown> {
    const { deps, handle, handlingLimitMs, onWritten } = this.#options;
    const { clock, metrics, owner, store } = deps;
    const settled = behind.length > 0 ? { behind: behind.map(({ seq }) => seq) } : {};
    const attempt = startAttempt(deps, { kind: 'update', seq: row.seq, owner, ...settled }, onWritten);
    try {
      await withTimeLimit(handle(withAlerts(row.update, behind), attempt, log), handlingLimitMs, 'a handler');
    } catch (error) {
      attempt.end();
      if (!attempt.committed) return error;
      log.error({ err: error }, 'a handler failed after its commit; the update counts as handled');
    }
    if (!attempt.committed) {
      attempt.end();
      for (const { seq } of [row, ...behind]) await store.settleUpdate(seq, owner, clock.now());
    }
    for (const { update } of [row, ...behind]) {
      metrics.updates.inc({ platform: update.platform, outcome: attempt.committed ? 'handled' : 'ignored' });
      metrics.handledAfter(Math.max(0, clock.now() - update.receivedAt));
    }
    return undefined;
  }

  async #fail(row: InboxRow, error: unknown, log: Log): Promise<void> {
    const { clock, metrics, owner, store } = this.#options.deps;
    const retryAfterMs = error instanceof AssertionFailed ? undefined : RETRY_AFTER_MS[row.failures];
    if (retryAfterMs === undefined) return this.#giveUp(row, error, log);
    const now = clock.now();
    await store.failUpdate(row.seq, owner, { error: errorText(error), retryAt: now + retryAfterMs, now });
    metrics.updates.inc({ platform: row.update.platform, outcome: 'failed' });
    log.warn({ err: error, failures: row.failures + 1, retryAfterMs }, 'an update failed and is tried again');
  }

  async #giveUp(row: InboxRow, error: unknown, log: Log): Promise<void> {
    const { clock, metrics, owner, store } = this.#options.deps;
    const isOurs = await store.failUpdate(row.seq, owner, { error: errorText(error), now: clock.now() });
    if (!isOurs) return log.debug({}, 'another process handles this update');
    metrics.updates.inc({ platform: row.update.platform, outcome: 'dead' });
    log.error(
      { err: error, attempts: row.attempts, failures: row.failures, code: 'update_dead' },
      `an update failed for good; see it with "dutybell dead", try it again with "dutybell dead retry inbox ${row.seq}"`,
    );
    await this.#apologise(row.update);
  }

  async #apologise(update: Update): Promise<void> {
    const { deps, onWritten } = this.#options;
    const chat = await deps.store.chat(update.platform, update.chat.externalId);
    if (!chat || (update.type === 'message' && !update.addressed)) return;
    const apology = startAttempt(deps, { kind: 'none' }, onWritten);
    await apology.commit(chat.contractId ?? NO_CONTRACT, { outbox: [apologyFor(update, chat)] });
  }

  #logOf({ platform, updateId }: Update): Log {
    return this.#options.deps.log.child({ platform, updateId });
  }
}
