import type { Audience, ClockName } from '../domain/contract.ts';
import type { Reminder, Ticket, TicketClock } from '../domain/ticket-types.ts';
import type { Instant, PersonId, Role } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import type { ReminderTexts } from './catalogue-ticket.ts';
import { systemFields } from './system-fields.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import {
  backupFor,
  mentions,
  namesOf,
  quotedText,
  responsibleFor,
  type TicketView,
  withPost,
  withRole,
} from './ticket-view.ts';
import type { DeafSpan } from './timeline-card.ts';
import type { Card, Line } from './types.ts';
import {
  clockLabel,
  clockName,
  deadlineWords,
  instantWords,
  leftWords,
  overdueWords,
  overSince,
  standingWords,
  stateWords,
} from './words.ts';

type StepCommand = keyof ReminderTexts['steps'];

/** What stops a clock. */
export const STOPPED_BY: Readonly<Record<ClockName, StepCommand>> = {
  respond: 'acknowledge',
  arrive: 'arrive',
  diagnose: 'diagnose',
  report_up: 'report_up',
  workaround: 'work_around',
  resolve: 'resolve',
  update: 'progress',
  fault_report: 'report_fault',
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
  const people = addressees(view, reminders);
  const who = mentions(people);
  const standings = standingsOf(ticket, reminders, now, text);
  const commands: readonly string[] = ['acknowledge', ...reminders.map(({ clock }) => STOPPED_BY[clock])];
  const toDo = ticketActions(view, now, text).filter(({ action }) => commands.includes(action));
  const lines: Line[] = [
    [quotedText(ticket.summary, view.texts, text)],
    ...askLines(view, people, toDo[0]?.action, text),
    ...delayWords({ reminders, deaf }, now, text).map((words) => [words]),
  ];
  return {
    lines: [[...who, `${who.length > 0 ? ' ' : ''}${ticket.number} ${standings}`]],
    card: {
      tone: isBreach(reminders) ? 'danger' : 'warning',
      title: titleOf(ticket.number, reminders, text),
      badge: stateWords(ticket, text),
      lines,
      fields: [
        ...reminders.map((reminder) => ({
          label: reminderLabel(reminder, ticket, text),
          value: [dueWords(reminder, clockOf(reminder), now, text)],
        })),
        ...systemFields(view, text),
      ],
      clocks: [],
      actions: [...toDo, detailsAction(ticket, now, text)],
      subject: { id: ticket.id, version: ticket.version },
      wholeBy: SHOW_TICKET_ACTION,
    },
  };
}

/** How the clocks of the reminders stand, on one line. */
export function standingsOf(ticket: Ticket, reminders: readonly Reminder[], now: Instant, text: Catalogue): string {
  return reminders.map((reminder) => reminderWords(reminder, ticket, now, text)).join(text.card.comma);
}

/** Who can do the next step is asked for it; whoever else is rung can only see to it. */
function askLines(
  view: TicketView,
  people: readonly PersonId[],
  action: string | undefined,
  text: Catalogue,
): readonly Line[] {
  const step = STEPS.find((command) => command === action);
  if (step === undefined) return [];
  const { members, ticket } = view;
  const responsible = responsibleFor(view);
  const able = people.filter((id) => responsible.includes(id));
  const others = people.filter((id) => !responsible.includes(id));
  const urge = ticket.assigneeId === undefined ? text.reminder.urgeUntaken : text.reminder.urge;
  return [
    ...(able.length > 0 ? [[text.reminder.next(namesOf(members, able, text), text.reminder.steps[step])]] : []),
    ...(others.length > 0 ? [[urge(namesOf(members, others, text))]] : []),
  ];
}

const STEPS: readonly StepCommand[] = Object.values(STOPPED_BY);

/** Is something breached or escalated, rather than only near? */
export function isBreach(reminders: readonly Reminder[]): boolean {
  return reminders.some(({ stage }) => !isShareStage(stage));
}

/** In the order of ringing: the supplier's people from below, then the customer's. */
const AUDIENCES: readonly Audience[] = [
  'responsible',
  'backup',
  'engineer',
  'manager',
  'supplier_lead',
  'supervisor',
  'customer_lead',
  'reporter',
];

/** Everybody that one of the reminders is for, once, the responsible first. */
export function addressees(view: TicketView, reminders: readonly Pick<Reminder, 'to'>[]): readonly PersonId[] {
  const audiences = new Set(reminders.flatMap(({ to }) => to));
  const wanted = AUDIENCES.filter((audience) => audiences.has(audience));
  return [...new Set(wanted.flatMap((audience) => peopleFor(view, audience)))];
}

function peopleFor(view: TicketView, audience: Audience): readonly PersonId[] {
  const { members } = view;
  switch (audience) {
    case 'responsible':
      return responsibleFor(view);
    case 'backup':
      return backupFor(view);
    case 'supplier_lead':
      return leads(withPost(members, audience), withRole(members, 'manager'));
    case 'customer_lead':
      return leads(withPost(members, audience), withRole(members, 'supervisor'));
    case 'manager':
      return below(view, audience, 'supplier_lead');
    case 'supervisor':
      return below(view, audience, 'customer_lead');
    case 'engineer':
    case 'reporter':
      return withRole(members, audience);
  }
}

/** Without the leads, where the pack has a step of their own for them and somebody else has the role. */
function below({ members, contract }: TicketView, role: Role, lead: 'supplier_lead' | 'customer_lead') {
  const all = withRole(members, role);
  const others = all.filter((id) => !withPost(members, lead).includes(id));
  const steps = Object.values(contract.chains).flatMap((chain) => [...chain.reminders, ...chain.escalation]);
  return others.length > 0 && steps.some(({ to }) => to.includes(lead)) ? others : all;
}

/** A step up the chain is lost on nobody: where the post is vacant, those below it are rung again. */
function leads(post: readonly PersonId[], otherwise: readonly PersonId[]): readonly PersonId[] {
  return post.length > 0 ? post : otherwise;
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

/** Name of the reminder's clock, marked where it is the supplier's own target. */
export function reminderLabel({ clockId, clock }: Reminder, ticket: Ticket, text: Catalogue): string {
  const reminded = ticket.clocks.find(({ id }) => id === clockId);
  return reminded ? clockLabel(reminded, text) : clockName(clock, text);
}

function reminderWords(reminder: Reminder, ticket: Ticket, now: Instant, text: Catalogue): string {
  const clock = ticket.clocks.find(({ id }) => id === reminder.clockId);
  const standing = clock ? standingWords(clock, now, text) : leftOrOver(reminder, now, text);
  return text.reminder.clock(reminderLabel(reminder, ticket, text), standing);
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

/** Why it does not come at its time: the bot was down, or people were left in peace. */
export function delayWords({ reminders, deaf }: Due, now: Instant, text: Catalogue): readonly string[] {
  const earliest = (those: readonly Reminder[]) =>
    instantWords(Math.min(...those.map(({ plannedAt }) => plannedAt)), now, text, 'if_any');
  const late = reminders.filter((reminder) => reminder.late);
  const held = reminders.filter((reminder) => reminder.held);
  const isOffline = late.some(({ plannedAt: at }) => deaf.some(({ from, to = now }) => from <= at && at <= to));
  const lateWords = isOffline ? text.reminder.lateOffline : text.reminder.late;
  return [
    ...(late.length > 0 ? [lateWords(earliest(late))] : []),
    ...(held.length > 0 ? [text.reminder.held(earliest(held))] : []),
  ];
}
