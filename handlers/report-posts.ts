import { deliverableCard } from '../cards/deliverable-card.ts';
import { obligationName } from '../cards/obligation-name.ts';
import { reportCard } from '../cards/report-card.ts';
import type { Outgoing } from '../db/changes.ts';
import type { KeptFile } from '../db/records.ts';
import type { Deliverable } from '../domain/obligations/obligation-types.ts';
import type { DeliverablePlan } from '../domain/obligations/plan-types.ts';
import type { Report } from '../domain/reporting/report-types.ts';
import type { Scene } from './context.ts';
import { deliverableView, reviewersOf } from './deliverables.ts';
import { commonGroups, groupOf } from './group-chat.ts';
import { say, showCard } from './messages.ts';
import { fileRowsBehind } from './report-files.ts';
import { tellEach } from './tell-each.ts';

/** The published report in its group with its files, and the request to review it to those who do. */
export async function postedRows(
  scene: Scene,
  { deliverable, plan }: { readonly deliverable: Deliverable; readonly plan: DeliverablePlan },
  report: Report,
  files: readonly KeptFile[],
): Promise<readonly Outgoing[]> {
  const { text } = scene;
  const content = showCard(reportCard(report, { footnote: text.reporting.attached }, text));
  // Of a report that was returned and is posted anew.
  const key = `report:${deliverable.id}:${deliverable.submissions.length}`;
  const posts = (await groupsFor(scene, deliverable.department)).flatMap((group) => {
    const post: Outgoing = { op: 'post', key: `${key}:${group.id}`, chatId: group.id, priority: 2, content };
    return [post, ...fileRowsBehind(scene, post, files)];
  });
  if (plan.review !== 'supervisor') return posts;
  const view = await deliverableView(scene, deliverable);
  const asked = await tellEach(
    scene,
    reviewersOf(scene),
    (to) => ({
      key: `review:${key}:${to}`,
      content: {
        ...say(text.reporting.draft.toReview(obligationName(scene.contract, deliverable, text))),
        card: deliverableCard(view, scene.now, text),
      },
    }),
    deliverable.department,
  );
  return [...posts, ...asked];
}

async function groupsFor(scene: Scene, department: string | undefined) {
  if (department === undefined) return commonGroups(scene);
  const group = await groupOf(scene, { department });
  return group ? [group] : [];
}
