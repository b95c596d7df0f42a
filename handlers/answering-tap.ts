import type { Outgoing } from '../db/changes.ts';
import type { Ask } from './act.ts';
import type { UpdateContext } from './context.ts';
import { answeringRefresh } from './messages.ts';
import { cardKeyOf } from './ticket-changes.ts';

/**
 * The row that brings the tapped card up to date, be it a reminder or the ticket's own, answers the tap: it carries what the platform
 * needs for that, and leaves first, since a platform accepts it for seconds only.
 */
export function answeringTap(
  ctx: Pick<UpdateContext, 'chat' | 'update'>,
  { tap, ticket }: Pick<Ask, 'tap' | 'ticket'>,
  outbox: readonly Outgoing[],
): readonly Outgoing[] {
  if (tap?.token === undefined) return outbox;
  const tapped = tap.noticeCard ?? cardKeyOf(ticket.id);
  const first = outbox.find((row) => row.op === 'refresh' && row.cardKey === tapped);
  if (first?.op !== 'refresh') return outbox;
  return [...answeringRefresh(ctx, first), ...outbox.filter((row) => row !== first)];
}
