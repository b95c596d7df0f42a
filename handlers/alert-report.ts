import type { Changes } from '../db/changes.ts';
import type { Chat } from '../db/records.ts';
import { monitorId } from '../domain/alerts/monitor.ts';
import { assert } from '../domain/assert.ts';
import { departmentOf } from '../domain/contract-lookup.ts';
import { type TicketId, ticketId } from '../domain/types.ts';
import type { AlertScene } from './alert.ts';
import type { PlacedAlert } from './alert-place.ts';
import { amendedCommit } from './amended-commit.ts';
import { PARKED_WITHIN_MS } from './bind-chat.ts';
import type { UpdateContext } from './context.ts';
import { groupOf } from './group-chat.ts';
import { joinReport } from './join-report.ts';
import { similarCases, similarPosts } from './knowledge.ts';
import { mergedChanges } from './merged-changes.ts';
import { updateKey } from './messages.ts';
import { openedTicket } from './opened-ticket.ts';
import type { Report } from './report.ts';
import { beforeComparing, type Compared, sameFaultOf } from './same-fault.ts';

type WithAlerts = (ticketId: TicketId) => Pick<Changes, 'alerts' | 'setTimers'>;

/**
 * What monitoring has found becomes a report: it joins what people have reported of the same system, else it is a ticket with the
 * clocks from its receipt, in the group of the system's department or the contract's.
 */
export async function reportAlert(scene: AlertScene, placed: PlacedAlert, alerts: WithAlerts): Promise<void> {
  const { contract, now, update } = scene;
  const chat = await groupOf(scene, { department: departmentOf(contract, placed.understood.systemId)?.id });
  assert(chat, 'a contract without a group was told of an alert');
  const [{ source } = { source: undefined }] = update.notices;
  assert(source, 'an update without notices');
  const ctx = contextFor(scene, chat, source);
  // What waited for the contract's first group is no older than its service.
  const isLate = now - update.receivedAt > PARKED_WITHIN_MS;
  const at = isLate ? now : update.receivedAt;
  const report: Report = { ...placed, reporterId: ctx.person.id, reportedAt: at, receivedAt: update.receivedAt };
  const compared = await beforeComparing(ctx, { ...report, departmentId: chat.department });
  const same = await sameFaultOf(ctx, compared.report);
  if (!same) return open(ctx, report, alerts, compared);
  const { ticket, verdict } = same;
  // It has reported that before its system was known.
  if (verdict === 'repeat') return ctx.commit(alerts(ticket.id));
  // A machine can't be asked: people can take it out again.
  await joinReport(withAlerts(ctx, alerts(ticket.id)), ticket, report);
}

/** Monitoring speaks in the group, and has no say there. */
function contextFor(scene: AlertScene, chat: Chat, source: Parameters<typeof monitorId>[0]): UpdateContext {
  const id = monitorId(source);
  const person = { id, name: scene.text.alerts.source[source] };
  return { ...scene, chat, person, actor: { id, roles: [] }, isAdmin: false };
}

async function open(ctx: UpdateContext, report: Report, alerts: WithAlerts, compared: Compared): Promise<void> {
  const similar = await similarCases(ctx, report, ctx.chat.id);
  const kept = ctx.keepText(report.body);
  const id = ticketId(ctx.ids.next(ctx.now));
  await ctx.commit(async (tx) => {
    const { changes, ticket } = await openedTicket(ctx, tx, {
      id,
      report,
      kept,
      chatId: ctx.chat.id,
      departmentId: ctx.chat.department,
      attachments: [],
      compared,
      cause: updateKey(ctx),
      posts: (view) => similarPosts(ctx, view, similar),
    });
    return mergedChanges(changes, alerts(ticket.id));
  });
}

/** The same, with what is written of the alerts in its commit. */
function withAlerts(ctx: UpdateContext, alerts: ReturnType<WithAlerts>): UpdateContext {
  return { ...ctx, commit: amendedCommit(ctx, (changes) => mergedChanges(changes, alerts)) };
}
