import { resolveHintCard } from '../cards/resolve-hint-card.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Outgoing } from '../db/changes.ts';
import type { Scene } from './context.ts';
import { noticeKey, withoutLeadingSpace } from './messages.ts';
import { languageOfTicket } from './scene-ticket.ts';

/**
 * Asks whoever handles a ticket whether it is resolved, with the button that asks cause and action: what somebody says, and what
 * monitoring sees, resolves nothing by itself.
 * @param line whom it rings, and who says that it works again
 * @param cause names what brought it about, for the key
 */
export function resolveHint(
  scene: Scene,
  view: TicketView,
  { cause, line }: { readonly cause: string; readonly line: Line },
): Outgoing {
  const { ticket } = view;
  return {
    op: 'post',
    key: `resolved?:${cause}`,
    cardKey: noticeKey(ticket.id, scene.ids.next(scene.now)),
    chatId: ticket.chatId,
    priority: 1,
    ticketId: ticket.id,
    content: {
      lines: [withoutLeadingSpace(line)],
      card: resolveHintCard(view, scene.now, languageOfTicket(scene, view)),
    },
  };
}
