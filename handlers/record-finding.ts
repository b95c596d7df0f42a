import { findingCard } from '../cards/finding-card.ts';
import { displayName, mentions } from '../cards/ticket-view.ts';
import type { Changes, NewText } from '../db/changes.ts';
import { type NewFinding, type RecordDecision, recordFinding } from '../domain/assessment/decide-finding.ts';
import type { Evidence } from '../domain/assessment/facts.ts';
import { matchRules } from '../domain/assessment/match-rule.ts';
import { freeSince, isStillFree } from '../domain/assessment/still-free.ts';
import { figureRange, intakeOf, type PlacedRule, placedRules } from '../domain/assessment/table-lookup.ts';
import { cleanText } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import { actsAs } from '../domain/sides.ts';
import { ticketId } from '../domain/types.ts';
import { rangeWords, recordWrites, refuseAssessment, ruleWords } from './assessment-commit.ts';
import { askFor, lastAskedAbout, sayWords, withoutAsked } from './assessment-form.ts';
import { withAttached } from './attachments.ts';
import { askWhichRule } from './choose-rule.ts';
import type { RawInput } from './command-input.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { recordedFinding } from './find-finding.ts';
import { findById } from './find-ticket.ts';
import { type Draft, draftOf } from './finding-draft.ts';
import { codeOf, findingCardKey, findingView, managersOf } from './finding-view.ts';
import { readRecorded } from './finding-words.ts';
import { groupForUpdate } from './group-chat.ts';
import { updateKey, withoutLeadingSpace } from './messages.ts';
import { recordableIn, recordableWords, recordExample, tableMeant } from './recordable.ts';
import type { CommandContext, Next } from './router-types.ts';
import { signedPeriodOf } from './signed-periods.ts';
import { isSomethingElse } from './something-else.ts';
import { understoodByRules } from './understood.ts';

/** 记录 态度差 李工 7 对用户不耐烦: what, about whom or which ticket, and how it was. */
export async function recordByText(ctx: CommandContext, next: Next, isShared: boolean): Promise<void> {
  const { isPart, rules } = matchRules(placedRules(ctx.contract.tables), ctx.args);
  const isNamed = rules.length > 0;
  // A report may begin with the word: a record that can't be opened.
  if (!isNamed && (isShared || !actsAs(ctx.actor, 'supervisor'))) return next();
  if ((!isNamed || isPart) && isSomethingElse(ctx, '')) return next();
  const isIncident = understoodByRules(ctx, ctx.update.text, { reporterId: ctx.person.id }).kind === 'incident';
  if (isIncident && !actsAs(ctx.actor, 'supervisor')) return next();
  await record(ctx, { said: ctx.args });
}

/** The choice among several items that are called alike. */
export async function recordByTap(ctx: ActionContext): Promise<void> {
  const asked = await lastAskedAbout(ctx);
  const { rule } = ctx.update.form;
  if (asked?.command !== 'record_finding' || rule === undefined) return sayWords(ctx, ctx.text.system.unknownAction);
  await record(ctx, { ...asked.input, rule });
}

/** @param input `said`: all that was said; `rule`: which one is meant, where that had to be asked; `fact`: what was asked for */
export async function record(ctx: UpdateContext, input: RawInput): Promise<void> {
  const { finding: words } = ctx.text.assessment;
  const said = cleanText(input.said ?? '');
  const about = { command: 'record_finding' } as const;
  if (!actsAs(ctx.actor, 'supervisor')) return refuseAssessment(ctx, { reason: 'supervisor_only' }, about);
  const rules = placedRules(ctx.contract.tables);
  if (rules.length === 0) return sayWords(ctx, words.noTables);
  if (said === '') return sayWords(ctx, words.howToRecord(recordableWords(ctx), recordExample(ctx)));
  const meant = matchRules(rules, said);
  const chosen = input.rule === undefined ? undefined : matchRules(rules, input.rule).rules;
  const [only, ...more] = chosen ?? preferred(meant.rules);
  const table = only ? undefined : tableMeant(ctx, said);
  if (table) return sayWords(ctx, words.howToRecord(recordableIn(ctx, table), recordExample(ctx, table)));
  if (!only) return sayWords(ctx, words.unknownRule(meant.said, recordableWords(ctx)));
  const draft = await draftOf(ctx, input);
  if (more.length > 0) return askWhichRule(ctx, draft, meant.said, [only, ...more]);
  // What was asked for first: a person is read where he opens the words.
  const rest = [input.fact ?? '', meant.rest].filter((part) => part !== '').join(' ');
  await recordRule(ctx, only, rest, draft);
}

/** Of several that are called so, those of which one finding can be recorded. */
function preferred(rules: readonly PlacedRule[]): readonly PlacedRule[] {
  const findings = rules.filter((placed) => intakeOf(placed).by === 'finding');
  return findings.length > 0 ? findings : rules;
}

async function recordRule(ctx: UpdateContext, placed: PlacedRule, rest: string, draft: Draft): Promise<void> {
  const { input, attached } = draft;
  const read = await readRecorded(ctx, placed, rest, await ticketMeant(ctx, input));
  if (!read.ok) return sayWords(ctx, read.sentence);
  const { note, facts } = read;
  const quoted = input.quote ?? '';
  const body = [note, quoted].filter((part) => part !== '').join('\n');
  const kept = body === '' ? undefined : ctx.keepText(body);
  const earlier = await ctx.store.attachmentsOf(ticketId(draft.id));
  const evidence: readonly Evidence[] = [
    ...(facts.ticket ? [{ kind: 'ticket', ref: facts.ticket.number } as const] : []),
    ...(quoted === '' ? [] : [{ kind: 'message', ref: updateKey(ctx) } as const]),
    ...[...earlier, ...attached.attachments].map((file) => ({ kind: 'file', ref: file.id }) as const),
  ];
  const said = {
    id: draft.id,
    evidence,
    ...facts,
    at: facts.at ?? reportedAt(ctx.update),
    ...(kept && { note: kept.ref }),
  };
  const env = { contractId: ctx.contract.id, now: ctx.now, isFree: await isFree(ctx, placed, said) };
  const decision = recordFinding(placed, said, ctx.actor, env);
  if (!decision.ok) return answerRefused(ctx, decision, placed, draft);
  const changes = await recordedChanges(ctx, decision, kept ? [kept] : []);
  await ctx.commit(withAttached({ ...changes, ...(await withoutAsked(ctx, 'record_finding')) }, attached));
}

async function isFree(ctx: UpdateContext, placed: PlacedRule, said: NewFinding): Promise<boolean> {
  const since = freeSince(placed, said.at, ctx.contract.term);
  if (since === undefined) return false;
  return isStillFree(placed, said, await ctx.store.assessmentRecords(ctx.contract.id, since, said.at + 1));
}

/** That of the message which was replied to. */
async function ticketMeant(ctx: UpdateContext, input: RawInput) {
  return input.ticket === undefined ? undefined : findById(ctx, input.ticket);
}

/** What is missing is asked for; his next words are it. */
async function answerRefused(
  ctx: UpdateContext,
  { refusal }: Extract<RecordDecision, { ok: false }>,
  placed: PlacedRule,
  { attached, input }: Draft,
): Promise<void> {
  const { facts, finding: words } = ctx.text.assessment;
  if (refusal.reason !== 'needs' || input.fact !== undefined) {
    return refuseAssessment(ctx, refusal, { command: 'record_finding', about: placed.rule.id });
  }
  const figures = figureRange(placed);
  const range =
    refusal.fact === 'figure' ? rangeWords(ctx, figures ? [figures] : []) : statesOf(ctx, placed, refusal.fact);
  await askFor(ctx, {
    command: 'record_finding',
    subject: ctx.contract.id,
    input: { ...input, rule: placed.rule.id },
    field: 'fact',
    question: words.asked(facts[refusal.fact], ruleWords(ctx, placed), range),
    attached,
  });
}

function statesOf({ contract, text }: UpdateContext, { rule, table }: PlacedRule, fact: string): string {
  const named =
    fact === 'state'
      ? (rule.kinds['tiered-state']?.states ?? [])
      : fact === 'department'
        ? contract.departments.filter(({ id }) => table.departments?.includes(id))
        : [];
  return named.map(({ name }) => name).join(text.card.comma);
}

async function recordedChanges(
  ctx: UpdateContext,
  { step }: Extract<RecordDecision, { ok: true }>,
  texts: readonly NewText[],
): Promise<Changes> {
  const found = recordedFinding(step.next);
  const writes = recordWrites(ctx, 'finding_recorded', step);
  if (!found) return writes;
  const { assessment } = ctx.text;
  const words = assessment.finding;
  const view = await findingView(ctx, found, texts);
  const by = displayName(ctx.person.name);
  const line = words.recorded(mentions(managersOf(ctx)), by, view.item, codeOf(found));
  const signed = await signedPeriodOf(ctx, found.finding);
  const example = signed && assessment.commands.propose_correction.example(signed.label);
  const hint = example === undefined ? [] : [[words.signedBefore(example)]];
  const key = findingCardKey(found);
  return {
    ...writes,
    texts,
    outbox: [
      {
        op: 'post',
        key: `recorded:${updateKey(ctx)}`,
        cardKey: key,
        chatId: await groupForUpdate(ctx),
        priority: 1,
        content: { lines: [withoutLeadingSpace(line), ...hint], card: findingCard(view, ctx.text) },
      },
    ],
  };
}
