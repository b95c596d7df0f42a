import type { Catalogue } from '../cards/catalogue.ts';
import { mentions, nameOf, responsibleFor, shownText, type TicketView, withRole } from '../cards/ticket-view.ts';
import type { Line } from '../cards/types.ts';
import { levelName } from '../cards/words.ts';
import type { TicketEvent } from '../domain/ticket-types.ts';
import type { Instant, PersonId } from '../domain/types.ts';

/**
 * What the group has to know at once because it is now somebody else's turn: who acted is not rung.
 * @returns undefined where the card says enough
 */
export function announcement(event: TicketEvent, view: TicketView, now: Instant, text: Catalogue): Line | undefined {
  const line = sentence(event, view, now, text);
  const [first, ...more] = line ?? [];
  // Nobody was left to be rung: the sentence starts without the space after him.
  return typeof first === 'string' ? [first.trimStart(), ...more] : line;
}

function sentence(event: TicketEvent, view: TicketView, now: Instant, text: Catalogue): Line | undefined {
  const { ticket, members, contract, texts } = view;
  const { number } = ticket;
  const { notice } = text;
  const by = event.by === undefined ? text.timeline.bot : nameOf(members, event.by, text);
  const ring = (ids: readonly PersonId[]): Line => mentions(ids.filter((id) => id !== event.by));
  const responsible = () => ring(responsibleFor(view, now));
  const supervisors = () => ring(withRole(members, 'supervisor'));
  switch (event.type) {
    case 'resolved':
      return notice.resolved(ring([ticket.reporterId]), number, by);
    case 'reopened':
      return notice.reopened(responsible(), number, by, shownText(event.reason, texts, text));
    case 'transferred':
      return notice.transferred(ring([event.to]), number, by);
    case 'suspension_requested':
      return notice.suspensionRequested(supervisors(), number, by, shownText(event.reason, texts, text));
    case 'suspension_approved':
      return notice.suspensionApproved(responsible(), number, by);
    case 'suspension_refused':
      return notice.suspensionRefused(responsible(), number, by);
    case 'reported_up':
      return notice.reportedUp(supervisors(), number, by, shownText(ticket.summary, texts, text));
    case 'level_changed':
      return notice.levelChanged(responsible(), number, by, levelName(contract, event.to, text));
    case 'cancelled':
      return notice.cancelled(responsible(), number, by, shownText(event.reason, texts, text));
    case 'supplemented':
      return notice.supplemented(responsible(), number, by, shownText(event.text, texts, text));
    case 'opened':
    case 'acknowledged':
    case 'arrived':
    case 'diagnosed':
    case 'worked_around':
    case 'progressed':
    case 'confirmed':
    case 'suspended':
    case 'resumed':
    case 'closed':
    case 'undone':
    case 'reminded':
      return undefined;
  }
}
