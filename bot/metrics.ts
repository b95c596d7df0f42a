import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Changes } from '../db/changes.ts';
import type { Store } from '../db/store.ts';
import { civilMonth } from '../domain/civil.ts';
import type { DurationMs, Instant } from '../domain/types.ts';

export interface Metrics {
  readonly registry: Registry;
  readonly updates: Counter<'platform' | 'outcome'>;
  readonly conflicts: Counter;
  readonly outbox: Counter<'platform' | 'outcome'>;
  readonly timers: Counter<'outcome'>;
  readonly packs: Counter<'outcome'>;
  readonly attachments: Counter<'outcome'>;
  /** Questions by what became of asking the language model. */
  readonly advice: Counter<'outcome'>;
  /** People whom a message should have rung, or telephoned, and nothing could. */
  readonly missed: Counter<'platform' | 'how'>;
  /** Counts what a commit holds. */
  written(changes: Changes): void;
  /** From the receipt of an update to the commit of what it caused. */
  handledAfter(ms: DurationMs): void;
  /** From the commit of a message to its delivery. */
  deliveredAfter(ms: DurationMs): void;
  /** From a timer's instant to its firing. */
  firedAfter(ms: DurationMs): void;
  /** Reads what waits from the database and returns everything as Prometheus' text. */
  scrape(store: Pick<Store, 'counts' | 'usage'>, now: Instant): Promise<string>;
}

/** What a platform that charges by the call allows in a month. */
export interface MonthlyQuota {
  readonly platform: string;
  readonly monthly: { readonly calls: number; readonly messages: number };
}

const LAG_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];

/** @param quotas of the platforms that charge by the call */
export function createMetrics(quotas: readonly MonthlyQuota[] = []): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter({ name: `dutybell_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string) =>
    new Histogram({ name: `dutybell_${name}`, help, buckets: LAG_BUCKETS_SECONDS, registers });
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Gauge({ name: `dutybell_${name}`, help, labelNames, registers });

  const handled = histogram('update_handling_seconds', 'From the receipt of an update to the commit of its effects');
  const delivered = histogram('delivery_lag_seconds', 'From the commit of a message to its delivery');
  const fired = histogram('timer_lag_seconds', 'From the instant of a timer to its firing');
  const refusals = counter('refusals_total', 'Commands that were refused for the role of the person');
  const events = counter('ledger_entries_total', 'Ledger entries written by this process');
  const waiting = {
    inboxPending: gauge('inbox_pending', 'Updates stored and not yet handled'),
    outboxPending: gauge('outbox_pending', 'Messages not yet delivered'),
    timersOverdue: gauge('timers_overdue', 'Timers past their instant'),
    dead: gauge('dead_letters', 'Updates, messages and timers given up; see dutybell dead'),
    unsealed: gauge('ledger_unsealed', 'Ledger entries not yet chained'),
  };
  const quota = {
    used: gauge('platform_quota_used', 'Calls and messages that count against this month’s quota', [
      'platform',
      'kind',
    ]),
    limit: gauge('platform_quota_limit', 'What the month’s quota allows', ['platform', 'kind']),
    perTicket: gauge('platform_calls_per_ticket', 'Calls of this month by ticket: the mean, and the dearest', [
      'platform',
      'of',
    ]),
  };
  const weigh = async ({ monthly, platform }: MonthlyQuota, { usage }: Pick<Store, 'usage'>, now: Instant) => {
    const month = civilMonth(now);
    const used = await usage.ofMonth(platform, month);
    const tickets = (await usage.ofTickets(platform, month)).map(({ calls }) => calls).filter((calls) => calls > 0);
    const total = tickets.reduce((sum, calls) => sum + calls, 0);
    quota.used.set({ platform, kind: 'call' }, used.call);
    quota.used.set({ platform, kind: 'message' }, used.message);
    quota.limit.set({ platform, kind: 'call' }, monthly.calls);
    quota.limit.set({ platform, kind: 'message' }, monthly.messages);
    quota.perTicket.set({ platform, of: 'mean' }, tickets.length === 0 ? 0 : total / tickets.length);
    quota.perTicket.set({ platform, of: 'dearest' }, tickets[0] ?? 0);
  };
  return {
    registry,
    updates: counter('updates_total', 'Updates by what became of them', ['platform', 'outcome']),
    conflicts: counter('conflicts_total', 'Handlings repeated because somebody else was faster'),
    outbox: counter('outbox_total', 'Messages by what became of them', ['platform', 'outcome']),
    timers: counter('timers_total', 'Timers by what became of them', ['outcome']),
    packs: counter('packs_total', 'Edited contract packs by what became of them', ['outcome']),
    attachments: counter('attachments_total', 'Pictures and files of tickets by what became of them', ['outcome']),
    advice: counter('model_questions_total', 'Questions to the language model by what became of them', ['outcome']),
    missed: counter('people_missed_total', 'People whom no message could ring or call', ['platform', 'how']),
    written(changes) {
      events.inc((changes.events?.length ?? 0) + (changes.entries?.length ?? 0));
      refusals.inc(changes.entries?.filter((entry) => entry.type === 'refused').length ?? 0);
    },
    handledAfter: (ms) => handled.observe(ms / 1_000),
    deliveredAfter: (ms) => delivered.observe(ms / 1_000),
    firedAfter: (ms) => fired.observe(ms / 1_000),
    async scrape(store, now) {
      const counts = await store.counts(now);
      waiting.inboxPending.set(counts.inboxPending);
      waiting.outboxPending.set(counts.outboxPending);
      waiting.timersOverdue.set(counts.timersOverdue);
      waiting.dead.set(counts.dead);
      waiting.unsealed.set(counts.unsealed);
      for (const quota of quotas) await weigh(quota, store, now);
      return registry.metrics();
    },
  };
}
