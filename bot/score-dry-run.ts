import { InvalidPack, type PackProblem } from '../contracts/problems.ts';
import { assert } from '../domain/assert.ts';
import { deriveFacts } from '../domain/assessment/derive.ts';
import type { Facts, Period } from '../domain/assessment/facts.ts';
import { outcomeOf } from '../domain/assessment/outcome-of.ts';
import type { AssessmentTable } from '../domain/assessment/table-types.ts';
import type { TicketOutcome } from '../domain/assessment/ticket-outcome.ts';
import type { Contract } from '../domain/contract.ts';
import { decide, openTicket } from '../domain/ticket.ts';
import type { Ticket, TicketCommand } from '../domain/ticket-types.ts';
import { type Actor, chatId, eventId, type Instant, personId, type TextRef, ticketId } from '../domain/types.ts';
import type { HistoryStep, HistoryTicket } from './history-tickets.ts';

/** Nobody wrote these texts: an export has instants alone. */
const NO_TEXT: TextRef = { id: '', hash: '' };
const CHAT = chatId('history', 'export');
const REPORTER: Actor = { id: personId('reporter'), roles: ['reporter'] };
const SUPERVISOR: Actor = { id: personId('supervisor'), roles: ['supervisor'] };
const ENGINEER = 'engineer';

const COMMANDS: Readonly<Record<HistoryStep, TicketCommand>> = {
  acknowledged: { type: 'acknowledge' },
  suspended: { type: 'suspend', reason: NO_TEXT },
  resumed: { type: 'resume' },
  arrived: { type: 'arrive' },
  diagnosed: { type: 'diagnose', text: NO_TEXT },
  reportedUp: { type: 'report_up' },
  workedAround: { type: 'work_around', text: NO_TEXT },
  resolved: { type: 'resolve', cause: NO_TEXT, action: NO_TEXT },
  faultReport: { type: 'report_fault', text: NO_TEXT },
};

/**
 * What tickets of another system would have been under a pack: they live through it step by step, as if the bot had been there, so
 * that clocks count exactly as they would.
 * @throws {InvalidPack} with each row that can't have been so
 */
export function outcomesUnder(
  contract: Contract,
  tickets: readonly HistoryTicket[],
  file: string,
): readonly TicketOutcome[] {
  const problems: PackProblem[] = [];
  const outcomes = tickets.map((ticket) => outcomeOf(lived(ticket, contract, file, problems)));
  if (problems.length > 0) throw new InvalidPack(problems);
  return outcomes;
}

/** Facts of a period that the tickets alone give; what people would have recorded is not in an export. */
export function historyFacts(
  tables: readonly AssessmentTable[],
  contract: Contract,
  {
    now,
    outcomes,
    period,
  }: { readonly outcomes: readonly TicketOutcome[]; readonly period: Period; readonly now: Instant },
): Facts {
  const past = { contract, outcomes, attendance: [], members: [], deafness: [], now };
  return deriveFacts(tables, past, period);
}

function lived(said: HistoryTicket, contract: Contract, file: string, problems: PackProblem[]): Ticket {
  let events = 0;
  const newEventId = () => {
    events += 1;
    return eventId(`${said.number}:${events}`);
  };
  const engineer: Actor = { id: personId(said.engineer ?? ENGINEER), roles: ['engineer', 'manager'] };
  const at = said.reportedAt;
  const opened = openTicket(
    {
      id: ticketId(said.number),
      number: said.number,
      chatId: CHAT,
      kind: said.kind,
      ...(said.systemId !== undefined && { systemId: said.systemId }),
      ...(said.departmentId !== undefined && { departmentId: said.departmentId }),
      level: said.level,
      levelReason: { code: 'default' },
      reporterId: REPORTER.id,
      summary: NO_TEXT,
      reportedAt: at,
      receivedAt: at,
    },
    { contract, now: at, newEventId },
  ).ticket;
  const steps = said.steps.reduce((ticket, { at: now, step }) => {
    const decision = decide(ticket, COMMANDS[step], engineer, { contract, now, newEventId });
    if (decision.ok) return approved(decision.ticket, contract, now, newEventId);
    // A later step has implied it: whoever arrived has acknowledged.
    if (decision.refusal.reason !== 'already_done' && !isImplied(ticket, step)) {
      const { column, line } = said.row;
      const problem = `the ticket can't have been ${WORDS[step]} then (${decision.refusal.reason})`;
      problems.push({
        file,
        path: step,
        line,
        column: column(step),
        problem,
        remedy: 'correct the order of its times',
      });
    }
    return ticket;
  }, opened);
  return ended(steps, said, { contract, newEventId });
}

const WORDS: Readonly<Record<HistoryStep, string>> = {
  acknowledged: 'acknowledged',
  suspended: 'suspended',
  resumed: 'resumed',
  arrived: 'arrived at',
  diagnosed: 'diagnosed',
  reportedUp: 'reported to the lead',
  workedAround: 'worked around',
  resolved: 'resolved',
  faultReport: 'followed by a fault report',
};

function isImplied(ticket: Ticket, step: HistoryStep): boolean {
  return step === 'acknowledged'
    ? ticket.status !== 'open'
    : step === 'arrived' && ticket.milestones.arrived !== undefined;
}

interface HistoryEnv {
  readonly contract: Contract;
  readonly newEventId: () => ReturnType<typeof eventId>;
}

/** A pause that was written down was agreed to. */
function approved(ticket: Ticket, contract: Contract, now: Instant, newEventId: HistoryEnv['newEventId']): Ticket {
  if (ticket.suspension === undefined || contract.suspension.approval === 'none') return ticket;
  const decision = decide(ticket, { type: 'approve_suspension' }, SUPERVISOR, { contract, now, newEventId });
  return decision.ok ? decision.ticket : ticket;
}

function ended(ticket: Ticket, { isCancelled, rating, steps }: HistoryTicket, env: HistoryEnv): Ticket {
  const now = steps.at(-1)?.at ?? ticket.reportedAt;
  if (isCancelled) {
    const decision = decide(ticket, { type: 'cancel', reason: NO_TEXT }, SUPERVISOR, { ...env, now });
    assert(decision.ok, `ticket ${ticket.number} can't be cancelled`);
    return decision.ticket;
  }
  if (ticket.status !== 'resolved') return ticket;
  const command: TicketCommand = { type: 'confirm', ...(rating !== undefined && { rating }) };
  const decision = decide(ticket, command, REPORTER, { ...env, now });
  return decision.ok ? decision.ticket : ticket;
}
