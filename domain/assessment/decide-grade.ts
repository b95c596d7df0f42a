import { actsAs } from '../sides.ts';
import type { Actor, ContractId, TextRef } from '../types.ts';
import { refused } from './assessment-refusal.ts';
import type { RecordDecision, RecordEnv } from './decide-finding.ts';
import type { Evidence, Period, Tick } from './facts.ts';
import type { Points } from './points.ts';
import type { AssessmentRecord, RecordDoc } from './records.ts';
import { intakeOf, markRanges, type PlacedRule, takesMark } from './table-lookup.ts';

/** For which stretch of time, and of a copied table for which copy. */
export interface GradeScope {
  readonly period: Period;
  readonly copy?: string;
}

export interface GivingEnv extends RecordEnv {
  /** What was given of the same before; absent: nothing. */
  readonly seen?: AssessmentRecord;
}

type Given = Extract<RecordDoc, { type: 'grade' | 'tick' | 'ratio' | 'review' }>;

/** 打分: a supervisor's mark of one rule; a later one of his takes its place. */
export function giveGrade(
  placed: PlacedRule,
  given: { readonly points: Points; readonly note?: TextRef },
  scope: GradeScope,
  by: Actor,
  env: GivingEnv,
): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const rule = placed.rule.id;
  if (!takesMark(placed)) return refused({ reason: instead(placed), rule });
  const { points, note } = given;
  const ranges = markRanges(placed);
  const isWithin = ranges.length === 0 || ranges.some(({ from, to }) => from <= points && points <= to);
  if (!isWithin || points < 0) return refused({ reason: 'out_of_range', rule, ranges });
  const doc = { type: 'grade', rule, ...copyOf(scope), grader: by.id, points } as const;
  return kept({ ...doc, givenAt: env.now, ...(note && { note }) }, scope, env);
}

/** 满意, 一般, 不满意 of one question. */
export function giveTick(
  placed: PlacedRule,
  tick: Tick['tick'],
  scope: GradeScope,
  by: Actor,
  env: GivingEnv,
): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const rule = placed.rule.id;
  if (!placed.rule.kinds.satisfaction) return refused({ reason: instead(placed), rule });
  return kept({ type: 'tick', rule, ...copyOf(scope), grader: by.id, tick }, scope, env);
}

/** 登记 GZ1.4 9/10: so many of so many. */
export function giveRatio(
  placed: PlacedRule,
  ratio: {
    readonly met: number;
    readonly total: number;
    readonly subject?: string;
    readonly evidence: readonly Evidence[];
  },
  scope: GradeScope,
  by: Actor,
  env: GivingEnv,
): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const rule = placed.rule.id;
  const { kinds } = placed.rule;
  const isRatio = kinds['ratio-threshold'] ?? kinds['per-percentage-point'] ?? kinds.availability;
  if (!isRatio) return refused({ reason: instead(placed), rule });
  const { met, total, subject, evidence } = ratio;
  const isPossible = Number.isSafeInteger(met) && Number.isSafeInteger(total) && met >= 0 && met <= total;
  if (!isPossible) return refused({ reason: 'no_ratio' });
  const about = { ...copyOf(scope), ...(subject !== undefined && { subject }) };
  return kept({ type: 'ratio', rule, ...about, met, total, by: by.id, evidence }, scope, env);
}

/** 已抽查: the sample of a rule was drawn; what it showed are findings. */
export function markReviewed(placed: PlacedRule, scope: GradeScope, by: Actor, env: GivingEnv): RecordDecision {
  if (!actsAs(by, 'supervisor')) return refused({ reason: 'supervisor_only' });
  const rule = placed.rule.id;
  if (!placed.rule.kinds.sampled) return refused({ reason: instead(placed), rule });
  if (env.seen) return refused({ reason: 'same_already' });
  return kept({ type: 'review', rule, ...copyOf(scope), by: by.id }, scope, env);
}

/** Under which id it is kept: whoever gives one again changes his own; a ratio is everybody's. */
export function givenId(
  contract: ContractId,
  { type, rule, copy = '' }: Pick<Given, 'type' | 'rule' | 'copy'>,
  { period }: GradeScope,
  whose: string,
): string {
  return [type, contract, period.from, period.to, rule, copy, whose].join(':');
}

function kept(doc: Given, scope: GradeScope, { contractId, now, seen }: GivingEnv): RecordDecision {
  if (now < scope.period.from) return refused({ reason: 'not_begun' });
  const id = givenId(contractId, doc, scope, whoseOf(doc));
  if (seen && isSame(seen.doc, doc)) return refused({ reason: 'same_already' });
  const next = { id, contractId, at: scope.period.from, version: (seen?.version ?? 0) + 1, doc };
  return { ok: true, step: { ...(seen && { seen }), next } };
}

/** A mark and a tick are one grader's; a ratio is of a subject, and a sample the rule's. */
function whoseOf(doc: Given): string {
  if (doc.type === 'ratio') return doc.subject ?? '';
  return doc.type === 'review' ? '' : doc.grader;
}

/** A double tap. Other words that came with it make it another one. */
function isSame(before: RecordDoc, doc: Given): boolean {
  if ((before.type === 'grade' || before.type === 'tick') && before.setAside) return false;
  if (before.type === 'grade' && doc.type === 'grade') {
    return before.points === doc.points && (doc.note === undefined || doc.note.id === before.note?.id);
  }
  if (before.type === 'tick' && doc.type === 'tick') return before.tick === doc.tick;
  return before.type === 'ratio' && doc.type === 'ratio' && before.met === doc.met && before.total === doc.total;
}

function instead(placed: PlacedRule) {
  const INSTEAD = {
    finding: 'takes_findings',
    ratio: 'takes_ratio',
    grade: 'takes_grade',
    tick: 'takes_ticks',
    nothing: 'takes_nothing',
  } as const;
  return INSTEAD[intakeOf(placed).by];
}

function copyOf({ copy }: GradeScope): { readonly copy?: string } {
  return copy === undefined ? {} : { copy };
}
