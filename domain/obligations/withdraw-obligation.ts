import type { Instant } from '../types.ts';
import { type ObligationStep, obligationEntry } from './obligation-refusal.ts';
import type { Deliverable, Inspection, Obligation } from './obligation-types.ts';

/** Does it wait for the supplier yet? What was handed in waits for the customer's side, whatever the pack has come to say. */
export function isWithdrawable({ state, type }: Pick<Obligation, 'state' | 'type'>): boolean {
  if (type === 'inspection') return state !== 'done' && state !== 'cancelled';
  return state === 'planned' || state === 'owed' || state === 'returned';
}

/** No pack since `withdrawnAt` asks for it: it is taken back without anybody's word. What was due before that instant still counts. */
export function withdraw(seen: Obligation, withdrawnAt: Instant): ObligationStep {
  const next = { ...seen, version: seen.version + 1, state: 'cancelled', withdrawnAt } as const;
  return { ok: true, next, entry: obligationEntry(`${seen.type}_cancelled`, seen, { withdrawnAt }) };
}

/** A pack asks for it again, before it is due: it stands as it stood. */
export function restore({ withdrawnAt: _, ...seen }: Obligation, now: Instant): ObligationStep {
  const head = { version: seen.version + 1 };
  const next: Obligation =
    seen.type === 'inspection'
      ? { ...seen, ...head, state: inspectionState(seen, now) }
      : { ...seen, ...head, state: deliverableState(seen, now) };
  return { ok: true, next, entry: obligationEntry(`${seen.type}_restored`, seen) };
}

function inspectionState({ opensAt }: Pick<Inspection, 'opensAt'>, now: Instant): Inspection['state'] {
  return opensAt > now ? 'planned' : 'open';
}

function deliverableState(
  { opensAt, reviews }: Pick<Deliverable, 'opensAt' | 'reviews'>,
  now: Instant,
): Deliverable['state'] {
  if (reviews.length > 0) return 'returned';
  return opensAt > now ? 'planned' : 'owed';
}
