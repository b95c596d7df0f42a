import { REQUESTS, type Request, requestCard } from '../cards/approval-card.ts';
import { settledCard } from '../cards/ticket-card.ts';
import { mentions, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { combinationNames, levelName } from '../cards/words.ts';
import type { Content, Outgoing } from '../db/store.ts';
import { isAsked } from '../domain/intake-level.ts';
import { IN_WORK, type Ticket, type TicketEvent } from '../domain/ticket-types.ts';
import type { PersonId, TicketId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { languageOfTicket } from './scene-ticket.ts';

/** The living card of a request; a new request of the same kind takes its place. */
export function requestKey(id: TicketId, request: Request): string {
  return `request:${id}:${request}`;
}

/** The request that an event puts to the customer's side. */
export function requestOf({ type }: TicketEvent): Request | undefined {
  if (type === 'suspension_requested') return 'suspension';
  return type === 'late_entry_requested' ? 'late_entry' : undefined;
}

/** What waits for the customer's word. */
export function isPending(request: Request, ticket: Ticket): boolean {
  switch (request) {
    case 'suspension':
      return ticket.suspension !== undefined && ticket.suspension.approvedBy === undefined;
    case 'late_entry':
      return ticket.lateEntry !== undefined;
    case 'level':
      return IN_WORK.includes(ticket.status) && isAsked(ticket.levelReason);
  }
}

export function requestContent(scene: Scene, view: TicketView, request: Request, line: Line): Content {
  return { lines: [line], card: requestCard(view, request, scene.now, languageOfTicket(scene, view)) };
}

/**
 * The contract leaves the level open: the supervisors are asked, once for each proposal.
 * @param before absent for a new ticket
 * @param cause names what brought it about, for the key
 */
export function levelQuestion(
  scene: Scene,
  { view, before, cause }: { readonly view: TicketView; readonly before?: Ticket; readonly cause: string },
): readonly Outgoing[] {
  const { ticket, contract, members } = view;
  const { levelReason: reason } = ticket;
  if (!isPending('level', ticket) || reason.code !== 'matrix' || before?.levelReason === reason) return [];
  const text = languageOfTicket(scene, view);
  const names = combinationNames(contract, reason, text);
  const combination = names ? text.card.combination(names.row, names.column) : '';
  const who: readonly PersonId[] = withRole(members, 'supervisor');
  const level = levelName(contract, ticket.level, text);
  const line = text.notice.levelAsked(mentions(who), ticket.number, combination, level);
  return [
    {
      op: 'post',
      key: `level:${cause}`,
      cardKey: requestKey(ticket.id, 'level'),
      chatId: ticket.chatId,
      priority: 1,
      ticketId: ticket.id,
      content: requestContent(scene, view, 'level', line),
    },
  ];
}

/** Cards of requests that were waiting before and are not any more: the state, without their buttons. */
export function settledRequests(
  scene: Scene,
  before: Ticket,
  view: TicketView,
  cause: string,
): readonly (Outgoing & { readonly cardKey: string })[] {
  const { ticket } = view;
  const text = languageOfTicket(scene, view);
  return REQUESTS.filter((request) => isPending(request, before) && !isPending(request, ticket)).map((request) => ({
    op: 'refresh',
    key: `decided:${request}:${cause}`,
    chatId: ticket.chatId,
    cardKey: requestKey(ticket.id, request),
    priority: 2,
    ticketId: ticket.id,
    content: { lines: [], card: settledCard(view, text.card.settledRequest, scene.now, text) },
    otherwise: 'leave',
  }));
}
