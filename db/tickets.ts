import { and, asc, desc, eq, gt, gte, isNotNull, lt, lte, or } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import type { Ticket, TicketClock, TicketStatus } from '../domain/ticket-types.ts';
import type { Instant } from '../domain/types.ts';
import { type Changes, VersionConflict } from './changes.ts';
import { parseTicket } from './documents.ts';
import type { Access, Db } from './engine.ts';
import { outcomeColumn } from './outcome-column.ts';
import type { Reads } from './reads.ts';
import type { Store } from './store.ts';
import { readRows } from './unreadable.ts';

export function ticketReads({
  engine,
  onUnreadableTicket,
  tables,
}: Access): Pick<
  Reads,
  'ticket' | 'ticketByNumber' | 'ticketByDailyNumber' | 'openTickets' | 'ticketsReported' | 'newestTickets'
> &
  Pick<Store, 'ticketsWithClocks'> {
  const { tickets } = tables;
  const doc = { doc: tickets.doc };
  const one = (rows: readonly { doc: string }[]) => (rows[0] ? parseTicket(rows[0].doc) : undefined);
  const all = (rows: readonly { doc: string }[]) => rows.map((row) => parseTicket(row.doc));
  return {
    ticket: async (id) => one(await engine.read((db) => db.select(doc).from(tickets).where(eq(tickets.id, id)))),
    async ticketByNumber(contractId, number) {
      const isIt = and(eq(tickets.contractId, contractId), eq(tickets.number, number));
      return one(await engine.read((db) => db.select(doc).from(tickets).where(isIt)));
    },
    async ticketByDailyNumber(contractId, dailyNumber, monthDay) {
      const isIt = and(
        eq(tickets.contractId, contractId),
        eq(tickets.dailyNumber, dailyNumber),
        monthDay === undefined ? undefined : eq(tickets.monthDay, monthDay),
      );
      return one(
        await engine.read((db) => db.select(doc).from(tickets).where(isIt).orderBy(desc(tickets.reportedAt)).limit(1)),
      );
    },
    async openTickets(contractId, { assigneeId, reporterId, dueBy, breached, newestFirst = false, limit }) {
      const isWanted = and(
        eq(tickets.contractId, contractId),
        eq(tickets.isOpen, 1),
        assigneeId === undefined ? undefined : eq(tickets.assigneeId, assigneeId),
        reporterId === undefined ? undefined : eq(tickets.reporterId, reporterId),
        dueBy === undefined ? undefined : lte(tickets.nextDueAt, dueBy),
        breached === undefined ? undefined : eq(tickets.breached, breached ? 1 : 0),
      );
      const order = dueBy === undefined ? tickets.reportedAt : tickets.nextDueAt;
      const first = newestFirst ? desc(tickets.reportedAt) : asc(order);
      return all(await engine.read((db) => db.select(doc).from(tickets).where(isWanted).orderBy(first).limit(limit)));
    },
    async ticketsWithClocks(contractId, { after, limit }) {
      const { id, isOpen, nextDueAt, reportedAt } = tickets;
      const found: Ticket[] = [];
      for (let last: { readonly id: string; readonly reportedAt: Instant } | undefined = after; ; ) {
        const isWanted = and(
          eq(tickets.contractId, contractId),
          or(eq(isOpen, 1), isNotNull(nextDueAt)),
          last && gte(reportedAt, last.reportedAt),
          last && or(gt(reportedAt, last.reportedAt), gt(id, last.id)),
        );
        const room = limit - found.length;
        const rows = await engine.read((db) =>
          db
            .select({ ...doc, id, reportedAt })
            .from(tickets)
            .where(isWanted)
            .orderBy(asc(reportedAt), asc(id))
            .limit(room),
        );
        const { readable, unreadable } = readRows(rows, (row) => parseTicket(row.doc));
        for (const { problem, row } of unreadable) onUnreadableTicket(row.id, problem);
        found.push(...readable);
        // A page is full also where some of it can't be read: a shorter one is the last.
        if (rows.length < room || found.length === limit) return found;
        last = rows.at(-1);
      }
    },
    async ticketsReported(contractId, from, to, limit) {
      const isWanted = and(
        eq(tickets.contractId, contractId),
        gte(tickets.reportedAt, from),
        lt(tickets.reportedAt, to),
      );
      return all(
        await engine.read((db) =>
          db.select(doc).from(tickets).where(isWanted).orderBy(asc(tickets.reportedAt)).limit(limit),
        ),
      );
    },
    async newestTickets(contractId, before, limit) {
      const isWanted = and(eq(tickets.contractId, contractId), lt(tickets.reportedAt, before));
      return all(
        await engine.read((db) =>
          db.select(doc).from(tickets).where(isWanted).orderBy(desc(tickets.reportedAt), desc(tickets.id)).limit(limit),
        ),
      );
    },
  };
}

/** In one order wherever several tickets are written, so that no two commits wait for each other. */
export function writtenTickets({
  furtherTickets = [],
  otherTicket,
  ticket,
}: Changes): readonly NonNullable<Changes['ticket']>[] {
  const opened = furtherTickets.map((next) => ({ next }));
  const written = [ticket, otherTicket, ...opened].flatMap((one) => one ?? []);
  assert(new Set(written.map(({ next }) => next.id)).size === written.length, 'a commit writes one ticket twice');
  return written.toSorted((a, b) => (a.next.id < b.next.id ? -1 : 1));
}

/** Inserts the ticket, or replaces the one that was seen. @throws {VersionConflict} it changed since it was seen */
export async function writeTicket(
  { engine, tables }: Access,
  db: Db,
  { seen, next }: NonNullable<Changes['ticket']>,
): Promise<void> {
  const { tickets } = tables;
  if (!seen) {
    await db.insert(tickets).values({ id: next.id, contractId: next.contractId, ...ticketColumns(next) });
    return;
  }
  assert(seen.id === next.id, 'a ticket was replaced by another one');
  assert(next.writes > seen.writes, 'a ticket was changed without counting the write');
  const isUnchanged = and(eq(tickets.id, seen.id), eq(tickets.writes, seen.writes));
  const result = await db.update(tickets).set(ticketColumns(next)).where(isUnchanged);
  if (engine.matched(result) !== 1) throw new VersionConflict(`ticket ${seen.id} has changed since it was read`);
}

/** Nobody changes it before this commit has ended. @throws {VersionConflict} it changed since it was seen */
export async function requireUnchanged({ engine, tables }: Access, db: Db, seen: Ticket): Promise<void> {
  const { tickets } = tables;
  const [now] = await engine.locked(db.select({ writes: tickets.writes }).from(tickets).where(eq(tickets.id, seen.id)));
  if (now?.writes !== seen.writes) throw new VersionConflict(`ticket ${seen.id} has changed since it was read`);
}

const ENDED: readonly TicketStatus[] = ['closed', 'cancelled', 'merged'];

/** What queries filter and sort by stands beside the document. */
function ticketColumns(ticket: Ticket) {
  const spoken = /-\d\d(\d{4})-(\d+)$/.exec(ticket.number);
  return {
    number: ticket.number,
    dailyNumber: spoken?.[2] === undefined ? null : Number(spoken[2]),
    monthDay: spoken?.[1] ?? null,
    isOpen: ENDED.includes(ticket.status) ? 0 : 1,
    reporterId: ticket.reporterId,
    assigneeId: ticket.assigneeId ?? null,
    reportedAt: ticket.reportedAt,
    nextDueAt: nextDueAt(ticket.clocks) ?? null,
    breached: ticket.clocks.some((clock) => clock.breached && clock.voidedAt === undefined) ? 1 : 0,
    writes: ticket.writes,
    doc: JSON.stringify(ticket),
    outcome: outcomeColumn(ticket),
  };
}

/** The earliest due instant of the clocks that run: not stopped, not void, not paused. */
function nextDueAt(clocks: readonly TicketClock[]): Instant | undefined {
  let earliest: Instant | undefined;
  for (const clock of clocks) {
    const isRunning = clock.stoppedAt === undefined && clock.voidedAt === undefined;
    const isPaused = clock.pauses.some((span) => span.to === undefined);
    if (!isRunning || isPaused || clock.dueAt === undefined) continue;
    if (earliest === undefined || clock.dueAt < earliest) earliest = clock.dueAt;
  }
  return earliest;
}
