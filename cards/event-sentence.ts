import type { LateEntry, TicketEvent, TicketEventType } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { EventFacts } from './catalogue-ticket.ts';
import { reminderLabel, stageWords } from './reminder-card.ts';
import { nameOf, quotedText, type TicketView } from './ticket-view.ts';
import { instantWords, levelName, systemName } from './words.ts';

/** How much of a text one line of a timeline shows. In graphemes. */
const TIMELINE_TEXT_MAX = 80;

/** One line of a timeline: when, who, what. */
export function eventSentence(event: TicketEvent, view: TicketView, now: Instant, text: Catalogue): string {
  const who = event.by === undefined ? text.timeline.bot : nameOf(view.members, event.by, text);
  return text.card.step(instantWords(event.at, now, text, 'always'), who, eventWords(event, view, now, text));
}

/** The same without when and who. */
export function eventWords(event: TicketEvent, view: TicketView, now: Instant, text: Catalogue): string {
  return text.events[event.type](factsOf(event, view, now, text));
}

function factsOf(event: TicketEvent, view: TicketView, now: Instant, text: Catalogue): EventFacts {
  return {
    text: '',
    cause: '',
    action: '',
    from: '',
    to: '',
    at: '',
    step: '',
    undone: '',
    reminders: '',
    ...particulars(event, view, now, text),
  };
}

function particulars(event: TicketEvent, view: TicketView, now: Instant, text: Catalogue): Partial<EventFacts> {
  const { members, texts, contract, ticket } = view;
  switch (event.type) {
    case 'opened':
      return { text: quotedText(event.summary, texts, text, TIMELINE_TEXT_MAX) };
    case 'diagnosed':
    case 'worked_around':
    case 'progressed':
    case 'supplemented':
    case 'fault_reported':
      return { text: quotedText(event.text, texts, text, TIMELINE_TEXT_MAX) };
    case 'resolved':
      return {
        cause: quotedText(event.cause, texts, text, TIMELINE_TEXT_MAX),
        action: quotedText(event.action, texts, text, TIMELINE_TEXT_MAX),
      };
    case 'rated':
      return { rating: event.rating };
    case 'confirmed':
      return event.rating === undefined ? {} : { rating: event.rating };
    case 'reopened':
    case 'suspension_requested':
    case 'suspended':
    case 'cancelled':
      return { text: quotedText(event.reason, texts, text, TIMELINE_TEXT_MAX) };
    case 'transferred':
      return { to: nameOf(members, event.to, text), text: quotedText(event.reason, texts, text, TIMELINE_TEXT_MAX) };
    case 'level_changed':
      return {
        from: levelName(contract, event.from, text),
        to: levelName(contract, event.to, text),
        text: quotedText(event.reason, texts, text, TIMELINE_TEXT_MAX),
      };
    case 'system_changed':
      return {
        from: systemName(contract, event.from, text),
        to: systemName(contract, event.to, text),
        text: quotedText(event.reason, texts, text, TIMELINE_TEXT_MAX),
      };
    case 'due_proposed':
      return { at: instantWords(event.dueAt, now, text, 'if_any') };
    case 'due_agreed':
    case 'due_refused':
      return { at: instantWords(event.proposal.dueAt, now, text, 'if_any') };
    case 'late_entry_requested':
      return { ...lateWords(event, now, text), text: quotedText(event.reason, texts, text, TIMELINE_TEXT_MAX) };
    case 'late_entry_approved':
    case 'late_entry_refused':
      return lateWords(event.entry, now, text);
    case 'merged':
      return { to: event.intoNumber };
    case 'absorbed':
      return {
        from: event.report.number ?? '',
        text: quotedText(event.report.text, texts, text, TIMELINE_TEXT_MAX),
      };
    case 'split_off':
      return { from: nameOf(members, event.report.reporterId, text), to: event.intoNumber };
    case 'alerts_counted':
      return { text: text.alerts.counts(event.counted) };
    case 'silence_noticed':
      return { at: instantWords(event.since, now, text, 'if_any') };
    case 'undone':
      return { undone: undoneName(event, text) };
    case 'reminded':
      return {
        reminders: event.reminders
          .map((reminder) => `${reminderLabel(reminder, ticket, text)} ${stageWords(reminder.stage, text)}`)
          .join(text.card.comma),
      };
    case 'acknowledged':
    case 'arrived':
    case 'reported_up':
    case 'suspension_approved':
    case 'suspension_refused':
    case 'resumed':
    case 'arrival_requested':
    case 'calendar_changed':
    case 'closed':
      return {};
  }
}

/** The step that is entered late, and when it was done. */
export function lateWords(
  { step, claimedAt }: Pick<LateEntry, 'step' | 'claimedAt'>,
  now: Instant,
  text: Catalogue,
): { readonly step: string; readonly at: string } {
  return { step: text.commands[step].label, at: instantWords(claimedAt, now, text, 'if_any') };
}

/** Name of the step that was taken back. */
export function undoneName({ undoesType }: { readonly undoesType: string }, text: Catalogue): string {
  return isEventType(undoesType, text) ? text.names.event[undoesType] : undoesType;
}

function isEventType(type: string, text: Catalogue): type is TicketEventType {
  return Object.hasOwn(text.events, type);
}
