import { isWaiting } from '../cards/inspection-card.ts';
import { readObligationSubject, withCode } from '../domain/obligations/obligation-code.ts';
import type { CheckItem } from '../domain/obligations/plan-types.ts';
import { isSupplier } from '../domain/sides.ts';
import { DAY } from '../domain/types.ts';
import type { UpdateContext } from './context.ts';
import { lastAskedOfRound } from './inspection-answer.ts';
import { inspectorsOf } from './inspection-people.ts';
import { type Round, roundsOf } from './inspection-view.ts';
import { obligationsNamed } from './obligation-words.ts';

/** A round that is over can be named for so long: its anomalies become tickets. */
const NAMED_FOR_MS = 7 * DAY;
/** The longest rounds are those of a service of a year. */
const AHEAD_MS = 400 * DAY;

/** What a button is about, and which of its items. A button of another contract, or a forged one, finds nothing. */
export async function findRound(
  ctx: UpdateContext,
  subject: string,
): Promise<{ readonly round: Round; readonly item?: CheckItem } | undefined> {
  const meant = readObligationSubject(subject);
  if (meant?.contractId !== ctx.contract.id) return undefined;
  const due = await ctx.store.obligationsDue(ctx.contract.id, meant.dueAt, meant.dueAt + 1);
  const [round] = roundsOf(ctx, withCode(due, meant.code));
  if (!round) return undefined;
  const item = round.plan.checklist.find(({ id }) => id === meant.part);
  return { round, ...(item && { item }) };
}

/** Rounds that wait to be done, the earliest due first: of the supplier's people his own, where he has any. */
export async function openRounds(
  ctx: UpdateContext,
): Promise<{ readonly own: readonly Round[]; readonly all: readonly Round[] }> {
  const open = roundsOf(ctx, await ctx.store.openObligations(ctx.contract.id));
  const all = open.filter(isWaiting);
  const mine = all.filter(({ inspection, plan }) => inspectorsOf(ctx, plan, inspection).includes(ctx.person.id));
  return { all, own: mine.length > 0 || !isSupplier(ctx.actor) ? mine : all };
}

export interface NamedRounds {
  /** Whether a code or a name was said. */
  readonly isNamed: boolean;
  readonly rounds: readonly Round[];
  /** What follows it. */
  readonly rest: string;
  /** By a part of a plan's name alone, which may as well be the place of a fault. */
  readonly isPart?: true;
}

/** 巡检 K7QF 3, 巡检 机房日常巡检 4月1日: the round that opens the words, by its code or the name of its plan; else his own. */
export async function readRounds(ctx: UpdateContext, said: string): Promise<NamedRounds> {
  const { all, own: his } = await openRounds(ctx);
  const asked = await askedRoundOf(ctx);
  const own = asked ? [asked] : his;
  // A number alone is an item's.
  if (said === '' || /^\d+(?:\s|$)/u.test(said)) return { isNamed: false, rounds: own, rest: said };
  const known = await knownRounds(ctx, all);
  const { found, isPart, rest } = obligationsNamed(
    ctx,
    known.map(({ inspection }) => inspection),
    said,
  );
  if (found.length === 0) return { isNamed: false, rounds: own, rest: said };
  const named = known.filter(({ inspection }) => found.includes(inspection));
  return { isNamed: true, rounds: meantOf(named), rest, ...(isPart && { isPart }) };
}

/** The round that he has before him. */
async function askedRoundOf(ctx: UpdateContext): Promise<Round | undefined> {
  const form = await lastAskedOfRound(ctx);
  const found = form && (await findRound(ctx, form.subject));
  return found && isWaiting(found.round) ? found.round : undefined;
}

/** Those that wait, and those that are over and may be spoken of yet. */
async function knownRounds(ctx: UpdateContext, waiting: readonly Round[]): Promise<readonly Round[]> {
  const { contract, now, store } = ctx;
  const due = await store.obligationsDue(contract.id, now - NAMED_FOR_MS, now + AHEAD_MS);
  const begun = roundsOf(ctx, due).filter(({ inspection: { opensAt } }) => opensAt <= now);
  return [...new Map([...waiting, ...begun].map((round) => [round.inspection.id, round])).values()];
}

/** Of several the one that is open now is meant, else those that wait; of those that are over the last one. */
function meantOf(rounds: readonly Round[]): readonly Round[] {
  const open = rounds.filter(({ inspection: { state } }) => state === 'open');
  if (open.length > 0) return open;
  const waiting = rounds.filter(isWaiting);
  if (waiting.length > 0) return waiting;
  return rounds.toSorted((a, b) => b.inspection.opensAt - a.inspection.opensAt).slice(0, 1);
}

/** 3 异常, 温度 25.5: the item that opens the words by its number or its name, and what follows. */
export function readItem(
  { plan }: Round,
  said: string,
): { readonly item: CheckItem; readonly rest: string } | undefined {
  const text = said.normalize('NFKC').trim();
  const [, number = '', behind = ''] = /^(\d{1,3})(?![\d.])[.、．]?\s*(.*)$/su.exec(text) ?? [];
  const numbered = plan.checklist[Number(number) - 1];
  if (numbered) return { item: numbered, rest: behind };
  const called = plan.checklist
    .flatMap((item) => [item.name, item.nameEn].map((name) => ({ item, name: name.normalize('NFKC') })))
    .filter(({ name }) => text.toLowerCase().startsWith(name.toLowerCase()))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  return called && { item: called.item, rest: text.slice(called.name.length).replace(/^[\s,:，：]+/u, '') };
}
