import { createClient } from '@libsql/client';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { z } from 'zod';

/** Reads rows past the store: what the store itself says can't be the only witness. */
export async function selectRows<T extends z.ZodType>(
  url: string,
  sql: string,
  row: T,
): Promise<readonly z.infer<T>[]> {
  const rows = url.startsWith('mysql:') ? await fromMysql(url, sql) : await fromLibsql(url, sql);
  return z.array(row).parse(rows);
}

async function fromMysql(url: string, sql: string): Promise<unknown> {
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query<RowDataPacket[]>(sql);
    // Keys are kept as bytes there.
    return rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString() : value]),
      ),
    );
  } finally {
    await connection.end();
  }
}

async function fromLibsql(url: string, sql: string): Promise<unknown> {
  const client = createClient({ url });
  try {
    const { rows } = await client.execute(sql);
    return rows.map((row) => ({ ...row }));
  } finally {
    client.close();
  }
}
