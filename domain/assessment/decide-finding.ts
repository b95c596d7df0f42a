import { actsAs } from '../sides.ts';
import type { Actor, ContractId, DurationMs, Instant, TextRef } from '../types.ts';
import { type Refused, refused } from './assessment-refusal.ts';
import { isOutgrown } from './decided-standing.ts';
import type { Evidence, Finding, Standing } from './facts.ts';
import type { Points } from './points.ts';
import type { AssessmentRecord, Dispute } from './records.ts';
import { type FindingFact, figureRange, intakeOf, type PlacedRule } from './table-lookup.ts';

/** A record as it was read, absent for a new one, and as it is now. */
export interface RecordStep {
  readonly seen?: AssessmentRecord;
  readonly next: AssessmentRecord;
}
export type RecordDecision = { readonly ok: true; readonly step: RecordStep } | Refused;

export interface RecordEnv {
  readonly contractId: ContractId;
  readonly now: Instant;
}

/** A finding as it stands, with the row that says so; a derived one that nobody has spoken about has none. */
export interface FindingSeen {
  readonly finding: Pick<Finding, 'id' | 'rule' | 'at' | 'standing' | 'origin' | 'missed'>;
  readonly record?: AssessmentRecord;
}

/** What somebody writes down. `quantity`: days late, or how many at once, at least 1. */
export interface NewFinding {
  readonly id: string;
  readonly at: Instant;
  readonly copy?: string;
  readonly subject?: string;
  readonly ticket?: { readonly id: string; readonly number: string };
  readonly quantity?: number;
  readonly figure?: Points;
  readonly elapsedMs?: DurationMs;
  readonly isMissing?: true;
  readonly dueAt?: Instant;
  readonly doneAt?: Instant;
  readonly state?: string;
  readonly evidence: readonly Evidence[];
  readonly note?: TextRef;
}

/** So many at once are a slip of the keyboard. */
const QUANTITY_MAX = 1_000;

/**
 * 记录: a supervisor writes down what the bot can't see. His word is the customer's, so it needs no confirmation.
 * @param env `isFree`: it costs nothing whatever its figure would be
 */
export function recordFinding(
  placed: PlacedRule,
  said: NewFinding,
  by: Actor,
  env: RecordEnv & { readonly isFree?: boolean },
): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const rule = placed.rule.id;
  const intake = intakeOf(placed);
  if (intake.by !== 'finding') return refused({ reason: TAKES[intake.by], rule });
  const missing = intake.needs.find((fact) => !hasFact(said, fact) && !(fact === 'figure' && env.isFree));
  if (missing) return refused({ reason: 'needs', fact: missing, rule });
  const range = figureRange(placed);
  const { figure, quantity = 1 } = said;
  const isOut = figure !== undefined && (figure < (range?.from ?? 0) || figure > (range?.to ?? figure));
  if (isOut) return refused({ reason: 'out_of_range', rule, ranges: range ? [range] : [] });
  const isCount = Number.isInteger(quantity) && quantity >= 1 && quantity <= QUANTITY_MAX;
  if (!isCount) return refused({ reason: 'out_of_range', rule, ranges: [] });
  const states = placed.rule.kinds['tiered-state']?.states ?? [];
  if (said.state !== undefined && !states.some(({ id }) => id === said.state)) {
    return refused({ reason: 'needs', fact: 'state', rule });
  }
  if (Math.max(said.at, said.doneAt ?? 0) > env.now) return refused({ reason: 'in_the_future' });
  const { note, ...facts } = said;
  return {
    ok: true,
    step: {
      next: {
        id: said.id,
        contractId: env.contractId,
        at: said.at,
        version: 1,
        doc: {
          type: 'finding',
          finding: { ...facts, rule },
          ...(note && { note }),
          recordedBy: by.id,
          recordedAt: env.now,
          standing: 'confirmed',
        },
      },
    },
  };
}

const TAKES = { ratio: 'takes_ratio', grade: 'takes_grade', tick: 'takes_ticks', nothing: 'takes_nothing' } as const;

function hasFact(said: NewFinding, fact: FindingFact): boolean {
  switch (fact) {
    case 'figure':
      return said.figure !== undefined;
    case 'days':
      return said.quantity !== undefined;
    case 'state':
      return said.state !== undefined;
    case 'elapsed':
      return said.elapsedMs !== undefined || said.isMissing === true;
    case 'dates':
      return said.dueAt !== undefined;
    case 'person':
    case 'department':
      return said.copy !== undefined;
  }
}

/** 确认: a supervisor takes what the bot has found for true. */
export function confirmFinding(seen: FindingSeen, by: Actor, env: RecordEnv): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const { standing } = seen.finding;
  if (standing === 'disputed') return refused({ reason: 'dispute_open' });
  if (standing !== 'found') return refused({ reason: 'standing', standing });
  return { ok: true, step: standingStep(seen, 'confirmed', by, env) };
}

/**
 * 撤回 of what a supervisor has recorded: it costs nothing any more, and stays on record. What the bot has found is exempted
 * instead, by both sides.
 */
export function withdrawFinding(seen: FindingSeen, by: Actor, env: RecordEnv): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const { origin, standing } = seen.finding;
  if (origin !== 'person') return refused({ reason: 'found_by_bot' });
  if (standing === 'exempted' || standing === 'withdrawn') return refused({ reason: 'standing', standing });
  return { ok: true, step: standingStep(seen, 'withdrawn', by, env) };
}

/** @param dispute as it is from now on; absent: as it was */
export function standingStep(
  { finding, record }: FindingSeen,
  standing: Standing,
  by: Actor,
  { contractId }: RecordEnv,
  dispute?: Dispute,
): RecordStep {
  const { at, id, missed, rule } = finding;
  const decided = { standing, ...(dispute && { dispute }) };
  if (!record) {
    const doc = { type: 'standing', findingId: id, rule, by: by.id, ...(missed && { missed }), ...decided } as const;
    return { next: { id: standingId(contractId, id), contractId, at, version: 1, doc } };
  }
  const { doc, version } = record;
  if (doc.type === 'standing') {
    // What the other side decides is what was asked, though more was missed meanwhile.
    const about = missed && !dispute?.decision ? { missed } : {};
    // What was decided was about less: nothing is decided yet about what it is now.
    const { dispute: before, ...rest } = doc;
    const kept = before && !isOutgrown(finding, doc) ? { dispute: before } : {};
    return {
      seen: record,
      next: { ...record, version: version + 1, doc: { ...rest, ...kept, ...about, by: by.id, ...decided } },
    };
  }
  if (doc.type === 'finding') {
    return { seen: record, next: { ...record, version: version + 1, doc: { ...doc, ...decided } } };
  }
  return { seen: record, next: record };
}

/** Under which id it is kept what became of a finding of the bot's. */
export function standingId(contract: ContractId, findingId: string): string {
  return `standing:${contract}:${findingId}`;
}

export function disputeOf({ record }: FindingSeen): Dispute | undefined {
  return record?.doc.type === 'finding' || record?.doc.type === 'standing' ? record.doc.dispute : undefined;
}
