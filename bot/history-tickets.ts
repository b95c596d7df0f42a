import { paperWords } from '../cards/text.zh.paper.ts';
import { InvalidPack, type PackProblem } from '../contracts/problems.ts';
import type { Contract } from '../domain/contract.ts';
import { schemeFor, systemAmong } from '../domain/contract-lookup.ts';
import type { TicketKind } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import { HISTORY_FIELDS, type HistoryField, type HistoryRow } from './history-rows.ts';
import { saidInstant } from './said-instant.ts';

/** Steps of a ticket, in the order in which those of one instant were taken. */
export const HISTORY_STEPS = [
  'acknowledged',
  'suspended',
  'resumed',
  'arrived',
  'diagnosed',
  'reportedUp',
  'workedAround',
  'resolved',
  'faultReport',
] as const satisfies readonly HistoryField[];
export type HistoryStep = (typeof HISTORY_STEPS)[number];

/** A ticket of another system in the words of a pack. */
export interface HistoryTicket {
  readonly number: string;
  readonly kind: TicketKind;
  readonly systemId?: string;
  readonly departmentId?: string;
  readonly level: string;
  readonly engineer?: string;
  readonly reportedAt: Instant;
  /** In the order of time. */
  readonly steps: readonly { readonly step: HistoryStep; readonly at: Instant }[];
  readonly rating?: number;
  readonly isCancelled: boolean;
  readonly row: HistoryRow;
}

const KINDS: Readonly<Record<string, TicketKind>> = {
  incident: 'incident',
  service_request: 'service_request',
  security_event: 'security_event',
  inspection_anomaly: 'inspection_anomaly',
  ...paperWords.ticketKinds,
};
const YES: readonly string[] = ['yes', 'true', '1', ...paperWords.yes];
const NO: readonly string[] = ['no', 'false', '0', ...paperWords.no];
const RATING = /^[1-5]$/;
/** Marks between the parts of a date, and digits that are left out, as spreadsheets write them: 2026/3/4 9:05. */
const LOOSE = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2})(:\d{2}(?::\d{2})?.*))?$/;
const TIME_REMEDY = 'write it as 2026-03-04 10:20; without a zone it is Beijing time';

/** @throws {InvalidPack} with every row's mistakes */
export function historyTickets(
  rows: readonly HistoryRow[],
  contract: Contract,
  file: string,
): readonly HistoryTicket[] {
  const problems: PackProblem[] = [];
  const seen = new Map<string, number>();
  const tickets = rows.flatMap((row): readonly HistoryTicket[] => {
    const before = problems.length;
    const ticket = ticketOf(row, contract, (field, problem, remedy) => {
      problems.push({ file, path: field, line: row.line, column: row.column(field), problem, remedy });
    });
    // One that lacks its number was told so.
    const twin = ticket.number === '' ? undefined : seen.get(ticket.number);
    if (twin !== undefined) {
      const problem = `the number ${ticket.number} is in line ${twin} too`;
      problems.push({
        file,
        path: 'number',
        line: row.line,
        column: row.column('number'),
        problem,
        remedy: 'delete one of them',
      });
    }
    seen.set(ticket.number, row.line);
    return problems.length === before ? [ticket] : [];
  });
  if (problems.length > 0) throw new InvalidPack(problems);
  return tickets;
}

/** The latest that any of these tell. @returns undefined: there are none */
export function lastInstant(tickets: readonly HistoryTicket[]): Instant | undefined {
  return tickets
    .flatMap(({ reportedAt, steps }) => [reportedAt, ...steps.map(({ at }) => at)])
    .reduce<Instant | undefined>((last, at) => (last === undefined || at > last ? at : last), undefined);
}

type Complain = (field: HistoryField, problem: string, remedy: string) => void;

function ticketOf(row: HistoryRow, contract: Contract, complain: Complain): HistoryTicket {
  const { cells } = row;
  const times = new Map<HistoryField, Instant>(
    HISTORY_FIELDS.flatMap((field) => {
      const isTime = field === 'reported' || HISTORY_STEPS.some((step) => step === field);
      const text = cells[field];
      if (!isTime || text === undefined) return [];
      const at = instantOf(text);
      if (at !== undefined) return [[field, at]];
      complain(field, `"${text}" is no time`, TIME_REMEDY);
      return [];
    }),
  );
  const reportedAt = times.get('reported') ?? 0;
  if (cells.reported === undefined) complain('reported', 'it is missing', TIME_REMEDY);
  if (cells.number === undefined) complain('number', 'it is missing', 'give each ticket a number of its own');
  const departmentId = departmentOf(cells.department, contract, complain);
  const systemId = systemIdOf(cells.system, contract, departmentId, complain);
  if (cells.rating !== undefined && !RATING.test(cells.rating)) {
    complain('rating', `"${cells.rating}" is no rating`, 'write 1 to 5');
  }
  return {
    number: cells.number ?? '',
    kind: kindOf(cells.kind, complain),
    ...(systemId !== undefined && { systemId }),
    ...(departmentId !== undefined && { departmentId }),
    level: levelOf(cells.level, contract, systemId, complain),
    ...(cells.engineer !== undefined && { engineer: cells.engineer }),
    reportedAt,
    steps: stepsOf(times, reportedAt, complain),
    ...(cells.rating !== undefined && { rating: Number(cells.rating) }),
    isCancelled: isCancelled(cells.cancelled, times.has('resolved'), complain),
    row,
  };
}

function stepsOf(
  times: ReadonlyMap<HistoryField, Instant>,
  reportedAt: Instant,
  complain: Complain,
): HistoryTicket['steps'] {
  const steps = HISTORY_STEPS.flatMap((step) => {
    const at = times.get(step);
    return at === undefined ? [] : [{ step, at }];
  });
  for (const { at, step } of steps) {
    if (at < reportedAt) complain(step, 'it is before the report', 'correct one of the two times');
  }
  const resolvedAt = times.get('resolved');
  for (const { at, step } of steps) {
    const isAfter = resolvedAt !== undefined && step !== 'faultReport' && at > resolvedAt;
    if (isAfter) complain(step, 'it is after the resolution', 'correct one of the two times');
  }
  const [suspendedAt, resumedAt] = [times.get('suspended'), times.get('resumed')];
  if (resumedAt !== undefined && (suspendedAt === undefined || suspendedAt > resumedAt)) {
    complain('resumed', 'the ticket was not suspended before', 'write when it was suspended');
  }
  return steps.toSorted((a, b) => a.at - b.at);
}

function isCancelled(text: string | undefined, isResolved: boolean, complain: Complain): boolean {
  const said = text?.toLowerCase() ?? '';
  const isYes = YES.includes(said);
  if (said !== '' && !isYes && !NO.includes(said)) {
    complain('cancelled', `"${text}" is neither yes nor no`, `write one of ${[...YES, ...NO].join(', ')}`);
  }
  if (isYes && isResolved) complain('cancelled', 'it was resolved', 'delete the one that is not so');
  return isYes;
}

function instantOf(text: string): Instant | undefined {
  const loose = LOOSE.exec(text);
  if (loose === null) return saidInstant(text);
  const [, year = '', month = '', day = '', hour, rest = ''] = loose;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return saidInstant(hour === undefined ? date : `${date} ${hour.padStart(2, '0')}${rest}`);
}

function kindOf(text: string | undefined, complain: Complain): TicketKind {
  if (text === undefined) return 'incident';
  const kind = KINDS[text];
  if (kind === undefined)
    complain('kind', `there is no kind "${text}"`, `write one of ${Object.keys(KINDS).join(', ')}`);
  return kind ?? 'incident';
}

function departmentOf(text: string | undefined, { departments }: Contract, complain: Complain): string | undefined {
  if (text === undefined) return undefined;
  const found = departments.find(({ aliases, id, name, nameEn }) => [id, name, nameEn, ...aliases].includes(text));
  if (!found) complain('department', `the pack has no department "${text}"`, 'write its name or id as the pack has it');
  return found?.id;
}

function systemIdOf(
  text: string | undefined,
  contract: Contract,
  departmentId: string | undefined,
  complain: Complain,
): string | undefined {
  if (text === undefined) return undefined;
  const ids = contract.systems
    .filter(({ aliases, id, name, nameEn }) => [id, name, nameEn, ...aliases].includes(text))
    .map(({ id }) => id);
  const found = systemAmong(ids, contract, departmentId);
  if (found !== undefined) return found;
  const problem = ids.length === 0 ? `the pack has no system "${text}"` : `several systems are called "${text}"`;
  const remedy =
    ids.length === 0 ? 'write its name, an alias or its id as the pack has it' : `write one of ${ids.join(', ')}`;
  complain('system', problem, remedy);
  return undefined;
}

/** Without a level the strict one of the system's scheme, as for a report. */
function levelOf(
  text: string | undefined,
  contract: Contract,
  systemId: string | undefined,
  complain: Complain,
): string {
  const scheme = schemeFor(contract, systemId);
  if (text === undefined) return scheme.defaultLevel;
  const found = contract.levels.find(
    ({ id, name, nameEn }) => scheme.levels.includes(id) && [id, name, nameEn].includes(text),
  );
  if (found) return found.id;
  complain('level', `there is no level "${text}" for it`, `write one of ${scheme.levels.join(', ')}`);
  return scheme.defaultLevel;
}
