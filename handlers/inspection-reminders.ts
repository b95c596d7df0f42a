import { inspectionCard } from '../cards/inspection-card.ts';
import { inspectionListCard } from '../cards/inspection-list-card.ts';
import { openItems, type RoundView, roundName } from '../cards/inspection-view.ts';
import { namesOf } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { durationWords, instantWords } from '../cards/words.ts';
import type { Content, Outgoing } from '../db/changes.ts';
import type { ToldStage } from '../domain/obligations/wake-obligation.ts';
import type { PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { inspectorsOf, managersBeside } from './inspection-people.ts';
import { listedViews, type Round, roundView } from './inspection-view.ts';
import { tellEach } from './tell-each.ts';

/** A round that somebody is reminded of, or that was missed. */
export interface RemindedRound {
  readonly round: Round;
  readonly stage: ToldStage;
}

interface Reminded extends RemindedRound {
  readonly people: readonly PersonId[];
}

/** One message for each person: of one round its card, of several a list with a button for each. */
export async function reminderMessages(scene: Scene, rounds: readonly RemindedRound[]): Promise<readonly Outgoing[]> {
  const reminded = rounds.map((one): Reminded => {
    const { inspection, plan } = one.round;
    return { ...one, people: inspectorsOf(scene, plan, inspection) };
  });
  const missed = reminded.filter(isMissed);
  const inspectors = new Set(reminded.flatMap(({ people }) => people));
  const managers = managersBeside(scene, []);
  const messages = await Promise.all([
    ...[...inspectors].map(async (person) => {
      const own = reminded.filter(({ people }) => people.includes(person));
      return toPerson(scene, person, own, await inspectorContent(scene, own));
    }),
    ...managers.map(async (person) => {
      const others = missed.filter(({ people }) => !people.includes(person));
      // What is late is the supplier's own affair.
      return toPerson(scene, person, others, await managerContent(scene, others), { onlyAlone: true });
    }),
  ]);
  return messages.flat();
}

function isMissed({ stage }: RemindedRound): boolean {
  return stage.stage === 'due' || stage.stage === 'morning';
}

async function toPerson(
  scene: Scene,
  person: PersonId,
  [first]: readonly Reminded[],
  content: Content,
  how: { readonly onlyAlone?: true } = {},
): Promise<readonly Outgoing[]> {
  if (!first) return [];
  const { inspection } = first.round;
  const of = how.onlyAlone ? 'managers' : 'own';
  const key = `inspection:${inspection.id}:${first.stage.stage}:${of}:${person}`;
  return tellEach(scene, [person], () => ({ key, content, ...how }), inspection.department);
}

async function inspectorContent(scene: Scene, own: readonly Reminded[]): Promise<Content> {
  const { now, text } = scene;
  const [only, ...more] = own;
  if (only && more.length === 0) {
    const view = await roundView(scene, only.round);
    return { lines: [[oneLine(scene, view, only)], ...lateLines(scene, own)], card: inspectionCard(view, now, text) };
  }
  const missed = own.filter(isMissed).length;
  const lines: readonly Line[] = [
    ...(own.length > missed ? [[text.inspection.remindSeveral(own.length - missed)]] : []),
    ...(missed > 0 ? [[text.inspection.missedSeveral(missed)]] : []),
  ];
  return { lines: [...lines, ...lateLines(scene, own)], card: await listCard(scene, 'mine', own) };
}

function oneLine({ now, text }: Scene, view: RoundView, reminded: Reminded): string {
  const { inspection, plan } = view;
  const name = roundName(view, text);
  if (isMissed(reminded)) return text.inspection.missed(name, instantWords(inspection.dueAt, now, text, 'if_any'));
  const left = durationWords(Math.max(0, (inspection.plannedAt ?? inspection.dueAt) - now), text);
  const total = plan.checklist.length;
  return text.inspection.remind(name, left, total - openItems(view).length, total);
}

async function managerContent(scene: Scene, missed: readonly Reminded[]): Promise<Content> {
  const { members, now, text } = scene;
  const [only, ...more] = missed;
  if (only && more.length === 0) {
    const [view] = await listedViews(scene, [only.round]);
    const name = view ? roundName(view, text) : '';
    const due = instantWords(only.round.inspection.dueAt, now, text, 'if_any');
    const line = text.inspection.missedManager(name, namesOf(members, only.people, text), due);
    return { lines: [[line], ...lateLines(scene, missed)] };
  }
  const lines = [[text.inspection.missedSeveralManager(missed.length)], ...lateLines(scene, missed)];
  return { lines, card: await listCard(scene, 'open', missed) };
}

async function listCard(scene: Scene, name: 'mine' | 'open', reminded: readonly Reminded[]) {
  const views = await listedViews(
    scene,
    reminded.map(({ round }) => round),
  );
  const listed = views.map((view, place) => ({ view, people: reminded[place]?.people ?? [] }));
  return inspectionListCard(name, listed, scene.now, scene.text);
}

/** Of several the one that is the latest. */
function lateLines({ now, text }: Scene, reminded: readonly RemindedRound[]): readonly Line[] {
  const late = reminded.filter(({ stage }) => stage.late).map(({ stage }) => stage.at);
  if (late.length === 0) return [];
  return [[text.inspection.lateReminder(instantWords(Math.min(...late), now, text, 'if_any'))]];
}
