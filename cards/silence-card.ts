import type { TicketEvent } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { addressees, type ReminderPost } from './reminder-card.ts';
import { systemFields } from './system-fields.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { mentions, namesOf, quotedText, responsibleFor, type TicketView } from './ticket-view.ts';
import type { Line } from './types.ts';
import { durationWords, stateWords } from './words.ts';

export type Silence = Extract<TicketEvent, { type: 'silence_noticed' }>;

/** Asks the one who took a ticket what is going on, and tells those above him once they are to know. */
export function silencePost(view: TicketView, silence: Silence, now: Instant, text: Catalogue): ReminderPost {
  const { ticket, members } = view;
  const people = addressees(view, [silence]);
  const responsible = responsibleFor(view);
  const isResponsible = (id: PersonId) => responsible.includes(id);
  const asked = people.filter(isResponsible);
  const told = people.filter((id) => !isResponsible(id));
  const since = durationWords(now - silence.since, text);
  const names = namesOf(members, responsible, text);
  const lines: readonly Line[] = [
    ...(asked.length > 0 ? [text.notice.silence(mentions(asked), ticket.number, since)] : []),
    ...(told.length > 0 ? [text.notice.silenceUp(mentions(told), ticket.number, since, names)] : []),
  ];
  return {
    lines,
    card: {
      tone: 'warning',
      title: text.reminder.silenceTitle(ticket.number),
      badge: stateWords(ticket, text),
      lines: [[quotedText(ticket.summary, view.texts, text)]],
      fields: systemFields(view, text),
      clocks: [],
      actions: [
        ...ticketActions(view, now, text).filter(({ action }) => action === 'progress'),
        detailsAction(ticket, now, text),
      ],
      subject: { id: ticket.id, version: ticket.version },
      wholeBy: SHOW_TICKET_ACTION,
    },
  };
}
