import { deliverableListCard, type OwedFaultReport } from '../cards/deliverable-list-card.ts';
import { typedCommand } from '../cards/ticket-actions.ts';
import { cleanText } from '../domain/plain-text.ts';
import { actsAs, isSupplier } from '../domain/sides.ts';
import { DAY, type Instant } from '../domain/types.ts';
import type { ActionContext, Scene, UpdateContext } from './context.ts';
import { deliverableBySubject, openDeliverables, presentCard, urgentViews } from './deliverables.ts';
import { openReportClock } from './fault-report-figures.ts';
import { meantDeliverables } from './find-deliverable.ts';
import { distinct, OPEN_TICKETS_MAX } from './find-ticket.ts';
import { commitAnswer, say, showCard } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { askWhich } from './submit-by-text.ts';

/** The report of an older fault is asked for by people. */
const FAULTS_WITHIN_MS = 62 * DAY;

/** 待交材料: what is owed, late, returned and under review, and the fault reports that tickets owe. */
export async function showDeliverables(ctx: UpdateContext): Promise<void> {
  const { actor, now, person, text } = ctx;
  if (!isStaff(ctx)) return commitAnswer(ctx, say(text.deliverable.list.staffOnly));
  const open = await openDeliverables(ctx);
  const mine = isSupplier(actor)
    ? open
    : open.toSorted((a, b) => Number(b.state === 'submitted') - Number(a.state === 'submitted'));
  const list = { views: await urgentViews(ctx, mine), faultReports: await owedFaultReports(ctx), reader: person.id };
  await commitAnswer(ctx, showCard(deliverableListCard(list, now, text)));
}

/** 材料 月报, 材料 K7QF; alone as 待交材料. */
export async function showDeliverableByText(ctx: CommandContext, next: Next): Promise<void> {
  const said = cleanText(ctx.args);
  if (said === '') return isStaff(ctx) ? showDeliverables(ctx) : next();
  const { found, isEarly, rest } = await meantDeliverables(ctx, said, []);
  const [only, ...more] = found;
  if (!only || isEarly || rest !== '') return next();
  if (!isStaff(ctx)) return commitAnswer(ctx, say(ctx.text.deliverable.list.staffOnly));
  if (more.length > 0) return askWhich(ctx, found, said, 'deliver_show');
  await commitAnswer(ctx, showCard(await presentCard(ctx, only)));
}

/** 查看 on a list. */
export async function showDeliverableByTap(ctx: ActionContext): Promise<void> {
  const deliverable = await deliverableBySubject(ctx, ctx.update.subject);
  if (!deliverable) return commitAnswer(ctx, say(ctx.text.system.unknownAction));
  if (!isStaff(ctx)) return commitAnswer(ctx, say(ctx.text.deliverable.list.staffOnly));
  await commitAnswer(ctx, showCard(await presentCard(ctx, deliverable)));
}

function isStaff({ actor }: UpdateContext): boolean {
  return isSupplier(actor) || actsAs(actor, 'supervisor');
}

/** Fault reports that the contract wants and nobody has handed in; the earliest due first. */
export async function owedFaultReports(scene: Scene): Promise<readonly OwedFaultReport[]> {
  const { contract, now, store, text } = scene;
  const tickets = distinct([
    ...(await store.openTickets(contract.id, { newestFirst: true, limit: OPEN_TICKETS_MAX })),
    ...(await store.ticketsReported(contract.id, now - FAULTS_WITHIN_MS, now + 1, OPEN_TICKETS_MAX)),
  ]);
  const owed = tickets.flatMap((ticket) => {
    const clock = openReportClock(ticket);
    if (!clock) return [];
    const { dueAt } = clock;
    const example = typedCommand('report_fault', ticket, now, text);
    return [{ number: ticket.number, example, ...(dueAt !== undefined && { dueAt }) }];
  });
  const dueOf = ({ dueAt }: OwedFaultReport): Instant => dueAt ?? Number.POSITIVE_INFINITY;
  return owed.toSorted((a, b) => dueOf(a) - dueOf(b));
}
