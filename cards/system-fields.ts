import type { Catalogue } from './catalogue.ts';
import type { TicketView } from './ticket-view.ts';
import type { CardField } from './types.ts';
import { systemName } from './words.ts';

/** What a ticket is about, on a card that is not the ticket's own: there the title says it. */
export function systemFields({ ticket, contract }: TicketView, text: Catalogue): readonly CardField[] {
  if (ticket.systemId === undefined) return [];
  return [{ label: text.card.system, value: [systemName(contract, ticket.systemId, text)], isMinor: true }];
}
