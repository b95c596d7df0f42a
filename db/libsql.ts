import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createClient, type ResultSet } from '@libsql/client';
import { getTableColumns, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import { assert } from '../domain/assert.ts';
import { type Db, driverError, type Engine, errorField, noDatabaseAt, type OpenFor, StoreError } from './engine.ts';
import { libsqlExplained } from './libsql-errors.ts';
import { lockDatabaseFile } from './libsql-lock.ts';
import { LibsqlWriter, LOCK_WAIT_MS } from './libsql-writer.ts';
import { isMigrated, type MigrationTarget, migrate, schemaAge } from './migrate.ts';
import * as tables from './schema.sqlite.ts';
import { WriteQueue } from './write-queue.ts';

/**
 * The embedded database. Two clients of one connection each, because settings (synchronous, query_only) belong to a
 * connection, and @libsql/client opens further ones with defaults when several are in use: one writes, one transaction at
 * a time; the other reads committed data beside it, which WAL allows.
 * @param url `file:PATH`, or `:memory:` for a database that ends with the process
 * @throws {StoreError} the folder or file can't be written, does not exist, or belongs to another process
 */
export async function openLibsql(url: string, openFor: OpenFor = 'sharing'): Promise<Engine> {
  const place = url === ':memory:' ? memoryPlace() : { path: filePath(url), remove: undefined };
  if (openFor === 'existing' && !existsSync(place.path)) throw noDatabaseAt(place.path);
  await makeFolder(place.path);
  const unlock =
    openFor === 'running' && !place.remove
      ? await lockDatabaseFile(clientUrl(`${place.path}.lock`), place.path)
      : undefined;
  const { writer, reader } = await openClients(place.path, place.remove ? 'temporary' : 'synced').catch(
    (error: unknown) => {
      unlock?.();
      throw error;
    },
  );
  const reading: Db = drizzle(reader);
  const queue = new WriteQueue<Db>((group) => writer.transaction(group));

  const write = async <T>(job: (db: Db) => Promise<T>, isStatement = false): Promise<T> => {
    try {
      return await queue.add(job, isStatement);
    } catch (error) {
      throw libsqlExplained(error, place.path);
    }
  };
  return {
    name: 'libsql',
    tables,
    place: place.path,
    serverTime: async () => undefined,
    schemaAge: () => schemaAge(libsqlTarget(reading)),
    async read(job) {
      try {
        return await job(reading);
      } catch (error) {
        throw libsqlExplained(error, place.path);
      }
    },
    write: (job) => write(job),
    writeOnce: (job) => write(job, true),
    matched: (result) => resultSet(result).rowsAffected,
    insertedNumber: (result) => Number(resultSet(result).lastInsertRowid),
    isDuplicate(error) {
      const code = errorField(driverError(error), 'extendedCode');
      return code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
    },
    // There is one writer.
    locked: (query) => query,
    async upsert(db, table, rows, on) {
      if (rows.length === 0) return;
      const columns = getTableColumns(table);
      const given = (field: string) => sql`excluded.${sql.identifier(columns[field]?.name ?? field)}`;
      const set = on.set.map((field) => [field, given(field)]);
      const sums = (on.add ?? []).map((field) => [field, sql`${columns[field]} + ${given(field)}`]);
      await db
        .insert(table)
        .values([...rows])
        .onConflictDoUpdate({ target: [...on.key], set: Object.fromEntries([...set, ...sums]) });
    },
    async nextOfDay(db, counter, day) {
      const { counters } = tables;
      const [row] = await db
        .insert(counters)
        .values({ contractId: counter, day, value: 1 })
        .onConflictDoUpdate({ target: [counters.contractId, counters.day], set: { value: sql`${counters.value} + 1` } })
        .returning({ value: counters.value });
      assert(row, 'an upsert returned no row');
      return row.value;
    },
    async migrate() {
      if (!(await isMigrated(libsqlTarget(reading)))) await write((db) => migrate(libsqlTarget(db)));
    },
    async close() {
      await queue.close();
      reader.close();
      writer.close();
      unlock?.();
      await place.remove?.();
    },
  };
}

/**
 * SQLite's own in-memory database lives in one connection, and then a reader would wait for, or see into, the writer's
 * transaction. So it is a file in a temporary folder that goes when the store closes or the process ends.
 */
function memoryPlace() {
  const folder = mkdtempSync(join(tmpdir(), 'dutybell-'));
  const atExit = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', atExit);
  const remove = async () => {
    process.off('exit', atExit);
    await rm(folder, { recursive: true, force: true });
  };
  return { path: join(folder, 'memory.db'), remove };
}

function libsqlTarget(db: Db): MigrationTarget {
  return {
    dialect: 'sqlite',
    run: async (statement) => {
      await db.run(sql.raw(statement));
    },
    async newest(table) {
      const [exists] = await db.all(sql`select 1 as found from sqlite_master where name = ${table}`);
      if (!exists) return undefined;
      const [row] = await db.all<{ newest: number | null }>(
        sql`select max(created_at) as newest from ${sql.identifier(table)}`,
      );
      return row?.newest ?? undefined;
    },
  };
}

/** `file:data/a.db`, `file:/data/a.db` and `file:///data/a.db`. */
function filePath(url: string): string {
  const path = decoded(url.slice('file:'.length).replace(/^\/\/(?=\/)/, ''));
  if (path === undefined || path === '' || path.startsWith('//')) {
    throw new StoreError(
      'store_url',
      `DATABASE_URL "${url}" names no file. Write file:./data/dutybell.db, for example.`,
    );
  }
  return path;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw libsqlExplained(error, path);
  }
}

function clientUrl(path: string): string {
  // encodeURI leaves # and ? alone, which would end the path.
  return `file:${encodeURI(path).replaceAll('#', '%23').replaceAll('?', '%3F')}`;
}

async function openClients(path: string, durability: 'synced' | 'temporary') {
  try {
    const url = clientUrl(path);
    const writer = new LibsqlWriter(url, durability);
    // Empty, but it takes the lock: a file that can't be written is found now.
    await writer.transaction({ size: 0, isStatement: false, run: async () => undefined });
    const reader = createClient({ url, concurrency: 1, timeout: LOCK_WAIT_MS });
    await reader.execute('pragma query_only = on');
    return { writer, reader };
  } catch (error) {
    throw libsqlExplained(error, path);
  }
}

function resultSet(result: unknown): Pick<ResultSet, 'rowsAffected' | 'lastInsertRowid'> {
  assert(typeof result === 'object' && result !== null && 'rowsAffected' in result, 'not the result of a statement');
  const { rowsAffected } = result;
  assert(typeof rowsAffected === 'number', 'a result without a count');
  const lastInsertRowid = 'lastInsertRowid' in result ? result.lastInsertRowid : undefined;
  return { rowsAffected, lastInsertRowid: typeof lastInsertRowid === 'bigint' ? lastInsertRowid : undefined };
}
