import { driftWords, inspectionCard } from '../cards/inspection-card.ts';
import { inspectionListCard } from '../cards/inspection-list-card.ts';
import { roundName } from '../cards/inspection-view.ts';
import { instantWords } from '../cards/words.ts';
import type { Changes, Content, NewText, NewTimer, Outgoing } from '../db/changes.ts';
import type { Inspection } from '../domain/obligations/obligation-types.ts';
import { type Instant, MINUTE, type PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { deafStretches } from './deaf-spans.ts';
import { inspectorsOf, managersBeside } from './inspection-people.ts';
import { listedViews, type Round, roundsOf, roundView } from './inspection-view.ts';
import { obligationWrites } from './obligation-commit.ts';
import { tellEach } from './tell-each.ts';

/** Told later than this it says so. */
const LATE_AFTER_MS = 10 * MINUTE;

/** Rounds that have opened: their rows, and one message to each of those who do them. */
export async function inspectionsOpened(scene: Scene, made: readonly Inspection[]): Promise<Changes> {
  const writes = obligationWrites(
    scene,
    made.map((next) => ({ next, entry: plannedEntry(next) })),
  );
  const rounds = roundsOf(scene, made);
  const open = rounds.filter(({ inspection: { state } }) => state === 'open' || state === 'missed');
  return {
    ...writes,
    setTimers: [...writes.setTimers, ...open.flatMap((round) => probeTimers(scene, round))],
    outbox: [...(await openedMessages(scene, open)), ...(await missedMessages(scene, open))],
  };
}

/** What the ledger says of a round that is new. */
export function plannedEntry({ binding, dueAt, opensAt, planId, state }: Inspection) {
  // Made after its due instant: the bot was down over all of it.
  const type =
    state === 'missed' ? 'inspection_missed' : state === 'planned' ? 'inspection_planned' : 'inspection_opened';
  return { type, plan: planId, opensAt, dueAt, binding };
}

export function probeKey(id: string): string {
  return `probe:${id}`;
}

/** What machines can tell is asked as soon as it opens. */
export function probeTimers({ now }: Pick<Scene, 'now'>, { inspection, plan }: Round): readonly NewTimer[] {
  if (inspection.state !== 'open' || !plan.checklist.some(({ probe }) => probe !== undefined)) return [];
  return [{ key: probeKey(inspection.id), kind: 'probe', subject: inspection.id, fireAt: now }];
}

/** One message for each person: of one round its card, of several a list. */
export async function openedMessages(
  scene: Scene,
  rounds: readonly Round[],
  fresh: readonly NewText[] = [],
): Promise<readonly Outgoing[]> {
  const byPerson = Map.groupBy(
    rounds.flatMap((round) => inspectorsOf(scene, round.plan, round.inspection).map((person) => ({ person, round }))),
    ({ person }) => person,
  );
  const messages = [...byPerson].map(async ([person, own]) => {
    const mine = own.map(({ round }) => round);
    const content = await openedContent(scene, person, mine, fresh);
    const [first] = mine;
    // A round opens once, so its first one names the message.
    const key = `inspection-open:${first?.inspection.id ?? ''}:${person}`;
    return tellEach(scene, [person], () => ({ key, content }), first?.inspection.department);
  });
  return (await Promise.all(messages)).flat();
}

async function openedContent(
  scene: Scene,
  person: PersonId,
  rounds: readonly Round[],
  fresh: readonly NewText[],
): Promise<Content> {
  const { now, text } = scene;
  const [only, ...more] = rounds;
  if (only && more.length === 0) {
    const view = await roundView(scene, only, fresh);
    const { opened, openedLate } = text.inspection;
    const { opensAt } = only.inspection;
    const name = roundName(view, text);
    const line =
      now - opensAt > LATE_AFTER_MS && (await wasDeaf(scene, opensAt))
        ? openedLate(name, instantWords(opensAt, now, text, 'if_any'))
        : opened(name);
    return { lines: [[line]], card: inspectionCard(view, now, text) };
  }
  const views = await Promise.all(rounds.map((round) => roundView(scene, round, fresh)));
  const drifts = views.flatMap((view) =>
    view.drifts.map((drift) =>
      text.inspection.driftShort({ plan: roundName(view, text), ...driftWords(drift, now, text) }),
    ),
  );
  const listed = views.map((view) => ({ view, people: [person] }));
  return {
    lines: [text.inspection.listTitle(rounds.length), ...drifts].map((line) => [line]),
    card: inspectionListCard('mine', listed, now, text),
  };
}

/** The managers are told of those that were over before anybody could be asked. */
async function missedMessages(scene: Scene, rounds: readonly Round[]): Promise<readonly Outgoing[]> {
  const missed = rounds.filter(({ inspection: { state } }) => state === 'missed');
  const [first] = missed;
  if (!first) return [];
  const { now, text } = scene;
  const views = await listedViews(scene, missed);
  const listed = views.map((view) => ({ view, people: inspectorsOf(scene, view.plan, view.inspection) }));
  const content = {
    lines: [[text.inspection.missedDeaf(missed.length)]],
    card: inspectionListCard('open', listed, now, text),
  };
  const inspectors = listed.flatMap(({ people }) => people);
  return tellEach(scene, managersBeside(scene, inspectors), (person) => ({
    key: `inspection-missed:${first.inspection.id}:${person}`,
    content,
    onlyAlone: true,
  }));
}

/** A fresh installation is late for nothing. */
async function wasDeaf(scene: Scene, opensAt: Instant): Promise<boolean> {
  return (await deafStretches(scene, opensAt, opensAt)).length > 0;
}
