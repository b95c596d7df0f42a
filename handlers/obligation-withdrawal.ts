import type { Changes } from '../db/changes.ts';
import type { Obligation } from '../domain/obligations/obligation-types.ts';
import { isAskedFor } from '../domain/obligations/occurrences.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import { isWithdrawable, restore, withdraw } from '../domain/obligations/withdraw-obligation.ts';
import type { Instant } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { obligationWrites } from './obligation-commit.ts';

/** Has the pack in hand no more place for it? What was missed may be done late as long as its plan is there. */
export function isDropped({ contract }: Pick<Scene, 'contract'>, one: Obligation): boolean {
  if (!isWithdrawable(one)) return false;
  return !planOf(contract, one) || (one.missedAt === undefined && !isAskedFor(contract, one));
}

/** Takes back what no pack asks for any more. Nobody is told: it was decided with the pack. */
export async function withdrawals(scene: Scene, open: readonly Obligation[]): Promise<Changes> {
  const dropped = open.filter((one) => isDropped(scene, one));
  const decided = await Promise.all(
    dropped.map(async (seen) => ({ ...withdraw(seen, await droppedAt(scene, seen)), seen })),
  );
  return decided.length === 0 ? {} : obligationWrites(scene, decided);
}

/** Brings back what a pack had dropped and this one asks for. */
export function restorations(scene: Scene, taken: readonly Obligation[]): Changes {
  const { now } = scene;
  const back = taken.filter(({ dueAt, withdrawnAt }) => withdrawnAt !== undefined && now <= dueAt);
  return back.length === 0
    ? {}
    : obligationWrites(
        scene,
        back.map((seen) => ({ ...restore(seen, now), seen })),
      );
}

/** When the pack came into force since which none asks for it. */
async function droppedAt({ now, packsOver }: Scene, one: Obligation): Promise<Instant> {
  const packs = await packsOver(Math.min(one.opensAt, now - 1), now);
  const last = packs.findLastIndex(({ contract }) => isAskedFor(contract, one));
  return packs[last + 1]?.from ?? now;
}
