import { clockUse, inOrderOfLife, isOpen, isOver, openPause } from '../domain/clocks.ts';
import {
  IN_WORK,
  MILESTONES,
  type Milestone,
  type MilestoneMark,
  type Ticket,
  type TicketClock,
} from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import { attachmentSummary } from './attachment-fields.ts';
import type { Catalogue } from './catalogue.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { factFields, outcomeFields } from './ticket-facts.ts';
import { isOverTicket, nameOf, shownText, type TicketView } from './ticket-view.ts';
import type { Card, CardClock, CardField, Line, Tone } from './types.ts';
import {
  clockLabel,
  deadlineWords,
  durationWords,
  instantWords,
  lastingWords,
  stateWords,
  systemName,
  usedWords,
} from './words.ts';

/** The living card of a ticket: what it is, how it stands, and what each person may do next. */
export function ticketCard(view: TicketView, now: Instant, text: Catalogue): Card {
  const { ticket, contract } = view;
  const isOver = isOverTicket(ticket);
  const footnote = footnoteOf(view, text);
  return {
    tone: toneOf(ticket, now),
    title: `${ticket.number} ${systemName(contract, ticket.systemId, text)}`,
    badge: stateWords(ticket, text),
    lines: [[text.card.quoted(shownText(ticket.summary, view.texts, text))], ...milestoneLines(view, now, text)],
    fields: [
      ...factFields(view, text),
      ...clockFields(view, now, text),
      ...outcomeFields(view, now, text),
      ...attachmentSummary(view, text),
    ],
    clocks: isOver ? [] : cardClocks(ticket, now, text),
    actions: [...ticketActions(view, now, text), detailsAction(ticket, now, text)],
    subject: { id: ticket.id, version: ticket.version },
    wholeBy: SHOW_TICKET_ACTION,
    ...(footnote !== undefined && { footnote }),
  };
}

/**
 * What becomes of a reminder or a request once somebody acted on it: the state, without buttons that are used up.
 * @param footnote `settled` or `settledRequest` of the card's texts
 */
export function settledCard(view: TicketView, footnote: string, now: Instant, text: Catalogue): Card {
  const whole = ticketCard(view, now, text);
  return {
    ...whole,
    tone: 'neutral',
    fields: whole.fields.filter(({ label }) => label === text.card.assignee),
    clocks: [],
    actions: [detailsAction(view.ticket, now, text)],
    footnote,
  };
}

/** Red while something that is still to be done is late. */
export function toneOf(ticket: Ticket, now: Instant): Tone {
  if (isOverTicket(ticket)) return 'neutral';
  if (ticket.status === 'resolved') return 'success';
  if (ticket.clocks.some((clock) => isLate(clock, now))) return 'danger';
  if (ticket.suspension) return 'neutral';
  return ticket.status === 'open' ? 'warning' : 'info';
}

/** Still owed and past its due time, be it posted as a breach already or not. */
export function isLate(clock: TicketClock, now: Instant): boolean {
  return isOpen(clock) && isOver(clock, now);
}

/** 09:01:30 李工 接单: what one person reached at one instant is one line. */
function milestoneLines({ ticket, members }: TicketView, now: Instant, text: Catalogue): readonly Line[] {
  const steps = [
    { name: 'reported_up' as const, what: text.names.reportedUp, mark: ticket.reportedUp },
    ...MILESTONES.map((name) => ({ name, what: text.names.milestone[name], mark: ticket.milestones[name] })),
  ].filter((step): step is Step => step.mark !== undefined);
  const byMoment = Map.groupBy(steps, ({ mark }) => `${mark.at}:${mark.by}`);
  return [...byMoment.values()]
    .flatMap((group) => (group[0] ? [{ mark: group[0].mark, group }] : []))
    .sort((a, b) => a.mark.at - b.mark.at)
    .map(({ mark, group }) => {
      const at = instantWords(mark.at, now, text, 'always');
      const { done, implied, isRemote } = stepWords(group, text);
      // After a reopening the step that they came with is gone: they are no act of that person.
      if (done === '') return [text.card.endedTogether(at, implied)];
      const what = implied === '' && !isRemote ? done : text.card.including(done, implied, isRemote);
      return [text.card.step(at, nameOf(members, mark.by, text), what)];
    });
}

interface Step {
  readonly name: Milestone | 'reported_up';
  readonly what: string;
  readonly mark: MilestoneMark;
}

/** 到场（含接单）: what was really done, and what came with it and shall not look like a step of its own. */
function stepWords(
  steps: readonly Step[],
  text: Catalogue,
): { readonly done: string; readonly implied: string; readonly isRemote: boolean } {
  const nameOfStep = ({ what, mark }: Step) => (mark.enteredAt === undefined ? what : text.card.enteredLate(what));
  const names = (wanted: readonly Step[]) => wanted.map(nameOfStep).join(text.card.comma);
  const done = steps.filter(({ mark }) => !mark.implied);
  // Nobody has said that he was there: it is resolved from afar, which counts as having come.
  const isRemote = done.length > 0 && steps.some(isArrivalByResolution);
  const implied = steps.filter((step) => step.mark.implied && !(isRemote && isArrivalByResolution(step)));
  return { done: names(done), implied: names(implied), isRemote };
}

function isArrivalByResolution({ name, mark }: Step): boolean {
  return name === 'arrived' && mark.byResolution === true;
}

/** Deadlines that are still to be met, then what the stopped clocks have used. */
function clockFields({ ticket, contract }: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const clocks = inOrderOfLife(shownClocks(ticket));
  // What is still owed after the resolution is the fault report.
  const open = clocks.filter((clock) => isOpen(clock) && isStillOwed(clock, ticket));
  const counting = open.filter(hasDueInstant);
  const used = clocks
    .filter((clock) => clock.stoppedAt !== undefined)
    .map((clock) => {
      const use = clockUse(clock, contract, now);
      return text.card.clock(clockLabel(clock, text), `${usedWords(use, text)} ${text.names.clockState[use.state]}`);
    });
  const words = (clock: TicketClock) => text.card.clock(clockLabel(clock, text), deadlineWords(clock, now, text));
  return [
    ...(counting.length > 0
      ? [{ label: text.card.deadlines, value: [counting.map(words).join(text.card.dot)], isInClocks: true } as const]
      : []),
    // No countdown shows these.
    ...open
      .filter((clock) => !hasDueInstant(clock))
      .map((clock) => ({ label: clockLabel(clock, text), value: [deadlineWords(clock, now, text)] })),
    ...(used.length > 0 ? [{ label: text.card.used, value: [used.join(text.card.dot)], isMinor: true } as const] : []),
  ];
}

function hasDueInstant({ dueAt }: TicketClock): boolean {
  return dueAt !== undefined;
}

function isStillOwed({ clock }: TicketClock, ticket: Ticket): boolean {
  return IN_WORK.includes(ticket.status) || clock === 'fault_report';
}

function cardClocks(ticket: Ticket, now: Instant, text: Catalogue): readonly CardClock[] {
  return inOrderOfLife(shownClocks(ticket)).flatMap((clock): CardClock[] => {
    // Without a due instant there is nothing to count down.
    if (clock.dueAt === undefined) return [];
    const pausedAt = openPause(clock)?.from;
    return [
      {
        label: clockLabel(clock, text),
        startedAt: clock.startedAt,
        dueAt: clock.dueAt,
        ...(clock.stoppedAt !== undefined && { stoppedAt: clock.stoppedAt }),
        ...(pausedAt !== undefined && { pausedAt }),
        breached: clock.breached,
        ...(isOpen(clock) && isStillOwed(clock, ticket) && { standing: lastingWords(clock, now, text) }),
      },
    ];
  });
}

/** Without what is void, and without past rounds of the progress updates: there may be dozens, the timeline has them. */
function shownClocks(ticket: Ticket): readonly TicketClock[] {
  return ticket.clocks.filter(
    (clock) => clock.voidedAt === undefined && !(clock.clock === 'update' && clock.stoppedAt !== undefined),
  );
}

function footnoteOf({ ticket, contract }: TicketView, text: Catalogue): string | undefined {
  if (ticket.mergedInto) return text.card.followsMain(ticket.mergedInto.number);
  if (isOverTicket(ticket)) return undefined;
  if (ticket.status === 'resolved') return text.card.autoClose(durationWords(contract.autoCloseAfterMs, text));
  return text.card.replyHint;
}
