import type { Catalogue } from '../cards/catalogue.ts';
import { judgeCard } from '../cards/judge-card.ts';
import type { Content, Outgoing } from '../db/changes.ts';
import type { Ticket, TicketEvent, TicketEventType } from '../domain/ticket-types.ts';
import type { ChatId } from '../domain/types.ts';
import { announcement, type Happening } from './announcements.ts';
import { noticeKey } from './messages.ts';

/** What those have to know whose own report was merged into the ticket. */
const FOLLOWED: ReadonlySet<TicketEventType> = new Set(['resolved', 'reopened', 'confirmed', 'cancelled', 'merged']);

/**
 * The same sentence in the groups of the merged reports, where they are not the ticket's own. A resolution rings who reported it
 * there, and asks him whether it works.
 */
export function followerPosts(event: TicketEvent, happening: Happening, text: Catalogue): readonly Outgoing[] {
  const { view, undone, now } = happening;
  if (![event, undone].some((one) => one && FOLLOWED.has(one.type))) return [];
  return postsToFollowers(view.ticket, event.id, (followers) => {
    const line = announcement(event, { ...happening, followers }, text);
    const card = event.type === 'resolved' ? { card: judgeCard(view, now, text) } : {};
    return line && { lines: [line], ...card };
  });
}

/** @param key names what is said, for the idempotency keys */
export function postsToFollowers(
  ticket: Ticket,
  key: string,
  contentFor: (group: ChatId) => Content | undefined,
): readonly Outgoing[] {
  return followerGroups(ticket).flatMap((group): readonly Outgoing[] => {
    const content = contentFor(group);
    if (!content) return [];
    const cardKey = noticeKey(ticket.id, ticket.writes);
    const base = { op: 'post', chatId: group, priority: 1, ticketId: ticket.id } as const;
    return [{ ...base, key: `follow:${key}:${group}`, cardKey, content }];
  });
}

/** Other groups in which the fault was reported as well. */
function followerGroups({ chatId, merged = [] }: Ticket): readonly ChatId[] {
  return [...new Set(merged.map((report) => report.chatId))].filter((group) => group !== chatId);
}
