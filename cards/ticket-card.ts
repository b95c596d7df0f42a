import { clockUse, inOrderOfLife, isOpen, isOver, openPause } from '../domain/clocks.ts';
import type { Contract } from '../domain/contract.ts';
import { IN_WORK, type Ticket, type TicketClock } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import { attachmentSummary } from './attachment-fields.ts';
import type { Catalogue } from './catalogue.ts';
import { courseLines } from './course-lines.ts';
import { impliedStop } from './implied-stop.ts';
import { STOPPED_BY } from './reminder-card.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { factFields, outcomeFields } from './ticket-facts.ts';
import { isOverTicket, quotedText, type TicketView } from './ticket-view.ts';
import type { Card, CardClock, CardField, Tone } from './types.ts';
import { clockLabel, deadlineWords, durationWords, lastingWords, stateWords, systemName, usedWords } from './words.ts';

/** The living card of a ticket: what it is, how it stands, and what each person may do next. */
export function ticketCard(view: TicketView, now: Instant, text: Catalogue): Card {
  const { ticket, contract } = view;
  const isOver = isOverTicket(ticket);
  const footnote = footnoteOf(view, text);
  return {
    tone: toneOf(ticket, now),
    title: `${ticket.number} ${systemName(contract, ticket.systemId, text)}`,
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)], ...courseLines(view, now, text)],
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

/** Deadlines that are still to be met, then what the stopped clocks have used. */
function clockFields({ ticket, contract }: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const clocks = inOrderOfLife(shownClocks(ticket));
  // What is still owed after the resolution is the fault report.
  const open = clocks.filter((clock) => isOpen(clock) && isStillOwed(clock, ticket));
  const counting = open.filter(hasDueInstant).toSorted(byNextDue);
  const used = clocks
    .filter((clock) => clock.stoppedAt !== undefined)
    .map((clock) => endWords(clock, ticket, contract, now, text));
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

/** 诊断 12 分钟 达标; of a step that nobody took as such how it came to stop instead, since 达标 alone would say that it was done. */
function endWords(clock: TicketClock, ticket: Ticket, contract: Contract, now: Instant, text: Catalogue): string {
  const use = clockUse(clock, contract, now);
  const label = clockLabel(clock, text);
  const implied = impliedStop(clock, ticket, text);
  if (implied !== undefined && use.state === 'met') return text.card.impliedClock(label, implied);
  const words = `${usedWords(use, text)} ${text.names.clockState[use.state]}`;
  return text.card.clock(label, implied === undefined ? words : words + text.card.bracketed(implied));
}

/** The next first; what stands still has no instant to go by. */
function byNextDue(a: TicketClock, b: TicketClock): number {
  const dueAt = (clock: TicketClock) =>
    openPause(clock) ? Number.MAX_SAFE_INTEGER : (clock.dueAt ?? Number.MAX_SAFE_INTEGER);
  return dueAt(a) - dueAt(b);
}

function hasDueInstant({ dueAt }: TicketClock): boolean {
  return dueAt !== undefined;
}

function isStillOwed({ clock }: TicketClock, ticket: Ticket): boolean {
  return IN_WORK.includes(ticket.status) || clock === 'fault_report';
}

function cardClocks(ticket: Ticket, now: Instant, text: Catalogue): readonly CardClock[] {
  return inOrderOfLife(shownClocks(ticket))
    .toSorted(byNextDue)
    .flatMap((clock): CardClock[] => {
      // Without a due instant there is nothing to count down.
      if (clock.dueAt === undefined) return [];
      const pausedAt = openPause(clock)?.from;
      return [
        {
          label: clockLabel(clock, text),
          stoppedBy: STOPPED_BY[clock.clock],
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

function footnoteOf({ ticket, contract, splitInto }: TicketView, text: Catalogue): string | undefined {
  if (splitInto !== undefined) return text.split.wentOn(splitInto);
  if (ticket.mergedInto) return text.card.followsMain(ticket.mergedInto.number);
  if (isOverTicket(ticket)) return undefined;
  if (ticket.status === 'resolved') return text.card.autoClose(durationWords(contract.autoCloseAfterMs, text));
  return text.card.replyHint;
}
