import type { TicketEvent } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { addressees, type ReminderPost } from './reminder-card.ts';
import { stepsCard } from './steps-card.ts';
import { mentions, namesOf, responsibleFor, type TicketView } from './ticket-view.ts';
import type { Line } from './types.ts';
import { durationWords } from './words.ts';

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
  const title = text.reminder.silenceTitle(ticket.number);
  return {
    lines,
    card: stepsCard(view, { tone: 'warning', title, steps: ['progress'] }, now, text),
  };
}
