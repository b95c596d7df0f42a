import { LIST_SHOWN_MAX, type ListName, listCard, overdueMs } from '../cards/list-card.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import type { UpdateContext } from './context.ts';
import { OPEN_TICKETS_MAX } from './find-ticket.ts';
import { commitAnswer, commitReply, showCard } from './messages.ts';
import { viewsOf } from './scene-ticket.ts';

/** 我的工单: what I reported and what I handle. For my eyes: it concerns nobody else. */
export async function showMyTickets(ctx: UpdateContext): Promise<void> {
  const [assigned, reported] = await Promise.all([
    ctx.store.openTickets(ctx.contract.id, { assigneeId: ctx.person.id, limit: OPEN_TICKETS_MAX }),
    ctx.store.openTickets(ctx.contract.id, { reporterId: ctx.person.id, limit: OPEN_TICKETS_MAX }),
  ]);
  const own = new Map([...assigned, ...reported].map((ticket) => [ticket.id, ticket]));
  const isCapped = assigned.length === OPEN_TICKETS_MAX || reported.length === OPEN_TICKETS_MAX;
  const sorted = [...own.values()].sort((a, b) => a.reportedAt - b.reportedAt);
  await commitAnswer(ctx, showCard(await list(ctx, 'my_tickets', sorted, isCapped)));
}

/** 未完成: all of the contract, the oldest first. */
export async function showOpenTickets(ctx: UpdateContext): Promise<void> {
  const open = await ctx.store.openTickets(ctx.contract.id, { limit: OPEN_TICKETS_MAX });
  await commitReply(ctx, showCard(await list(ctx, 'open_tickets', open, open.length === OPEN_TICKETS_MAX)));
}

/** 超时: open tickets with a clock that is over its time, the longest first. */
export async function showOverdueTickets(ctx: UpdateContext): Promise<void> {
  const open = await ctx.store.openTickets(ctx.contract.id, { limit: OPEN_TICKETS_MAX });
  const overdue = open
    .flatMap((ticket) => {
      const overMs = overdueMs(ticket, ctx.now);
      return overMs === undefined ? [] : [{ ticket, overMs }];
    })
    .sort((a, b) => b.overMs - a.overMs)
    .map(({ ticket }) => ticket);
  await commitReply(ctx, showCard(await list(ctx, 'overdue', overdue, open.length === OPEN_TICKETS_MAX)));
}

async function list(ctx: UpdateContext, name: ListName, tickets: readonly Ticket[], isCapped: boolean) {
  const views = await viewsOf(ctx, tickets.slice(0, LIST_SHOWN_MAX));
  return listCard(name, { views, total: tickets.length, isCapped }, ctx.now, ctx.text);
}
