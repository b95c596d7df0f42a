import type { AlertSource } from '../contract.ts';
import { keyOfReport } from '../merged-report.ts';
import type { MergedReport, Ticket } from '../ticket-types.ts';
import type { TicketId } from '../types.ts';
import { isMonitor, monitorSource } from './monitor.ts';

/** Which alerts follow a report out of a ticket. */
export interface LeavingAlerts {
  /** The tickets whose alerts they are. */
  readonly from: readonly TicketId[];
  /** Only what this one has said; absent: all of them. */
  readonly source?: AlertSource;
}

/**
 * The alerts that a report of monitoring stands for leave with it: all of the ticket, as long as no other report there is monitoring's,
 * else those of its own source. An alert is of the ticket that it came to, whatever that was merged into since.
 * @returns undefined where people have said it
 */
export function leavingAlerts(main: Ticket, report: MergedReport): LeavingAlerts | undefined {
  const source = monitorSource(report.reporterId);
  if (source === undefined) return undefined;
  const others = (main.merged ?? []).filter((other) => keyOfReport(other) !== keyOfReport(report));
  if (report.ticketId !== undefined) {
    const isAlone = !others.some(({ joinedId, reporterId }) => joinedId !== undefined && isMonitor(reporterId));
    return { from: [report.ticketId], ...(!isAlone && { source }) };
  }
  // Of those that the same source has reported themselves it can't have been one more report.
  const holders = [{ ticketId: main.id, reporterId: main.reporterId }, ...others].filter(
    ({ reporterId }) => reporterId !== report.reporterId,
  );
  const isAlone = ![main, ...others].some(({ reporterId }) => isMonitor(reporterId));
  return { from: holders.flatMap(({ ticketId }) => ticketId ?? []), ...(!isAlone && { source }) };
}
