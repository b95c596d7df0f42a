import { eventSentence } from '../cards/event-sentence.ts';
import { clockNames, dueWords } from '../cards/explain-card.ts';
import { countedWords } from '../cards/explain-lines.ts';
import { en } from '../cards/text.en.ts';
import type { TicketView } from '../cards/ticket-view.ts';
import { targetWords } from '../cards/words.ts';
import type { OpenStore } from '../db/open.ts';
import type { Contract } from '../domain/contract.ts';
import { type ClockExplanation, explainClock } from '../domain/explain.ts';
import { parseTicketReference } from '../domain/number.ts';
import type { Ticket, TicketClock } from '../domain/ticket-types.ts';
import { ticketId } from '../domain/types.ts';
import { clocksNamed, mostTelling } from '../handlers/explain.ts';
import { isoInstant, plainEnd, plainInstant, plainSpans, spansAsData } from './explain-output.ts';
import { InvalidQuestion } from './invalid-question.ts';

export interface TicketQuestion {
  readonly contract?: string;
  readonly clock?: string;
  readonly json?: true;
}

/** Why a clock of a ticket is due when it is due, with every span. @throws {InvalidQuestion} */
export async function explainTicket(
  store: OpenStore,
  contracts: readonly Contract[],
  said: string,
  question: TicketQuestion,
): Promise<string> {
  const { contract, ticket } = await ticketOf(store, contracts, said, question.contract);
  const clock = clockOf(ticket, question.clock);
  if (!contract.calendars[clock.calendar]) {
    throw new InvalidQuestion(
      `${ticket.number} counts by the calendar ${clock.calendar}, which the pack of ${contract.id} has no more: put it back, under that key`,
    );
  }
  const events = await store.ticketEvents(ticket.id);
  const reasons = events.flatMap((event) => ('reason' in event && event.reason ? [event.reason.id] : []));
  const [members, texts] = await Promise.all([store.members(contract.id), store.texts(reasons)]);
  const explained = explainClock(ticket, clock, contract, events);
  if (question.json) return JSON.stringify(asData(explained, ticket), undefined, 2);
  return inWords(explained, { ticket, contract, members, onDuty: [], texts }).join('\n');
}

/** By its number, the day's number or its id; of several contracts a whole number names its own. */
export async function ticketOf(
  store: OpenStore,
  contracts: readonly Contract[],
  said: string,
  only: string | undefined,
): Promise<{ readonly contract: Contract; readonly ticket: Ticket }> {
  const meant = parseTicketReference(said);
  const wanted = contracts.filter(({ id, numberPrefix }) =>
    only === undefined ? !meant || !('number' in meant) || meant.number.startsWith(`${numberPrefix}-`) : id === only,
  );
  const [contract, ...more] = wanted;
  const known = contracts.map(({ id, numberPrefix }) => `${id} (${numberPrefix}-…)`).join(', ');
  if (!contract && only !== undefined) throw new InvalidQuestion(`--contract ${only}: write one of ${known}`);
  if (meant && more.length > 0) {
    throw new InvalidQuestion(
      `${said}: several contracts can have it; write the whole number, or --contract with one of ${known}`,
    );
  }
  const ticket = meant && contract ? await byReference(store, contract, meant) : await store.ticket(ticketId(said));
  const owner = wanted.find(({ id }) => id === ticket?.contractId);
  if (ticket && owner) return { contract: owner, ticket };
  throw new InvalidQuestion(`${said}: there is no such ticket in the database; the contracts are ${known}`);
}

function byReference(store: OpenStore, { id }: Contract, meant: NonNullable<ReturnType<typeof parseTicketReference>>) {
  return 'number' in meant
    ? store.ticketByNumber(id, meant.number)
    : store.ticketByDailyNumber(id, meant.daily, meant.monthDay);
}

function clockOf(ticket: Ticket, named: string | undefined): TicketClock {
  const meant = named === undefined ? ticket.clocks : clocksNamed(ticket, named);
  const clock = mostTelling(meant);
  if (clock) return clock;
  const names = [...clockNames(ticket.clocks, en), ...ticket.clocks.map(({ id }) => id)].join(', ');
  throw new InvalidQuestion(
    named === undefined
      ? `${ticket.number} has no clocks, so nothing is due`
      : `--clock ${named}: ${ticket.number} has no such clock; write one of ${names}`,
  );
}

function inWords(explained: ClockExplanation, view: TicketView): readonly string[] {
  const { changes, clock, dueAt, judgedBy, packHash, spans, start, startedAt, targetMs } = explained;
  const { ticket } = view;
  const number = start.kind === 'other_report' ? start.number : ticket.number;
  const length = targetMs === undefined || 'ms' in clock.target ? '' : ` (${countedWords(targetMs, en)})`;
  return [
    `ticket    ${ticket.number}, ${clock.id}, ${clock.binding === 'internal' ? 'internal target' : 'promise of the contract'}`,
    `clause    ${clock.clause}`,
    `start     ${plainInstant(startedAt)}, ${en.explain.start[start.kind](plainInstant(startedAt), number)}`,
    `received  ${plainInstant(ticket.receivedAt)}`,
    `target    ${targetWords(clock.target, startedAt, en)}${length}, calendar ${clock.calendar}`,
    `due       ${dueAt === undefined ? dueWords(explained, startedAt, en) : plainEnd(dueAt)}`,
    ...(judgedBy === undefined ? [] : [`judged by ${plainEnd(judgedBy)}: the calendar was corrected since`]),
    ...(clock.stoppedAt === undefined
      ? []
      : [`stopped   ${plainInstant(clock.stoppedAt)}${clock.breached ? ', too late' : ''}`]),
    ...(clock.voidedAt === undefined ? [] : [`void      ${plainInstant(clock.voidedAt)}`]),
    ...changes.map((event) => `change    ${eventSentence(event, view, 0, en)}`),
    `pack      ${packHash}`,
    '',
    ...plainSpans(spans, view),
  ];
}

function asData(explained: ClockExplanation, ticket: Ticket): object {
  const { changes, clock, dueAt, judgedBy, knownTo, noDue, packHash, spans, start, startedAt, targetMs } = explained;
  return {
    ticket: ticket.number,
    contract: ticket.contractId,
    clock: clock.id,
    clause: clock.clause,
    binding: clock.binding,
    calendar: clock.calendar,
    target: clock.target,
    ...(targetMs !== undefined && { targetMs }),
    start: isoInstant(startedAt),
    startedBy: start,
    received: isoInstant(ticket.receivedAt),
    ...(dueAt !== undefined && { due: isoInstant(dueAt) }),
    ...(noDue !== undefined && { noDue }),
    ...(knownTo !== undefined && { knownTo }),
    ...(judgedBy !== undefined && { judgedBy: isoInstant(judgedBy) }),
    ...(clock.stoppedAt !== undefined && { stopped: isoInstant(clock.stoppedAt), breached: clock.breached }),
    ...(clock.voidedAt !== undefined && { void: isoInstant(clock.voidedAt) }),
    changes: changes.map(({ at, by, type }) => ({ at: isoInstant(at), type, ...(by !== undefined && { by }) })),
    packHash,
    spans: spansAsData(spans),
  };
}
