import { systemOf } from '../domain/contract-lookup.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { type Instant, type TicketId, ticketId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import { quotedText, type TicketView } from './ticket-view.ts';
import type { Card, CardAction } from './types.ts';
import { spokenNumber, stateWords, systemName } from './words.ts';

export const NAME_SYSTEM_ACTION = 'name_system';

const SEPARATOR = '|';

/** What the button of a system carries: printable ASCII, the ticket first, so that it says whose it is. */
function systemSubject(ticket: Pick<Ticket, 'id'>, systemId: string): string {
  return `${ticket.id}${SEPARATOR}${systemId}`;
}

/** @returns undefined for a subject that names no system */
export function readSystemSubject(
  subject: string,
): { readonly ticketId: TicketId; readonly systemId: string } | undefined {
  const [id = '', systemId, ...more] = subject.split(SEPARATOR);
  return systemId === undefined || more.length > 0 ? undefined : { ticketId: ticketId(id), systemId };
}

/** Which system is it: those that the report may mean, and any other one. The ticket is open whatever is answered. */
export function systemQuestionCard(
  view: TicketView,
  possible: readonly string[],
  now: Instant,
  text: Catalogue,
): Card | undefined {
  const { contract, ticket } = view;
  const [any] = ticketActions(view, now, text).filter(({ action }) => action === 'change_system');
  if (!any) return undefined;
  const { version } = ticket;
  const [word = ''] = text.commands.change_system.words;
  const systems = possible.filter((id) => systemOf(contract, id) !== undefined);
  return {
    tone: toneOf(ticket, now),
    title: text.dialogue.system.title(ticket.number),
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)]],
    fields: [],
    clocks: [],
    actions: [
      ...systems.map((id): CardAction => {
        const name = systemName(contract, id, text);
        const command = [word, spokenNumber(ticket, now), name].join(' ');
        return {
          action: NAME_SYSTEM_ACTION,
          label: name,
          style: 'default',
          for: any.for,
          subject: { id: systemSubject(ticket, id), version },
          command,
          hint: text.card.typed(name, command),
        };
      }),
      { ...any, label: text.dialogue.system.other },
      detailsAction(ticket, now, text),
    ],
    subject: { id: ticket.id, version },
    wholeBy: SHOW_TICKET_ACTION,
  };
}
