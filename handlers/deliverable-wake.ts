import { type DeliverableView, deliverableCard, lateDaysWords } from '../cards/deliverable-card.ts';
import { deliverableListCard } from '../cards/deliverable-list-card.ts';
import { obligationName } from '../cards/obligation-name.ts';
import type { Line } from '../cards/types.ts';
import { instantWords } from '../cards/words.ts';
import type { Outgoing } from '../db/changes.ts';
import { isDaytime } from '../domain/daytime.ts';
import type { ObligationEntry } from '../domain/obligations/obligation-refusal.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import { wake } from '../domain/obligations/wake-obligation.ts';
import { type DurationMs, MINUTE } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { deliverableViews, managersFor, openDeliverables } from './deliverables.ts';
import { obligationWrites, onlyItsTimer } from './obligation-commit.ts';
import { tellEach } from './tell-each.ts';

/** Reminders that are due within this are one message: those of a morning are spread over some minutes. */
const TOGETHER_MS = 15 * MINUTE;

/** A stage of one deliverable that is told. */
export interface RemindedOf {
  readonly deliverable: Deliverable;
  /** As `ToldStage.stage`. */
  readonly stage: string;
  readonly isLate: boolean;
}

interface Woken extends RemindedOf {
  readonly seen: Deliverable;
  readonly entry: ObligationEntry;
}

/**
 * A deliverable is near its due instant or past it: the managers are told, once for all that are so at this time. Each of them has a
 * timer of its own; whichever fires first speaks for all, and the others then find nothing to say.
 */
export async function wakeDeliverable(scene: Scene, deliverable: Deliverable): Promise<void> {
  const own = wokenBy(scene, deliverable);
  if (!own) return scene.commit(onlyItsTimer(scene.contract, deliverable));
  const others = (await openDeliverables(scene)).filter(({ id }) => id !== deliverable.id);
  const beside = others.flatMap((one) => {
    const woken = wokenBy(scene, one, TOGETHER_MS);
    // What passes its due instant does so at that instant, not before.
    return woken && (one.dueAt <= scene.now || !isPassing(woken)) ? [woken] : [];
  });
  const all = [own, ...beside];
  scene.log.info({ stage: own.stage, count: all.length }, 'a deliverable was woken');
  await scene.commit({
    ...obligationWrites(
      scene,
      all.map(({ deliverable: next, entry, seen }) => ({ seen, next, entry })),
    ),
    outbox: await remindManagers(
      scene,
      all.filter(({ stage }) => stage !== 'opens' && (stage !== 'due' || isDaytime(scene.now))),
    ),
  });
}

function wokenBy(scene: Scene, seen: Deliverable, aheadMs?: DurationMs): Woken | undefined {
  const { contract, now } = scene;
  const plan = planOf(contract, seen);
  const calendar = plan && contract.calendars[plan.calendar];
  const woken = plan && calendar && wake(seen, plan, calendar, now, aheadMs);
  const last = woken?.stages.at(-1);
  if (!woken || !last) return undefined;
  return {
    seen,
    deliverable: woken.next,
    entry: woken.entry,
    stage: last.stage,
    isLate: last.late,
  };
}

function isPassing({ deliverable, seen }: Woken): boolean {
  return deliverable.missedAt !== seen.missedAt;
}

/** One message for each manager: of one deliverable its card, of several a line each and buttons. */
export async function remindManagers(scene: Scene, reminded: readonly RemindedOf[]): Promise<readonly Outgoing[]> {
  const [first] = reminded;
  if (!first) return [];
  const { now, text } = scene;
  const views = await deliverableViews(
    scene,
    reminded.map(({ deliverable }) => deliverable),
  );
  const lines = views.map((view, place): Line => [reminderWords(scene, view, reminded[place]?.stage ?? '')]);
  const lateLine: readonly Line[] = reminded.some(({ isLate }) => isLate) ? [[text.deliverable.told.toldLate]] : [];
  const [only, ...more] = views;
  const { deliverable, stage } = first;
  const told = await Promise.all(
    managersFor(scene).map((person) => {
      const card =
        only && more.length === 0
          ? deliverableCard(only, now, text)
          : deliverableListCard({ views, faultReports: [], reader: person }, now, text);
      const shown = more.length === 0 ? lines : [[text.deliverable.told.remindTitle(views.length)]];
      const key = `deliverable:${deliverable.id}:${deliverable.version}:${stage}`;
      const content = { lines: [...shown, ...lateLine], card };
      return tellEach(scene, [person], () => ({ key: `${key}:${person}`, content }), deliverable.department);
    }),
  );
  return told.flat();
}

function reminderWords({ contract, now, text }: Scene, view: DeliverableView, stage: string): string {
  const { deliverable } = view;
  const { told } = text.deliverable;
  const name = obligationName(contract, deliverable, text);
  const due = instantWords(deliverable.dueAt, now, text, 'if_any');
  if (stage.startsWith('returned')) return told.stillReturned(name);
  if (now <= deliverable.dueAt) return told.before(name, due);
  const days = lateDaysWords(view, text);
  return days === '' || stage === 'due' ? told.due(name, due) : told.late(name, days);
}
