import { clockUse } from '../../domain/clocks.ts';
import type { Contract } from '../../domain/contract.ts';
import { parseTicketReference } from '../../domain/number.ts';
import type { Ticket, TicketClock } from '../../domain/ticket-types.ts';
import type { Instant } from '../../domain/types.ts';
import type { Cast } from './cast.ts';
import { writeDuration } from './duration.ts';
import type { ClockExpectation, Expectation, TicketExpectation } from './expectation.ts';
import { compare, compareSets, compareTexts, type Mismatch } from './mismatch.ts';
import type { Observation, SeenTicket } from './observe.ts';
import { writeDate, writeTime } from './when.ts';

/**
 * The ticket that a step means.
 * @param reference its number, the day's number, or absent: the newest
 */
export function ticketMeant(seen: Observation, reference: string | number | undefined): SeenTicket | undefined {
  if (reference === undefined) return seen.tickets.at(-1);
  const parsed = parseTicketReference(String(reference));
  if (!parsed) return undefined;
  if ('number' in parsed) return seen.tickets.find(({ ticket }) => ticket.number === parsed.number);
  const suffix = `-${String(parsed.daily).padStart(2, '0')}`;
  return seen.tickets.findLast(
    ({ ticket }) =>
      ticket.number.endsWith(suffix) && (!parsed.monthDay || ticket.number.includes(`${parsed.monthDay}-`)),
  );
}

export interface TicketCheck {
  readonly seen: Observation;
  readonly cast: Cast;
  readonly contracts: readonly Contract[];
}

/** Checks `ticket`, `clocks` and `ledger.types`: all that is about one ticket. */
export function checkTicket(expect: Expectation, check: TicketCheck): readonly Mismatch[] {
  if (!expect.ticket && !expect.clocks && !expect.ledger?.types) return [];
  const meant = ticketMeant(check.seen, expect.of);
  if (!meant)
    return [{ what: 'ticket', expected: expect.of === undefined ? 'one' : `${expect.of}`, actual: 'there is none' }];
  const types = meant.events.map((event) => event.type).filter((type) => type !== 'reminded');
  return [
    ...(expect.ticket ? checkFields(expect.ticket, meant, check.cast) : []),
    ...checkClocks(expect.clocks ?? {}, meant.ticket, check),
    ...compare('ledger.types', expect.ledger?.types, types),
  ];
}

function checkFields(expected: TicketExpectation, { ticket, summary }: SeenTicket, cast: Cast): readonly Mismatch[] {
  const keyOf = (id: string | undefined): string | null => cast.people.find((person) => person.id === id)?.key ?? null;
  return [
    ...compare('ticket.number', expected.number, ticket.number),
    ...compare('ticket.status', expected.status, ticket.status),
    ...compare('ticket.level', expected.level, ticket.level),
    ...compare('ticket.level_reason', expected.level_reason, ticket.levelReason.code),
    ...compare('ticket.system', expected.system, ticket.systemId ?? null),
    ...compare('ticket.assignee', expected.assignee, keyOf(ticket.assigneeId)),
    ...compare('ticket.reporter', expected.reporter, keyOf(ticket.reporterId)),
    ...compare('ticket.reopenings', expected.reopenings, ticket.reopenings),
    ...compare('ticket.rating', expected.rating, ticket.rating ?? null),
    ...compare('ticket.suspended', expected.suspended, suspensionOf(ticket)),
    ...compareSets('ticket.milestones', expected.milestones, Object.keys(ticket.milestones)),
    ...compare('ticket.reported_at', expected.reported_at, writeTime(ticket.reportedAt)),
    ...compareTexts('ticket.summary', expected.summary, summary),
  ];
}

function suspensionOf(ticket: Ticket): 'no' | 'asked' | 'yes' {
  if (!ticket.suspension) return 'no';
  const paused = ticket.clocks.some((clock) => clock.pauses.some((pause) => pause.cause === 'suspended' && !pause.to));
  return ticket.suspension.approvedBy !== undefined || paused ? 'yes' : 'asked';
}

function checkClocks(
  expected: Readonly<Record<string, ClockExpectation>>,
  ticket: Ticket,
  { seen, contracts }: TicketCheck,
): readonly Mismatch[] {
  const contract = contracts.find(({ id }) => id === ticket.contractId);
  return Object.entries(expected).flatMap(([key, want]) => {
    const clock = ticket.clocks.findLast((candidate) => candidate.id === key || candidate.clock === key);
    if (!clock || !contract) return compare(`clocks.${key}`, 'a clock', undefined);
    return checkClock(`clocks.${key}`, want, { clock, contract, now: seen.now });
  });
}

function checkClock(
  what: string,
  want: ClockExpectation,
  { clock, contract, now }: { clock: TicketClock; contract: Contract; now: Instant },
): readonly Mismatch[] {
  const use = clockUse(clock, contract, now);
  const duration = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : writeDuration(ms));
  const due = use.dueAt === undefined ? undefined : dueText(use.dueAt, want.due);
  return [
    ...compare(`${what}.state`, want.state, use.state),
    ...compare(`${what}.used`, duration(want.used), duration(use.usedMs)),
    ...compare(`${what}.left`, duration(want.left), duration(use.leftMs)),
    ...compare(`${what}.due`, want.due, due),
  ];
}

/** With its day where the scenario names one. */
function dueText(dueAt: Instant, want: string | undefined): string {
  return want?.includes(' ') ? `${writeDate(dueAt)} ${writeTime(dueAt)}` : writeTime(dueAt);
}
