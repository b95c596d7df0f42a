import type { AssessmentCommand } from '../cards/catalogue-assessment.ts';
import { pointsWords } from '../cards/points-words.ts';
import { nameOf } from '../cards/ticket-view.ts';
import type { Changes, ContractEvent } from '../db/changes.ts';
import { type AssessmentRefusal, RECORDED_REFUSALS } from '../domain/assessment/assessment-refusal.ts';
import type { RecordStep } from '../domain/assessment/decide-finding.ts';
import type { RecordDoc } from '../domain/assessment/records.ts';
import { type PlacedRule, placedRule, type Range } from '../domain/assessment/table-lookup.ts';
import { eventId } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { answer, say } from './messages.ts';

/** What happened to a score, as the ledger calls it. */
export type AssessmentEntry =
  | 'finding_recorded'
  | 'finding_confirmed'
  | 'finding_disputed'
  | 'dispute_decided'
  | 'dispute_withdrawn'
  | 'finding_withdrawn'
  | 'grade_given'
  | 'grade_set_aside'
  | 'tick_given'
  | 'ratio_given'
  | 'sample_reviewed'
  | 'table_handed_in'
  | 'score_signed'
  | 'correction_proposed'
  | 'correction_agreed'
  | 'correction_refused';

/** Of the commands that always make the same entry. */
export const ENTRY_OF = {
  give_grade: 'grade_given',
  give_tick: 'tick_given',
  give_ratio: 'ratio_given',
  mark_reviewed: 'sample_reviewed',
  sign_score: 'score_signed',
  propose_correction: 'correction_proposed',
  correction_agree: 'correction_agreed',
  correction_refuse: 'correction_refused',
} as const satisfies Partial<Record<AssessmentCommand, AssessmentEntry>>;

/** The record and its entry. The entry tells all that the record says by then, words as their hashes. */
export function recordWrites(
  { ids, now, person }: UpdateContext,
  type: AssessmentEntry,
  step: RecordStep,
): { readonly assessment: NonNullable<Changes['assessment']>; readonly entries: readonly ContractEvent[] } {
  const { at: about, doc, id } = step.next;
  return {
    assessment: [step],
    entries: [
      {
        ...{ id: eventId(ids.next(now)), at: now, by: person.id, type },
        ...{ recordId: id, about, said: docOfEntry(doc) },
      },
    ],
  };
}

/** A signed statement is long, and the record has it: the entry holds the record's hash in any case. */
function docOfEntry(doc: RecordDoc): object {
  if (doc.type !== 'signature') return doc;
  const { statement: _, ...rest } = doc;
  return rest;
}

export interface RefusedAbout {
  readonly command: AssessmentCommand;
  /** As it is typed in an example: a finding's code, a rule, a period. */
  readonly about?: string;
}

/** Nothing happened: the person is told why, in one sentence; who tried what is none of his is on record. */
export async function refuseAssessment(
  ctx: UpdateContext,
  refusal: AssessmentRefusal,
  { command, about = '' }: RefusedAbout,
): Promise<void> {
  const { ids, now, person } = ctx;
  const { reason } = refusal;
  ctx.log.info({ reason, command }, 'refused something about a score');
  const entry: ContractEvent = {
    ...{ id: eventId(ids.next(now)), at: now, by: person.id, type: 'refused' },
    ...{ command, reason },
  };
  await ctx.commit({
    outbox: [answer(ctx, say(refusalWords(ctx, refusal, { command, about })))],
    entries: RECORDED_REFUSALS.has(reason) ? [entry] : [],
  });
}

export function refusalWords(
  ctx: UpdateContext,
  refusal: AssessmentRefusal,
  { command, about = '' }: RefusedAbout,
): string {
  const { contract, members, text } = ctx;
  const words = text.assessment;
  const rule = 'rule' in refusal ? placedRule(contract.tables, refusal.rule) : undefined;
  return words.refusals[refusal.reason]({
    person: refusal.reason === 'not_asker' ? nameOf(members, refusal.by, text) : '',
    standing: refusal.reason === 'standing' ? words.standings[refusal.standing] : '',
    kind: refusal.reason === 'decided' ? words.kinds[refusal.kind] : '',
    isAccepted: refusal.reason === 'decided' && refusal.isAccepted,
    rule: rule ? ruleWords(ctx, rule) : 'rule' in refusal ? refusal.rule : '',
    fact: refusal.reason === 'needs' ? words.facts[refusal.fact] : '',
    range: 'ranges' in refusal ? rangeWords(ctx, refusal.ranges) : '',
    open:
      refusal.reason === 'still_open'
        ? openWords(
            ctx,
            refusal.open.map((open) => open.rule),
          )
        : '',
    disputed: refusal.reason === 'still_open' ? refusal.disputed : 0,
    example: words.commands[INSTEAD[refusal.reason] ?? command].example(rule?.rule.id ?? about),
  });
}

/** What is to be done in place of what was refused. */
const INSTEAD: Partial<Record<AssessmentRefusal['reason'], AssessmentCommand>> = {
  found_by_bot: 'finding_exempt',
  takes_ratio: 'give_ratio',
  takes_grade: 'give_grade',
  takes_ticks: 'give_tick',
  takes_findings: 'record_finding',
  no_ratio: 'give_ratio',
  signed_already: 'propose_correction',
};

/** More is not read. */
const OPEN_SHOWN_MAX = 8;

/** Names of rules, the first of them. */
export function openWords({ contract, text }: UpdateContext, rules: readonly string[]): string {
  const ids = [...new Set(rules)];
  const names = ids.slice(0, OPEN_SHOWN_MAX).map((id) => {
    const placed = placedRule(contract.tables, id);
    const name = placed?.item.name ?? contract.tables.find((table) => table.id === id)?.name ?? '';
    return text.assessment.rule(id, name).trim();
  });
  const more = ids.length > OPEN_SHOWN_MAX ? text.assessment.signing.more(ids.length) : '';
  return names.join(text.card.comma) + more;
}

/** `GZ1.22 工程师服务态度`; where several tables call one so, with that which tells them apart. */
export function ruleWords({ contract, text }: UpdateContext, { item, rule, table }: PlacedRule): string {
  const named = text.assessment.rule(rule.id, item.name);
  const alike = contract.tables.filter(({ id, sections }) =>
    id === table.id ? false : sections.some(({ items }) => items.some(({ name }) => name === item.name)),
  );
  if (alike.length === 0) return named;
  const project = contract.projects.find(({ id }) => id === table.project)?.name;
  const isNameShared = alike.some(({ name }) => name === table.name);
  return named + text.card.bracketed(isNameShared && project !== undefined ? project : table.name);
}

export function rangeWords({ text }: Pick<UpdateContext, 'text'>, ranges: readonly Range[]): string {
  return ranges.map(({ from, to }) => text.assessment.range(pointsWords(from), pointsWords(to))).join(text.card.comma);
}
