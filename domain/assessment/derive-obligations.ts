import { civilDate, dayNumber } from '../civil.ts';
import { countedAt, isCounted, lastInstant, owedUntil } from '../obligations/counting.ts';
import { daysLate } from '../obligations/lateness.ts';
import type { Deliverable, Obligation } from '../obligations/obligation-types.ts';
import { planOf } from '../obligations/plan-of.ts';
import { DAY, type Instant } from '../types.ts';
import { wasDeaf } from './deaf-stretch.ts';
import { type RatioSum, ratiosOf } from './derive-ratios.ts';
import { type Derived, type DeriveEnv, holds } from './derived.ts';
import type { Evidence, Finding } from './facts.ts';
import { ownPeriod } from './period.ts';
import type { PlacedRule } from './table-lookup.ts';
import { belongingOfObligation } from './table-scope.ts';
import type { Source } from './table-types.ts';

export type ObligationSource = Extract<Source, { readonly plans: readonly string[] }>;
type SourceOf<Name extends ObligationSource['source']> = Extract<ObligationSource, { readonly source: Name }>;

/** One with the copy of the table that it belongs to. */
interface TableObligation<O extends Obligation = Obligation> {
  readonly of: O;
  readonly copy?: string;
  /** By which it lies in a period. */
  readonly at: Instant;
  /** Done, or handed in for the first time. */
  readonly doneAt: Instant | undefined;
}

export function isOfObligations(source: Source): source is ObligationSource {
  return 'plans' in source;
}

/** What the rounds and deliverables come to that fall due in the period. What the supplier set himself never counts. */
export function obligationFacts(source: ObligationSource, placed: PlacedRule, env: DeriveEnv): Derived {
  const { obligations } = env.past;
  if (!obligations) return { findings: [], ratios: [] };
  const due = dueIn(obligations, source, placed, env);
  const findings = (found: readonly Finding[]): Derived => ({ findings: found, ratios: [] });
  switch (source.source) {
    case 'inspection_missed':
      return findings(due.flatMap((one) => missedRound(one, source, placed, env)));
    case 'deliverable_late':
      return findings(due.flatMap((one) => (isDeliverable(one) ? lateOne(one, source, placed, env) : [])));
    case 'deliverable_returned':
      return findings(due.flatMap((one) => (isDeliverable(one) ? returnedOnes(one, placed) : [])));
    case 'duty_ratio':
      return { findings: [], ratios: ratiosOf(sumsOf(due, source, placed, env), placed.rule, placed.table) };
  }
}

function dueIn(
  obligations: readonly Obligation[],
  source: ObligationSource,
  { table }: PlacedRule,
  env: DeriveEnv,
): readonly TableObligation[] {
  return obligations.flatMap((of): TableObligation[] => {
    if (!isCounted(of)) return [];
    const isNamed = source.plans.includes(of.planId);
    if (source.plans.length > 0 && !isNamed) return [];
    const at = countedAt(env.past.contract, of);
    if (!holds(env.period, at)) return [];
    const belonging = belongingOfObligation(table, env.past.contract, of, isNamed);
    return belonging ? [{ of, ...belonging, at, doneAt: doneAtOf(of) }] : [];
  });
}

function doneAtOf(of: Obligation): Instant | undefined {
  return of.type === 'inspection' ? of.doneAt : of.submissions[0]?.at;
}

function isDeliverable(one: TableObligation): one is TableObligation<Deliverable> {
  return one.of.type === 'deliverable';
}

/** Late, or not there though its time is over. The due instant itself is in time. */
function isLate({ doneAt, of }: TableObligation, now: Instant): boolean {
  return (doneAt ?? now) > of.dueAt;
}

function missedRound(
  one: TableObligation,
  source: SourceOf<'inspection_missed'>,
  placed: PlacedRule,
  { past }: DeriveEnv,
): readonly Finding[] {
  if (one.of.type !== 'inspection' || !isLate(one, past.now)) return [];
  if (one.doneAt !== undefined && !source.late) return [];
  return [{ ...foundBy(source, one, placed), ...latenessOf(one), ...deafnessOf(one, one.of.dueAt, past) }];
}

/**
 * Days until the first hand-in: what came back was there. What has not come grows by the day. Where only what is missing is asked for,
 * what came after the table's own period is missing as well, since that period was without it; and it is one, however long it has been.
 */
function lateOne(
  one: TableObligation<Deliverable>,
  source: SourceOf<'deliverable_late'>,
  placed: PlacedRule,
  env: DeriveEnv,
): readonly Finding[] {
  const { past } = env;
  const { doneAt, of } = one;
  if (!isLate(one, past.now)) return [];
  const until = doneAt ?? owedUntil(of, past.now);
  const found = { ...foundBy(source, one, placed), ...deafnessOf(one, until, past) };
  if (source.missing) {
    const { to } = ownPeriod(placed.table, past.contract.term, one.at) ?? env.period;
    // No period is without what is due after the service.
    const end = of.dueAt > to ? Infinity : to;
    return doneAt !== undefined && doneAt < end ? [] : [{ ...found, isMissing: true }];
  }
  // Who charges each late paper once charges no days.
  if (!placed.rule.kinds['late-days']) return [{ ...found, ...latenessOf(one) }];
  const plan = planOf(past.contract, of);
  const quantity = plan
    ? daysLate(plan, past.contract, of.dueAt, until)
    : Math.max(1, dayNumber(civilDate(until)) - dayNumber(civilDate(lastInstant(of))));
  return [{ ...found, ...(quantity !== undefined && { quantity }), ...latenessOf(one) }];
}

/** What was handed in had to be done again; by when it was due says of which period that is. */
function returnedOnes(one: TableObligation<Deliverable>, placed: PlacedRule): readonly Finding[] {
  const { reviews, submissions } = one.of;
  return reviews.flatMap((review, place): Finding[] => {
    if (review.isAccepted) return [];
    const finding = findingOf('deliverable_returned', one, placed);
    const returned = submissions.findLast(({ at }) => at <= review.at);
    const files = returned?.files ?? [];
    return [
      {
        ...finding,
        id: `${finding.id}:${place + 1}`,
        doneAt: review.at,
        evidence: [...finding.evidence, ...files.map(({ hash }) => ({ kind: 'file' as const, ref: hash }))],
      },
    ];
  });
}

function foundBy(
  source: SourceOf<'inspection_missed' | 'deliverable_late'>,
  one: TableObligation,
  placed: PlacedRule,
): Finding {
  return { ...findingOf(source.source, one, placed), ...(source.state !== undefined && { state: source.state }) };
}

/** What every finding about one of them has. */
function findingOf(source: ObligationSource['source'], one: TableObligation, { rule }: PlacedRule): Finding {
  const { at, copy, of } = one;
  return {
    id: `${source}:${of.id}:${rule.id}`,
    rule: rule.id,
    ...(copy !== undefined && { copy }),
    at,
    subject: of.planId,
    event: of.id,
    dueAt: lastInstant(of),
    standing: 'found',
    origin: 'ledger',
    evidence: [evidenceOf(of)],
  };
}

function evidenceOf({ id }: Obligation): Evidence {
  return { kind: 'entry', ref: id };
}

function latenessOf({ doneAt, of }: TableObligation) {
  return doneAt === undefined ? { isMissing: true as const } : { doneAt, elapsedMs: doneAt - of.dueAt };
}

/** Of a window of months its last day matters: what could have been done all the time was not hindered by a pause weeks before. */
function deafnessOf({ of }: TableObligation, to: Instant, { deafness }: DeriveEnv['past']) {
  const from = Math.max(of.opensAt, of.dueAt - DAY);
  return wasDeaf(deafness, { from, to }) ? { isInDeafness: true as const } : {};
}

function sumsOf(
  due: readonly TableObligation[],
  source: SourceOf<'duty_ratio'>,
  { rule }: PlacedRule,
  { past }: DeriveEnv,
): readonly RatioSum[] {
  const isEach = rule.kinds['ratio-threshold']?.each !== undefined;
  const isCounted = ({ of }: TableObligation) =>
    of.dueAt < past.now && (source.of === 'all' || source.of === `${of.type}s`);
  return due.filter(isCounted).map((one) => {
    const isMissed = isLate(one, past.now);
    return {
      copy: one.copy,
      subject: isEach ? one.of.planId : undefined,
      met: isMissed ? 0 : 1,
      total: 1,
      missed: isMissed ? [{ at: one.at, evidence: evidenceOf(one.of) }] : [],
    };
  });
}
