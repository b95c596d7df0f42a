import type { TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { systemFields } from './system-fields.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import { quotedText, type TicketView } from './ticket-view.ts';
import type { Card } from './types.ts';
import { stateWords } from './words.ts';

/** Asks something about a ticket and offers only the steps that answer it. */
export function stepsCard(
  view: TicketView,
  {
    steps,
    title,
    tone,
  }: { readonly title: string; readonly steps: readonly TicketCommandType[]; readonly tone?: Card['tone'] },
  now: Instant,
  text: Catalogue,
): Card {
  const { ticket } = view;
  const offered: ReadonlySet<string> = new Set(steps);
  return {
    tone: tone ?? toneOf(ticket, now),
    title,
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)]],
    fields: systemFields(view, text),
    clocks: [],
    actions: [
      ...ticketActions(view, now, text).filter(({ action }) => offered.has(action)),
      detailsAction(ticket, now, text),
    ],
    subject: { id: ticket.id, version: ticket.version },
    wholeBy: SHOW_TICKET_ACTION,
  };
}
