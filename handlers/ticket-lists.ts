import { LIST_SHOWN_MAX, type ListName, listCard, type TicketList } from '../cards/list-card.ts';
import type { Content } from '../db/changes.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { UpdateContext } from './context.ts';
import { distinct, OPEN_TICKETS_MAX, overdueTickets } from './find-ticket.ts';
import { commitAnswer, commitReply, showCard } from './messages.ts';
import { viewsOf } from './scene-ticket.ts';

/** 我的工单: what I reported, be it by joining a ticket, and what I handle. For my eyes: it concerns nobody else. */
export async function showMyTickets(ctx: UpdateContext): Promise<void> {
  const { contract, person, store } = ctx;
  const newest = { newestFirst: true, limit: OPEN_TICKETS_MAX } as const;
  const [assigned, reported, open] = await Promise.all([
    store.openTickets(contract.id, { ...newest, assigneeId: person.id }),
    store.openTickets(contract.id, { ...newest, reporterId: person.id }),
    store.openTickets(contract.id, newest),
  ]);
  const isCapped = assigned.length === OPEN_TICKETS_MAX || reported.length === OPEN_TICKETS_MAX;
  const joined = open.filter(({ merged = [] }) => merged.some(({ reporterId }) => reporterId === person.id));
  const sorted = distinct([...assigned, ...reported, ...joined]).toSorted((a, b) => a.reportedAt - b.reportedAt);
  const along = joined.filter(({ reporterId }) => reporterId !== person.id).map(({ id }) => id);
  await commitAnswer(ctx, await ticketList(ctx, 'my_tickets', sorted, { isCapped, along }));
}

/** 未办结: all of the contract, the oldest first. */
export async function showOpenTickets(ctx: UpdateContext): Promise<void> {
  const open = await ctx.store.openTickets(ctx.contract.id, { limit: OPEN_TICKETS_MAX });
  await commitReply(ctx, await ticketList(ctx, 'open_tickets', open, { isCapped: open.length === OPEN_TICKETS_MAX }));
}

/** 超时: open tickets with a clock that is over its time, the longest first. */
export async function showOverdueTickets(ctx: UpdateContext): Promise<void> {
  const { tickets, isCapped } = await overdueTickets(ctx);
  await commitReply(ctx, await ticketList(ctx, 'overdue', tickets, { isCapped }));
}

/** @param how.isCapped there are more than were read */
export async function ticketList(
  ctx: UpdateContext,
  name: ListName,
  tickets: readonly Ticket[],
  how: Pick<TicketList, 'isCapped' | 'along'>,
): Promise<Content> {
  const views = await viewsOf(ctx, tickets.slice(0, LIST_SHOWN_MAX));
  return showCard(listCard(name, { ...how, views, total: tickets.length }, ctx.now, ctx.text));
}
