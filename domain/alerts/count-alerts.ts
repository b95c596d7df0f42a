import type { Env } from '../env.ts';
import { applyEvent } from '../fold.ts';
import { type AlertNews, type CountedAlerts, IN_WORK, type Ticket, type TicketEvent } from '../ticket-types.ts';

/** So often recoveries are told one by one; from then on that they come and go. */
export const FLAPS_MAX = 3;

export type AlertFigures = Omit<CountedAlerts, 'told'>;

export interface AlertCount {
  readonly ticket: Ticket;
  readonly event: Extract<TicketEvent, { type: 'alerts_counted' }>;
  /** What the group shall know at once. */
  readonly news?: AlertNews;
}

/** What a ticket's alerts have become since they were counted last. @returns undefined where nothing has changed */
export function countAlerts(ticket: Ticket, figures: AlertFigures, env: Env): AlertCount | undefined {
  if (!IN_WORK.includes(ticket.status) && ticket.status !== 'resolved') return undefined;
  const news = newsOf(ticket, figures);
  if (news === undefined && isAsCounted(ticket, figures)) return undefined;
  const told = news === undefined ? ticket.alerts?.told : { what: news, at: env.now };
  const event = {
    id: env.newEventId(),
    ticketId: ticket.id,
    at: env.now,
    type: 'alerts_counted',
    counted: { ...figures, ...(told && { told }) },
    clocks: [],
  } as const;
  return { ticket: applyEvent(ticket, event), event, ...(news !== undefined && { news }) };
}

function isAsCounted({ alerts: counted }: Ticket, { alerts, firing, flaps, notices }: AlertFigures): boolean {
  // Of one that was heard of once the ticket's report says all.
  if (counted === undefined && notices <= 1) return true;
  return (
    counted?.alerts === alerts && counted.firing === firing && counted.flaps === flaps && counted.notices === notices
  );
}

/** A resolution and a reopening begin a new story: what was told before them is told anew. */
function newsOf(ticket: Ticket, { alerts, firing, flaps }: AlertFigures): AlertNews | undefined {
  if (alerts === 0) return undefined;
  const told = toldSinceTurn(ticket);
  if (ticket.status === 'resolved') {
    return firing > 0 && told !== 'after_resolution' ? 'after_resolution' : undefined;
  }
  if (told === 'unsteady') return undefined;
  if (firing > 0 && told !== 'recovered') return undefined;
  if (firing === 0 && told === 'recovered') return undefined;
  if (flaps >= FLAPS_MAX) return 'unsteady';
  return firing > 0 ? 'refired' : 'recovered';
}

function toldSinceTurn({ alerts, milestones, reopened, status }: Ticket): AlertNews | undefined {
  const told = alerts?.told;
  const turnedAt = status === 'resolved' ? milestones.resolved?.at : reopened?.at;
  return told && told.at >= (turnedAt ?? told.at) ? told.what : undefined;
}
