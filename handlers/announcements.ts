import type { Catalogue } from '../cards/catalogue.ts';
import { lateWords, undoneName } from '../cards/event-sentence.ts';
import { mentions, nameOf, responsibleFor, shownText, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { clockLabel, levelName, proposalWords, systemName } from '../cards/words.ts';
import { isMonitor } from '../domain/alerts/monitor.ts';
import { isOpen, openPause } from '../domain/clocks.ts';
import { reportersOf } from '../domain/merge.ts';
import type { LateEntry, Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { ChatId, Instant, PersonId } from '../domain/types.ts';
import { withoutLeadingSpace } from './messages.ts';

/** What happened, and where it can be compared. */
export interface Happening {
  /** After it. */
  readonly view: TicketView;
  /** The ticket before it. */
  readonly before: Ticket;
  /** Of an undo: the step that it takes back. */
  readonly undone: TicketEvent | undefined;
  readonly now: Instant;
  /** It is told to a group whose report was merged into the ticket, and not to the ticket's own. */
  readonly followers?: ChatId;
}

/** Those of them who reported it in this group. */
export function reportersIn({ reporterId, chatId, merged = [] }: Ticket, group: ChatId): readonly PersonId[] {
  return [{ reporterId, chatId }, ...merged]
    .filter((report) => report.chatId === group && !isMonitor(report.reporterId))
    .map((report) => report.reporterId);
}

/**
 * What the group has to know at once because it is now somebody else's turn: who acted is not rung.
 * @returns undefined where the card says enough
 */
export function announcement(event: TicketEvent, happening: Happening, text: Catalogue): Line | undefined {
  const line = sentence(event, happening, text);
  return line && withoutLeadingSpace(line);
}

/** Whose turn a step makes it; whoever was told of it is also told that it is taken back. */
function concerned(event: TicketEvent, { view, before }: Happening): readonly PersonId[] {
  const { ticket, members } = view;
  const supervisors = () => withRole(members, 'supervisor');
  switch (event.type) {
    case 'resolved': {
      const reporters = reportersIn(ticket, ticket.chatId);
      // Monitoring can't say whether it works again.
      return reporters.length > 0 ? reporters : supervisors();
    }
    case 'late_entry_requested':
    case 'fault_reported':
      return supervisors();
    case 'late_entry_approved':
    case 'late_entry_refused':
      return [event.entry.by];
    case 'merged':
      return [...reportersOf(ticket), ...responsibleFor(view), ...supervisors()];
    case 'absorbed':
      return responsibleFor(view);
    case 'split_off':
      return [event.report.reporterId, ...responsibleFor(view)];
    case 'transferred':
      return [event.to];
    case 'acknowledged':
      return before.assigneeId === undefined ? [] : [before.assigneeId];
    case 'suspension_requested':
    case 'suspended':
    case 'reported_up':
      return supervisors();
    case 'resumed':
      return [...responsibleFor(view), ...supervisors()];
    case 'system_changed':
      return [ticket.reporterId, ...responsibleFor(view), ...supervisors()];
    case 'reopened':
    case 'suspension_approved':
    case 'suspension_refused':
    case 'level_changed':
    case 'cancelled':
    case 'supplemented':
    case 'arrival_requested':
      return responsibleFor(view);
    case 'due_proposed':
    case 'due_agreed':
    case 'due_refused':
      return agreeing(event, view);
    case 'opened':
    case 'arrived':
    case 'diagnosed':
    case 'worked_around':
    case 'progressed':
    case 'confirmed':
    case 'rated':
    case 'closed':
    case 'undone':
    case 'reminded':
    case 'silence_noticed':
    case 'alerts_counted':
    case 'calendar_changed':
      return [];
  }
}

/** Names of the open clocks that a pause holds, and of those that it does not. */
function pausedAndRunning({ clocks }: Ticket, text: Catalogue): string {
  const names = (wanted: boolean) =>
    clocks
      .filter((clock) => isOpen(clock) && (openPause(clock) !== undefined) === wanted)
      .map((clock) => clockLabel(clock, text))
      .join(text.card.comma);
  return text.card.pausedClocks(names(true), names(false));
}

/** Who has to answer to a date, or is told the answer. */
function agreeing(event: TicketEvent & { type: 'due_proposed' | 'due_agreed' | 'due_refused' }, view: TicketView) {
  const { ticket, members } = view;
  if (event.type !== 'due_proposed') return [event.proposal.by, ...responsibleFor(view)];
  if (event.side === 'customer') return responsibleFor(view);
  return [...(ticket.isRelayed ? [] : [ticket.reporterId]), ...withRole(members, 'supervisor')];
}

/** 到场 09:05. */
function lateEntry(entry: Pick<LateEntry, 'step' | 'claimedAt'>, now: Instant, text: Catalogue): string {
  const { step, at } = lateWords(entry, now, text);
  return `${step} ${at}`;
}

function rungBy(event: TicketEvent, happening: Happening): readonly PersonId[] {
  const { view, before, undone, followers } = happening;
  if (followers)
    return [event, undone].some((one) => one?.type === 'resolved') ? reportersIn(view.ticket, followers) : [];
  const ids = [...concerned(event, happening), ...(undone ? concerned(undone, happening) : [])];
  // Taken back was who has it: whose turn it is again has to know.
  return undone && before.assigneeId !== view.ticket.assigneeId ? [...ids, ...responsibleFor(view)] : ids;
}

function sentence(event: TicketEvent, happening: Happening, text: Catalogue): Line | undefined {
  const { view, before, now } = happening;
  const { ticket, members, contract, texts } = view;
  const { number } = ticket;
  const { notice } = text;
  const by = event.by === undefined ? text.timeline.bot : nameOf(members, event.by, text);
  const rung = mentions(rungBy(event, happening).filter((id) => id !== event.by));
  switch (event.type) {
    case 'resolved':
      return notice.resolved(rung, number, by);
    case 'reopened':
      return notice.reopened(rung, number, by, shownText(event.reason, texts, text));
    case 'transferred':
      return notice.transferred(rung, number, by);
    case 'suspension_requested':
      return notice.suspensionRequested(rung, number, by, shownText(event.reason, texts, text));
    case 'suspension_approved':
      return notice.suspensionApproved(rung, number, by, pausedAndRunning(ticket, text));
    case 'suspension_refused':
      return notice.suspensionRefused(rung, number, by);
    case 'reported_up':
      return notice.reportedUp(rung, number, by, shownText(ticket.summary, texts, text));
    case 'level_changed':
      return notice.levelChanged(rung, number, by, levelName(contract, event.to, text));
    case 'system_changed': {
      const system = systemName(contract, event.to, text);
      return notice.systemChanged(rung, number, by, system, levelName(contract, event.level, text));
    }
    case 'arrival_requested':
      return notice.arrivalRequested(rung, number, by);
    case 'due_proposed':
      return notice.dueProposed(rung, number, by, ...proposalWords(event, ticket, now, text));
    case 'due_agreed':
      return notice.dueAgreed(rung, number, by, ...proposalWords(event.proposal, ticket, now, text));
    case 'due_refused':
      return notice.dueRefused(rung, number, by, ...proposalWords(event.proposal, ticket, now, text));
    case 'late_entry_requested':
      return notice.lateEntryRequested(
        rung,
        number,
        by,
        lateEntry(event, now, text),
        shownText(event.reason, texts, text),
      );
    case 'late_entry_approved':
      return notice.lateEntryApproved(rung, number, by, lateEntry(event.entry, now, text));
    case 'late_entry_refused':
      return notice.lateEntryRefused(rung, number, by, lateEntry(event.entry, now, text));
    case 'fault_reported':
      return notice.faultReported(rung, number, by);
    case 'merged':
      return notice.merged(rung, number, by, event.intoNumber);
    case 'absorbed':
      // Who joined said it here himself, or is told alone; the card counts them.
      return event.report.number === undefined ? undefined : notice.merged(rung, event.report.number, by, number);
    case 'split_off': {
      const { reporterId } = event.report;
      const reporter = reporterId === event.by ? undefined : nameOf(members, reporterId, text);
      return (event.isKnown ? text.split.moved : text.split.done)(rung, by, reporter, number, event.intoNumber);
    }
    case 'confirmed':
      // Where its card is, that says it.
      return happening.followers && notice.confirmed(number, by);
    case 'cancelled':
      return notice.cancelled(rung, number, by, shownText(event.reason, texts, text));
    case 'suspended':
      return notice.suspended(rung, number, by, shownText(event.reason, texts, text));
    case 'resumed':
      return notice.resumed(rung, number, by);
    case 'acknowledged':
      // A manager takes what was handed to somebody else, who has to know.
      if (before.assigneeId === undefined || before.assigneeId === event.by) return undefined;
      return notice.takenOver(rung, number, by);
    case 'undone':
      return notice.undone(rung, number, by, undoneName(event, text));
    case 'supplemented':
      return notice.supplemented(rung, number, by, shownText(event.text, texts, text));
    case 'opened':
    case 'arrived':
    case 'diagnosed':
    case 'worked_around':
    case 'progressed':
    case 'rated':
    case 'closed':
    case 'reminded':
    case 'silence_noticed':
    case 'alerts_counted':
    case 'calendar_changed':
      return undefined;
  }
}
