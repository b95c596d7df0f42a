import type { Store } from '../../db/store.ts';
import type { DurationMs, Instant } from '../../domain/types.ts';

/**
 * A store whose leases end soon. A killed process keeps what it had leased for seconds; with fifty of them a second apart most
 * of the test would be waiting. That a lease may also end under a living process is one more thing to be survived.
 */
export function shortLeases(store: Store, longestMs: DurationMs): Store {
  const sooner = (now: Instant, until: Instant): Instant => Math.min(until, now + longestMs);
  return {
    ...store,
    putUpdate: (update, { owner, until }) =>
      store.putUpdate(update, { owner, until: sooner(update.receivedAt, until) }),
    claimUpdates: (now, { owner, until }, limit) =>
      store.claimUpdates(now, { owner, until: sooner(now, until) }, limit),
    claimTimers: (now, { token, until }, limit) => store.claimTimers(now, { token, until: sooner(now, until) }, limit),
    acquireLease: (name, owner, now, ttlMs) => store.acquireLease(name, owner, now, Math.min(ttlMs, longestMs)),
  };
}
