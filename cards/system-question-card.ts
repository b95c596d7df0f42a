import { systemOf } from '../domain/contract-lookup.ts';
import type { Ticket } from '../domain/ticket-types.ts';
import { type Instant, type PersonId, type TicketId, ticketId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import { quotedText, type TicketView } from './ticket-view.ts';
import type { Card, CardAction, Line } from './types.ts';
import { spokenNumber, stateWords, systemName } from './words.ts';

export const NAME_SYSTEM_ACTION = 'name_system';

const SEPARATOR = '|';

/** What the button of a system names. */
export interface SystemSubject {
  readonly ticketId: TicketId;
  readonly systemId: string;
  /** The system that the ticket had when the button was made. */
  readonly before?: string;
}

/** What the button of a system carries: printable ASCII, the ticket first, so that it says whose it is. */
function systemSubject({ id, systemId: before }: Pick<Ticket, 'id' | 'systemId'>, systemId: string): string {
  return [id, systemId, ...(before === undefined ? [] : [before])].join(SEPARATOR);
}

/** @returns undefined for a subject that names no system */
export function readSystemSubject(subject: string): SystemSubject | undefined {
  const [id = '', systemId, before, ...more] = subject.split(SEPARATOR);
  if (systemId === undefined || more.length > 0) return undefined;
  return { ticketId: ticketId(id), systemId, ...(before !== undefined && { before }) };
}

/** Which system is it: those that the report may mean, and any other one. The ticket is open whatever is answered. */
export function systemQuestionCard(
  view: TicketView,
  possible: readonly string[],
  now: Instant,
  text: Catalogue,
): Card | undefined {
  const { ticket } = view;
  const [any] = ticketActions(view, now, text).filter(({ action }) => action === 'change_system');
  if (!any) return undefined;
  return {
    tone: toneOf(ticket, now),
    title: text.dialogue.system.title(ticket.number),
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)]],
    fields: [],
    clocks: [],
    actions: [
      ...possible.flatMap((id) => systemAction(view, { systemId: id, askedOf: any.for }, now, text)),
      { ...any, label: text.dialogue.system.other },
      detailsAction(ticket, now, text),
    ],
    subject: { id: ticket.id, version: ticket.version },
    wholeBy: SHOW_TICKET_ACTION,
  };
}

/** Systems that somebody who named none, or none plainly, may mean: he taps one, answers with its number, or names another. */
export function systemChoiceCard(
  view: TicketView,
  { askedOf, offered }: { readonly askedOf: PersonId; readonly offered: readonly string[] },
  now: Instant,
  text: Catalogue,
): Card {
  const { contract, ticket } = view;
  const known = offered.filter((id) => systemOf(contract, id) !== undefined);
  return {
    tone: 'info',
    title: `${ticket.number} ${text.commands.change_system.label}`,
    lines: [
      [quotedText(ticket.summary, view.texts, text)],
      ...known.map((id, at): Line => [`${at + 1}. ${systemName(contract, id, text)}`]),
    ],
    fields: [],
    clocks: [],
    actions: known.flatMap((systemId, at) =>
      systemAction(view, { systemId, askedOf: [askedOf], number: at + 1 }, now, text),
    ),
    subject: { id: ticket.id, version: ticket.version },
  };
}

interface SystemButton {
  readonly systemId: string;
  readonly askedOf: CardAction['for'];
  /** Behind the name: names are long, and what a button shows of two may be the same. */
  readonly number?: number;
}

/** Names the system of a ticket; none for one that the contract does not have any more. */
function systemAction(
  { contract, ticket }: TicketView,
  { askedOf, number, systemId }: SystemButton,
  now: Instant,
  text: Catalogue,
): readonly CardAction[] {
  if (systemOf(contract, systemId) === undefined) return [];
  const name = systemName(contract, systemId, text);
  const [word = ''] = text.commands.change_system.words;
  const command = [word, spokenNumber(ticket, now), name].join(' ');
  return [
    {
      action: NAME_SYSTEM_ACTION,
      label: number === undefined ? name : `${name} ${number}`,
      style: 'default',
      for: askedOf,
      subject: { id: systemSubject(ticket, systemId), version: ticket.version },
      // Whoever is asked for it answers with the number.
      ...(number === undefined && { command, hint: text.card.typed(name, command) }),
    },
  ];
}
