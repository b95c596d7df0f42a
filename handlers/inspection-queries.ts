import { inspectionListCard, type ListedRound } from '../cards/inspection-list-card.ts';
import { inspectionStatisticsCard } from '../cards/inspection-statistics-card.ts';
import { inEveryLanguage } from '../cards/language.ts';
import { shownPeriod } from '../cards/period-name.ts';
import { periodFor } from '../domain/assessment/period.ts';
import { civilDate, dayRange } from '../domain/civil.ts';
import { obligationOf } from '../domain/obligations/obligation-of.ts';
import { occurrencesOpening } from '../domain/obligations/occurrences.ts';
import type { MessageContext, UpdateContext } from './context.ts';
import { inspectorsOf } from './inspection-people.ts';
import { listedViews, type Round, roundsOf } from './inspection-view.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import { ownAsk } from './own-statements.ts';
import type { HeardContext, Next } from './router-types.ts';
import { readAskedPeriod } from './score-question.ts';

/** The calendar month is what a question without a period is about. */
const MONTHLY = { period: { months: 1, from: 'calendar' } } as const;

/** 今日巡检: what is due today or open now, and what opens yet. */
export async function showToday(ctx: UpdateContext): Promise<void> {
  const { contract, now, store } = ctx;
  const { from, to } = dayRange(civilDate(now));
  // What is due at 24:00 belongs to the day that ends then.
  const [due, open] = await Promise.all([
    store.obligationsDue(contract.id, from + 1, to + 1),
    store.openObligations(contract.id),
  ]);
  const begun = open.filter(({ dueAt, opensAt }) => opensAt <= now && now <= dueAt);
  const ahead = occurrencesOpening(contract, now, to - 1).map((occurrence) => obligationOf(occurrence, contract, now));
  const all = new Map([...ahead, ...due, ...begun].map((one) => [one.id, one]));
  const rounds = roundsOf(
    ctx,
    [...all.values()].filter(({ state }) => state !== 'cancelled'),
  );
  await showList(
    ctx,
    'today',
    rounds.toSorted((a, b) => a.inspection.dueAt - b.inspection.dueAt),
  );
}

/** 谁没巡检: what is open or missed, with who should do it. */
export async function showOpenInspections(ctx: UpdateContext): Promise<void> {
  const open = roundsOf(ctx, await ctx.store.openObligations(ctx.contract.id));
  const waiting = open.filter(({ inspection: { state } }) => state === 'open' || state === 'missed');
  await showList(ctx, 'open', waiting);
}

async function showList(ctx: UpdateContext, name: 'today' | 'open', rounds: readonly Round[]): Promise<void> {
  const { contract, now, text } = ctx;
  if (contract.inspections.length === 0) return commitAnswer(ctx, say(text.inspection.nothingPlanned));
  const views = await listedViews(ctx, rounds);
  const listed = views.map((view): ListedRound => {
    const { inspection, plan } = view;
    const people = inspection.doneBy === undefined ? inspectorsOf(ctx, plan, inspection) : [inspection.doneBy];
    return { view, people };
  });
  await commitReply(ctx, showCard(inspectionListCard(name, listed, now, text)));
}

/** 巡检统计 本月, 上月巡检统计, 巡检 统计 10月. */
export async function showStatistics(ctx: HeardContext, next: Next): Promise<void> {
  const { contract, now, store, text } = ctx;
  const [, before = '', behind = ''] = ctx.match;
  const { about, ask, isNamed } = readAskedPeriod(`${before} ${behind}`.trim(), now);
  if (about !== '') return next();
  const period = periodFor(MONTHLY, contract.term, isNamed ? ask : { ...ownAsk(now), months: 1 });
  if (!period) return next();
  // What is due at 24:00 of a day belongs to that day.
  const due = await store.obligationsDue(contract.id, period.from + 1, Math.min(period.to + 1, now));
  const rounds = roundsOf(ctx, due).filter(({ inspection: { state } }) => state !== 'cancelled');
  const byPlan = Map.groupBy(rounds, ({ plan }) => plan);
  const plans = [...byPlan].map(([plan, own]) => ({ plan, due: own.map(({ inspection }) => inspection) }));
  const card = inspectionStatisticsCard({ period: shownPeriod(period.label, text), plans }, text);
  await commitReply(ctx, showCard(card));
}

/** The word with what stands before and behind it. */
export function statisticsQuestion(): RegExp {
  const words = inEveryLanguage(({ inspection }) => inspection.words.statistics)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.split(' ').map(RegExp.escape).join(String.raw`\s*`));
  return new RegExp(`^(.{0,20}?)(?:${words.join('|')})(.{0,20})$`, 'isu');
}

/** Those of other contracts of his have inspections of their own. */
export function hasInspections({ contract }: MessageContext): boolean {
  return contract.inspections.length > 0;
}
