import { type DeliverableView, deliverableCard } from '../cards/deliverable-card.ts';
import { byUrgency } from '../cards/deliverable-list-card.ts';
import type { Card } from '../cards/types.ts';
import type { NewText } from '../db/changes.ts';
import { assert } from '../domain/assert.ts';
import { daysLate } from '../domain/obligations/lateness.ts';
import { codeAmong, readObligationSubject, withCode } from '../domain/obligations/obligation-code.ts';
import type { Deliverable, Obligation } from '../domain/obligations/obligation-types.ts';
import { planOf } from '../domain/obligations/plan-of.ts';
import { actsAs, isSupplier } from '../domain/sides.ts';
import type { PersonId } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** What is owed, returned or under review, and has opened; the earliest due first. */
export async function openDeliverables(scene: Pick<Scene, 'contract' | 'store'>): Promise<readonly Deliverable[]> {
  const open = await scene.store.openObligations(scene.contract.id);
  return open.filter(isDeliverable).filter(({ state }) => state !== 'planned');
}

export function isDeliverable(one: Obligation): one is Deliverable {
  return one.type === 'deliverable';
}

/** By a button; of this contract only, and also when it is settled by now. */
export async function deliverableBySubject(
  { contract, store }: Pick<Scene, 'contract' | 'store'>,
  subject: string,
): Promise<Deliverable | undefined> {
  const ref = readObligationSubject(subject);
  if (ref?.contractId !== contract.id) return undefined;
  const due = await store.obligationsDue(contract.id, ref.dueAt, ref.dueAt + 1);
  return withCode(due.filter(isDeliverable), ref.code)[0];
}

/** Who of the supplier's may hand in, and who of the customer's reviews. */
export function submittersOf({ members }: Pick<Scene, 'members'>): readonly PersonId[] {
  return members.filter(isSupplier).map(({ id }) => id);
}

export function reviewersOf({ members }: Pick<Scene, 'members'>): readonly PersonId[] {
  return members.filter((member) => actsAs(member, 'supervisor')).map(({ id }) => id);
}

/** Whom it is that everything about deadlines is told. */
export function managersFor({ members }: Pick<Scene, 'members'>): readonly PersonId[] {
  return members.filter((member) => actsAs(member, 'manager')).map(({ id }) => id);
}

/**
 * Deliverables with what their cards show.
 * @param fresh texts of the change in hand, which the store does not have yet
 * @param arriving names of files of that change, of the last submission
 */
export async function deliverableViews(
  scene: Scene,
  deliverables: readonly Deliverable[],
  fresh: readonly NewText[] = [],
  arriving: readonly string[] = [],
): Promise<readonly DeliverableView[]> {
  const { contract, members, now, store } = scene;
  const refs = deliverables.flatMap(({ reviews, submissions }) => [submissions.at(-1)?.note, reviews.at(-1)?.reason]);
  const stored = await store.texts(refs.flatMap((ref) => ref?.id ?? []));
  const texts = new Map([...stored, ...fresh.map(({ ref, body }) => [ref.id, body] as const)]);
  const given = { contract, members, texts, submitters: submittersOf(scene), reviewers: reviewersOf(scene) };
  return Promise.all(
    deliverables.map(async (deliverable): Promise<DeliverableView> => {
      const plan = planOf(contract, deliverable);
      const at = deliverable.submissions[0]?.at ?? now;
      return {
        ...given,
        deliverable,
        code: codeAmong(deliverable, deliverables),
        files: arriving.length > 0 ? arriving : await filesOf(scene, deliverable),
        daysLate: plan && daysLate(plan, contract, deliverable.dueAt, at),
      };
    }),
  );
}

export async function deliverableView(
  scene: Scene,
  deliverable: Deliverable,
  fresh: readonly NewText[] = [],
  arriving: readonly string[] = [],
): Promise<DeliverableView> {
  const [view] = await deliverableViews(scene, [deliverable], fresh, arriving);
  assert(view, 'a deliverable without a view');
  return view;
}

/** The most urgent first. */
export async function urgentViews(scene: Scene, deliverables: readonly Deliverable[]) {
  return (await deliverableViews(scene, deliverables)).toSorted(byUrgency(scene.now));
}

/** What was handed in last. */
async function filesOf({ store, text }: Scene, { submissions }: Deliverable): Promise<readonly string[]> {
  const last = submissions.at(-1);
  if (!last) return [];
  const sent = await Promise.all((last.attachments ?? []).map((id) => store.attachment(id)));
  return [
    ...last.files.map(({ name }) => name),
    ...sent.flatMap((one) => (one ? (one.name ?? text.media.kind[one.kind]) : [])),
  ];
}

export async function presentCard(scene: Scene, deliverable: Deliverable): Promise<Card> {
  return deliverableCard(await deliverableView(scene, deliverable), scene.now, scene.text);
}
