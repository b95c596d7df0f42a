import { LeaseLost, VersionConflict } from '../db/changes.ts';
import type { TimerRow } from '../db/store.ts';
import { assert } from '../domain/assert.ts';
import { type Instant, SECOND, ticketId } from '../domain/types.ts';
import { countTicketAlerts } from '../handlers/alert-count.ts';
import type { Log, Scene } from '../handlers/context.ts';
import { remindDraft } from '../handlers/remind-draft.ts';
import { draftReport } from '../handlers/report-draft.ts';
import { wakeObligation } from '../handlers/wake-obligation.ts';
import { wakeTicket } from '../handlers/wake-ticket.ts';
import { type AdviceWork, createAdviceWork } from './advice.ts';
import { type OnWritten, startAttempt } from './attempt.ts';
import { backoffMs } from './backoff.ts';
import type { Deps } from './deps.ts';
import { errorText } from './error-text.ts';
import { keyedQueue } from './keyed-queue.ts';
import { createMediaWork, type MediaWork } from './media.ts';
import { createProbeWork, type ProbeWork } from './probes.ts';
import { runRoutine } from './routine-timers.ts';
import { contractPeople, sceneOf } from './scene.ts';
import { withTimeLimit } from './time-limit.ts';
import { CONFLICT_BACKOFF, CONFLICT_RUNS_MAX } from './update-runs.ts';

/** After a crash a timer waits no longer than this for another process; what is in hand keeps it, since papers take their time. */
export const TIMER_LEASE_MS = 10 * SECOND;
export const FIRING_LIMIT_MS = 30 * SECOND;
/** A reminder that is never posted costs points, so it takes most of a day until a timer is given up. */
export const TIMER_ATTEMPTS_MAX = 200;
const TIMER_BACKOFF = { firstMs: SECOND, longestMs: 600 * SECOND };
/** So many fire at once; one that is slow holds up only itself. */
const FIRING_AT_ONCE = 16;
const CLAIM_BATCH_MAX = 50;

/** What a timer's subject is called in the log. */
const ABOUT = {
  wake_ticket: 'ticketId',
  remind_draft: 'draftId',
  routine: 'routine',
  fetch_media: 'attachmentId',
  wake_obligation: 'obligationId',
  probe: 'obligationId',
  draft_report: 'obligationId',
  advise_draft: 'draftId',
  count_alerts: 'ticketId',
} as const satisfies Record<TimerRow['kind'], string>;

interface BehindTimers {
  readonly media: MediaWork;
  readonly probes: ProbeWork;
  readonly advice: AdviceWork;
}

function fired(deps: Deps, { advice, media, probes }: BehindTimers, row: TimerRow, scene: Scene): Promise<void> {
  const { kind, subject } = row;
  switch (kind) {
    case 'wake_ticket':
      return wakeTicket(scene, ticketId(subject));
    case 'remind_draft':
      return remindDraft(scene, subject);
    case 'routine':
      return runRoutine(deps, scene, row);
    case 'fetch_media':
      return media.take(scene, row);
    case 'wake_obligation':
      return wakeObligation(scene, subject);
    case 'probe':
      return probes.take(scene, row);
    case 'draft_report':
      return draftReport(scene, subject);
    case 'advise_draft':
      return advice.take(scene, row);
    case 'count_alerts':
      return countTicketAlerts(scene, ticketId(subject));
  }
}

export interface Timers {
  /** Claims what is due, to be fired as soon as there is room. @returns how many */
  takeUp(): Promise<number>;
  /** Lets firing begin. */
  open(): void;
  close(): void;
  /** Resolves when nothing is in hand, and nothing is being fetched or asked. */
  idle(): Promise<void>;
  /** Timers in hand. */
  readonly size: number;
}

/** @param onFired nothing is in hand any more; `more`: the last look may have left some that are due */
export function createTimers(
  deps: Deps,
  onWritten: OnWritten,
  onFired: (more: boolean) => void = () => undefined,
): Timers {
  const { clock, metrics, owner, store } = deps;
  const media = createMediaWork(deps, onWritten);
  const probes = createProbeWork(deps, onWritten);
  const advice = createAdviceWork(deps, onWritten);
  /** In hand, by key: until when. */
  const held = new Map<string, Pick<TimerRow, 'key' | 'leaseToken'> & { readonly until: Instant }>();
  let claims = 0;
  let mayHaveMore = false;
  const queue = keyedQueue({
    limit: FIRING_AT_ONCE,
    // The database failed: the lease runs out, and the timer is claimed again.
    onError: (error) => deps.log.error({ err: error }, 'a timer could not be settled'),
    onEmpty: () => onFired(mayHaveMore),
  });

  const fireRow = async (row: TimerRow): Promise<void> => {
    const log = deps.log.child({ [ABOUT[row.kind]]: row.subject });
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
      const people = await contractPeople(deps, contract);
      const scene = sceneOf(deps, { contract, ...people, language: 'zh', log, attempt });
      await withTimeLimit(fired(deps, { media, probes, advice }, row, scene), FIRING_LIMIT_MS, `the timer ${row.kind}`);
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
    await store.failTimer(row.key, row.leaseToken, { error: errorText(error), now, ...(!isDead && { retryAt }) });
    metrics.timers.inc({ outcome: isDead ? 'dead' : 'failed' });
    log.error(
      { err: error, attempts: row.attempts, ...(isDead ? { code: 'timer_dead' } : { retryAt }) },
      isDead
        ? `a timer was given up, so reminders are missing; try it again with "dutybell dead retry timer ${row.key}"`
        : 'a timer failed and is tried again',
    );
  };

  const hold = (rows: readonly Pick<TimerRow, 'key' | 'leaseToken'>[], until: Instant): void => {
    for (const { key, leaseToken } of rows) held.set(key, { key, leaseToken, until });
  };

  const settled = async (row: TimerRow): Promise<void> => {
    try {
      await fireRow(row);
    } finally {
      if (held.get(row.key)?.leaseToken === row.leaseToken) held.delete(row.key);
    }
  };

  const renew = async (now: Instant): Promise<void> => {
    const ending = [...held.values()].filter(({ until }) => until - now < TIMER_LEASE_MS / 2);
    if (ending.length === 0) return;
    await store.renewTimers(ending, now + TIMER_LEASE_MS);
    hold(
      ending.filter(({ key, leaseToken }) => held.get(key)?.leaseToken === leaseToken),
      now + TIMER_LEASE_MS,
    );
  };

  return {
    async takeUp() {
      const now = clock.now();
      await renew(now);
      const room = CLAIM_BATCH_MAX - queue.size;
      if (room <= 0) return 0;
      claims += 1;
      const lease = { token: `${owner}:${claims}`, until: now + TIMER_LEASE_MS };
      const rows = await store.claimTimers(now, lease, room);
      mayHaveMore = rows.length === room;
      hold(rows, lease.until);
      for (const row of rows) queue.push(row.key, () => settled(row));
      return rows.length;
    },
    open() {
      queue.open();
      media.open();
      probes.open();
      advice.open();
    },
    close() {
      queue.close();
      media.close();
      probes.close();
      advice.close();
    },
    async idle() {
      await queue.idle();
      await media.idle();
      await probes.idle();
      await advice.idle();
    },
    get size() {
      return queue.size;
    },
  };
}
