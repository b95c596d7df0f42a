import type { ShownAttachment } from '../cards/attachment-fields.ts';
import { timelineCard } from '../cards/timeline-card.ts';
import { departmentOf } from '../domain/contract-lookup.ts';
import { isSupplier } from '../domain/sides.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { ActionContext, UpdateContext } from './context.ts';
import { deafSpans } from './deaf-spans.ts';
import { findById, findByReference, quotedTicket } from './find-ticket.ts';
import { departmentSeenBy } from './knowledge-search.ts';
import { commitAnswer, commitReply, say, showCard } from './messages.ts';
import type { CommandContext, Next } from './router-types.ts';
import { viewOf } from './scene-ticket.ts';
import { splitArguments } from './typed-command.ts';

/** The newest of a ticket's. */
const ALERTS_SHOWN_MAX = 5;

/** 工单 7: who did what when, and what each clock has used. 工单 alone, in a reply, is the ticket that is replied to. */
export async function showTicketByText(ctx: CommandContext, next: Next): Promise<void> {
  const { reference, rest } = splitArguments(ctx.args);
  // 工单 系统打不开 is a report about a ticket system, not a question for a ticket.
  if ((!reference && ctx.args !== '') || rest !== '') return next();
  const ticket = reference ? await findByReference(ctx, reference.meant) : await quotedTicket(ctx);
  if (ticket) return commitReply(ctx, showCard(await timeline(ctx, ticket)), ticket.id);
  if (!reference) return next();
  await commitAnswer(ctx, say(ctx.text.list.unknownTicket(reference.said)));
}

/** 详情 on a card: for the one who tapped. */
export async function showTicketByTap(ctx: ActionContext): Promise<void> {
  const ticket = await findById(ctx, ctx.update.subject);
  await commitAnswer(ctx, ticket ? showCard(await timeline(ctx, ticket)) : say(ctx.text.system.unknownAction));
}

async function timeline(ctx: UpdateContext, ticket: Ticket) {
  const events = await ctx.store.ticketEvents(ticket.id);
  const [view, texts, deaf, alerts] = await Promise.all([
    viewOf(ctx, ticket),
    ctx.store.texts(events.flatMap(textIdsOf)),
    deafSpans(ctx, ticket.chatId, ticket.reportedAt, ticket.closedAt ?? ctx.now),
    // It names machines: whoever mends them needs it.
    isSupplier(ctx.actor) ? ctx.store.alertsOfTicket(ticket.id, ALERTS_SHOWN_MAX) : [],
  ]);
  const attachments = withLinks(ctx, ticket, view.attachments ?? []);
  const whole = { ...view, attachments, texts: new Map([...view.texts, ...texts]) };
  return timelineCard({ view: whole, events, deaf, alerts }, ctx.now, ctx.text);
}

/** Whoever has a link has the file: it is shown to those alone whose affair the ticket is. */
function withLinks(ctx: UpdateContext, ticket: Ticket, attachments: readonly ShownAttachment[]) {
  const { contract, fileLink, person, update } = ctx;
  const seen = departmentSeenBy(ctx);
  const department = departmentOf(contract, ticket.systemId)?.id ?? ticket.departmentId;
  const isOthers = seen !== undefined && department !== undefined && seen !== department;
  const isStrangers = update.from.isGuest === true && ticket.reporterId !== person.id;
  if (!fileLink || isOthers || isStrangers) return attachments;
  return attachments.map((one) => {
    const { hash, name, state } = one;
    const link =
      state === 'kept' && hash !== undefined ? fileLink({ hash, ...(name !== undefined && { name }) }) : undefined;
    return link === undefined ? one : { ...one, link };
  });
}

/** Of all that people wrote with it. */
export function textIdsOf(event: TicketEvent): readonly string[] {
  const refs = [
    'summary' in event ? event.summary : undefined,
    'report' in event ? event.report.text : undefined,
    'text' in event ? event.text : undefined,
    'reason' in event ? event.reason : undefined,
    'cause' in event ? event.cause : undefined,
    'action' in event ? event.action : undefined,
  ];
  return refs.flatMap((ref) => (ref ? [ref.id] : []));
}
