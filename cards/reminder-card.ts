import type { Audience, ClockName } from '../domain/contract.ts';
import type { Reminder, TicketCommandType } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { detailsAction, ticketActions } from './ticket-actions.ts';
import { mentions, responsibleFor, shownText, type TicketView, withRole } from './ticket-view.ts';
import type { Card, Line } from './types.ts';
import { clockName, durationWords, instantWords, overdueWords, stateWords } from './words.ts';

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

export interface ReminderPost {
  readonly lines: readonly Line[];
  readonly card: Card;
}

/** All that is due at one wake-up in one post: whom it rings, how each clock stands, and what to do about it. */
export function reminderPost(
  view: TicketView,
  reminders: readonly Reminder[],
  now: Instant,
  text: Catalogue,
): ReminderPost {
  const { ticket } = view;
  const who = mentions(addressees(view, reminders, now));
  const standings = reminders.map((reminder) => reminderWords(reminder, now, text));
  const commands = new Set(reminders.flatMap(({ clock }) => STOPPED_BY[clock] ?? []));
  const actions = ticketActions(view, now, text);
  const toDo = actions.filter(({ action }) => action === 'acknowledge' || isOneOf(commands, action));
  const first = toDo[0];
  const lines: Line[] = [[text.card.quoted(shownText(ticket.summary, view.texts, text))]];
  if (first) lines.push([text.reminder.next(first.label)]);
  const late = lateWords(reminders, now, text);
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
        value: [dueWords(reminder, now, text)],
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
export function addressees(view: TicketView, reminders: readonly Reminder[], now: Instant): readonly PersonId[] {
  const audiences = new Set(reminders.flatMap(({ to }) => to));
  const ids = (audience: Audience): readonly PersonId[] =>
    audience === 'responsible' ? responsibleFor(view, now) : withRole(view.members, audience);
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

function reminderWords(reminder: Reminder, now: Instant, text: Catalogue): string {
  return text.reminder.clock(clockName(reminder.clock, text), leftOrOver(reminder, now, text));
}

function dueWords(reminder: Reminder, now: Instant, text: Catalogue): string {
  const due = instantWords(reminder.dueAt, now, text, 'if_any');
  const standing = leftOrOver(reminder, now, text);
  return standing + text.card.bracketed(now <= reminder.dueAt ? text.time.before(due) : text.time.wasDue(due));
}

function leftOrOver({ dueAt }: Reminder, now: Instant, text: Catalogue): string {
  return now <= dueAt ? text.time.left(durationWords(dueAt - now, text)) : overdueWords(now - dueAt, text);
}

function titleOf(number: string, reminders: readonly Reminder[], text: Catalogue): string {
  if (reminders.some(({ stage }) => /^e\d+$/.test(stage))) return text.reminder.escalationTitle(number);
  return isBreach(reminders) ? text.reminder.breachTitle(number) : text.reminder.title(number);
}

function lateWords(reminders: readonly Reminder[], now: Instant, text: Catalogue): string | undefined {
  const planned = reminders.filter(({ late }) => late).map(({ plannedAt }) => plannedAt);
  if (planned.length === 0) return undefined;
  return text.reminder.late(instantWords(Math.min(...planned), now, text, 'if_any'));
}

function isOneOf(commands: ReadonlySet<TicketCommandType>, action: string): boolean {
  return [...commands].some((command) => command === action);
}
