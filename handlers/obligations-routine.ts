import type { Changes } from '../db/changes.ts';
import { dayOf, startOfDay } from '../domain/civil.ts';
import type { Contract } from '../domain/contract.ts';
import { obligationId, obligationOf } from '../domain/obligations/obligation-of.ts';
import type { Deliverable, Inspection, Obligation } from '../domain/obligations/obligation-types.ts';
import {
  isAskedFor,
  nextOpening,
  type Occurrence,
  occurrencesOpen,
  occurrencesOpening,
} from '../domain/obligations/occurrences.ts';
import { OFF_PEAK_MS_MAX, offPeak } from '../domain/off-peak.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { deliverablesOpened } from './deliverable-open.ts';
import { inspectionsOpened } from './inspection-open.ts';
import { mergedChanges } from './merged-changes.ts';
import { restorations, withdrawals } from './obligation-withdrawal.ts';
import { isPackOutdated } from './pack-in-force.ts';
import type { Routine } from './routine-types.ts';

/**
 * Makes the rounds and deliverables that open: minutes after the next opening of any plan, and once a day in any case, so that a changed
 * pack leaves nothing out. What opened while the bot was down is made up, what is past due by now as missed. What the pack has dropped
 * is taken back.
 */
export const obligationsRoutine: Routine = {
  name: 'obligations',
  startsAtOnce: true,
  nextAt({ contract }, after) {
    if (contract.inspections.length + contract.deliverables.length === 0) return undefined;
    const daily = [dayOf(after), dayOf(after) + 1]
      .map((day) => offPeak(startOfDay(day), contract.id))
      .filter((at) => at > after);
    return Math.min(...daily, nextRun(contract, after) ?? Number.POSITIVE_INFINITY);
  },
  async changes(scene, dueAt): Promise<Changes> {
    const { contract, now, store } = scene;
    const open = await store.openObligations(contract.id);
    const { fresh, taken } = await wanted(scene, dueAt, open);
    const made = fresh.map((occurrence) => obligationOf(occurrence, contract, now));
    const inspections = made.filter((one): one is Inspection => one.type === 'inspection');
    const deliverables = made.filter((one): one is Deliverable => one.type === 'deliverable');
    const [rounds, papers, dropped] = await Promise.all([
      inspections.length > 0 ? inspectionsOpened(scene, inspections) : {},
      deliverables.length > 0 ? deliverablesOpened(scene, deliverables) : {},
      (await isPackOutdated(scene)) ? {} : withdrawals(scene, open),
    ]);
    return mergedChanges(rounds, papers, dropped, restorations(scene, taken));
  },
};

/** For the first opening that has no run yet: one may lie a few minutes back. */
function nextRun(contract: Contract, after: Instant): Instant | undefined {
  let opening = nextOpening(contract, after - OFF_PEAK_MS_MAX - 1);
  while (opening !== undefined && offPeak(opening, contract.id) <= after) opening = nextOpening(contract, opening);
  return opening === undefined ? undefined : offPeak(opening, contract.id);
}

/** What is open by now, or opened since the run was due: those that have no row yet, and the rows of those that are not open. */
async function wanted(scene: Scene, dueAt: Instant, open: readonly Obligation[]) {
  const { contract, now, store } = scene;
  const opened = occurrencesOpening(contract, dueAt - OFF_PEAK_MS_MAX - 1, now);
  const asked = new Map(
    [...(await askedForThen(scene, opened)), ...occurrencesOpen(contract, now)].map(
      (occurrence) => [obligationId(contract, occurrence), occurrence] as const,
    ),
  );
  const known = new Set(open.map(({ id }) => id));
  const unknown = [...asked].filter(([id]) => !known.has(id));
  const found = await Promise.all(
    unknown.map(async ([id, occurrence]) => (await store.obligation(id)) ?? (await twinOf(scene, occurrence))),
  );
  return {
    fresh: unknown.flatMap(([, occurrence], place) => (found[place] ? [] : [occurrence])),
    taken: found.flatMap((row) => row ?? []),
  };
}

/** Without what is past due by now and was not asked for when it was: nobody is charged for what a pack has brought since. */
async function askedForThen(scene: Scene, opened: readonly Occurrence[]): Promise<readonly Occurrence[]> {
  const { contract, now } = scene;
  const past = opened.filter(({ dueAt }) => dueAt < now);
  if (past.length === 0) return opened;
  const packs = await scene.packsOver(Math.min(...past.map(({ dueAt }) => dueAt)), now);
  return opened.filter((occurrence) => {
    const then = packs.find(({ from, to }) => from <= occurrence.dueAt && occurrence.dueAt < to)?.contract;
    return !past.includes(occurrence) || (then && isAskedFor(then, obligationOf(occurrence, contract, now)));
  });
}

/** The same time of the same period, which an earlier pack had as another one of its windows. */
async function twinOf({ contract, store }: Scene, occurrence: Occurrence): Promise<Obligation | undefined> {
  const { department, dueAt, opensAt, ordinal, period, plan, type } = occurrence;
  const due = await store.obligationsDue(contract.id, dueAt, dueAt + 1);
  return due.find(
    (row) =>
      row.type === type &&
      row.planId === plan.id &&
      row.period.label === period.label &&
      row.opensAt === opensAt &&
      row.ordinal === ordinal &&
      row.department === department &&
      row.state !== 'cancelled',
  );
}
