import { isSupplier } from '../sides.ts';
import type { Actor, Instant, TextRef, TicketId } from '../types.ts';
import { type Checked, checkOf } from './check-result.ts';
import {
  type ObligationDecision,
  type ObligationStep,
  obligationEntry,
  refusedObligation,
} from './obligation-refusal.ts';
import type { CheckResult, Inspection } from './obligation-types.ts';
import type { InspectionPlan, Milli } from './plan-types.ts';

/** What somebody, or a machine, says of one item. */
export interface ItemFill {
  readonly itemId: string;
  /** Left out of a reading it follows from the limits; left out of an item that was filled before it stays. */
  readonly outcome?: CheckResult['outcome'];
  readonly value?: Milli;
  readonly note?: TextRef;
  readonly attachments?: readonly string[];
}

export interface FillEnv {
  readonly now: Instant;
  /** Absent: a machine looked. It never overrules a human. */
  readonly by?: Actor;
}

export interface PersonEnv {
  readonly now: Instant;
  readonly by: Actor;
}

type Results = Inspection['results'];

/**
 * Items of a round are filled; with the last one it is done, and partly done is kept. A missed round may still be done, late. Until its
 * due instant people may correct a round that is done.
 */
export function fillItems(
  seen: Inspection,
  plan: Pick<InspectionPlan, 'checklist'>,
  fills: readonly ItemFill[],
  env: FillEnv,
): ObligationDecision<Inspection> {
  const against = refusalOf(seen, env);
  if (against) return against;
  let results: Results = seen.results;
  for (const fill of fills) {
    const item = plan.checklist.find(({ id }) => id === fill.itemId);
    if (!item) return refusedObligation({ reason: 'unknown_item', item: fill.itemId });
    const checked: Checked = checkOf(item, results[item.id], fill, env);
    if (!checked.ok) return checked;
    results = { ...results, [item.id]: checked.result };
  }
  return filled(seen, plan, results, env);
}

/** What machines told of a round, and the items of which they could tell nothing: those are left to people, who are to see it. */
export function fillByMachine(
  seen: Inspection,
  plan: Pick<InspectionPlan, 'checklist'>,
  told: { readonly fills: readonly ItemFill[]; readonly unasked: readonly string[] },
  now: Instant,
): ObligationDecision<Inspection> {
  const { fills, unasked } = told;
  if (unasked.length === 0) return fillItems(seen, plan, fills, { now });
  const step = fills.length === 0 ? noticed(seen, { now }) : fillItems(seen, plan, fills, { now });
  if (!step.ok) return step;
  return { ...step, next: { ...step.next, unasked }, entry: { ...step.entry, unasked } };
}

function noticed(seen: Inspection, env: FillEnv): ObligationDecision<Inspection> {
  const next = { ...seen, version: seen.version + 1 };
  return refusalOf(seen, env) ?? { ok: true, next, entry: obligationEntry('inspection_unasked', seen) };
}

/** 全部正常: whatever nobody has filled is normal, readings too, and the round is done. What was filled stays as it is. */
export function allNormal(
  seen: Inspection,
  plan: Pick<InspectionPlan, 'checklist'>,
  env: PersonEnv,
): ObligationDecision<Inspection> {
  if (seen.state === 'done') return doneAlready(seen);
  const open = plan.checklist.filter(({ id }) => !seen.results[id]);
  return fillItems(
    seen,
    plan,
    open.map(({ id }) => ({ itemId: id, outcome: 'normal' })),
    env,
  );
}

/** 取消重保: those of the rounds that nobody has done and that are not missed are taken back. Empty: there was none. */
export function cancelInspections(
  rounds: readonly Inspection[],
  env: PersonEnv,
): readonly { readonly seen: Inspection; readonly decision: ObligationDecision<Inspection> }[] {
  return rounds
    .filter(({ dueAt, state }) => (state === 'planned' || state === 'open') && env.now <= dueAt)
    .map((seen) => ({ seen, decision: cancelled(seen, env) }));
}

/** An anomaly became a ticket. Whoever of the supplier's looks at it may say so, whenever that is. */
export function linkTicket(
  seen: Inspection,
  itemId: string,
  ticket: { readonly id: TicketId; readonly number: string },
  { by }: PersonEnv,
): ObligationDecision<Inspection> {
  if (!isSupplier(by)) return refusedObligation({ reason: 'supplier_only' });
  const result = seen.results[itemId];
  if (result?.outcome !== 'anomaly') return refusedObligation({ reason: 'no_anomaly', item: itemId });
  if (result.ticket) {
    return refusedObligation({ reason: 'ticket_already', item: itemId, number: result.ticket.number });
  }
  return {
    ok: true,
    next: {
      ...seen,
      version: seen.version + 1,
      results: { ...seen.results, [itemId]: { ...result, ticket } },
    },
    entry: obligationEntry('inspection_ticket', seen, { item: itemId, ticketNumber: ticket.number }),
  };
}

function refusalOf(seen: Inspection, { by, now }: FillEnv) {
  if (by && !isSupplier(by)) return refusedObligation({ reason: 'supplier_only' });
  if (seen.state === 'cancelled') return refusedObligation({ reason: 'cancelled' });
  if (seen.state === 'planned' && now < seen.opensAt) {
    return refusedObligation({ reason: 'not_open_yet', opensAt: seen.opensAt });
  }
  // What a machine sees after everybody has gone home is no part of the round any more.
  return seen.state === 'done' && (!by || now > seen.dueAt) ? doneAlready(seen) : undefined;
}

function doneAlready({ doneAt, doneBy, dueAt }: Inspection) {
  return refusedObligation({ reason: 'done_already', at: doneAt ?? dueAt, ...(doneBy && { by: doneBy }) });
}

function filled(
  seen: Inspection,
  { checklist }: Pick<InspectionPlan, 'checklist'>,
  results: Results,
  env: FillEnv,
): ObligationDecision<Inspection> {
  const changed = Object.keys(results).filter((id) => results[id] !== seen.results[id]);
  const isWhole = checklist.every(({ id }) => results[id]);
  const isDone = seen.state === 'done';
  // A pack that took items away may leave a round with nothing to fill: it is done with the next word about it.
  if (changed.length === 0 && (isDone || !isWhole)) return refusedObligation({ reason: 'same_already' });
  const next: Inspection = { ...seen, version: seen.version + 1, results };
  if (isDone) return stepOf('inspection_corrected', next, changed);
  if (isWhole) return stepOf('inspection_done', done(next, env), changed);
  return stepOf('inspection_filled', seen.state === 'planned' ? { ...next, state: 'open' } : next, changed);
}

/** It is the work of whoever looked last; of nobody where machines saw it all. */
function done({ missedAt, ...round }: Inspection, { by, now }: FillEnv): Inspection {
  const looked = Object.values(round.results).filter((result) => result.by !== undefined);
  const doneBy = by?.id ?? looked.toSorted((a, b) => a.at - b.at).at(-1)?.by;
  const isLate = now > round.dueAt;
  return {
    ...round,
    state: 'done',
    doneAt: now,
    ...(doneBy && { doneBy }),
    ...(isLate && missedAt !== undefined && { missedAt }),
  };
}

function stepOf(type: string, next: Inspection, items: readonly string[]): ObligationStep<Inspection> {
  const results = Object.values(next.results);
  const anomalies = results.filter(({ outcome }) => outcome === 'anomaly').length;
  const isLate = next.doneAt !== undefined && next.doneAt > next.dueAt;
  const fields = { items, filled: results.length, anomalies, ...(isLate && { late: true }) };
  return { ok: true, next, entry: obligationEntry(type, next, fields) };
}

function cancelled(seen: Inspection, { by }: PersonEnv): ObligationDecision<Inspection> {
  if (!by.roles.includes('manager') && !by.roles.includes('supervisor')) {
    return refusedObligation({ reason: 'managers_and_supervisors' });
  }
  return {
    ok: true,
    next: { ...seen, version: seen.version + 1, state: 'cancelled' },
    entry: obligationEntry('inspection_cancelled', seen),
  };
}
