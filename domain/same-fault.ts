import type { SameFaultRule } from './contract.ts';
import type { SymptomFamily } from './intake.ts';
import { IN_WORK, type Ticket } from './ticket-types.ts';
import type { ChatId, Instant, PersonId } from './types.ts';

/** A report of which nobody has said yet whether its fault is in work already. */
export interface ReportedFault {
  /** Absent: it joins nothing, since two faults of nobody knows what are two. */
  readonly systemId?: string | undefined;
  /** Absent, or `other`: like none. */
  readonly family?: SymptomFamily | undefined;
  /** For which it is said. */
  readonly departmentId?: string | undefined;
  /** Where it belongs. */
  readonly chatId?: ChatId | undefined;
  readonly reporterId: PersonId;
  readonly reportedAt: Instant;
  /** Monitoring says it: it names no symptom as people do. */
  readonly isMonitoring?: boolean;
}

/** A ticket that it may be about. */
export interface FaultInWork {
  readonly ticket: Ticket;
  /** What its reports say; empty: nothing that is known. */
  readonly families: readonly SymptomFamily[];
  /** Monitoring has reported it. */
  readonly isMonitoring: boolean;
}

/**
 * `join`: it is the same outage. `repeat`: its own reporter says it again. `ask`: it may be, and the reporter is asked.
 */
export type SameFaultVerdict = 'join' | 'repeat' | 'ask';

/** Whether it is worth reading what the ticket's reports say. */
export function mayBeSame(ticket: Ticket, report: ReportedFault, rule: SameFaultRule): boolean {
  return (
    IN_WORK.includes(ticket.status) &&
    // An account that is wished for is no outage.
    ticket.kind !== 'service_request' &&
    report.systemId !== undefined &&
    ticket.systemId === report.systemId &&
    !isOtherDepartment(ticket, report) &&
    Math.abs(report.reportedAt - newestReportAt(ticket)) <= rule.withinMs
  );
}

/** Of several that may be the same his own, then the surest, and of those the one that was heard of last. */
export function sameFault<Fault extends FaultInWork>(
  faults: readonly Fault[],
  report: ReportedFault,
  rule: SameFaultRule,
): { readonly fault: Fault; readonly verdict: SameFaultVerdict } | undefined {
  const found = faults
    .filter(({ ticket }) => mayBeSame(ticket, report, rule))
    .flatMap((fault) => {
      const verdict = verdictOf(fault, report, rule);
      return verdict ? [{ fault, verdict }] : [];
    });
  const isOwn = ({ ticket }: FaultInWork) => Number(isReporter(ticket, report.reporterId));
  const [best] = found.toSorted(
    (a, b) =>
      SURENESS[b.verdict] - SURENESS[a.verdict] ||
      isOwn(b.fault) - isOwn(a.fault) ||
      newestReportAt(b.fault.ticket) - newestReportAt(a.fault.ticket),
  );
  return best;
}

const SURENESS: Readonly<Record<SameFaultVerdict, number>> = { ask: 0, join: 1, repeat: 2 };

function verdictOf(fault: FaultInWork, report: ReportedFault, rule: SameFaultRule): SameFaultVerdict | undefined {
  const { ticket } = fault;
  const isAlike = isSameSymptom(fault, report);
  if (isReporter(ticket, report.reporterId)) {
    // Who says it again without a new symptom repeats himself: that it does not work is none.
    if (isAlike || !isTelling(report.family) || fault.families.length === 0) return 'repeat';
    return rule.similar === 'ask' ? 'ask' : undefined;
  }
  // In another department's hours other times are owed, so that nothing joins by itself.
  const isElsewhere = ticket.departmentId !== report.departmentId && !report.isMonitoring && !fault.isMonitoring;
  if (isAlike && !isElsewhere) return rule.same;
  return isAlike || rule.similar === 'ask' ? 'ask' : undefined;
}

/** Monitoring sees that something is wrong with a system, not how people would say it. */
function isSameSymptom(fault: FaultInWork, { family, isMonitoring }: ReportedFault): boolean {
  if (fault.isMonitoring || isMonitoring) return true;
  return isKnown(family) && fault.families.includes(family);
}

function isKnown(family: SymptomFamily | undefined): family is Exclude<SymptomFamily, 'other'> {
  return family !== undefined && family !== 'other';
}

/** Whether the symptom tells one fault of a system from another. */
function isTelling(family: SymptomFamily | undefined): boolean {
  return isKnown(family) && family !== 'unavailable';
}

/**
 * Another department's tickets are nobody's business but in a group that both share, where everybody has seen them; a report for nobody
 * in particular may be about any.
 */
function isOtherDepartment({ chatId, departmentId }: Ticket, report: ReportedFault): boolean {
  if (departmentId === undefined || report.departmentId === undefined) return false;
  return departmentId !== report.departmentId && chatId !== report.chatId;
}

function isReporter({ merged = [], reporterId }: Ticket, person: PersonId): boolean {
  return reporterId === person || merged.some((report) => report.reporterId === person);
}

function newestReportAt({ merged = [], reportedAt }: Ticket): Instant {
  return Math.max(reportedAt, ...merged.map((report) => report.reportedAt));
}
