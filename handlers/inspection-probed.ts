import { inspectionCard } from '../cards/inspection-card.ts';
import { anomaliesOf, roundName } from '../cards/inspection-view.ts';
import type { NewText, Outgoing } from '../db/changes.ts';
import type { Scene } from './context.ts';
import { inspectorsOf } from './inspection-people.ts';
import { type Round, roundView } from './inspection-view.ts';
import { tellEach } from './tell-each.ts';

/**
 * Whoever does the round is told what machines found wrong, and what they could not look at: its card went out before they were asked.
 * @param asked the items of which something was written now
 */
export async function probedMessages(
  scene: Scene,
  round: Round,
  asked: { readonly items: readonly string[]; readonly texts: readonly NewText[] },
): Promise<readonly Outgoing[]> {
  const { now, text } = scene;
  const { inspection, plan } = round;
  const anomalies = anomaliesOf(round).filter(({ id }) => asked.items.includes(id)).length;
  const unasked = inspection.unasked?.length ?? 0;
  if (anomalies + unasked === 0) return [];
  const view = await roundView(scene, round, asked.texts);
  const line = text.inspection.probe.told(roundName(view, text), anomalies, unasked);
  const content = { lines: [[line]], card: inspectionCard(view, now, text) };
  const key = (person: string) => `inspection-probed:${inspection.id}:${inspection.version}:${person}`;
  const people = inspectorsOf(scene, plan, inspection);
  return tellEach(scene, people, (person) => ({ key: key(person), content }), inspection.department);
}
