import type { Catalogue } from '../cards/catalogue.ts';
import { lateWords, undoneName } from '../cards/event-sentence.ts';
import { mentions, nameOf, responsibleFor, shownText, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { clockLabel, instantWords, levelName, systemName } from '../cards/words.ts';
import { isOpen, openPause } from '../domain/clocks.ts';
import type { LateEntry, Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';
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
    case 'resolved':
      return [ticket.reporterId, ...(ticket.merged ?? []).map(({ reporterId }) => reporterId)];
    case 'late_entry_requested':
    case 'fault_reported':
      return supervisors();
    case 'late_entry_approved':
    case 'late_entry_refused':
      return [event.entry.by];
    case 'merged':
      return [ticket.reporterId, ...responsibleFor(view)];
    case 'absorbed':
      return responsibleFor(view);
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
    case 'reopened':
    case 'suspension_approved':
    case 'suspension_refused':
    case 'level_changed':
    case 'cancelled':
    case 'supplemented':
    case 'system_changed':
    case 'arrival_requested':
    case 'due_agreed':
      return responsibleFor(view);
    case 'opened':
    case 'arrived':
    case 'diagnosed':
    case 'worked_around':
    case 'progressed':
    case 'confirmed':
    case 'closed':
    case 'undone':
    case 'reminded':
    case 'silence_noticed':
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

function agreedClock({ clocks }: Ticket, clockId: string, text: Catalogue): string {
  const clock = clocks.find(({ id }) => id === clockId);
  return clock ? clockLabel(clock, text) : '';
}

/** 到场 09:05. */
function lateEntry(entry: Pick<LateEntry, 'step' | 'claimedAt'>, now: Instant, text: Catalogue): string {
  const { step, at } = lateWords(entry, now, text);
  return `${step} ${at}`;
}

function sentence(event: TicketEvent, happening: Happening, text: Catalogue): Line | undefined {
  const { view, before, undone, now } = happening;
  const { ticket, members, contract, texts } = view;
  const { number } = ticket;
  const { notice } = text;
  const by = event.by === undefined ? text.timeline.bot : nameOf(members, event.by, text);
  const ids = [...concerned(event, happening), ...(undone ? concerned(undone, happening) : [])];
  // Taken back was who has it: whose turn it is again has to know.
  if (undone && before.assigneeId !== ticket.assigneeId) ids.push(...responsibleFor(view));
  const rung = mentions(ids.filter((id) => id !== event.by));
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
    case 'due_agreed':
      return notice.dueAgreed(
        rung,
        number,
        by,
        agreedClock(ticket, event.clockId, text),
        instantWords(event.dueAt, now, text, 'if_any'),
      );
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
      return notice.merged(rung, event.report.number, by, number);
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
    case 'confirmed':
    case 'closed':
    case 'reminded':
    case 'silence_noticed':
    case 'calendar_changed':
      return undefined;
  }
}
