import type { Catalogue } from '../cards/catalogue.ts';
import { undoneName } from '../cards/event-sentence.ts';
import { mentions, nameOf, responsibleFor, shownText, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { clockName, levelName } from '../cards/words.ts';
import { isOpen, openPause } from '../domain/clocks.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { PersonId } from '../domain/types.ts';

/** What happened, and where it can be compared. */
export interface Happening {
  /** After it. */
  readonly view: TicketView;
  /** The ticket before it. */
  readonly before: Ticket;
  /** Of an undo: the step that it takes back. */
  readonly undone: TicketEvent | undefined;
}

/**
 * What the group has to know at once because it is now somebody else's turn: who acted is not rung.
 * @returns undefined where the card says enough
 */
export function announcement(event: TicketEvent, happening: Happening, text: Catalogue): Line | undefined {
  const line = sentence(event, happening, text);
  const [first, ...more] = line ?? [];
  // Nobody was left to be rung: the sentence starts without the space after him.
  return typeof first === 'string' ? [first.trimStart(), ...more] : line;
}

/** Whose turn a step makes it; whoever was told of it is also told that it is taken back. */
function concerned(event: TicketEvent, { view, before }: Happening): readonly PersonId[] {
  const { ticket, members } = view;
  const supervisors = () => withRole(members, 'supervisor');
  switch (event.type) {
    case 'resolved':
      return [ticket.reporterId];
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
      return [];
  }
}

/** Names of the open clocks that a pause holds, and of those that it does not. */
function pausedAndRunning({ clocks }: Ticket, text: Catalogue): string {
  const names = (wanted: boolean) =>
    clocks
      .filter((clock) => isOpen(clock) && (openPause(clock) !== undefined) === wanted)
      .map(({ clock }) => clockName(clock, text))
      .join(text.card.comma);
  return text.card.pausedClocks(names(true), names(false));
}

function sentence(event: TicketEvent, happening: Happening, text: Catalogue): Line | undefined {
  const { view, before, undone } = happening;
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
      return undefined;
  }
}
