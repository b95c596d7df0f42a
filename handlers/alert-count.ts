import { judgeCard } from '../cards/judge-card.ts';
import { mentions, responsibleFor, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { NewTimer, Outgoing } from '../db/changes.ts';
import { type AlertCount, countAlerts } from '../domain/alerts/count-alerts.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { type DurationMs, type Instant, MINUTE, type TicketId } from '../domain/types.ts';
import { reportersIn } from './announcements.ts';
import type { Scene } from './context.ts';
import { noticeKey, withoutLeadingSpace } from './messages.ts';
import { resolveHint } from './resolve-hint.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { ticketChanges } from './ticket-changes.ts';

/** What is heard of a ticket's alerts is counted and told together, so long after the first of it. */
const COUNTED_AFTER_MS: DurationMs = MINUTE;

/** A chain of mergings is followed so far. */
const MERGINGS_MAX = 5;

/** The ticket, or the one that it was merged into. */
export async function mainTicket(store: Scene['store'], id: TicketId): Promise<Ticket | undefined> {
  let ticket = await store.ticket(id);
  for (let steps = 0; ticket?.mergedInto && steps < MERGINGS_MAX; steps += 1) {
    ticket = await store.ticket(ticket.mergedInto.ticketId);
  }
  return ticket;
}

/** One timer for each ticket: what comes before it fires is counted with it. */
export function countTimer(subject: TicketId, now: Instant): NewTimer {
  return { key: `alerts:${subject}`, kind: 'count_alerts', subject, fireAt: now + COUNTED_AFTER_MS, replaces: 'none' };
}

/**
 * Counts what monitoring has said of a ticket since the last time: one entry and one look of the card, however much it was. What the
 * group has to know is told here as well, so that alerts which come and go within a minute tell nobody anything.
 */
export async function countTicketAlerts(scene: Scene, ticketId: TicketId): Promise<void> {
  const seen = await mainTicket(scene.store, ticketId);
  if (!seen) {
    scene.log.warn({}, 'alerts were to be counted for a ticket that does not exist');
    return scene.commit({});
  }
  const before = await viewOf(scene, seen);
  const text = languageOfTicket(scene, before);
  const merged = (seen.merged ?? []).flatMap((report) => report.ticketId ?? []);
  await scene.commit(async (tx) => {
    const counted = countAlerts(seen, await tx.alertFigures([seen.id, ...merged]), decisionEnv(scene));
    if (!counted) return {};
    const view = { ...before, ticket: counted.ticket };
    return ticketChanges(scene, {
      seen,
      view,
      events: [counted.event],
      card: { op: 'refresh', otherwise: 'leave' },
      posts: newsPosts(scene, view, counted),
      text,
    });
  });
}

/** A recovery proposes, and decides nothing: whether the service works again people say. */
function newsPosts(scene: Scene, view: TicketView, { event, news }: AlertCount): readonly Outgoing[] {
  const { ticket } = view;
  const { alerts } = languageOfTicket(scene, view);
  const { counted } = event;
  const responsible = mentions(responsibleFor(view));
  if (news === undefined) return [];
  switch (news) {
    case 'recovered': {
      const line = alerts.recovered(responsible, ticket.number, counted.alerts);
      return [resolveHint(scene, view, { cause: event.id, line })];
    }
    case 'refired':
      return [told(view, alerts.refired(responsible, ticket.number, counted.flaps))];
    case 'unsteady':
      return [{ ...told(view, alerts.unsteady(ticket.number, counted.flaps)), priority: 2 }];
    case 'after_resolution': {
      const judges = [...reportersIn(ticket, ticket.chatId), ...withRole(view.members, 'supervisor')];
      const who = mentions([...judges, ...responsibleFor(view)]);
      const line = alerts.afterResolution(who, ticket.number, counted.firing);
      return [told(view, line, judgeCard(view, scene.now, languageOfTicket(scene, view)))];
    }
  }
}

function told({ ticket }: TicketView, line: Line, card?: ReturnType<typeof judgeCard>): Outgoing {
  return {
    op: 'post',
    key: `alerts:${ticket.id}:${ticket.writes}`,
    cardKey: noticeKey(ticket.id, `alerts-${ticket.writes}`),
    chatId: ticket.chatId,
    priority: 1,
    ticketId: ticket.id,
    content: { lines: [withoutLeadingSpace(line)], ...(card && { card }) },
  };
}
