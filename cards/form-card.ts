import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { typedCommand } from './ticket-actions.ts';
import type { Card, CardField, FormField } from './types.ts';

/** A longer list is not read; the button's form has all of it. */
const OPTIONS_LISTED_MAX = 10;

/** What is asked of one person after he pressed a button whose form could not be asked before. */
export interface AskedForm {
  readonly ticket: Ticket;
  readonly command: TicketCommandType;
  /** What is still to be chosen. */
  readonly fields: readonly FormField[];
  readonly askedOf: PersonId;
}

/** The choices that a command still needs, as a card of their own. */
export function formCard({ ticket, command, fields, askedOf }: AskedForm, now: Instant, text: Catalogue): Card {
  const { label } = text.commands[command];
  const typed = typedCommand(command, ticket, now, text);
  return {
    tone: 'info',
    title: `${ticket.number} ${label}`,
    lines: [],
    fields: fields.flatMap((field) => optionsField(field, text)),
    clocks: [],
    actions: [
      {
        action: command,
        label,
        style: 'primary',
        for: [askedOf],
        form: fields,
        command: typed,
        hint: text.card.typed(label, typed),
      },
    ],
    subject: { id: ticket.id, version: ticket.version },
    asksForm: true,
  };
}

/** Where the card itself asks, the list is to be seen there. */
function optionsField(field: FormField, text: Catalogue): readonly CardField[] {
  if (field.type !== 'select' || field.options.length > OPTIONS_LISTED_MAX) return [];
  return [
    { label: field.label, value: [field.options.map(({ label }) => label).join(text.card.comma)], isMinor: true },
  ];
}
