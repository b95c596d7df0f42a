import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createClient } from '@libsql/client';
import { driverError, errorField, StoreError } from './engine.ts';
import { libsqlExplained } from './libsql-errors.ts';
import { LOCK_WAIT_MS } from './libsql-writer.ts';

/**
 * Keeps a second program off a database file until `release`. The lock is the operating system's, since SQLite takes it: it
 * ends with the process however that ends. It is held on an empty file beside the database, so commands go on reading and
 * writing the database itself; who holds it stands in a third file, which is for people only.
 * @param url of the lock's file @param path of the database @returns release
 * @throws {StoreError} `store_in_use`: another process holds it; its pid is in the message
 */
export async function lockDatabaseFile(url: string, path: string): Promise<() => void> {
  const client = createClient({ url, timeout: LOCK_WAIT_MS });
  try {
    const held = await client.transaction('write');
    writeFileSync(`${path}.pid`, `${process.pid}\n`);
    return () => {
      rmSync(`${path}.pid`, { force: true });
      held.close();
      client.close();
    };
  } catch (error) {
    client.close();
    if (errorField(driverError(error), 'code') !== 'SQLITE_BUSY') throw libsqlExplained(error, path);
    throw new StoreError(
      'store_in_use',
      `Another Dutybell${holderOf(path)} uses the database file ${path}, which is for one process. Stop that one, or set DATABASE_URL to another file.`,
      error,
    );
  }
}

function holderOf(path: string): string {
  try {
    return ` (pid ${readFileSync(`${path}.pid`, 'utf8').trim()})`;
  } catch {
    // It has only just taken the lock; the message does without.
    return '';
  }
}
