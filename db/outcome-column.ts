import { z } from 'zod';
import { outcomeOf } from '../domain/assessment/outcome-of.ts';
import type { ClockOutcome, OutcomePause, TicketOutcome } from '../domain/assessment/ticket-outcome.ts';
import type { ClockName } from '../domain/contract.ts';
import type { Ticket, TicketKind } from '../domain/ticket-types.ts';
import { type ChatId, type Instant, personId, ticketId } from '../domain/types.ts';
import { INDEXED_BYTES_MAX } from './columns.ts';

/**
 * How the column is written: grows with its form, and whenever the same ticket comes to another outcome. A row of another form is made
 * from its document again.
 */
const FORM = 1;

/**
 * A quarter is tens of thousands of these: a list without names is a third as long, and read in a third of the time. Instants
 * count from the report.
 */
type Cells = readonly [
  form: typeof FORM,
  ticketId: string,
  number: string,
  writes: number,
  kind: TicketKind,
  systemId: string | null,
  departmentId: string | null,
  level: string,
  standing: TicketOutcome['standing'],
  mergedInto: string | null,
  absorbed: readonly string[] | null,
  chatId: string,
  reportedAt: number,
  acknowledged: number | null,
  arrived: number | null,
  resolved: number | null,
  pauses: readonly PauseCells[],
  reporterId: string,
  assigneeId: string | null,
  rating: number | null,
  reopenings: number,
  /** Each rule once: id, clock, binding. */
  rules: readonly string[],
  /** Of each clock {@link CLOCK_CELLS} numbers. */
  clocks: readonly (number | null)[],
];
type PauseCells = readonly [from: number, to: number | null, cause: OutcomePause['cause']];
/** Place of its rule, its round or nothing, start, due, stop, standstill, breached. */
const CLOCK_CELLS = 7;
const RULE_CELLS = 3;

/** `n`, `s`, `a`: a number, a text, a list; as capitals, or nothing. */
const CELLS = 'nssnsSSssSAsnNNNasSNnaa';
const PAUSE_CELLS = 'nNs';

const cells = z.custom<Cells>((value) => {
  if (!isRow(value, CELLS) || value[0] !== FORM) return false;
  const [absorbed, pauses, [rules, clocks]] = [value[10], value[16], value.slice(-2)];
  if (!Array.isArray(pauses) || !pauses.every((pause) => isRow(pause, PAUSE_CELLS))) return false;
  return areTexts(absorbed ?? []) && areTexts(rules) && areClocks(clocks, rules);
});

function isRow(value: unknown, types: string): value is readonly unknown[] {
  return (
    Array.isArray(value) && value.length === types.length && value.every((cell, place) => isCell(cell, types[place]))
  );
}

function isCell(cell: unknown, type: string | undefined): boolean {
  switch (type) {
    case 'n':
      return typeof cell === 'number';
    case 's':
      return typeof cell === 'string';
    case 'a':
      return Array.isArray(cell);
    default:
      return cell === null || isCell(cell, type?.toLowerCase());
  }
}

/** Each has its rule, its start and its judgement. */
function areClocks(cells: unknown, rules: unknown): boolean {
  if (!Array.isArray(cells) || !Array.isArray(rules) || cells.length % CLOCK_CELLS !== 0) return false;
  return cells.every((cell, place) => {
    const column = place % CLOCK_CELLS;
    if (cell === null) return column !== 0 && column !== 2 && column !== 6;
    if (typeof cell !== 'number') return false;
    return column !== 0 || (Number.isInteger(cell) && cell >= 0 && (cell + 1) * RULE_CELLS <= rules.length);
  });
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

/** @returns null where it does not fit: it is made from the document whenever it is wanted */
export function outcomeColumn(ticket: Ticket): string | null {
  const outcome = outcomeOf(ticket);
  const column = writeOutcome(outcome);
  const isFaithful = outcome.clocks.every((clock) => clock.id === idOf(clock.ruleId, roundOf(clock)));
  return isFaithful && Buffer.byteLength(column) <= INDEXED_BYTES_MAX ? column : null;
}

export function writeOutcome(outcome: TicketOutcome): string {
  const start = outcome.reportedAt;
  const since = (at: number | undefined) => (at === undefined ? null : at - start);
  const rules = outcome.clocks.filter((clock, place) => {
    return outcome.clocks.findIndex((other) => isSameRule(other, clock)) === place;
  });
  const row: Cells = [
    FORM,
    outcome.ticketId,
    outcome.number,
    outcome.writes,
    outcome.kind,
    outcome.systemId ?? null,
    outcome.departmentId ?? null,
    outcome.level,
    outcome.standing,
    outcome.mergedInto ?? null,
    outcome.absorbed ?? null,
    outcome.chatId,
    start,
    since(outcome.acknowledgedAt),
    since(outcome.arrivedAt),
    since(outcome.resolvedAt),
    outcome.pauses.map(({ cause, from, to }) => [from - start, since(to), cause]),
    outcome.reporterId,
    outcome.assigneeId ?? null,
    outcome.rating ?? null,
    outcome.reopenings,
    rules.flatMap(({ binding, clock, ruleId }) => [ruleId, clock, binding]),
    outcome.clocks.flatMap((clock) => [
      rules.findIndex((rule) => isSameRule(rule, clock)),
      roundOf(clock),
      clock.startedAt - start,
      since(clock.dueAt),
      since(clock.stoppedAt),
      since(clock.pausedSince),
      clock.breached ? 1 : 0,
    ]),
  ];
  return JSON.stringify(row);
}

function isSameRule(a: ClockOutcome, b: ClockOutcome): boolean {
  return a.ruleId === b.ruleId && a.clock === b.clock && a.binding === b.binding;
}

/** What a recurring clock's id has behind its rule's. */
function roundOf({ id, ruleId }: ClockOutcome): number | null {
  return id === ruleId ? null : Number(id.slice(ruleId.length + 1));
}

const idOf = (ruleId: string, round: number | null) => (round === null ? ruleId : `${ruleId}#${round}`);

/** Whether a column is what the ticket comes to. One of another form is never read, so it says nothing. */
export function isOutcomeOf(column: string, ticket: Ticket): boolean {
  const form: unknown = parsed(column);
  const isOtherForm = Array.isArray(form) && typeof form[0] === 'number' && form[0] !== FORM;
  return isOtherForm || column === outcomeColumn(ticket);
}

type Draft<T> = { -readonly [Field in keyof T]: T[Field] };

export function readOutcome(column: string, shared: (text: string) => string): TicketOutcome | undefined {
  return outcomeOfCells(parsed(column), shared);
}

/**
 * @param row the column's JSON
 * @param shared gives one text for all that are alike, since the same few words stand in every row
 * @returns undefined for a row of another form, or a damaged one
 */
export function outcomeOfCells(row: unknown, shared: (text: string) => string): TicketOutcome | undefined {
  const read = cells.safeParse(row);
  if (!read.success) return undefined;
  const [, id, number, writes, kind, systemId, departmentId, level, standing, mergedInto, ...more] = read.data;
  const [absorbed, chat, start, acknowledged, arrived, resolved, pauses, reporterId, assigneeId, ...last] = more;
  const [rating, reopenings, rules, clocks] = last;
  const outcome: Draft<TicketOutcome> = {
    ticketId: ticketId(id),
    number,
    writes,
    kind,
    level: shared(level),
    standing,
    // Written from a ChatId.
    chatId: shared(chat) as ChatId,
    reportedAt: start,
    pauses: pauses.map((pause) => pauseOf(pause, start)),
    reporterId: personId(shared(reporterId)),
    reopenings,
    clocks: clocksOf({ rules, cells: clocks }, start, shared),
  };
  if (systemId !== null) outcome.systemId = shared(systemId);
  if (departmentId !== null) outcome.departmentId = shared(departmentId);
  if (mergedInto !== null) outcome.mergedInto = ticketId(mergedInto);
  if (absorbed !== null) outcome.absorbed = absorbed.map(ticketId);
  if (acknowledged !== null) outcome.acknowledgedAt = start + acknowledged;
  if (arrived !== null) outcome.arrivedAt = start + arrived;
  if (resolved !== null) outcome.resolvedAt = start + resolved;
  if (assigneeId !== null) outcome.assigneeId = personId(shared(assigneeId));
  if (rating !== null) outcome.rating = rating;
  return outcome;
}

function pauseOf([from, to, cause]: PauseCells, start: Instant): OutcomePause {
  return { from: start + from, ...(to !== null && { to: start + to }), cause };
}

function clocksOf(
  { cells: all, rules }: { readonly rules: readonly string[]; readonly cells: readonly (number | null)[] },
  start: Instant,
  shared: (text: string) => string,
): readonly ClockOutcome[] {
  const clocks: ClockOutcome[] = [];
  for (let place = 0; place < all.length; place += CLOCK_CELLS) {
    const rule = (all[place] ?? 0) * RULE_CELLS;
    const ruleId = shared(rules[rule] ?? '');
    const round = all[place + 1] ?? null;
    const outcome: Draft<ClockOutcome> = {
      id: round === null ? ruleId : shared(idOf(ruleId, round)),
      ruleId,
      // Written from these types.
      clock: rules[rule + 1] as ClockName,
      binding: rules[rule + 2] as ClockOutcome['binding'],
      startedAt: start + (all[place + 2] ?? 0),
      breached: all[place + 6] === 1,
    };
    const [due, stopped, pausedSince] = [all[place + 3], all[place + 4], all[place + 5]];
    if (typeof due === 'number') outcome.dueAt = start + due;
    if (typeof stopped === 'number') outcome.stoppedAt = start + stopped;
    if (typeof pausedSince === 'number') outcome.pausedSince = start + pausedSince;
    clocks.push(outcome);
  }
  return clocks;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
