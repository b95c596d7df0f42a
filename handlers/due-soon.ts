import { dueSoonAt } from '../domain/due-soon.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { DAY } from '../domain/types.ts';
import type { Scene, UpdateContext } from './context.ts';
import { OPEN_TICKETS_MAX } from './find-ticket.ts';
import { commitReply } from './messages.ts';
import { ticketList } from './ticket-lists.ts';

/** The longest target is far from over when it is due later than this. */
const LOOK_AHEAD_MS = 30 * DAY;

/** 快超时: open tickets with a clock that is nearly used up, the most urgent first. */
export async function showDueSoon(ctx: UpdateContext): Promise<void> {
  const { tickets, isCapped } = await dueSoonTickets(ctx);
  await commitReply(ctx, await ticketList(ctx, 'due_soon', tickets, { isCapped }));
}

async function dueSoonTickets(
  scene: Pick<Scene, 'store' | 'contract' | 'now'>,
): Promise<{ tickets: readonly Ticket[]; isCapped: boolean }> {
  const { contract, now, store } = scene;
  const found = await store.openTickets(contract.id, { dueBy: now + LOOK_AHEAD_MS, limit: OPEN_TICKETS_MAX });
  const soon = found.flatMap((ticket) => {
    const dueAt = dueSoonAt(ticket, contract, now);
    return dueAt === undefined ? [] : [{ ticket, dueAt }];
  });
  return {
    tickets: soon.toSorted((a, b) => a.dueAt - b.dueAt).map(({ ticket }) => ticket),
    isCapped: found.length === OPEN_TICKETS_MAX,
  };
}
