import { MINUTE } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { wakeDeliverable } from './deliverable-wake.ts';
import { wakeInspection } from './inspection-wake.ts';
import { obligationKey } from './obligation-commit.ts';
import { isDropped, withdrawals } from './obligation-withdrawal.ts';
import { isPackOutdated } from './pack-in-force.ts';

/** How soon one is looked at again that is left to another replica. */
const AGAIN_MS = MINUTE;

/**
 * An inspection or a deliverable wants something by itself: it opens, is near its due instant, or past it. One that is gone wants nothing,
 * and one that the pack has dropped is taken back.
 */
export async function wakeObligation(scene: Scene, id: string): Promise<void> {
  const obligation = await scene.store.obligation(id);
  if (!obligation) return scene.commit({});
  if (isDropped(scene, obligation)) {
    if (!(await isPackOutdated(scene))) return scene.commit(await withdrawals(scene, [obligation]));
    const timer = { key: obligationKey(id), kind: 'wake_obligation', subject: id } as const;
    return scene.commit({ setTimers: [{ ...timer, fireAt: scene.now + AGAIN_MS }] });
  }
  return obligation.type === 'inspection' ? wakeInspection(scene, obligation) : wakeDeliverable(scene, obligation);
}
