import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Changes } from '../db/changes.ts';
import type { Store } from '../db/store.ts';
import type { DurationMs, Instant } from '../domain/types.ts';

export interface Metrics {
  readonly registry: Registry;
  readonly updates: Counter<'platform' | 'outcome'>;
  readonly conflicts: Counter;
  readonly outbox: Counter<'platform' | 'outcome'>;
  readonly timers: Counter<'outcome'>;
  readonly packs: Counter<'outcome'>;
  readonly attachments: Counter<'outcome'>;
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
  scrape(store: Pick<Store, 'counts'>, now: Instant): Promise<string>;
}

const LAG_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter({ name: `dutybell_${name}`, help, labelNames, registers });
  const histogram = (name: string, help: string) =>
    new Histogram({ name: `dutybell_${name}`, help, buckets: LAG_BUCKETS_SECONDS, registers });
  const gauge = (name: string, help: string) => new Gauge({ name: `dutybell_${name}`, help, registers });

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
  return {
    registry,
    updates: counter('updates_total', 'Updates by what became of them', ['platform', 'outcome']),
    conflicts: counter('conflicts_total', 'Handlings repeated because somebody else was faster'),
    outbox: counter('outbox_total', 'Messages by what became of them', ['platform', 'outcome']),
    timers: counter('timers_total', 'Timers by what became of them', ['outcome']),
    packs: counter('packs_total', 'Edited contract packs by what became of them', ['outcome']),
    attachments: counter('attachments_total', 'Pictures and files of tickets by what became of them', ['outcome']),
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
      return registry.metrics();
    },
  };
}
