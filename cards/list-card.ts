import { byDueInstant, isOpen, openPause } from '../domain/clocks.ts';
import { isDueSoon } from '../domain/due-soon.ts';
import type { Ticket, TicketClock, TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { detailsAction, ticketActions } from './ticket-actions.ts';
import { isLate } from './ticket-card.ts';
import { nameOf, quotedText, type TicketView } from './ticket-view.ts';
import type { Card, CardAction, CardField, CardSubject, Tone } from './types.ts';
import { clockLabel, overSince, spokenNumber, standingWords, stateWords, systemName } from './words.ts';

export type ListName = 'my_tickets' | 'open_tickets' | 'overdue' | 'due_soon';

/** Tickets that one card lists; people read no further. */
export const LIST_SHOWN_MAX = 10;
const SUMMARY_SHOWN_MAX = 30;

export interface TicketList {
  /** In the order of showing. */
  readonly views: readonly TicketView[];
  readonly total: number;
  /** There are more than were counted. */
  readonly isCapped: boolean;
  /** Those that the reader's report has joined: marked. */
  readonly along?: readonly Ticket['id'][];
}

/** 我的工单, 未办结, 超时: a field for each ticket. An empty list says so in its title. */
export function listCard(name: ListName, list: TicketList, now: Instant, text: Catalogue): Card {
  const shown = list.views.slice(0, LIST_SHOWN_MAX);
  const [first] = shown;
  const example = first && `${text.queries.ticket.words[0]} ${spokenNumber(first.ticket, now)}`;
  const total = `${list.total}${list.isCapped ? '+' : ''}`;
  return {
    tone: toneOfList(name, shown.length),
    title: shown.length === 0 ? text.list.none[name] : text.list.title[name],
    ...(shown.length > 0 && { badge: total }),
    lines: shown.length < list.total ? [[text.list.count(shown.length, total)]] : [],
    fields: shown.map((view) => {
      const field = (name === 'due_soon' ? dueSoonField : ticketField)(view, now, text);
      const isAlong = list.along?.includes(view.ticket.id) === true;
      return isAlong ? { ...field, value: [...field.value, text.card.dot + text.split.along] } : field;
    }),
    clocks: [],
    actions: [],
    ...(example !== undefined && { footnote: text.card.typed(text.card.details, example) }),
  };
}

/** Tickets of which such a card has buttons; the others are named in words. */
const ASKED_ABOUT_MAX = 4;

/** Which of several tickets is meant: by a command without a number, by news, or by a question. */
export interface WhichTicket {
  readonly title: string;
  /** What says it in words. */
  readonly example: string;
  /** What is meant to be done to it: a button for each, beside the look at it. Absent: it is only looked at. */
  readonly command?: TicketCommandType;
}

export function whichTicketCard(
  views: readonly TicketView[],
  { command, example, title }: WhichTicket,
  now: Instant,
  text: Catalogue,
): Card {
  const [first] = views;
  return {
    tone: 'info',
    title,
    lines: [],
    fields: views.slice(0, LIST_SHOWN_MAX).map((view) => ticketField(view, now, text)),
    clocks: [],
    actions: views.slice(0, ASKED_ABOUT_MAX).flatMap((view) => buttonsOf(view, command, now, text)),
    ...(first && { subject: subjectOf(first) }),
    footnote: text.list.whichOneHint(example),
  };
}

function buttonsOf(
  view: TicketView,
  command: TicketCommandType | undefined,
  now: Instant,
  text: Catalogue,
): readonly CardAction[] {
  const acts = ticketActions(view, now, text).filter(({ action }) => action === command);
  const look = { ...detailsAction(view.ticket, now, text), label: text.list.lookAt };
  return [...acts, look].map((action) => ({
    ...action,
    label: `${action.label} ${spokenNumber(view.ticket, now)}`,
    style: 'default',
    subject: subjectOf(view),
  }));
}

function subjectOf({ ticket: { id, version } }: TicketView): CardSubject {
  return { id, version };
}

/** A ticket in a list: its number, and what one has to know of it. */
export function ticketField(view: TicketView, now: Instant, text: Catalogue): CardField {
  return fieldOf(view, urgentWords(view.ticket, now, text), text);
}

/** The same with the clocks that are due soon, be another one over already. */
function dueSoonField(view: TicketView, now: Instant, text: Catalogue): CardField {
  const soon = view.ticket.clocks.filter((clock) => isDueSoon(clock, view.contract, now)).toSorted(byDueInstant);
  return fieldOf(view, soon.map((clock) => clockWords(clock, now, text)).join(text.card.comma), text);
}

/** @param pressing how its clocks stand */
function fieldOf(view: TicketView, pressing: string, text: Catalogue): CardField {
  const { ticket, contract, members, texts } = view;
  const facts = [
    systemName(contract, ticket.systemId, text),
    ticket.kind === 'service_request' ? text.names.kind.service_request : '',
    quotedText(ticket.summary, texts, text, SUMMARY_SHOWN_MAX),
    stateWords(ticket, text),
    ticket.assigneeId === undefined ? '' : nameOf(members, ticket.assigneeId, text),
    pressing,
  ];
  return { label: ticket.number, value: [facts.filter((fact) => fact !== '').join(text.card.dot)] };
}

/** What presses most: the longest overdue, else what is due next. */
function urgentWords(ticket: Ticket, now: Instant, text: Catalogue): string {
  if (ticket.status === 'resolved') return '';
  const running = ticket.clocks.filter((clock) => isOpen(clock) && !openPause(clock));
  const [next] = running.toSorted(byDueInstant);
  return next ? clockWords(next, now, text) : '';
}

function clockWords(clock: TicketClock, now: Instant, text: Catalogue): string {
  return text.card.clock(clockLabel(clock, text), standingWords(clock, now, text));
}

/** How long the most overdue open clock of a ticket is over; undefined where none is. */
export function overdueMs(ticket: Ticket, now: Instant): number | undefined {
  const over = ticket.clocks
    .filter((clock) => isLate(clock, now))
    .flatMap((clock) => now - overSince(clock, clock.dueAt ?? now));
  return over.length === 0 ? undefined : Math.max(...over);
}

function toneOfList(name: ListName, shown: number): Tone {
  if (shown === 0) return 'success';
  if (name === 'due_soon') return 'warning';
  return name === 'overdue' ? 'danger' : 'info';
}
