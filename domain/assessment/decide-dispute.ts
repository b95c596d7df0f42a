import { actsAs, sideOf } from '../sides.ts';
import type { Actor, TextRef } from '../types.ts';
import { refused } from './assessment-refusal.ts';
import { disputeOf, type FindingSeen, type RecordDecision, type RecordEnv, standingStep } from './decide-finding.ts';
import { isOutgrown } from './decided-standing.ts';
import type { Standing } from './facts.ts';
import type { DecidedDispute, Dispute } from './records.ts';

/**
 * 异议 of the supplier's manager: it did not happen so. 免责 of either side: it did, and is not the supplier's fault. The other side
 * decides; until then it counts as disputed.
 */
export function dispute(
  seen: FindingSeen,
  { kind, reason }: Pick<Dispute, 'kind' | 'reason'>,
  by: Actor,
  env: RecordEnv,
): RecordDecision {
  if (kind === 'objection' && !actsAs(by, 'manager')) return refused({ reason: 'manager_only' });
  if (!actsAs(by, 'manager') && !actsAs(by, 'supervisor')) return refused({ reason: 'managers_and_supervisors' });
  const { standing } = seen.finding;
  if (standing === 'disputed') return refused({ reason: 'dispute_open' });
  if (standing === 'exempted' || standing === 'withdrawn') return refused({ reason: 'standing', standing });
  const side = sideOf(by);
  const earlier = decidedBefore(seen);
  // Asked again without end nobody would read it; what the customer refuses he may still offer himself.
  const again = earlier.find((one) => one.kind === kind && one.side === side);
  if (again) return refused({ reason: 'decided', kind, isAccepted: again.isAccepted });
  const kept = earlier.length > 0 ? { earlier } : {};
  const asked: Dispute = { kind, by: by.id, side, at: env.now, reason, before: standing, ...kept };
  return { ok: true, step: standingStep(seen, 'disputed', by, env, asked) };
}

/** What was decided about it. Once it has outgrown that, nothing was: what is asked now is about other promises. */
function decidedBefore(seen: FindingSeen): readonly DecidedDispute[] {
  const last = disputeOf(seen);
  const doc = seen.record?.doc;
  if (!last || (doc?.type === 'standing' && isOutgrown(seen.finding, doc))) return [];
  const { decision, earlier = [], kind, side } = last;
  return decision ? [...earlier, { kind, side, isAccepted: decision.isAccepted }] : earlier;
}

/** The other side's word: of the customer's a supervisor's, of the supplier's a manager's. */
export function decideDispute(
  seen: FindingSeen,
  { isAccepted, reason }: { readonly isAccepted: boolean; readonly reason?: TextRef },
  by: Actor,
  env: RecordEnv,
): RecordDecision {
  const asked = disputeOf(seen);
  if (!actsAs(by, 'manager') && !actsAs(by, 'supervisor')) return refused({ reason: 'managers_and_supervisors' });
  if (!asked) return refused({ reason: 'no_dispute' });
  const { decision, kind } = asked;
  if (decision) return refused({ reason: 'decided', kind, isAccepted: decision.isAccepted });
  if (seen.finding.standing !== 'disputed') return refused({ reason: 'no_dispute' });
  if (sideOf(by) === asked.side) return refused({ reason: 'own_side' });
  const decided: Dispute = { ...asked, decision: { by: by.id, at: env.now, isAccepted, ...(reason && { reason }) } };
  return { ok: true, step: standingStep(seen, standingAfter(asked, isAccepted), by, env, decided) };
}

/** Refused by the customer it is confirmed by that; an offer that the supplier declines leaves it as it was. */
function standingAfter({ before, kind, side }: Dispute, isAccepted: boolean): Standing {
  if (isAccepted) return kind === 'objection' ? 'withdrawn' : 'exempted';
  return side === 'supplier' ? 'confirmed' : before;
}

/** 撤回 by whoever asked, before the other side has decided. */
export function withdrawDispute(seen: FindingSeen, by: Actor, env: RecordEnv): RecordDecision {
  const asked = disputeOf(seen);
  if (!asked || asked.decision || seen.finding.standing !== 'disputed') return refused({ reason: 'no_dispute' });
  if (asked.by !== by.id) return refused({ reason: 'not_asker', by: asked.by });
  return { ok: true, step: standingStep(seen, asked.before, by, env) };
}
