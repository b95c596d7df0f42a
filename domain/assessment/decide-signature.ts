import { actsAs, sideOf } from '../sides.ts';
import type { Actor, ContractId } from '../types.ts';
import { refused } from './assessment-refusal.ts';
import type { RecordDecision, RecordEnv } from './decide-finding.ts';
import type { Period } from './facts.ts';
import type { AssessmentRecord, RecordDoc } from './records.ts';
import type { Open } from './statement.ts';

type SignatureDoc = Extract<RecordDoc, { type: 'signature' }>;

/** A record that is known to be a signature. */
export type Signature = AssessmentRecord & { readonly doc: SignatureDoc };

/** What is signed: `statement` is canonical JSON of what the tables say, without the instant at which it was made. */
export interface ToSign {
  readonly period: Period;
  readonly tables: readonly string[];
  readonly statement: string;
  readonly ledger: SignatureDoc['ledger'];
  /** What keeps a total open, and how many findings are disputed. */
  readonly open: readonly Open[];
  readonly disputed: number;
}

/**
 * 定稿: a supervisor signs a period that is over and of which nothing is open.
 * @param signed the signatures of this period, oldest first
 */
export function signScore(toSign: ToSign, signed: readonly Signature[], by: Actor, env: RecordEnv): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  if (signed.length > 0) return refused({ reason: 'signed_already' });
  const refusal = notYet(toSign, env);
  if (refusal) return refusal;
  return { ok: true, step: { next: signature(toSign, by, env, signed, { state: 'signed' }) } };
}

/** 更正: what became known later. Either side proposes it; it counts once the other one agrees. */
export function proposeCorrection(
  toSign: ToSign,
  signed: readonly Signature[],
  by: Actor,
  env: RecordEnv,
): RecordDecision {
  if (!actsAs(by, 'supervisor') && !actsAs(by, 'manager')) return refused({ reason: 'managers_and_supervisors' });
  const inForce = signatureInForce(signed);
  if (!inForce) return refused({ reason: 'not_signed' });
  if (proposedCorrection(signed)) return refused({ reason: 'correction_pending' });
  if (inForce.doc.statement === toSign.statement) return refused({ reason: 'nothing_changed' });
  const refusal = notYet(toSign, env);
  if (refusal) return refusal;
  const corrects = { state: 'proposed', corrects: inForce.id } as const;
  return { ok: true, step: { next: signature(toSign, by, env, signed, corrects) } };
}

/** The other side's word about a proposed correction. */
export function decideCorrection(proposed: Signature | undefined, isAgreed: boolean, by: Actor): RecordDecision {
  if (!actsAs(by, 'supervisor') && !actsAs(by, 'manager')) return refused({ reason: 'managers_and_supervisors' });
  if (proposed?.doc.state !== 'proposed') return refused({ reason: 'no_correction' });
  const { doc, version } = proposed;
  // The side is that of the day: whoever proposed may have left, or work for the other one by now.
  if (doc.signedBy === by.id || doc.side === sideOf(by)) return refused({ reason: 'own_side' });
  const decided = isAgreed
    ? ({ state: 'agreed', agreedBy: by.id } as const)
    : ({ state: 'refused', refusedBy: by.id } as const);
  return {
    ok: true,
    step: { seen: proposed, next: { ...proposed, version: version + 1, doc: { ...doc, ...decided } } },
  };
}

/** What counts: the last agreed correction, else what was signed. */
export function signatureInForce(signed: readonly Signature[]): Signature | undefined {
  return signed.findLast(({ doc }) => doc.state === 'signed' || doc.state === 'agreed');
}

export function proposedCorrection(signed: readonly Signature[]): Signature | undefined {
  return signed.findLast(({ doc }) => doc.state === 'proposed');
}

export function isSignature(record: AssessmentRecord): record is Signature {
  return record.doc.type === 'signature';
}

export function isOfPeriod({ contractId, id }: Signature, period: Period): boolean {
  return id.startsWith(`${signatureId(contractId, period)}:`);
}

function signatureId(contract: ContractId, { from, to }: Pick<Period, 'from' | 'to'>): string {
  return `signature:${contract}:${from}:${to}`;
}

function notYet({ disputed, open, period }: ToSign, { now }: RecordEnv) {
  if (now < period.to) return refused({ reason: 'period_runs' });
  return open.length > 0 || disputed > 0 ? refused({ reason: 'still_open', open, disputed }) : undefined;
}

function signature(
  { ledger, period, statement, tables }: ToSign,
  by: Actor,
  { contractId, now }: RecordEnv,
  signed: readonly Signature[],
  how: Pick<SignatureDoc, 'state' | 'corrects'>,
): AssessmentRecord {
  return {
    // Numbered, so that of two at once one is let through.
    id: `${signatureId(contractId, period)}:${signed.length}`,
    contractId,
    at: period.from,
    version: 1,
    doc: {
      ...{ type: 'signature', period: period.label, tables, statement, ledger },
      ...{ signedBy: by.id, side: sideOf(by), signedAt: now, ...how },
    },
  };
}
