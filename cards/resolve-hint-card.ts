import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { systemFields } from './system-fields.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import { quotedText, type TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';
import { stateWords } from './words.ts';

/** 已解决？ asks those who handle a ticket of which somebody, or monitoring, says that it works again. Its button asks cause and action. */
export function resolveHintCard(view: TicketView, now: Instant, text: Catalogue): Card {
  const { ticket } = view;
  return {
    tone: toneOf(ticket, now),
    title: text.dialogue.resolved.title(ticket.number),
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)]],
    fields: systemFields(view, text),
    clocks: [],
    actions: [
      ...ticketActions(view, now, text).filter(({ action }) => action === 'resolve'),
      detailsAction(ticket, now, text),
    ],
    subject: { id: ticket.id, version: ticket.version },
    wholeBy: SHOW_TICKET_ACTION,
  };
}
