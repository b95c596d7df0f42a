import { LeaseLost, type TimerRow, VersionConflict } from '../db/store.ts';
import { assert } from '../domain/assert.ts';
import { SECOND, ticketId } from '../domain/types.ts';
import type { Log } from '../handlers/context.ts';
import { wakeTicket } from '../handlers/wake-ticket.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import type { Deps } from './deps.ts';
import { sceneOf } from './scene.ts';
import { withTimeLimit } from './time-limit.ts';
import { CONFLICT_BACKOFF, CONFLICT_RUNS_MAX } from './update-runs.ts';

/** After a crash a timer waits no longer than this for another process. */
export const TIMER_LEASE_MS = 10 * SECOND;
export const FIRING_LIMIT_MS = 30 * SECOND;
/** A reminder that is never posted costs points, so it takes most of a day until a timer is given up. */
export const TIMER_ATTEMPTS_MAX = 200;
const TIMER_BACKOFF = { firstMs: SECOND, longestMs: 600 * SECOND };
const CLAIM_BATCH_MAX = 50;
const ERROR_TEXT_MAX = 2_000;

export interface Timers {
  /** Fires what is due. @returns how many */
  fire(): Promise<number>;
}

export function createTimers(deps: Deps, onWritten: OnWritten): Timers {
  const { clock, metrics, owner, store } = deps;
  let claims = 0;

  const fireRow = async (row: TimerRow): Promise<void> => {
    const log = deps.log.child({ ticketId: row.subject });
    for (let run = 1; ; run += 1) {
      const error = await runOnce(row, log);
      if (error === undefined || error instanceof LeaseLost) {
        metrics.timers.inc({ outcome: error === undefined ? 'fired' : 'lost' });
        return metrics.firedAfter(Math.max(0, clock.now() - row.fireAt));
      }
      if (!(error instanceof VersionConflict) || run === CONFLICT_RUNS_MAX) return fail(row, error, log);
      metrics.conflicts.inc();
      await deps.pause(backoffMs(CONFLICT_BACKOFF, run, deps.random()));
    }
  };

  const runOnce = async (row: TimerRow, log: Log): Promise<unknown> => {
    const attempt = startAttempt(deps, { kind: 'timer', key: row.key, leaseToken: row.leaseToken }, onWritten);
    try {
      const contract = deps.contracts.get(row.contractId);
      assert(contract, `no pack of the contract ${row.contractId} is loaded; put it back into CONTRACTS_DIR`);
      const members = await store.members(contract.id);
      const scene = sceneOf(deps, { contract, members, language: 'zh', log, attempt });
      await withTimeLimit(wakeTicket(scene, ticketId(row.subject)), FIRING_LIMIT_MS, 'the wake-up of a ticket');
      assert(attempt.committed, 'a wake-up ended without a commit');
      return undefined;
    } catch (error) {
      attempt.end();
      return attempt.committed ? undefined : error;
    }
  };

  const fail = async (row: TimerRow, error: unknown, log: Log): Promise<void> => {
    const now = clock.now();
    const isDead = row.attempts >= TIMER_ATTEMPTS_MAX;
    const retryAt = now + backoffMs(TIMER_BACKOFF, row.attempts, deps.random());
    const text = (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, ERROR_TEXT_MAX);
    await store.failTimer(row.key, row.leaseToken, { error: text, now, ...(!isDead && { retryAt }) });
    metrics.timers.inc({ outcome: isDead ? 'dead' : 'failed' });
    log.error(
      { err: error, attempts: row.attempts, ...(isDead ? { code: 'timer_dead' } : { retryAt }) },
      isDead
        ? `a timer was given up, so reminders are missing; try it again with "dutybell dead retry timer ${row.key}"`
        : 'a timer failed and is tried again',
    );
  };

  return {
    async fire() {
      const now = clock.now();
      claims += 1;
      const lease = { token: `${owner}:${claims}`, until: now + TIMER_LEASE_MS };
      const rows = await store.claimTimers(now, lease, CLAIM_BATCH_MAX);
      const outcomes = await Promise.allSettled(rows.map(fireRow));
      for (const outcome of outcomes) {
        // The database failed: the lease runs out, and the timer is claimed again.
        if (outcome.status === 'rejected') deps.log.error({ err: outcome.reason }, 'a timer could not be settled');
      }
      return rows.length;
    },
  };
}
