import { eventWords } from '../cards/event-sentence.ts';
import { nameOf, type TicketView } from '../cards/ticket-view.ts';
import { levelName, systemName } from '../cards/words.ts';
import { isOpen, isOver } from '../domain/clocks.ts';
import type { FaultReport } from '../domain/reporting/fault-report-types.ts';
import type { Ticket, TicketEvent } from '../domain/ticket-types.ts';
import type { Instant, TextRef } from '../domain/types.ts';
import type { Scene } from './context.ts';

/** What it is told with. */
export type FaultScene = Pick<Scene, 'contract' | 'members' | 'now' | 'text'>;

/** What happened by the clocks alone tells nothing about the fault. */
const LEFT_OUT: ReadonlySet<TicketEvent['type']> = new Set([
  'reminded',
  'silence_noticed',
  'alerts_counted',
  'fault_reported',
  'rated',
]);

/**
 * All that a fault report says, from the record of one ticket.
 * @param view with the texts of all its events
 */
export function faultReportOf(scene: FaultScene, view: TicketView, events: readonly TicketEvent[]): FaultReport {
  const { contract, members, now, text } = scene;
  const { texts, ticket } = view;
  const { assigneeId, milestones } = ticket;
  const resolvedAt = milestones.resolved?.at;
  const dueAt = ticket.clocks.find(({ binding, clock }) => clock === 'fault_report' && binding === 'contract')?.dueAt;
  const words = (ref: TextRef | undefined) => (ref ? (texts.get(ref.id) ?? text.names.erasedText) : undefined);
  const cause = words(ticket.cause);
  const action = words(ticket.action);
  return {
    contract: contract.name,
    customer: contract.parties.customer,
    supplier: contract.parties.supplier,
    number: ticket.number,
    ...(ticket.systemId !== undefined && { system: systemName(contract, ticket.systemId, text) }),
    level: levelName(contract, ticket.level, text),
    summary: words(ticket.summary) ?? '',
    reporter: nameOf(members, ticket.reporterId, text),
    ...(assigneeId !== undefined && { assignee: nameOf(members, assigneeId, text) }),
    reportedAt: ticket.reportedAt,
    ...(resolvedAt !== undefined && { resolvedAt, downMs: downMs(ticket, resolvedAt) }),
    ...(cause !== undefined && { cause }),
    ...(action !== undefined && { action }),
    course: events.filter(({ type }) => !LEFT_OUT.has(type)).map((event) => stepOf(event, view, scene)),
    clocks: ticket.clocks
      .filter(
        ({ binding, clock, voidedAt }) => binding === 'contract' && voidedAt === undefined && clock !== 'fault_report',
      )
      .map((clock) => ({
        clock: clock.clock,
        ...(clock.dueAt !== undefined && { dueAt: clock.dueAt }),
        ...(clock.stoppedAt !== undefined && { stoppedAt: clock.stoppedAt }),
        isMissed: isOver(clock, now),
        clause: clock.clause,
      })),
    ...(dueAt !== undefined && { dueAt }),
    madeAt: now,
  };
}

function stepOf(
  event: TicketEvent,
  view: TicketView,
  { members, now, text }: FaultScene,
): FaultReport['course'][number] {
  const { at, by } = event;
  return { at, ...(by !== undefined && { by: nameOf(members, by, text) }), what: eventWords(event, view, now, text) };
}

/** From the report to the resolution, suspensions left out. */
function downMs({ reportedAt, suspension, suspensions = [] }: Ticket, resolvedAt: Instant): number {
  const open = suspension?.approvedBy === undefined ? [] : [{ from: suspension.requestedAt, to: resolvedAt }];
  const spans = [...suspensions, ...open];
  const paused = spans.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, resolvedAt) - Math.max(from, reportedAt)),
    0,
  );
  return Math.max(0, resolvedAt - reportedAt - paused);
}

/** The clock of the contract's by which a fault report is owed. */
export function openReportClock({ clocks }: Ticket) {
  return clocks.find((clock) => clock.clock === 'fault_report' && clock.binding === 'contract' && isOpen(clock));
}
