import type { TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { systemFields } from './system-fields.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import { levelWords, requestFields } from './ticket-facts.ts';
import { quotedText, type TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';
import { stateWords } from './words.ts';

/**
 * What somebody is asked to decide: the customer's side about a pause, a step that is entered late, a level that the contract
 * leaves open; either side about the date that the other has proposed.
 */
export const REQUESTS = ['suspension', 'late_entry', 'due', 'level'] as const;
export type Request = (typeof REQUESTS)[number];

const ANSWERS: Readonly<Record<Request, readonly TicketCommandType[]>> = {
  suspension: ['approve_suspension', 'refuse_suspension'],
  late_entry: ['approve_late_entry', 'refuse_late_entry'],
  due: ['accept_due', 'refuse_due'],
  level: ['change_level'],
};

/** A request by itself, with the buttons that decide it. */
export function requestCard(view: TicketView, request: Request, now: Instant, text: Catalogue): Card {
  const { ticket } = view;
  const answers: readonly string[] = ANSWERS[request];
  return {
    tone: toneOf(ticket, now),
    title: titleOf(request, ticket.number, text),
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)]],
    fields: [
      ...(request === 'level'
        ? [{ label: text.card.level, value: [levelWords(view, text)] }]
        : requestFields(view, request, now, text)),
      ...systemFields(view, text),
    ],
    clocks: [],
    actions: [
      ...ticketActions(view, now, text).filter(({ action }) => answers.includes(action)),
      detailsAction(ticket, now, text),
    ],
    subject: { id: ticket.id, version: ticket.version },
    wholeBy: SHOW_TICKET_ACTION,
  };
}

function titleOf(request: Request, number: string, { card }: Catalogue): string {
  switch (request) {
    case 'suspension':
      return card.suspensionRequest(number);
    case 'late_entry':
      return card.lateEntryRequest(number);
    case 'due':
      return card.dueProposal(number);
    case 'level':
      return card.levelQuestion(number);
  }
}
