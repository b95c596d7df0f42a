import { civilTime, dayRange } from '../civil.ts';
import type { Contract } from '../contract.ts';
import type { Instant } from '../types.ts';
import type { Obligation } from './obligation-types.ts';

// What of the rounds and deliverables counts in a score and in the figures of a report, and in which period: the same for both.

/** What the supplier set himself never counts, nor what was taken back before it was due. */
export function isCounted({ binding, dueAt, state, withdrawnAt }: Obligation): boolean {
  const isOwed = state !== 'cancelled' || (withdrawnAt !== undefined && dueAt < withdrawnAt);
  return binding === 'contract' && isOwed;
}

/** Midnight is the end of the day before, so the last one of a quarter is the first instant of the next. */
export function lastInstant({ dueAt }: Pick<Obligation, 'dueAt'>): Instant {
  return civilTime(dueAt) === '00:00' ? dueAt - 1 : dueAt;
}

/**
 * The instant by which it lies in a period. What is due after the last day of the service, as its last monthly report, lies on that day:
 * the service's last period has it.
 */
export function countedAt({ term }: Pick<Contract, 'term'>, of: Pick<Obligation, 'dueAt'>): Instant {
  return Math.min(lastInstant(of), dayRange(term.to).to - 1);
}

/** The due instants [from, to) of everything that lies in a period. */
export function dueInstants(
  { term }: Pick<Contract, 'term'>,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): readonly [from: Instant, to: Instant] {
  return [from, to < dayRange(term.to).to ? to + 1 : Number.MAX_SAFE_INTEGER];
}

/** Until when what is not done or handed in has been owed. */
export function owedUntil({ withdrawnAt = Infinity }: Pick<Obligation, 'withdrawnAt'>, now: Instant): Instant {
  return Math.min(now, withdrawnAt);
}
