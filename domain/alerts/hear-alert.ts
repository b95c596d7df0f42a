import { IN_WORK, type Ticket } from '../ticket-types.ts';
import { type ContractId, type DurationMs, type Instant, MINUTE, type TicketId } from '../types.ts';
import { NO_ALERT_GROUP } from './alert-rules.ts';
import type { Alert, AlertNotice } from './alert-types.ts';

/** What fires anew within this of its recovery comes and goes; later it is another fault of the same kind. */
export const FLAP_WITHIN_MS: DurationMs = 30 * MINUTE;

/** A source that got no answer tries again within this; what says the same later says that it is still so. */
export const REDELIVERED_WITHIN_MS: DurationMs = 10 * MINUTE;

/** Of a contract, a source and its fingerprint there is one. */
export function alertId(contractId: ContractId, { fingerprint, source }: AlertNotice): string {
  return `${contractId}:${source}:${fingerprint}`;
}

/** Whether what fires now belongs to the ticket: one that was resolved a while ago had another fault. */
export function takesAlerts({ milestones, status }: Ticket, now: Instant): boolean {
  if (status === 'resolved') return now - (milestones.resolved?.at ?? now) <= FLAP_WITHIN_MS;
  return IN_WORK.includes(status);
}

export interface HeardAlert {
  readonly contractId: ContractId;
  /** As it was read; absent: nothing was heard of it yet. */
  readonly seen?: Alert | undefined;
  readonly groupKey: string;
  readonly systemId?: string | undefined;
  /** Which ticket is about it from now on. */
  readonly ticketId?: TicketId | undefined;
  readonly now: Instant;
}

/** An alert with one notice more. Its version is that of what was read, as long as it is not written. */
export function hearAlert(notice: AlertNotice, heard: HeardAlert): Alert {
  const { contractId, now, seen, systemId, ticketId } = heard;
  const isNew = isNewTime(notice, seen);
  const state = seen && isOvertaken(notice, seen, now) ? seen.state : notice.state;
  const recoveredAt = state === 'recovered' ? (seen?.state === 'recovered' ? seen.recoveredAt : now) : undefined;
  return {
    id: alertId(contractId, notice),
    contractId,
    groupKey: ticketId === undefined ? NO_ALERT_GROUP : heard.groupKey,
    ...(ticketId !== undefined && { ticketId }),
    state,
    source: notice.source,
    name: notice.name,
    summary: notice.summary,
    ...(systemId !== undefined && { systemId }),
    startedAt: isNew ? notice.startedAt : (seen?.startedAt ?? notice.startedAt),
    firstAt: seen?.firstAt ?? now,
    lastAt: now,
    ...(recoveredAt !== undefined && { recoveredAt }),
    count: (seen?.count ?? 0) + 1,
    flaps: flapsOf(seen, { state, ticketId, now }),
    version: seen?.version ?? 0,
  };
}

/** Firing that comes just behind the recovery of the same time, and the recovery of a time that was over before this one began. */
function isOvertaken(notice: AlertNotice, seen: Alert, now: Instant): boolean {
  if (seen.state === notice.state) return false;
  if (notice.state === 'recovered') return (notice.endedAt ?? now) < seen.startedAt;
  // A source that was cut off says the same time again when it is back.
  return !isNewTime(notice, seen) && now - (seen.recoveredAt ?? now) <= REDELIVERED_WITHIN_MS;
}

/** It is about a later time of firing than what was heard before. */
function isNewTime({ startedAt }: AlertNotice, seen: Alert | undefined): boolean {
  return seen === undefined || startedAt > seen.startedAt;
}

function flapsOf(
  seen: Alert | undefined,
  { now, state, ticketId }: Pick<Alert, 'state'> & Pick<HeardAlert, 'ticketId' | 'now'>,
): number {
  if (seen === undefined || seen.ticketId !== ticketId) return 0;
  const hasRefired = state === 'firing' && seen.state === 'recovered';
  return hasRefired && now - (seen.recoveredAt ?? now) <= FLAP_WITHIN_MS ? seen.flaps + 1 : seen.flaps;
}
