import { type Client, createClient, type InStatement } from '@libsql/client';
import type { Contender } from './intake-contender.ts';
import { fresh, insertion, type Row, type Rows, type Table } from './intake-rows.ts';

const OWNER = 'bench';
const DAY = '2000-01-01';
const IN_TRANSACTION: readonly Table[] = ['tickets', 'ledger', 'texts', 'timers', 'outbox'];

/** The same by hand on libsql: one connection, since it has one writer, and each message waits for its turn. */
export async function bareLibsql(url: string, rows: Rows): Promise<Contender> {
  const client = createClient({ url, concurrency: 1, timeout: 5_000 });
  await client.execute('pragma journal_mode = wal');
  await client.execute('pragma synchronous = full');
  let turn: Promise<void> = Promise.resolve();
  return {
    url,
    handleOne() {
      turn = turn.then(() => handle(client, rows));
      return turn;
    },
    close: async () => client.close(),
  };
}

async function handle(client: Client, rows: Rows): Promise<void> {
  const row = fresh('inbox', { ...rows.inbox, state: 'pending', lease_owner: OWNER });
  const { lastInsertRowid } = await client.execute(statement('inbox', row));
  // A batch is one transaction.
  await client.batch(
    [
      {
        sql: "UPDATE inbox SET state = 'handled', state_at = ? WHERE seq = ? AND lease_owner = ? AND state = 'pending'",
        args: [Date.now(), lastInsertRowid ?? 0, OWNER],
      },
      {
        sql:
          'INSERT INTO counters (contract_id, day, value) VALUES (?, ?, 1)' +
          ' ON CONFLICT (contract_id, day) DO UPDATE SET value = value + 1 RETURNING value',
        args: [OWNER, DAY],
      },
      ...IN_TRANSACTION.map((table) => statement(table, fresh(table, rows[table]))),
    ],
    'write',
  );
}

function statement(table: Table, row: Row): InStatement {
  const { sql, values } = insertion(table, row);
  return { sql, args: values };
}
