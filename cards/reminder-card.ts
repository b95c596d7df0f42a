import type { Audience, ClockName } from '../domain/contract.ts';
import type { Reminder, TicketClock, TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { detailsAction, ticketActions } from './ticket-actions.ts';
import { mentions, responsibleFor, shownText, type TicketView, withRole } from './ticket-view.ts';
import type { DeafSpan } from './timeline-card.ts';
import type { Card, Line } from './types.ts';
import {
  clockName,
  deadlineWords,
  instantWords,
  leftWords,
  overdueWords,
  overSince,
  standingWords,
  stateWords,
} from './words.ts';

/** What stops a clock. The fault report has no command yet. */
const STOPPED_BY: Readonly<Record<ClockName, TicketCommandType | undefined>> = {
  respond: 'acknowledge',
  arrive: 'arrive',
  diagnose: 'diagnose',
  report_up: 'report_up',
  workaround: 'work_around',
  resolve: 'resolve',
  update: 'progress',
  fault_report: undefined,
};

/** What is due, and when the bot was offline since the earliest of it was. */
export interface Due {
  readonly reminders: readonly Reminder[];
  readonly deaf: readonly DeafSpan[];
}

export interface ReminderPost {
  readonly lines: readonly Line[];
  readonly card: Card;
}

/** All that is due at one wake-up in one post: whom it rings, how each clock stands, and what to do about it. */
export function reminderPost(view: TicketView, { reminders, deaf }: Due, now: Instant, text: Catalogue): ReminderPost {
  const { ticket } = view;
  const clockOf = ({ clockId }: Reminder) => ticket.clocks.find(({ id }) => id === clockId);
  const who = mentions(addressees(view, reminders));
  const standings = reminders.map((reminder) => reminderWords(reminder, clockOf(reminder), now, text));
  const commands = new Set(reminders.flatMap(({ clock }) => STOPPED_BY[clock] ?? []));
  const actions = ticketActions(view, now, text);
  const toDo = actions.filter(({ action }) => action === 'acknowledge' || isOneOf(commands, action));
  const first = toDo[0];
  const lines: Line[] = [[text.card.quoted(shownText(ticket.summary, view.texts, text))]];
  if (first) lines.push([text.reminder.next(first.label)]);
  const late = lateWords({ reminders, deaf }, now, text);
  if (late !== undefined) lines.push([late]);
  return {
    lines: [[...who, `${who.length > 0 ? ' ' : ''}${ticket.number} ${standings.join(text.card.comma)}`]],
    card: {
      tone: isBreach(reminders) ? 'danger' : 'warning',
      title: titleOf(ticket.number, reminders, text),
      badge: stateWords(ticket, text),
      lines,
      fields: reminders.map((reminder) => ({
        label: clockName(reminder.clock, text),
        value: [dueWords(reminder, clockOf(reminder), now, text)],
      })),
      clocks: [],
      actions: [...toDo, detailsAction(ticket, now, text)],
      subject: { id: ticket.id, version: ticket.version },
    },
  };
}

/** Is something breached or escalated, rather than only near? */
export function isBreach(reminders: readonly Reminder[]): boolean {
  return reminders.some(({ stage }) => !isShareStage(stage));
}

/** Everybody that one of the reminders is for, once, the responsible first. */
export function addressees(view: TicketView, reminders: readonly Reminder[]): readonly PersonId[] {
  const audiences = new Set(reminders.flatMap(({ to }) => to));
  const ids = (audience: Audience): readonly PersonId[] =>
    audience === 'responsible' ? responsibleFor(view) : withRole(view.members, audience);
  const ordered: readonly Audience[] = ['responsible', 'engineer', 'manager', 'supervisor', 'reporter'];
  return [...new Set(ordered.filter((audience) => audiences.has(audience)).flatMap(ids))];
}

/** `已用 50%`, `超时`, `第 1 次升级`. @param stage `p500`, `breach`, `e1` */
export function stageWords(stage: string, text: Catalogue): string {
  if (isShareStage(stage)) return text.names.stage.used(Number(stage.slice(1)) / 10);
  const step = /^e(\d+)$/.exec(stage)?.[1];
  return step === undefined ? text.names.stage.breach : text.names.stage.escalation(Number(step));
}

function isShareStage(stage: string): boolean {
  return /^p\d+$/.test(stage);
}

function reminderWords(reminder: Reminder, clock: TicketClock | undefined, now: Instant, text: Catalogue): string {
  const standing = clock ? standingWords(clock, now, text) : leftOrOver(reminder, now, text);
  return text.reminder.clock(clockName(reminder.clock, text), standing);
}

function dueWords(reminder: Reminder, clock: TicketClock | undefined, now: Instant, text: Catalogue): string {
  if (clock && overSince(clock, reminder.dueAt) !== reminder.dueAt) return deadlineWords(clock, now, text);
  const due = instantWords(reminder.dueAt, now, text, 'if_any');
  const standing = leftOrOver(reminder, now, text);
  return standing + text.card.bracketed(now <= reminder.dueAt ? text.time.before(due) : text.time.wasDue(due));
}

function leftOrOver({ dueAt }: Reminder, now: Instant, text: Catalogue): string {
  return now <= dueAt ? leftWords(dueAt - now, text) : overdueWords(now - dueAt, text);
}

function titleOf(number: string, reminders: readonly Reminder[], text: Catalogue): string {
  if (reminders.some(({ stage }) => /^e\d+$/.test(stage))) return text.reminder.escalationTitle(number);
  return isBreach(reminders) ? text.reminder.breachTitle(number) : text.reminder.title(number);
}

function lateWords({ reminders, deaf }: Due, now: Instant, text: Catalogue): string | undefined {
  const planned = reminders.filter(({ late }) => late).map(({ plannedAt }) => plannedAt);
  if (planned.length === 0) return undefined;
  const isOffline = planned.some((at) => deaf.some(({ from, to = now }) => from <= at && at <= to));
  const words = isOffline ? text.reminder.lateOffline : text.reminder.late;
  return words(instantWords(Math.min(...planned), now, text, 'if_any'));
}

function isOneOf(commands: ReadonlySet<TicketCommandType>, action: string): boolean {
  return [...commands].some((command) => command === action);
}
