import { isMonitor } from '../domain/alerts/monitor.ts';
import { isAsked } from '../domain/intake-level.ts';
import { reportersOf } from '../domain/merge.ts';
import { waitingRules } from '../domain/on-request.ts';
import { IN_WORK } from '../domain/ticket-types.ts';
import type { Instant, PersonId, TextRef } from '../domain/types.ts';
import type { Catalogue } from './catalogue.ts';
import { lateWords } from './event-sentence.ts';
import { isOverTicket, nameOf, namesOf, quotedText, type TicketView } from './ticket-view.ts';
import type { CardField } from './types.ts';
import { clockLabel, combinationNames, instantWords, levelName, proposalWords } from './words.ts';

/** Reports of the same fault that a card names. */
const REPORTS_SHOWN_MAX = 5;

/** What a ticket is: its level and why, who reported it, and whose it is. */
export function factFields(view: TicketView, text: Catalogue): readonly CardField[] {
  const { ticket, members } = view;
  const fields: CardField[] = [
    ...kindField(view, text),
    { label: text.card.level, value: [levelWords(view, text)], isMinor: true },
    { label: text.card.reporter, value: [reporterWords(view, text)], isMinor: true },
  ];
  if (ticket.assigneeId !== undefined) {
    fields.push({ label: text.card.assignee, value: [nameOf(members, ticket.assigneeId, text)] });
  } else if (!isOverTicket(ticket)) {
    // The one who is called, and who is called next.
    const duty = namesOf(members, view.onDuty.slice(0, 2), text);
    fields.push({ label: text.card.onDuty, value: [duty === '' ? text.card.nobodyOnDuty : duty] });
  }
  return fields;
}

/** A ticket is taken for a fault unless it says otherwise. */
function kindField({ ticket: { kind } }: TicketView, text: Catalogue): readonly CardField[] {
  if (kind !== 'service_request') return [];
  return [{ label: text.dialogue.request.kind, value: [text.names.kind[kind]], isMinor: true }];
}

/** Who reported it first, and how many have by now. */
function reporterWords({ ticket, members }: TicketView, text: Catalogue): string {
  const all = [...new Set(reportersOf(ticket))];
  const people = all.filter((id) => !isMonitor(id)).length;
  const name = nameOf(members, ticket.reporterId, text);
  const { monitorAndPeople, peopleAndMonitor, reporters } = text.sameFault;
  if (isMonitor(ticket.reporterId)) return people === 0 ? name : monitorAndPeople(name, people);
  const monitor = all.find(isMonitor);
  const words = people === 1 ? name : reporters(name, people);
  return monitor === undefined ? words : peopleAndMonitor(words, nameOf(members, monitor, text));
}

/** The level with what it was decided by. */
export function levelWords({ ticket, contract, members }: TicketView, text: Catalogue): string {
  const words = levelByReason({ ticket, contract, members }, text);
  return ticket.levelAsked && !isAsked(ticket.levelReason) ? text.card.levelUnseen(words) : words;
}

type Levelled = Pick<TicketView, 'ticket' | 'contract' | 'members'>;

function levelByReason({ ticket, contract, members }: Levelled, text: Catalogue): string {
  const level = levelName(contract, ticket.level, text);
  const reason = ticket.levelReason;
  switch (reason.code) {
    case 'sign':
      return text.card.levelBySign(level, reason.word);
    case 'default':
      // A wish has the mildest level where nothing is known, not the gravest.
      if (ticket.kind === 'service_request') return level;
      return text.card.levelByDefault(level);
    case 'person':
      return text.card.levelByPerson(level, nameOf(members, reason.by, text));
    case 'alert':
      return text.card.levelByAlert(level);
    case 'anomaly':
      return text.card.levelByAnomaly(level);
    case 'vip':
      return text.card.levelByVip(level);
    case 'system':
      return text.card.levelBySystem(level);
    case 'matrix': {
      const names = combinationNames(contract, reason, text);
      if (!names) return level;
      const words = isAsked(reason) ? text.card.levelAsked : text.card.levelByMatrix;
      return words(level, names.row, names.column);
    }
  }
}

/** What became of a ticket, and what waits for somebody's word. */
export function outcomeFields(view: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  return [...requestFields(view, 'all', now, text), ...courseFields(view, now, text), ...resultFields(view, now, text)];
}

/** What waits for approval, or was approved. @param about only this of it */
export function requestFields(
  { ticket, members, texts }: TicketView,
  about: 'suspension' | 'late_entry' | 'due' | 'all',
  now: Instant,
  text: Catalogue,
): readonly CardField[] {
  const fields: CardField[] = [];
  const { suspension, lateEntry, dueProposal } = ticket;
  const isShown = (one: typeof about) => about === 'all' || about === one;
  if (suspension && isShown('suspension')) {
    const { approvedBy } = suspension;
    const [reason, by] = [quotedText(suspension.reason, texts, text), nameOf(members, suspension.by, text)];
    const approver = approvedBy === undefined || approvedBy === suspension.by ? '' : nameOf(members, approvedBy, text);
    const words = approvedBy === undefined ? text.card.suspensionAsked : text.card.suspendedFor;
    fields.push({ label: text.card.suspension, value: [words(reason, by, approver)] });
  }
  if (lateEntry && isShown('late_entry')) {
    const { step, at } = lateWords(lateEntry, now, text);
    const [by, reason] = [nameOf(members, lateEntry.by, text), quotedText(lateEntry.reason, texts, text)];
    fields.push({ label: text.card.lateEntry, value: [text.card.lateEntryAsked(step, at, by, reason)] });
  }
  if (dueProposal && isShown('due')) {
    const by = nameOf(members, dueProposal.by, text);
    const proposed = text.card.clock(...proposalWords(dueProposal, ticket, now, text));
    fields.push({ label: text.card.dueAgreement, value: [text.card.dueProposed(proposed, by)] });
  }
  return fields;
}

function courseFields(view: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const { ticket, members, contract } = view;
  const fields: CardField[] = [];
  const isInWork = IN_WORK.includes(ticket.status);
  const waiting = isInWork ? waitingRules(ticket, contract) : [];
  if (waiting.length > 0) {
    const names = new Set(waiting.map((rule) => clockLabel(rule, text)));
    fields.push({ label: text.card.onRequest, value: [[...names].join(text.card.comma)] });
  }
  // All may have left with a report that was taken out.
  if (ticket.alerts && ticket.alerts.alerts > 0 && !isOverTicket(ticket)) {
    fields.push({ label: text.alerts.label, value: [text.alerts.counts(ticket.alerts)], isMinor: true });
  }
  if (ticket.progress && isInWork) {
    fields.push(saidField(text.card.progress, ticket.progress, ticket.progress.text, view, now, text));
  }
  if (ticket.reopened && isInWork) {
    fields.push(saidField(text.card.reopened, ticket.reopened, ticket.reopened.reason, view, now, text));
  }
  if (ticket.reopenings > 0) {
    fields.push({ label: text.card.reopenings, value: [text.card.times(ticket.reopenings)], isMinor: true });
  }
  if (ticket.merged && ticket.merged.length > 0) {
    const reports = ticket.merged.map(({ number, reportedAt, reporterId }) => {
      const name = nameOf(members, reporterId, text);
      if (number !== undefined) return text.card.mergedReport(number, name);
      return text.sameFault.report(name, instantWords(reportedAt, now, text, 'always'));
    });
    const shown = reports.slice(0, REPORTS_SHOWN_MAX).join(text.card.comma);
    const more = reports.length > REPORTS_SHOWN_MAX ? text.sameFault.moreReports(reports.length) : '';
    const value = [shown, more].filter((words) => words !== '').join(' ');
    fields.push({ label: text.card.mergedReports, value: [value], isMinor: true });
  }
  return fields;
}

function resultFields(view: TicketView, now: Instant, text: Catalogue): readonly CardField[] {
  const { ticket, texts, members } = view;
  const fields: CardField[] = [];
  if (ticket.mergedInto && ticket.closedAt !== undefined && ticket.closedBy !== undefined) {
    const [at, by] = [instantWords(ticket.closedAt, now, text, 'always'), nameOf(members, ticket.closedBy, text)];
    const who = text.card.bracketed(text.card.said(at, by, ''));
    fields.push({ label: text.card.mergedInto, value: [ticket.mergedInto.number + who] });
    if (view.splitInto !== undefined)
      fields.push({ label: text.split.label, value: [text.split.wentOn(view.splitInto)] });
  }
  if (ticket.status === 'cancelled' && ticket.closedAt !== undefined && ticket.closedBy !== undefined) {
    const end = { at: ticket.closedAt, by: ticket.closedBy };
    fields.push(saidField(text.card.cancelled, end, ticket.cancelReason, view, now, text));
  }
  if (ticket.cause) fields.push({ label: text.card.cause, value: [quotedText(ticket.cause, texts, text)] });
  if (ticket.action) fields.push({ label: text.card.action, value: [quotedText(ticket.action, texts, text)] });
  if (ticket.faultReport) {
    const { at, by } = ticket.faultReport;
    const words = text.card.said(instantWords(at, now, text, 'always'), nameOf(members, by, text), '');
    fields.push({ label: text.card.faultReport, value: [words] });
  }
  if (ticket.rating !== undefined) {
    fields.push({ label: text.card.rating, value: [text.card.ratingOf(ticket.rating)] });
  }
  return fields;
}

/** When, who, and what he wrote. */
function saidField(
  label: string,
  { at, by }: { readonly at: Instant; readonly by: PersonId },
  words: TextRef | undefined,
  { members, texts }: TicketView,
  now: Instant,
  text: Catalogue,
): CardField {
  const when = instantWords(at, now, text, 'always');
  return { label, value: [text.card.said(when, nameOf(members, by, text), quotedText(words, texts, text))] };
}
