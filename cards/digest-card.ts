import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { addressees, type Due, delayWords, isBreach, type ReminderPost, standingsOf } from './reminder-card.ts';
import { SHOW_TICKET_ACTION } from './ticket-actions.ts';
import { mentions, namesOf, quotedText, type TicketView } from './ticket-view.ts';
import type { Card, CardAction, DigestEntry, Line } from './types.ts';
import { spokenNumber, systemName } from './words.ts';

/** Reminders that one message lists: more would run into the limits of a message. */
export const DIGEST_ENTRIES_MAX = 30;
/** Next steps that have a button; the others are a list away. */
const STEPS_SHOWN_MAX = 6;
const SUMMARY_SHOWN_MAX = 20;

/** What a reminder is in a digest. @param post the reminder by itself */
export function digestEntry(
  view: TicketView,
  due: Due,
  post: ReminderPost,
  now: Instant,
  text: Catalogue,
): DigestEntry {
  const { members, ticket } = view;
  const people = addressees(view, due.reminders);
  const { actions } = post.card;
  const step = actions.find(({ action }) => action !== SHOW_TICKET_ACTION) ?? actions[0];
  const subject = { id: ticket.id, version: ticket.version };
  const label = step && text.digest.reminders.step(step.label, spokenNumber(ticket, now));
  return {
    language: text.language,
    isBreach: isBreach(due.reminders),
    number: ticket.number,
    words: text.digest.reminders.entry(
      subjectWords(view, text),
      standingsOf(ticket, due.reminders, now, text),
      namesOf(members, people, text),
    ),
    people,
    notes: delayWords(due, now, text),
    ...(step && label !== undefined && { action: { ...step, label, subject } }),
  };
}

/** The system, or what was said while nobody knows the system. */
function subjectWords({ contract, ticket, texts }: TicketView, text: Catalogue): string {
  return ticket.systemId === undefined
    ? quotedText(ticket.summary, texts, text, SUMMARY_SHOWN_MAX)
    : systemName(contract, ticket.systemId, text);
}

/** Several reminders of a group as one message: what is over comes first, and everybody who is meant is rung once. */
export function digestPost(entries: readonly DigestEntry[], text: Catalogue): { lines: readonly Line[]; card: Card } {
  const { reminders } = text.digest;
  const ordered = entries.toSorted((a, b) => Number(b.isBreach) - Number(a.isBreach) || (a.number < b.number ? -1 : 1));
  const overdue = ticketsOf(entries.filter(({ isBreach: over }) => over));
  const count = ticketsOf(entries);
  const people: readonly PersonId[] = ordered.flatMap((entry) => entry.people);
  return {
    lines: [reminders.ring(mentions(people), count)],
    card: {
      tone: overdue > 0 ? 'danger' : 'warning',
      title: reminders.title(count),
      ...(overdue > 0 && { badge: reminders.overdue(overdue) }),
      lines: [...new Set(ordered.flatMap(({ notes }) => notes))].map((note) => [note]),
      fields: ordered.map(({ number, words }) => ({ label: number, value: [words] })),
      clocks: [],
      actions: [...stepActions(ordered), listAction(overdue > 0 ? 'overdue' : 'due_soon', text)],
      ...firstSubject(ordered),
    },
  };
}

/** Two reminders of one ticket may wait for the same message. */
function ticketsOf(entries: readonly DigestEntry[]): number {
  return new Set(entries.map(({ number }) => number)).size;
}

function stepActions(entries: readonly DigestEntry[]): readonly CardAction[] {
  return entries.flatMap(({ action }) => action ?? []).slice(0, STEPS_SHOWN_MAX);
}

/** Where all of them are seen with their systems and people. */
function listAction(query: 'overdue' | 'due_soon', text: Catalogue): CardAction {
  const { label: spoken, words } = text.queries[query];
  const [label, command] = [text.list.title[query], words[0] ?? spoken];
  return {
    action: `show_${query}`,
    label,
    style: 'default',
    for: 'everyone',
    command,
    hint: text.card.typed(label, command),
  };
}

/** A platform sends no tap without a subject. */
function firstSubject(entries: readonly DigestEntry[]): Pick<Card, 'subject'> {
  const subject = entries.flatMap(({ action }) => action?.subject ?? [])[0];
  return subject ? { subject } : {};
}
