import { anomaliesOf, itemName, openItems, type RoundView, resultWords, roundName } from '../cards/inspection-view.ts';
import { nameOf } from '../cards/ticket-view.ts';
import { instantWords } from '../cards/words.ts';
import type { Changes, NewText } from '../db/changes.ts';
import { allNormal, fillItems } from '../domain/obligations/decide-inspection.ts';
import type { ObligationStep } from '../domain/obligations/obligation-refusal.ts';
import type { CheckResult, Inspection } from '../domain/obligations/obligation-types.ts';
import type { CheckItem, Milli } from '../domain/obligations/plan-types.ts';
import { cleanText } from '../domain/plain-text.ts';
import { reportedAt } from '../domain/reported-at.ts';
import type { Instant } from '../domain/types.ts';
import { type Attached, attachedTo, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';

import {
  askedItem,
  itemBehind,
  itemContent,
  refuseInspection,
  roundContent,
  withoutAskedItem,
} from './inspection-answer.ts';
import { type Round, roundView } from './inspection-view.ts';
import { answer, commitAnswer } from './messages.ts';
import { obligationWrites } from './obligation-commit.ts';

/** What one person says of one item. */
export interface ItemSaid {
  readonly round: Round;
  readonly item: CheckItem;
  readonly outcome?: CheckResult['outcome'];
  readonly value?: Milli;
  readonly note?: string;
  /** Files that came before. */
  readonly held?: readonly string[];
  /** What he had before him: the version of the tapped card, or when he was asked. */
  readonly saw?: { readonly version: number } | { readonly at: Instant };
}

/** Fills an item in, and shows the next one, or the round when it was the last. What somebody else filled meanwhile is not overwritten. */
export async function fillItem(ctx: UpdateContext, said: ItemSaid): Promise<void> {
  const { item, round } = said;
  const { inspection, plan } = round;
  const other = filledMeanwhile(ctx, said);
  if (other) return tellFilled(ctx, round, item, other);
  const body = cleanText(said.note ?? '');
  const kept = body === '' ? undefined : ctx.keepText(body);
  const attached = attachedTo(ctx, { obligationId: inspection.id });
  const files = [...(said.held ?? []), ...attached.attachments.map(({ id }) => id)];
  const fill = {
    itemId: item.id,
    ...(said.outcome && { outcome: said.outcome }),
    ...(said.value !== undefined && { value: said.value }),
    ...(kept && { note: kept.ref }),
    ...(files.length > 0 && { attachments: files }),
  };
  const decision = fillItems(inspection, plan, [fill], { now: filledAt(ctx, inspection), by: ctx.actor });
  if (!decision.ok) {
    // A second tap: what he wanted is there.
    if (decision.refusal.reason === 'same_already') return goOn(ctx, round, item);
    return refuseInspection(ctx, decision.refusal, { round, item });
  }
  await commitFilled(ctx, { round, step: decision, item, texts: kept ? [kept] : [], attached });
}

/** 全部正常: what nobody has filled is normal; what is recorded stays. */
export async function fillRest(ctx: UpdateContext, round: Round): Promise<void> {
  const decision = allNormal(round.inspection, round.plan, { now: filledAt(ctx, round.inspection), by: ctx.actor });
  if (!decision.ok) return refuseInspection(ctx, decision.refusal, { round });
  await commitFilled(ctx, { round, step: decision, texts: [] });
}

/** When he said it, however late the bot got to it; what is known of the round keeps the order in which it came. */
function filledAt({ update }: UpdateContext, { opensAt, results, state }: Inspection): Instant {
  const looked = Object.values(results).map(({ at }) => at);
  return Math.max(reportedAt(update), ...(state === 'planned' ? [] : [opensAt]), ...looked);
}

/** Shows the next item that is open, or the round. @param item behind this one */
export async function goOn(ctx: UpdateContext, round: Round, item?: CheckItem): Promise<void> {
  const view = await roundView(ctx, round);
  const next = item ? itemBehind(view, item) : openItems(view)[0];
  if (!next) return commitAnswer(ctx, roundContent(ctx, view));
  await ctx.commit({ outbox: [answer(ctx, itemContent(ctx, view, next))], ...askedItem(ctx, view, next) });
}

interface Filled {
  readonly round: Round;
  readonly step: ObligationStep<Inspection>;
  /** Absent: all that was open. */
  readonly item?: CheckItem;
  readonly texts: readonly NewText[];
  readonly attached?: Attached;
}

async function commitFilled(ctx: UpdateContext, filled: Filled): Promise<void> {
  const { attached, item, round, step, texts } = filled;
  const { entry, next } = step;
  const view = await roundView(ctx, { ...round, inspection: next }, texts);
  const writes = obligationWrites(ctx, [{ seen: round.inspection, next, entry, by: ctx.person.id }]);
  const said = await sayingAfter(ctx, view, item, texts.length > 0);
  const changes: Changes = { ...writes, texts, ...said };
  ctx.log.info({ state: next.state, all: item === undefined }, 'an inspection was filled in');
  await ctx.commit(attached ? withAttached(changes, attached) : changes);
}

/** The round when it is done; the same item where it is abnormal, so that words and a ticket follow; else the next one. */
async function sayingAfter(
  ctx: UpdateContext,
  view: RoundView,
  item: CheckItem | undefined,
  hasNote: boolean,
): Promise<Pick<Changes, 'outbox' | 'pendingForm'>> {
  const { now, text } = ctx;
  const { inspection: words } = text;
  const { doneAt, dueAt, state } = view.inspection;
  const result = item && view.inspection.results[item.id];
  const lines = item ? [words.filled(itemName(item, text), resultWords(item, result, view, text))] : [];
  const isAbnormal = item !== undefined && result?.outcome === 'anomaly' && !result.ticket;
  if (state === 'done') {
    const name = roundName(view, text);
    const done =
      doneAt !== undefined && doneAt > dueAt
        ? words.doneLate(name, instantWords(dueAt, now, text, 'if_any'))
        : words.doneNow(name, anomaliesOf(view).length);
    return { outbox: [answer(ctx, roundContent(ctx, view, ...lines, done))], ...(await withoutAskedItem(ctx)) };
  }
  const next = isAbnormal ? item : ((item && itemBehind(view, item)) ?? openItems(view)[0]);
  if (!next) return { outbox: [answer(ctx, roundContent(ctx, view, ...lines))], ...(await withoutAskedItem(ctx)) };
  const wants = isAbnormal && !hasNote ? 'note' : undefined;
  const asks = wants ? [words.askNote(itemName(next, text))] : [];
  return {
    outbox: [answer(ctx, itemContent(ctx, view, next, ...lines, ...asks))],
    ...askedItem(ctx, view, next, { wants }),
  };
}

/** Another person filled it after what he had before him was made. */
function filledMeanwhile(
  { person }: UpdateContext,
  { item, outcome, round, saw, value }: ItemSaid,
): CheckResult | undefined {
  const { results, version } = round.inspection;
  const result = results[item.id];
  if (!result || !saw || result.by === undefined || result.by === person.id) return undefined;
  const isAfter = 'version' in saw ? saw.version < version : saw.at < result.at;
  const isSame = outcome === result.outcome && value === undefined;
  return isAfter && !isSame ? result : undefined;
}

async function tellFilled(ctx: UpdateContext, round: Round, item: CheckItem, result: CheckResult): Promise<void> {
  const { members, text } = ctx;
  const view = await roundView(ctx, round);
  const by = result.by === undefined ? text.inspection.automatic : nameOf(members, result.by, text);
  const line = text.inspection.filledBy(itemName(item, text), by, text.inspection.outcomes[result.outcome]);
  await ctx.commit({ outbox: [answer(ctx, itemContent(ctx, view, item, line))], ...askedItem(ctx, view, item) });
}
