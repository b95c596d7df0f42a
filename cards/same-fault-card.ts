import { isMonitor } from '../domain/alerts/monitor.ts';
import { reportersOf } from '../domain/merge.ts';
import type { MergedReport, Ticket } from '../domain/ticket-types.ts';
import { type Instant, type PersonId, type TicketId, ticketId } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { systemFields } from './system-fields.ts';
import { detailsAction, SHOW_TICKET_ACTION, ticketActions } from './ticket-actions.ts';
import { toneOf } from './ticket-card.ts';
import { nameOf, quotedText, type TicketView } from './ticket-view.ts';
import type { Card, CardAction } from './types.ts';
import { instantWords, spokenNumber, stateWords } from './words.ts';

/** 不是同一故障: the report under which the button stands leaves the ticket. */
export const SPLIT_OWN_ACTION = 'split_own';

const SEPARATOR = '|';

/** What the button of a report carries: printable ASCII, the ticket first. Without a `joinedId`, the ticket alone. */
function reportSubject(ticket: Pick<Ticket, 'id'>, { joinedId }: Pick<MergedReport, 'joinedId'>): string {
  return joinedId === undefined ? ticket.id : `${ticket.id}${SEPARATOR}${joinedId}`;
}

/** `joinedId` is absent on buttons that were posted before they named their report. */
export function readReportSubject(subject: string): { readonly ticketId: TicketId; readonly joinedId?: string } {
  const [id = '', joinedId] = subject.split(SEPARATOR);
  return { ticketId: ticketId(id), ...(joinedId !== undefined && { joinedId }) };
}

/** Reports that the card of a splitting has a button for; the others are named in words. */
const SPLITTABLE_MAX = 9;
/** `split_3` takes out the third; its version counts those that were taken out before: others that join meanwhile stand behind it. */
export const SPLIT_ACTIONS = Array.from({ length: SPLITTABLE_MAX }, (_, index) => `split_${index + 1}`);

/** To somebody whose report has joined a ticket. */
export function joinedCard(
  view: TicketView,
  report: Pick<MergedReport, 'joinedId' | 'reporterId'>,
  now: Instant,
  text: Catalogue,
): Card {
  const { ticket } = view;
  const isResolved = ticket.status === 'resolved';
  const reporters = reportersOf(ticket);
  const place = new Set(reporters.filter((id) => !isMonitor(id))).size;
  const words = text.sameFault.joinedWords(place, isResolved, reporters.some(isMonitor));
  const judging = ticketActions(view, now, text).filter(({ action }) => action === 'confirm' || action === 'reopen');
  return {
    tone: toneOf(ticket, now),
    title: text.sameFault.joined(ticket.number),
    badge: stateWords(ticket, text),
    lines: [[quotedText(ticket.summary, view.texts, text)], [words]],
    fields: systemFields(view, text),
    clocks: [],
    actions: [
      ...(isResolved ? judging : []),
      notSameAction(ticket, report, now, text),
      detailsAction(ticket, now, text),
    ],
    subject: { id: ticket.id, version: ticket.version },
    wholeBy: SHOW_TICKET_ACTION,
  };
}

function notSameAction(
  ticket: Ticket,
  report: Pick<MergedReport, 'joinedId' | 'reporterId'>,
  now: Instant,
  text: Catalogue,
): CardAction {
  const typed = `${text.split.words[0] ?? ''} ${spokenNumber(ticket, now)}`;
  return {
    action: SPLIT_OWN_ACTION,
    label: text.sameFault.notSame,
    style: 'default',
    for: [report.reporterId],
    subject: { id: reportSubject(ticket, report), version: ticket.version },
    command: typed,
    hint: text.card.typed(text.sameFault.notSame, typed),
  };
}

/** 拆分 7: which of the reports; each of them is its reporter's own as well. @param view with the texts of the reports @param removed reports that were taken out before */
export function splitCard(
  view: TicketView,
  { may, removed }: { readonly may: readonly PersonId[]; readonly removed: number },
  now: Instant,
  text: Catalogue,
): Card {
  const { ticket } = view;
  const reports = ticket.merged ?? [];
  const typed = (place: number) => `${text.split.words[0] ?? ''} ${spokenNumber(ticket, now)} ${place}`;
  return {
    tone: toneOf(ticket, now),
    title: text.split.which(ticket.number),
    badge: stateWords(ticket, text),
    lines: [],
    fields: reports.map((report, index) => ({
      label: `${index + 1}`,
      value: [reportWords(report, view, now, text)],
    })),
    clocks: [],
    actions: reports.slice(0, SPLITTABLE_MAX).map(({ reporterId }, index) => ({
      action: SPLIT_ACTIONS[index] ?? '',
      label: text.split.take(index + 1),
      style: 'default',
      for: [...new Set([...may, reporterId])],
      subject: { id: ticket.id, version: removed },
      command: typed(index + 1),
      hint: text.card.typed(text.split.take(index + 1), typed(index + 1)),
    })),
    subject: { id: ticket.id, version: ticket.version },
    footnote: text.card.typed(text.split.label, typed(1)),
  };
}

function reportWords(report: MergedReport, view: TicketView, now: Instant, text: Catalogue): string {
  const name = nameOf(view.members, report.reporterId, text);
  const said = text.card.said(
    instantWords(report.reportedAt, now, text, 'always'),
    name,
    quotedText(report.text, view.texts, text),
  );
  return report.number === undefined ? said : `${report.number} ${said}`;
}
