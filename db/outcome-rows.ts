import { inArray } from 'drizzle-orm';
import { outcomeOf } from '../domain/assessment/outcome-of.ts';
import type { TicketOutcome } from '../domain/assessment/ticket-outcome.ts';
import type { Instant } from '../domain/types.ts';
import { parseTicket } from './documents.ts';
import { type Access, StoreError } from './engine.ts';
import { readOutcome } from './outcome-column.ts';
import { readRows } from './unreadable.ts';

const IDS_MAX = 500;

interface Row {
  readonly id: string;
  readonly reportedAt: Instant;
  readonly writes: number;
  readonly outcome: string | null;
}
export async function readTickets(access: Access, ids: readonly string[]): Promise<readonly TicketOutcome[]> {
  const { engine, tables } = access;
  const { id, outcome, reportedAt, writes } = tables.tickets;
  const shared = sharedTexts();
  return inParts(ids, async (some) => {
    const rows = await engine.read((db) =>
      db.select({ id, reportedAt, writes, outcome }).from(tables.tickets).where(inArray(id, some)),
    );
    return outcomesOf(access, rows, shared);
  });
}

/** In the order of the rows. Documents are long, so they are read only where nothing short stands beside them. */
export async function outcomesOf(
  access: Access,
  rows: readonly Row[],
  shared: (text: string) => string,
): Promise<readonly TicketOutcome[]> {
  const short = rows.map(({ id, outcome, reportedAt, writes }) => {
    const read = outcome === null ? undefined : readOutcome(outcome, shared);
    // A replica of an older version, which is still to be upgraded, writes documents alone.
    const isIts = read?.ticketId === id && read.reportedAt === reportedAt && read.writes === writes;
    return isIts ? read : undefined;
  });
  const without = rows.filter((_row, place) => !short[place]).map(({ id }) => id);
  const made = await outcomesOfDocs(access, without);
  return rows.flatMap(({ id }, place) => short[place] ?? made.get(id) ?? []);
}

async function outcomesOfDocs(
  { engine, tables: { tickets } }: Access,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TicketOutcome>> {
  const made = await inParts(ids, async (some) => {
    const { doc, id } = tickets;
    const rows = await engine.read((db) => db.select({ id, doc }).from(tickets).where(inArray(id, some)));
    return rows.map((row) => [row.id, outcomeOfDoc(row.id, row.doc)] as const);
  });
  return new Map(made);
}

async function inParts<T>(ids: readonly string[], read: (some: string[]) => Promise<readonly T[]>): Promise<T[]> {
  const found: T[] = [];
  for (let start = 0; start < ids.length; start += IDS_MAX) {
    found.push(...(await read(ids.slice(start, start + IDS_MAX))));
  }
  return found;
}

/** @throws {StoreError} a score that leaves a ticket out would be wrong, and nobody would see it */
function outcomeOfDoc(id: string, doc: string): TicketOutcome {
  const [ticket] = readRows([doc], parseTicket).readable;
  if (ticket) return outcomeOf(ticket);
  throw new StoreError(
    'store_failed',
    `Ticket ${id} can't be read, so nothing can be scored that it belongs to: its document is damaged or of another version. Restore it from a backup.`,
  );
}

/** Rows repeat the same few words and names: one text for all that are alike. */
export function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const same = known.get(text);
    if (same !== undefined) return same;
    known.set(text, text);
    return text;
  };
}
