import { audienceOf, offers } from '../domain/offers.ts';
import type { Ticket, TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { formFor } from './forms.ts';
import type { TicketView } from './ticket-view.ts';
import type { CardAction } from './types.ts';
import { spokenNumber } from './words.ts';

/** Opens the timeline; no command, since it changes nothing. */
export const SHOW_TICKET_ACTION = 'show_ticket';

/** Steps towards the end of the ticket; the first of them that a person is offered stands out. */
const STEPS_FORWARD: ReadonlySet<TicketCommandType> = new Set([
  'acknowledge',
  'arrive',
  'resolve',
  'confirm',
  'approve_suspension',
  'approve_late_entry',
  'accept_due',
]);
const ENDS_OR_REFUSES: ReadonlySet<TicketCommandType> = new Set([
  'cancel',
  'refuse_suspension',
  'refuse_late_entry',
  'refuse_due',
  'reopen',
]);

/** The buttons of a ticket, most useful first, each for those who may press it. */
export function ticketActions(view: TicketView, now: Instant, text: Catalogue): readonly CardAction[] {
  const { ticket, contract, members } = view;
  const alreadyHasPrimary = new Set<PersonId>();
  return offers(ticket, contract, now).flatMap((offer): CardAction[] => {
    const audience = audienceOf(offer, ticket, [...members]);
    if (audience.length === 0) return [];
    let style: CardAction['style'] = ENDS_OR_REFUSES.has(offer.command) ? 'danger' : 'default';
    if (STEPS_FORWARD.has(offer.command) && audience.some((id) => !alreadyHasPrimary.has(id))) {
      style = 'primary';
      for (const id of audience) alreadyHasPrimary.add(id);
    }
    return [commandAction(offer.command, style, audience, view, now, text)];
  });
}

function commandAction(
  command: TicketCommandType,
  style: CardAction['style'],
  audience: readonly PersonId[],
  view: TicketView,
  now: Instant,
  text: Catalogue,
): CardAction {
  const isFirstSystem = command === 'change_system' && view.ticket.systemId === undefined;
  const label = isFirstSystem ? text.card.nameSystem : text.commands[command].label;
  const form = formFor(command, view, text);
  const typed = typedCommand(command, view.ticket, now, text);
  const { sample, sampleMeans } = text.commands[command];
  const isWhole = sample === '' || !form || form.some(({ required }) => required);
  return {
    action: command,
    label,
    style,
    for: audience,
    ...(form && { form }),
    command: typed,
    ...(!isWhole && { shortCommand: typed.slice(0, -sample.length).trimEnd() }),
    hint: text.card.typed(label, typed) + (sampleMeans === undefined ? '' : text.card.bracketed(sampleMeans)),
  };
}

/** `接单 7`, `挂起 7 ＜挂起原因＞`: what a person types for the same effect. */
export function typedCommand(command: TicketCommandType, ticket: Ticket, now: Instant, text: Catalogue): string {
  const { words, sample } = text.commands[command];
  return [words[0], spokenNumber(ticket, now), sample].filter((part) => part !== '').join(' ');
}

export function detailsAction(ticket: Ticket, now: Instant, text: Catalogue): CardAction {
  const typed = `${text.queries.ticket.words[0]} ${spokenNumber(ticket, now)}`;
  return {
    action: SHOW_TICKET_ACTION,
    label: text.card.details,
    style: 'default',
    for: 'everyone',
    command: typed,
    hint: text.card.typed(text.card.details, typed),
  };
}
