import type { Changes } from '../db/changes.ts';
import { obligationEntry } from '../domain/obligations/obligation-refusal.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import type { Scene } from './context.ts';
import { remindManagers } from './deliverable-wake.ts';
import { obligationWrites } from './obligation-commit.ts';

/**
 * Deliverables that have opened: their rows, and the reminders that come of them. Nobody is told that one opens: it stands in 待交材料. What
 * was over before it could be opened, since the bot was down, is told to the managers at once.
 */
export async function deliverablesOpened(scene: Scene, made: readonly Deliverable[]): Promise<Changes> {
  const steps = made.map((next) => ({
    next,
    entry: obligationEntry(next.missedAt === undefined ? 'deliverable_opened' : 'deliverable_overdue', next, {
      opensAt: next.opensAt,
      dueAt: next.dueAt,
      binding: next.binding,
    }),
  }));
  const missed = made.filter(({ missedAt }) => missedAt !== undefined);
  const stages = missed.map((deliverable) => ({ deliverable, stage: 'due', isLate: true }));
  return { ...obligationWrites(scene, steps), outbox: await remindManagers(scene, stages) };
}
