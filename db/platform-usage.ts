import { and, desc, eq, ne, sql } from 'drizzle-orm';
import { assert } from '../domain/assert.ts';
import { ticketId } from '../domain/types.ts';
import type { PlatformUse } from '../platforms/usage.ts';
import type { Access } from './engine.ts';
import type { Store } from './store.ts';

const OF_NONE = '';

export function platformUsagePart({ engine, tables }: Access): Pick<Store, 'usage'> {
  const { platformUsage: usage } = tables;
  const key = [usage.platform, usage.month, usage.kind, usage.ticketId];
  const sumOf = (kind: PlatformUse['kind']) =>
    sql<number>`coalesce(sum(case when ${usage.kind} = ${kind} then ${usage.used} else 0 end), 0)`.mapWith(Number);
  const sums = { calls: sumOf('call'), messages: sumOf('message') };
  return {
    usage: {
      async add(uses) {
        if (uses.length === 0) return;
        // In one order, so that two deliveries that meet at a row do not wait for one another.
        const rows = uses.map(rowOf).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
        await engine.writeOnce((db) => engine.upsert(db, usage, rows, { key, set: [], add: ['used'] }));
      },
      async ofMonth(platform, month) {
        const isIts = and(eq(usage.platform, platform), eq(usage.month, month));
        const [row] = await engine.read((db) => db.select(sums).from(usage).where(isIts));
        return { call: row?.calls ?? 0, message: row?.messages ?? 0 };
      },
      async ofTickets(platform, month) {
        const isIts = and(eq(usage.platform, platform), eq(usage.month, month), ne(usage.ticketId, OF_NONE));
        const rows = await engine.read((db) =>
          db
            .select({ id: usage.ticketId, ...sums })
            .from(usage)
            .where(isIts)
            .groupBy(usage.ticketId)
            .orderBy(desc(sums.calls), desc(sums.messages), usage.ticketId),
        );
        return rows.map(({ id, ...used }) => ({ ticketId: ticketId(id), ...used }));
      },
    },
  };
}

function rowOf({ count, kind, month, platform, ticketId: of }: PlatformUse) {
  assert(Number.isInteger(count) && count >= 1, 'only what was used is counted');
  return { platform, month, kind, ticketId: of ?? OF_NONE, used: count };
}

function idOf({ kind, month, platform, ticketId: of }: ReturnType<typeof rowOf>): string {
  return [platform, month, kind, of].join('\n');
}
