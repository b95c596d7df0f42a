import { REQUESTS, type Request, requestCard } from '../cards/approval-card.ts';
import type { Catalogue } from '../cards/catalogue.ts';
import { settledCard } from '../cards/ticket-card.ts';
import { mentions, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { combinationNames, levelName, systemName } from '../cards/words.ts';
import type { Content, Outgoing } from '../db/changes.ts';
import { isLevelAsked } from '../domain/level-question.ts';
import { IN_WORK, type Ticket, type TicketEvent } from '../domain/ticket-types.ts';
import type { TicketId } from '../domain/types.ts';
import type { Scene } from './context.ts';
import { languageOfTicket } from './scene-ticket.ts';

/** The living card of a request; a new request of the same kind takes its place. */
export function requestKey(id: TicketId, request: Request): string {
  return `request:${id}:${request}`;
}

/** The request that an event puts to the customer's side, or to the other one. */
export function requestOf({ type }: TicketEvent): Request | undefined {
  if (type === 'suspension_requested') return 'suspension';
  if (type === 'due_proposed') return 'due';
  return type === 'late_entry_requested' ? 'late_entry' : undefined;
}

/** What waits for the customer's word, or for the other side's. */
export function isPending(request: Request, ticket: Ticket): boolean {
  switch (request) {
    case 'suspension':
      return ticket.suspension !== undefined && ticket.suspension.approvedBy === undefined;
    case 'late_entry':
      return ticket.lateEntry !== undefined;
    case 'due':
      return ticket.dueProposal !== undefined;
    case 'level':
      return IN_WORK.includes(ticket.status) && isLevelAsked(ticket);
  }
}

export function requestContent(scene: Scene, view: TicketView, request: Request, line: Line): Content {
  return { lines: [line], card: requestCard(view, request, scene.now, languageOfTicket(scene, view)) };
}

/**
 * The contract leaves the level open, or another system brought it: the supervisors are asked, once for each proposal.
 * @param before absent for a new ticket
 * @param asked.cause names what brought it about, for the key
 * @param asked.line why, where that is neither the contract nor another system
 */
export function levelQuestion(
  scene: Scene,
  {
    view,
    before,
    cause,
    line,
  }: { readonly view: TicketView; readonly before?: Ticket; readonly cause: string; readonly line?: Line },
): readonly Outgoing[] {
  const { ticket } = view;
  const isAsked = before && isPending('level', before) && isSameProposal(before, ticket);
  if (!isPending('level', ticket) || isAsked) return [];
  const text = languageOfTicket(scene, view);
  const why = line ?? questionLine(view, text);
  return [
    {
      op: 'post',
      key: `level:${cause}`,
      cardKey: requestKey(ticket.id, 'level'),
      chatId: ticket.chatId,
      priority: 1,
      ticketId: ticket.id,
      content: requestContent(scene, view, 'level', why),
    },
  ];
}

function isSameProposal(one: Ticket, other: Ticket): boolean {
  return one.level === other.level && one.systemId === other.systemId;
}

function questionLine({ ticket, contract, members }: TicketView, text: Catalogue): Line {
  const { number, levelReason: reason, systemId } = ticket;
  const who = mentions(withRole(members, 'supervisor'));
  const level = levelName(contract, ticket.level, text);
  if (reason.code !== 'matrix' || !reason.ask) {
    return text.notice.levelAskedBySystem(who, number, systemName(contract, systemId, text), level);
  }
  const names = combinationNames(contract, reason, text);
  const combination = names ? text.card.combination(names.row, names.column) : '';
  return text.notice.levelAsked(who, number, combination, level);
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
