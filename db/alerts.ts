import { and, count, desc, eq, gte, inArray, max, sql, sum } from 'drizzle-orm';
import type { Alert } from '../domain/alerts/alert-types.ts';
import type { AlertFigures } from '../domain/alerts/count-alerts.ts';
import { assert } from '../domain/assert.ts';
import { canonicalJson } from '../domain/ledger.ts';
import type { TicketId } from '../domain/types.ts';
import { type Changes, type CommitMeta, VersionConflict } from './changes.ts';
import { parseAlert } from './documents.ts';
import type { Access, Db } from './engine.ts';
import type { Reads } from './reads.ts';

/** Of one statement. */
const IDS_MAX = 500;

export function alertReads({ engine, tables }: Access): Pick<Reads, 'alerts' | 'alertsOfGroup' | 'alertsOfTicket'> {
  const { alerts } = tables;
  const newest = [desc(alerts.lastAt), desc(alerts.id)];
  const found = async (isWanted: ReturnType<typeof and>, limit: number) => {
    const rows = await engine.read((db) =>
      db
        .select({ doc: alerts.doc })
        .from(alerts)
        .where(isWanted)
        .orderBy(...newest)
        .limit(limit),
    );
    return rows.map(({ doc }) => parseAlert(doc));
  };
  return {
    async alerts(ids) {
      const rows = [];
      for (let from = 0; from < ids.length; from += IDS_MAX) {
        const some = inArray(alerts.id, ids.slice(from, from + IDS_MAX));
        rows.push(...(await engine.read((db) => db.select({ doc: alerts.doc }).from(alerts).where(some))));
      }
      return rows.map(({ doc }) => parseAlert(doc));
    },
    alertsOfGroup: (contract, groupKey, since, limit) =>
      found(and(eq(alerts.contractId, contract), eq(alerts.groupKey, groupKey), gte(alerts.lastAt, since)), limit),
    alertsOfTicket: (ticket, limit) => found(eq(alerts.ticketId, ticket), limit),
  };
}

/** All that is known of these tickets' alerts, as the transaction sees it. */
export async function alertFigures(
  { tables: { alerts } }: Access,
  db: Db,
  tickets: readonly TicketId[],
): Promise<AlertFigures> {
  const isFiring = sql<number>`sum(case when ${alerts.state} = 'firing' then 1 else 0 end)`;
  const [row] = await db
    .select({ alerts: count(), firing: isFiring, notices: sum(alerts.notices), flaps: max(alerts.flaps) })
    .from(alerts)
    .where(inArray(alerts.ticketId, [...tickets]));
  // A sum is a text on one engine and a number on the other, and nothing where there are no rows.
  const number = (value: unknown) => Number(value ?? 0);
  return {
    alerts: number(row?.alerts),
    firing: number(row?.firing),
    notices: number(row?.notices),
    flaps: number(row?.flaps),
  };
}

/**
 * Without entries of their own: a storm would fill the ledger. What became of a ticket's alerts is counted into its own events.
 * @throws {VersionConflict} one changed since it was seen, or somebody else has made it
 */
export async function writeAlerts(
  { engine, tables: { alerts } }: Access,
  db: Db,
  meta: CommitMeta,
  writes: NonNullable<Changes['alerts']>,
): Promise<void> {
  // In one order wherever several are written, so that no two commits wait for each other.
  for (const { next, seen } of writes.toSorted((a, b) => (a.next.id < b.next.id ? -1 : 1))) {
    assert(next.contractId === meta.contractId, 'an alert was written for another contract');
    assert(next.version === (seen?.version ?? 0) + 1, 'an alert was changed without counting the change');
    assert(!seen || seen.id === next.id, 'an alert was replaced by another one');
    const columns = columnsOf(next);
    if (seen) {
      const isAsSeen = and(eq(alerts.id, seen.id), eq(alerts.version, seen.version));
      const result = await db.update(alerts).set(columns).where(isAsSeen);
      if (engine.matched(result) !== 1) throw new VersionConflict(`alert ${next.id} has changed since it was read`);
    } else {
      await insert(engine, () => db.insert(alerts).values(columns));
    }
  }
}

/**
 * What is heard of one of them at the same moment is handled again, and then finds its new ticket.
 * @throws {VersionConflict} one has changed meanwhile
 */
export async function moveAlerts(
  access: Access,
  db: Db,
  meta: CommitMeta,
  { from, source, to }: NonNullable<Changes['movedAlerts']>,
): Promise<void> {
  const { engine, tables } = access;
  const { alerts } = tables;
  const ofThem = db
    .select({ doc: alerts.doc })
    .from(alerts)
    .where(inArray(alerts.ticketId, [...from]))
    .orderBy(alerts.id);
  const found = (await engine.locked(ofThem)).map(({ doc }) => parseAlert(doc));
  const moved = found.filter((alert) => source === undefined || alert.source === source);
  const writes = moved.map((seen) => ({ seen, next: { ...seen, ticketId: to, version: seen.version + 1 } }));
  await writeAlerts(access, db, meta, writes);
}

async function insert({ isDuplicate }: Access['engine'], run: () => PromiseLike<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new VersionConflict('an alert was made by somebody else meanwhile');
  }
}

function columnsOf(alert: Alert): Access['tables']['alerts']['$inferSelect'] {
  const { contractId, count: notices, flaps, groupKey, id, lastAt, state, ticketId, version } = alert;
  const doc = canonicalJson(alert);
  return { id, contractId, groupKey, ticketId: ticketId ?? null, state, notices, flaps, lastAt, version, doc };
}
