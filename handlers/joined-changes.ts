import { joinedCard } from '../cards/same-fault-card.ts';
import { mentions, nameOf, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { levelName } from '../cards/words.ts';
import type { Changes, Outgoing } from '../db/changes.ts';
import { isMonitor } from '../domain/alerts/monitor.ts';
import { applyEvent } from '../domain/fold.ts';
import { isLevelAsked } from '../domain/level-question.ts';
import { joinedEvent } from '../domain/merge.ts';
import type { MergedReport, Ticket } from '../domain/ticket-types.ts';
import { ticketId } from '../domain/types.ts';
import { attachedTo, withAttached } from './attachments.ts';
import type { UpdateContext } from './context.ts';
import { answer, noticeKey, showCard, updateKey, withoutLeadingSpace } from './messages.ts';
import type { Place, Report } from './report.ts';
import { levelQuestion } from './requests.ts';
import { saidLevel } from './same-fault.ts';
import { decisionEnv, languageOfTicket, viewOf } from './scene-ticket.ts';
import { ticketChanges } from './ticket-changes.ts';

/** What joining changes, without what becomes of a question that led to it. */
export async function joinedChanges(
  ctx: UpdateContext,
  seen: Ticket,
  report: Report,
  { chatId }: Place,
): Promise<Changes> {
  const kept = ctx.keepText(report.body);
  const attached = attachedTo(ctx, { ticketId: seen.id });
  const asked = report.draft ? await ctx.store.attachmentsOf(ticketId(report.draft.id)) : [];
  const came = [...asked, ...attached.attachments].map(({ id }) => id);
  const merged: MergedReport = {
    joinedId: report.draft?.id ?? ctx.ids.next(ctx.now),
    text: kept.ref,
    chatId,
    reporterId: report.reporterId,
    reportedAt: report.reportedAt,
    ...(came.length > 0 && { attachments: came }),
  };
  const event = joinedEvent(seen, merged, { level: saidLevel(report.understood), by: ctx.actor }, decisionEnv(ctx));
  const next = applyEvent(seen, event);
  const stored = await viewOf(ctx, next);
  const view = { ...stored, attachments: [...(stored.attachments ?? []), ...asked, ...attached.attachments] };
  const changes = ticketChanges(ctx, {
    seen,
    view,
    events: [event],
    texts: [kept],
    card: { op: 'refresh', otherwise: 'leave' },
    posts: [...graverQuestion(ctx, seen, view, report), ...told(ctx, view, merged)],
    text: languageOfTicket(ctx, view),
  });
  const moved = asked.length === 0 ? {} : { movedAttachments: { ids: asked.map(({ id }) => id), to: seen.id } };
  return withAttached({ ...changes, ...moved }, attached);
}

/** Somebody else has reported it graver than it is timed: the supervisors decide. */
function graverQuestion(
  ctx: UpdateContext,
  before: Ticket,
  view: TicketView,
  { reporterId, understood }: Report,
): readonly Outgoing[] {
  const { contract, members } = ctx;
  const { ticket } = view;
  if (isLevelAsked(before) || !isLevelAsked(ticket)) return [];
  const text = languageOfTicket(ctx, view);
  const names = [understood.level, ticket.level].map((level) => levelName(contract, level, text));
  const [said = '', level = ''] = names;
  const by = nameOf(members, reporterId, text);
  const line: Line = text.sameFault.levelAsked(
    mentions(withRole(members, 'supervisor')),
    ticket.number,
    by,
    said,
    level,
  );
  return levelQuestion(ctx, { view, before, cause: updateKey(ctx), line });
}

/** Whoever said it, alone; where somebody else has answered for him, he is rung where he said it. Nobody tells monitoring. */
function told(ctx: UpdateContext, view: TicketView, report: MergedReport): readonly Outgoing[] {
  const { chatId, reporterId } = report;
  if (isMonitor(reporterId)) return [];
  const { ticket } = view;
  if (ctx.person.id === reporterId) {
    return [answer(ctx, showCard(joinedCard(view, report, ctx.now, ctx.text)), ticket.id)];
  }
  const text = languageOfTicket(ctx, view);
  const line = text.sameFault.joinedFor(
    mentions([reporterId]),
    nameOf(ctx.members, ctx.person.id, text),
    ticket.number,
  );
  const cause = updateKey(ctx);
  const content = showCard(joinedCard(view, report, ctx.now, text), [withoutLeadingSpace(line)]);
  const cardKey = noticeKey(ticket.id, ctx.ids.next(ctx.now));
  return [{ op: 'post', key: `joined:${cause}`, cardKey, chatId, priority: 1, ticketId: ticket.id, content }];
}
