import { createPool, type Pool, type PoolConnection, type ResultSetHeader } from 'mysql2/promise';
import type { Contender } from './intake-contender.ts';
import { fresh, insertion, type Row, type Rows, type Table } from './intake-rows.ts';
import { questions } from './statement-count.ts';

const OWNER = 'bench';
const DAY = '2000-01-01';
const IN_TRANSACTION: readonly Table[] = ['tickets', 'ledger', 'texts', 'timers', 'outbox'];

/** The fewest statements by hand, prepared: the inbox row first, as durable as ours, then one transaction for the rest. */
export async function bareMysql(url: string, rows: Rows): Promise<Contender> {
  const pool = createPool({ uri: url, charset: 'utf8mb4', timezone: 'Z', connectionLimit: 10, maxIdle: 10 });
  pool.pool.on('connection', (connection) => {
    connection.query('set session transaction isolation level read committed');
  });
  return {
    url,
    async handleOne() {
      const seq = await put(pool, fresh('inbox', { ...rows.inbox, state: 'pending', lease_owner: OWNER }));
      const connection = await pool.getConnection();
      try {
        await transaction(connection, seq, rows);
      } finally {
        connection.release();
      }
    },
    statements: () => questions(url),
    close: () => pool.end(),
  };
}

async function put(pool: Pool, row: Row): Promise<number> {
  const { sql, values } = insertion('inbox', row);
  const [header] = await pool.execute<ResultSetHeader>(sql, values);
  return header.insertId;
}

async function transaction(connection: PoolConnection, seq: number, rows: Rows): Promise<void> {
  await connection.query('begin');
  await connection.execute(
    "UPDATE inbox SET state = 'handled', state_at = ? WHERE seq = ? AND lease_owner = ? AND state = 'pending'",
    [Date.now(), seq, OWNER],
  );
  await connection.execute(
    'INSERT INTO counters (contract_id, day, value) VALUES (?, ?, last_insert_id(1))' +
      ' ON DUPLICATE KEY UPDATE value = last_insert_id(value + 1)',
    [OWNER, DAY],
  );
  for (const table of IN_TRANSACTION) {
    const { sql, values } = insertion(table, fresh(table, rows[table]));
    await connection.execute(sql, values);
  }
  await connection.query('commit');
}
