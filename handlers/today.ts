import { todayCard } from '../cards/today-card.ts';
import { civilDate, dayRange } from '../domain/civil.ts';
import type { UpdateContext } from './context.ts';
import { overdueTickets } from './find-ticket.ts';
import { commitReply, showCard } from './messages.ts';

/** Tickets that one day's figures are made of; a day with more says that it was cut. */
const DAY_TICKETS_MAX = 2_000;

/** 今日统计. */
export async function showToday(ctx: UpdateContext): Promise<void> {
  const { from, to } = dayRange(civilDate(ctx.now));
  const [tickets, overdue] = await Promise.all([
    ctx.store.ticketsReported(ctx.contract.id, from, to, DAY_TICKETS_MAX),
    overdueTickets(ctx),
  ]);
  const late = { count: overdue.tickets.length, isCapped: overdue.isCapped };
  const cap = tickets.length === DAY_TICKETS_MAX ? { cappedAt: DAY_TICKETS_MAX } : {};
  await commitReply(ctx, showCard(todayCard({ tickets, late, ...cap }, ctx.contract, ctx.now, ctx.text)));
}
