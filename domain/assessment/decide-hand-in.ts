import { actsAs } from '../sides.ts';
import type { Actor, ContractId } from '../types.ts';
import { refused } from './assessment-refusal.ts';
import type { RecordDecision } from './decide-finding.ts';
import type { GivingEnv, GradeScope } from './decide-grade.ts';

/** 提交评分: a supervisor is done with a table, or with one copy of it, whose period is over; the average counts it from then on. */
export function handIn(
  { id: table, isPart }: { readonly id: string; readonly isPart: boolean },
  { copy, period }: GradeScope,
  by: Actor,
  { contractId, now, seen }: GivingEnv,
): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  if (!isPart) return refused({ reason: 'no_part' });
  if (now < period.to) return refused({ reason: 'period_runs' });
  if (seen) return refused({ reason: 'same_already' });
  const doc = { type: 'handed_in', table, ...(copy !== undefined && { copy }), by: by.id } as const;
  const id = handInId(contractId, table, { period, ...(copy !== undefined && { copy }) });
  return { ok: true, step: { next: { id, contractId, at: period.from, version: 1, doc } } };
}

/** Under which id it is kept: once for each period. */
export function handInId(contract: ContractId, table: string, { copy = '', period }: GradeScope): string {
  return ['handed_in', contract, period.from, period.to, table, copy].join(':');
}
