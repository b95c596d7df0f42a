import type { RecordedPast } from '../../../domain/assessment/derived.ts';
import type { Period } from '../../../domain/assessment/facts.ts';
import { POINT } from '../../../domain/assessment/points.ts';
import type { AssessmentTable, Rule, Source } from '../../../domain/assessment/table-types.ts';
import type { ClockOutcome, TicketOutcome } from '../../../domain/assessment/ticket-outcome.ts';
import { civilDate, parseCivil } from '../../../domain/civil.ts';
import type { Contract } from '../../../domain/contract.ts';
import { TICKET_KINDS } from '../../../domain/ticket-types.ts';
import { chatId, HOUR, type Instant, MINUTE, personId, ticketId } from '../../../domain/types.ts';
import { contractWith } from '../fixture.ts';

export const EVERYTHING = { kinds: TICKET_KINDS, levels: [], systems: [] } as const;
/** What makes a system unusable. */
export const OUTAGES = { ...EVERYTHING, kinds: ['incident', 'security_event'] } as const;
export const breach: Extract<Source, { readonly source: 'breach' }> = {
  source: 'breach',
  clocks: ['resolve'],
  binding: 'contract',
  ...EVERYTHING,
};

export function ruleWith(
  id: string,
  from: readonly Source[],
  kinds: Rule['kinds'] = { count: { points: POINT } },
): Rule {
  return { id, text: id, words: [], kinds, from };
}

/** One section, one item. */
export function tableWith(rules: readonly Rule[], changes: Partial<AssessmentTable> = {}): AssessmentTable {
  const floor = { at: 'zero' } as const;
  const item = { id: 'item', name: 'Item', clause: 'c', base: 10 * POINT, floor, rules };
  return {
    id: 'T',
    name: 'Table',
    clause: 'c',
    words: [],
    period: { months: 3, from: 'calendar' },
    graders: [],
    base: 10 * POINT,
    floor,
    sections: [{ id: 's', name: 'Section', items: [item] }],
    choices: [],
    ...changes,
  };
}

/** The first quarter of 2026, in the contract's zone. */
export const Q1: Period = periodOf('2026-01-01', '2026-04-01', '2026-Q1');

export function periodOf(first: string, behind: string, label = ''): Period {
  const to = parseCivil(behind);
  return { from: parseCivil(first), to, firstDay: first, lastDay: civilDate(to - 1), label, isOwn: true };
}

export const JUST_BEFORE: Instant = Q1.to - 1;

let made = 0;
export function outcome(changes: Partial<TicketOutcome> = {}): TicketOutcome {
  made += 1;
  const id = `t${made}`;
  return {
    ticketId: ticketId(id),
    number: `GZ-${id}`,
    writes: 1,
    kind: 'incident',
    systemId: 'site',
    level: 'critical',
    standing: 'closed',
    chatId: chatId('sandbox', 'ops'),
    reportedAt: parseCivil('2026-02-02', '09:00'),
    acknowledgedAt: parseCivil('2026-02-02', '09:02'),
    resolvedAt: parseCivil('2026-02-02', '10:00'),
    pauses: [],
    reporterId: personId('wang'),
    assigneeId: personId('li'),
    reopenings: 0,
    clocks: [],
    ...changes,
  };
}

/** A resolve clock of two hours from the report. */
export function clockOf(startedAt: Instant, changes: Partial<ClockOutcome> = {}): ClockOutcome {
  return {
    id: 'critical.resolve',
    ruleId: 'critical.resolve',
    clock: 'resolve',
    binding: 'contract',
    startedAt,
    dueAt: startedAt + 2 * HOUR,
    stoppedAt: startedAt + HOUR,
    breached: false,
    ...changes,
  };
}

/** A ticket that missed its two hours by a minute. */
export function missedAt(reportedAt: Instant, changes: Partial<TicketOutcome> = {}): TicketOutcome {
  const stoppedAt = reportedAt + 2 * HOUR + MINUTE;
  return outcome({
    reportedAt,
    resolvedAt: stoppedAt,
    clocks: [clockOf(reportedAt, { stoppedAt, breached: true })],
    ...changes,
  });
}

export function pastOf(outcomes: readonly TicketOutcome[], changes: Partial<RecordedPast> = {}): RecordedPast {
  return {
    contract: contractWith({ tables: [] }),
    outcomes,
    attendance: [],
    obligations: [],
    members: [],
    deafness: [],
    now: Q1.to,
    ...changes,
  };
}

/** Two projects of departments of their own, and one that shares the second's. */
export const partedContract: Contract = contractWith({
  tables: [],
  departments: [
    { id: 'north', name: 'North', nameEn: 'North', aliases: [], calendars: {} },
    { id: 'south', name: 'South', nameEn: 'South', aliases: [], calendars: {} },
  ],
  projects: [
    { id: 'a', name: 'A', nameEn: 'A', department: 'north' },
    { id: 'b', name: 'B', nameEn: 'B', department: 'south' },
    { id: 'c', name: 'C', nameEn: 'C', department: 'south' },
  ],
  systems: [
    { id: 'site', name: 'Site', nameEn: 'Site', aliases: [], project: 'a' },
    { id: 'portal', name: 'Portal', nameEn: 'Portal', aliases: [], project: 'b' },
  ],
});
