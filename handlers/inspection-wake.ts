import type { Changes, Outgoing } from '../db/changes.ts';
import { isDaytime } from '../domain/daytime.ts';
import type { ObligationEntry } from '../domain/obligations/obligation-refusal.ts';
import type { Inspection, Obligation } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import { type ToldStage, wake } from '../domain/obligations/wake-obligation.ts';
import { type DurationMs, MINUTE } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { openedMessages, probeTimers } from './inspection-open.ts';
import { type RemindedRound, reminderMessages } from './inspection-reminders.ts';
import { obligationWrites, onlyItsTimer } from './obligation-commit.ts';

/** Reminders that fall so close together are one message. */
const TOGETHER_MS = 5 * MINUTE;

interface Woken extends RemindedRound {
  readonly seen: Inspection;
  readonly entry: ObligationEntry;
  readonly stages: readonly ToldStage[];
}

/**
 * A round opens, is near its due instant, or past it: whoever does it is told, and the managers when it was missed, once for all that are
 * so at this time. Each has a timer of its own; whichever fires first speaks for all, and the others then find nothing to say.
 */
export async function wakeInspection(scene: Scene, inspection: Inspection): Promise<void> {
  const own = wokenBy(scene, inspection);
  if (!own) return scene.commit(onlyItsTimer(scene.contract, inspection));
  const open = await scene.store.openObligations(scene.contract.id);
  const all = [own, ...open.flatMap((one) => wokenBeside(scene, own, one))].toSorted(
    (a, b) => a.seen.dueAt - b.seen.dueAt,
  );
  const opened = all.filter(({ stages }) => stages.some(isOpening)).map(({ round }) => round);
  const writes = obligationWrites(
    scene,
    all.map(({ entry, round, seen }) => ({ seen, next: round.inspection, entry })),
  );
  const changes: Changes = {
    ...writes,
    setTimers: [...writes.setTimers, ...opened.flatMap((round) => probeTimers(scene, round))],
  };
  scene.log.info({ stage: own.stage.stage, count: all.length }, 'an inspection was woken');
  await scene.commit({ ...changes, outbox: await told(scene, all) });
}

async function told(scene: Scene, all: readonly Woken[]): Promise<readonly Outgoing[]> {
  const opening = all.filter(({ stage }) => isOpening(stage)).map(({ round }) => round);
  // What is missed at night has a stage in the morning.
  const reminded = all.filter(({ stage }) => !isOpening(stage) && (stage.stage !== 'due' || isDaytime(scene.now)));
  return [...(await openedMessages(scene, opening)), ...(await reminderMessages(scene, reminded))];
}

function isOpening({ stage }: ToldStage): boolean {
  return stage === 'opens';
}

/** Others that want to be told of by now; of what is only a reminder also those that would follow in some minutes. */
function wokenBeside(scene: Scene, own: Woken, one: Obligation): readonly Woken[] {
  if (one.type !== 'inspection' || one.id === own.seen.id) return [];
  const soon = wokenBy(scene, one, TOGETHER_MS);
  const isReminder = soon?.stages.every(({ stage }) => stage === 'morning' || stage.startsWith('before:')) ?? false;
  const woken = isReminder ? soon : wokenBy(scene, one);
  return woken ? [woken] : [];
}

function wokenBy(scene: Scene, seen: Inspection, aheadMs?: DurationMs): Woken | undefined {
  const { contract, now } = scene;
  const plan = planOf(contract, seen);
  const calendar = plan && contract.calendars[plan.calendar];
  const woken = plan && calendar && wake(seen, plan, calendar, now, aheadMs);
  if (!plan || !woken) return undefined;
  const { entry, next, stages } = woken;
  return { seen, entry, stages, round: { inspection: next, plan }, stage: stages.at(-1) ?? stages[0] };
}
