import { roundCode, roundName } from '../cards/inspection-view.ts';
import { patrolCard } from '../cards/patrol-card.ts';
import { displayName } from '../cards/ticket-view.ts';
import type { Outgoing } from '../db/changes.ts';
import { cancelInspections } from '../domain/obligations/decide-inspection.ts';
import { requestedInspections } from '../domain/obligations/obligation-of.ts';
import type { Inspection, Obligation } from '../domain/obligations/obligation-types.ts';
import { cleanText } from '../domain/plain-text.ts';
import { actsAs } from '../domain/sides.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { findRound } from './find-inspection.ts';
import { refuseInspection } from './inspection-answer.ts';
import { openedMessages, plannedEntry, probeTimers } from './inspection-open.ts';
import { managersBeside } from './inspection-people.ts';
import { listedViews, type Round, roundsOf } from './inspection-view.ts';
import { answer, commitAnswer, say, showCard, updateKey } from './messages.ts';
import { obligationWrites } from './obligation-commit.ts';
import { obligationsNamed } from './obligation-words.ts';
import { PATROL_DAYS_MAX, PATROL_TIMES_MAX, type ReadPatrol, readGuard, readPatrol, readPlan } from './patrol-words.ts';
import type { CommandContext, Next } from './router-types.ts';
import { tellEach } from './tell-each.ts';
import { understoodByRules } from './understood.ts';

/** 特巡 …: one round; 重保 …: rounds of several days. Only those who answer for the contract may ask for them. */
export async function orderByText(ctx: CommandContext, next: Next, kind: 'patrol' | 'guard'): Promise<void> {
  const { contract, now, text } = ctx;
  const { patrol } = text.inspection;
  const said = cleanText(ctx.args);
  const timesOf = kind === 'patrol' ? readPatrol : readGuard;
  const isTime = (words: string) => !isUnread(timesOf(words, now));
  const { plan, rest } = readPlan(contract, said.normalize('NFKC'), isTime);
  const read = timesOf(rest, now);
  // 护网平台打不开了: the word opens a report.
  if ((!plan || isUnread(read)) && isReport(ctx)) return next();
  if (contract.inspections.length === 0) return commitAnswer(ctx, say(text.inspection.nothingPlanned));
  if (!mayOrder(ctx)) return refuseInspection(ctx, { reason: 'managers_and_supervisors' });
  const example = kind === 'patrol' ? patrol.example(contract.inspections[0]?.name ?? '') : patrol.guardExample;
  if (!plan || said === '') {
    const names = contract.inspections.map(({ name }) => name).join(text.card.comma);
    return commitAnswer(ctx, say(patrol.how(names, example)));
  }
  if (!read.ok) return commitAnswer(ctx, say(problemWords(ctx, read, example)));
  await order(ctx, plan, read);
}

async function order(ctx: UpdateContext, plan: Round['plan'], read: ReadPatrol & { readonly ok: true }): Promise<void> {
  const { contract, now, person, text } = ctx;
  const kept = ctx.keepText(read.reason === '' ? plan.name : read.reason);
  const occasion = { text: kept.ref, by: person.id, at: now, groupId: ctx.ids.next(now) };
  const departments = plan.departments.length === 0 ? [undefined] : plan.departments;
  const made = departments.flatMap((department) =>
    requestedInspections(
      contract,
      plan,
      { windows: read.windows, occasion, ...(department !== undefined && { department }) },
      now,
    ),
  );
  const writes = obligationWrites(
    ctx,
    made.map((next) => ({ next, entry: plannedEntry(next), by: person.id })),
  );
  const rounds = made.map((inspection) => ({ inspection, plan }));
  const open = rounds.filter(({ inspection: { state } }) => state === 'open');
  const views = await listedViews(ctx, rounds, [kept]);
  const card = patrolCard(views, now, text);
  const managers = await tellEach(ctx, managersBeside(ctx, [person.id]), (to) => ({
    key: `patrol:${updateKey(ctx)}:${to}`,
    content: showCard(card, say(text.inspection.patrol.announced(displayName(person.name))).lines),
  }));
  const outbox: readonly Outgoing[] = [
    answer(ctx, showCard(card)),
    ...managers,
    ...(await openedMessages(ctx, open, [kept])),
  ];
  ctx.log.info({ planId: plan.id, rounds: made.length }, 'special patrols were ordered');
  await ctx.commit({
    ...writes,
    setTimers: [...writes.setTimers, ...open.flatMap((round) => probeTimers(ctx, round))],
    texts: [kept],
    outbox,
  });
}

/** 取消重保, 取消特巡 K7QF: what is left of it. */
export async function cancelByText(ctx: CommandContext): Promise<void> {
  const { text } = ctx;
  if (!mayOrder(ctx)) return refuseInspection(ctx, { reason: 'managers_and_supervisors' });
  const open = ordered(await ctx.store.openObligations(ctx.contract.id));
  const said = cleanText(ctx.args);
  const groups = [...Map.groupBy(open, ({ occasion }) => occasion?.groupId).values()];
  const all = await listedViews(ctx, roundsOf(ctx, open));
  const named = obligationsNamed(ctx, open, said);
  const isMeant = (group: readonly Inspection[]) =>
    (named.rest === '' && group.some((one) => named.found.includes(one))) ||
    all.some((view) => group.includes(view.inspection) && roundName(view, text).includes(said));
  const meant = said === '' ? groups : groups.filter(isMeant);
  // Nobody takes back what was missed while another is still to be done.
  const ahead = meant.filter((group) => group.some(({ state }) => state !== 'missed'));
  const [only, ...more] = ahead.length > 0 ? ahead : meant;
  if (!only) return commitAnswer(ctx, say(text.inspection.patrol.none));
  if (more.length === 0) return cancel(ctx, only);
  const firsts = new Set([only, ...more].map(([one]) => one));
  const views = all.filter(({ inspection }) => firsts.has(inspection));
  const list = views.map((view) => `${roundCode(view)} ${roundName(view, text)}`).join(text.card.comma);
  const [first] = views;
  const example = `${text.inspection.words.cancel[0] ?? ''} ${first ? roundCode(first) : ''}`;
  await commitAnswer(ctx, say(text.inspection.patrol.which(list, example)));
}

export async function cancelByTap(ctx: ActionContext): Promise<void> {
  if (!mayOrder(ctx)) return refuseInspection(ctx, { reason: 'managers_and_supervisors' });
  const found = await findRound(ctx, ctx.update.subject);
  const groupId = found?.round.inspection.occasion?.groupId;
  const open = ordered(await ctx.store.openObligations(ctx.contract.id));
  const group = open.filter(({ occasion }) => groupId !== undefined && occasion?.groupId === groupId);
  if (group.length === 0) return commitAnswer(ctx, say(ctx.text.inspection.patrol.none));
  await cancel(ctx, group);
}

async function cancel(ctx: UpdateContext, rounds: readonly Inspection[]): Promise<void> {
  const decided = cancelInspections(rounds, { now: ctx.now, by: ctx.actor });
  const steps = decided.flatMap(({ decision, seen }) =>
    decision.ok ? [{ seen, next: decision.next, entry: decision.entry, by: ctx.person.id }] : [],
  );
  const [view] = await listedViews(ctx, roundsOf(ctx, rounds.slice(0, 1)));
  const { patrol } = ctx.text.inspection;
  if (steps.length === 0 || !view) return commitAnswer(ctx, say(patrol.none));
  const sentence = patrol.cancelled(roundName(view, ctx.text), steps.length);
  await ctx.commit({ ...obligationWrites(ctx, steps), outbox: [answer(ctx, say(sentence))] });
}

function ordered(open: readonly Obligation[]): readonly Inspection[] {
  return open.filter((one) => one.type === 'inspection').filter(({ occasion }) => occasion !== undefined);
}

function mayOrder({ actor }: UpdateContext): boolean {
  return actsAs(actor, 'manager') || actsAs(actor, 'supervisor');
}

function isUnread(read: ReadPatrol): boolean {
  return !read.ok && read.problem === 'span';
}

function problemWords(
  { text }: UpdateContext,
  { problem }: ReadPatrol & { readonly ok: false },
  example: string,
): string {
  const { patrol } = text.inspection;
  if (problem === 'span') return patrol.badSpan(example);
  return problem === 'many' ? patrol.tooMany(PATROL_DAYS_MAX * PATROL_TIMES_MAX) : patrol.past;
}

function isReport(ctx: CommandContext): boolean {
  const { kind } = understoodByRules(ctx, ctx.update.text, { reporterId: ctx.person.id });
  return kind === 'incident' || kind === 'follow_up';
}
