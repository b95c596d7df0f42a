import { createClient } from '@libsql/client';
import { createConnection } from 'mysql2/promise';
import { expect, test } from 'vitest';
import { describeEngines } from './support/engines.ts';

describeEngines((open, engine) => {
  test('each call opens an empty database of its own', async () => {
    const urls = [await open(), await open()];
    expect(new Set(urls).size).toBe(2);
    for (const url of urls) expect(await tablesOf(url)).toEqual([]);
  });

  async function tablesOf(url: string): Promise<unknown[]> {
    if (engine === 'libsql') {
      const client = createClient({ url });
      const { rows } = await client.execute("select name from sqlite_master where type = 'table'");
      client.close();
      return rows;
    }
    const connection = await createConnection(url);
    const [rows] = await connection.query('show tables');
    await connection.end();
    return rows as unknown[];
  }
});
