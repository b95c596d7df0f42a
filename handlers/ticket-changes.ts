import type { Catalogue } from '../cards/catalogue.ts';
import { eventSentence } from '../cards/event-sentence.ts';
import { ticketCard } from '../cards/ticket-card.ts';
import { isOverTicket, responsibleFor, type TicketView } from '../cards/ticket-view.ts';
import type { Card, Line } from '../cards/types.ts';
import type { Changes, NewText, NewTimer, Outgoing } from '../db/changes.ts';
import type { Contract } from '../domain/contract.ts';
import { nextWakeAt } from '../domain/reminders.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { PersonId, TicketId } from '../domain/types.ts';
import { reportersIn } from './announcements.ts';
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
    outbox: saidOf(scene, step),
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

function saidOf(scene: Scene, { card, events, posts = [], seen, view, text }: TicketStep): readonly Outgoing[] {
  if (card.op === 'leave') return posts;
  const { ticket } = view;
  const base = {
    key: `card:${ticket.id}:${ticket.writes}`,
    chatId: ticket.chatId,
    cardKey: cardKeyOf(ticket.id),
    priority: 1,
    ticketId: ticket.id,
  } as const;
  const drawn = ticketCard(view, scene.now, text);
  if (card.op === 'post') return [{ ...base, op: 'post', content: { lines: card.lines, card: drawn } }, ...posts];
  const isDetail = seen !== undefined && standing(seen) === standing(ticket);
  const turn = isDetail ? [] : turnOf(view);
  const said = tellingStanding(posts, view, drawn, turn);
  const refresh: Outgoing = {
    ...base,
    op: 'refresh',
    content: { lines: [], card: drawn },
    otherwise: card.otherwise,
    news: events.map((event): Line => [eventSentence(event, view, scene.now, text)]),
    ...(isDetail && { isDetail }),
    ...(said.isTold && { isTold: true }),
    ...(turn.length > 0 && { turn }),
  };
  return [refresh, ...said.posts];
}

/** Who takes the next step. */
function turnOf(view: TicketView): readonly PersonId[] {
  const { ticket } = view;
  if (isOverTicket(ticket)) return [];
  return ticket.status === 'resolved' ? reportersIn(ticket, ticket.chatId) : responsibleFor(view);
}

/** The first of the posts in the ticket's own group that has no card of its own tells as well how the ticket stands. */
function tellingStanding(
  posts: readonly Outgoing[],
  { ticket }: TicketView,
  drawn: Card,
  turn: readonly PersonId[],
): { readonly posts: readonly Outgoing[]; readonly isTold: boolean } {
  const isOwn = (row: Outgoing): row is Outgoing & { op: 'post' } =>
    row.op === 'post' && row.chatId === ticket.chatId && row.ticketId === ticket.id;
  const first = posts.filter(isOwn).find(({ content }) => content.card === undefined);
  const told = first && { ...first, standing: drawn, ...(turn.length > 0 && { turn }) };
  return { posts: posts.map((row) => (told && row === first ? told : row)), isTold: posts.some(isOwn) };
}

/** What everybody in the group has to see at once: how it stands, what it is about, who has it, and that buttons of before count no more. */
function standing(ticket: Ticket): string {
  const { assigneeId, level, status, suspension, systemId } = ticket;
  const { dueTurnedAtVersion, lateTurnedAtVersion, pauseTurnedAtVersion, turnedAtVersion } = ticket;
  const isPaused = suspension && suspension.approvedBy !== undefined;
  const turned = [turnedAtVersion, pauseTurnedAtVersion, lateTurnedAtVersion, dueTurnedAtVersion];
  return JSON.stringify([status, assigneeId, systemId, level, isPaused, ...turned]);
}
