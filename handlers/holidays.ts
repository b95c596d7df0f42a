import { holidaysCard } from '../cards/holidays-card.ts';
import { dateOfDay, dayOf, weekdayOf } from '../domain/civil.ts';
import type { UpdateContext } from './context.ts';
import { commitReply, showCard } from './messages.ts';

/** 本周节假日: this week and the next, Monday to Sunday, since one asks for what comes. */
export async function showHolidays(ctx: UpdateContext): Promise<void> {
  const today = dayOf(ctx.now);
  const monday = today - weekdayOf(today);
  const card = holidaysCard(ctx.contract, dateOfDay(monday), dateOfDay(monday + 13), ctx.text);
  await commitReply(ctx, showCard(card));
}
