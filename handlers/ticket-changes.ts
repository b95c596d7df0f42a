import type { Catalogue } from '../cards/catalogue.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import type { Changes, NewText, NewTimer, Outgoing } from '../db/changes.ts';
import type { Contract } from '../domain/contract.ts';
import { nextWakeAt } from '../domain/reminders.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { TicketId } from '../domain/types.ts';
import type { Scene } from './context.ts';

export interface TicketStep {
  /** As it was read; absent for a new ticket. */
  readonly seen?: Ticket;
  /** As it stands now. */
  readonly view: TicketView;
  readonly events: readonly TicketEvent[];
  /** Texts that came with it. */
  readonly texts?: readonly NewText[];
  /** What becomes of the living card. `leave`: nothing on it has changed. */
  readonly card:
    | { readonly op: 'post'; readonly lines: readonly Line[] }
    | { readonly op: 'refresh'; readonly otherwise: 'post' | 'leave' }
    | { readonly op: 'leave' };
  /** What else is said, after the card. */
  readonly posts?: readonly Outgoing[];
  readonly text: Catalogue;
}

/** Everything that one decision about a ticket changes: the one place where a ticket's wake-up and its card are kept in step. */
export function ticketChanges(scene: Scene, step: TicketStep): Changes {
  const { ticket } = step.view;
  return {
    ticket: { next: ticket, ...(step.seen && { seen: step.seen }) },
    events: step.events,
    texts: (step.texts ?? []).map((kept) => ({ ...kept, ticketId: ticket.id })),
    ...wakeUp(ticket, scene),
    outbox: [...cardMessage(scene, step), ...(step.posts ?? [])],
  };
}

export function cardKeyOf(id: TicketId): string {
  return `ticket:${id}`;
}

/** The ticket's one timer: moved to the next instant at which a clock wants attention, or gone. */
export function wakeUp(ticket: Ticket, scene: Scene): Pick<Changes, 'setTimers' | 'clearTimers'> {
  const timer = wakeTimer(ticket, scene.contract);
  return timer ? { setTimers: [timer] } : { clearTimers: [{ key: wakeKey(ticket.id) }] };
}

/** @returns undefined when the ticket wants nothing by itself */
export function wakeTimer(ticket: Ticket, contract: Contract): NewTimer | undefined {
  const fireAt = nextWakeAt(ticket, contract);
  return fireAt === undefined
    ? undefined
    : { key: wakeKey(ticket.id), kind: 'wake_ticket', subject: ticket.id, fireAt };
}

/** Key of the ticket's one timer. */
export function wakeKey(id: TicketId): string {
  return `wake:${id}`;
}

function cardMessage(scene: Scene, { card, seen, view, text }: TicketStep): readonly Outgoing[] {
  if (card.op === 'leave') return [];
  const { ticket } = view;
  const base = {
    key: `card:${ticket.id}:${ticket.writes}`,
    chatId: ticket.chatId,
    cardKey: cardKeyOf(ticket.id),
    priority: 1,
    ticketId: ticket.id,
  } as const;
  const drawn = ticketCard(view, scene.now, text);
  if (card.op === 'post') return [{ ...base, op: 'post', content: { lines: card.lines, card: drawn } }];
  const content = { lines: [], card: drawn };
  const isDetail = seen !== undefined && standing(seen) === standing(ticket);
  return [{ ...base, op: 'refresh', content, otherwise: card.otherwise, ...(isDetail && { isDetail }) }];
}

/** What everybody in the group has to see at once: how it stands, what it is about, and who has it. */
function standing({ assigneeId, level, status, suspension, systemId }: Ticket): string {
  return JSON.stringify([status, assigneeId, systemId, level, suspension && suspension.approvedBy !== undefined]);
}
