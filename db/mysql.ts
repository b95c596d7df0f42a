import { setTimeout as pause } from 'node:timers/promises';
import { getTableColumns, is, sql } from 'drizzle-orm';
import { MySqlDatabase, MySqlSelectBase, MySqlTable } from 'drizzle-orm/mysql-core';
import { drizzle } from 'drizzle-orm/mysql2';
import { createPool } from 'mysql2';
import type { Pool, PoolConnection } from 'mysql2/promise';
import { assert } from '../domain/assert.ts';
import type { Instant } from '../domain/types.ts';
import { type Db, driverError, type Engine, errorField, StoreError } from './engine.ts';
import { schemaAge } from './migrate.ts';
import { isConnectionLost, isTransient, mysqlExplained, type Place } from './mysql-errors.ts';
import { migrateMysql, mysqlTarget } from './mysql-migrate.ts';
import * as mysqlTables from './schema.mysql.ts';
import type { Schema } from './schema.ts';
import { Turnstile } from './turnstile.ts';

const CONNECTIONS_MAX = 10;
/** Transactions at once. The other connections are for reads, which must get one even while every transaction waits. */
const TRANSACTIONS_MAX = CONNECTIONS_MAX - 2;
const CONNECT_MS_MAX = 10_000;
const ATTEMPTS_MAX = 10;
const RETRY_FIRST_MS = 4;
const RETRY_LONGEST_MS = 500;

/**
 * What every session of ours is set to. READ COMMITTED: an update of ours is a compare-and-set on what is there now, an
 * older snapshot would only add gap locks, and with them deadlocks. Strict: a value that doesn't fit is an error, never cut
 * off. No ANSI_QUOTES or NO_BACKSLASH_ESCAPES, whatever the server's default: the driver's quoting relies on it.
 */
const SESSION = [
  'set session transaction isolation level read committed',
  `set time_zone = '+00:00', innodb_lock_wait_timeout = 10, sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'`,
];

/** A server of MySQL's protocol: MariaDB, MySQL 8, TiDB, Galera. @throws {StoreError} it can't be reached */
export async function openMysql(
  url: string,
  options: { random(): number; log?: { debug(fields: object, message: string): void } },
): Promise<Engine> {
  const place = placeOf(url);
  const pool = openPool(url);
  const sessions = new Sessions(pool);
  const turnstile = new Turnstile(TRANSACTIONS_MAX);
  const reading = asDb(drizzle(pool));

  const explaining = async <T>(job: () => Promise<T>): Promise<T> => {
    try {
      return await job();
    } catch (error) {
      throw mysqlExplained(error, place);
    }
  };
  const retrying = async <T>(job: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await job();
      } catch (error) {
        if (!isTransient(error) || attempt === ATTEMPTS_MAX) throw error;
        options.log?.debug({ attempt, error: errorField(driverError(error), 'code') }, 'transaction tried again');
        await pause(options.random() * Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** attempt));
      }
    }
  };

  await explaining(() => pool.query('select 1')).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  return {
    name: 'mysql',
    tables: asSchema(mysqlTables),
    place: `${place.host}/${place.database}`,
    read: (job) =>
      explaining(async () => {
        try {
          return await job(reading);
        } catch (error) {
          // The server was restarted: the pool has dropped the dead connection by now.
          if (!isConnectionLost(error)) throw error;
          return job(reading);
        }
      }),
    write: (job) => explaining(() => turnstile.pass(() => retrying(() => sessions.transaction(job)))),
    writeOnce: (job) => explaining(() => turnstile.pass(() => retrying(() => job(reading)))),
    matched: (result) => headerOf(result).affectedRows,
    insertedNumber: (result) => headerOf(result).insertId,
    isDuplicate: (error) => errorField(driverError(error), 'code') === 'ER_DUP_ENTRY',
    locked(query) {
      assert(is(query, MySqlSelectBase), 'only a select can lock');
      // It changes the query and returns it; nobody has run it yet.
      void query.for('update');
      return query;
    },
    async upsert(db, table, rows, on) {
      if (rows.length === 0) return;
      const [mysql, mysqlTable] = [mysqlOf(db), tableOf(table)];
      const columns = getTableColumns(mysqlTable);
      const given = (field: string) => sql`values(${sql.identifier(columns[field]?.name ?? field)})`;
      const set = on.set.map((field) => [field, given(field)]);
      const sums = (on.add ?? []).map((field) => [field, sql`${columns[field]} + ${given(field)}`]);
      await mysql
        .insert(mysqlTable)
        .values([...rows])
        .onDuplicateKeyUpdate({ set: Object.fromEntries([...set, ...sums]) });
    },
    async nextOfDay(db, counter, day) {
      // LAST_INSERT_ID(x) hands x back with the insert's answer: the row is read and written in one round trip.
      const result = await mysqlOf(db)
        .insert(tableOf(mysqlTables.counters))
        .values({ contractId: counter, day, value: sql`last_insert_id(1)` })
        .onDuplicateKeyUpdate({ set: { value: sql`last_insert_id(value + 1)` } });
      return headerOf(result).insertId;
    },
    serverTime: () => explaining(() => serverTime(pool)),
    schemaAge: () => explaining(() => withConnection(pool, (connection) => schemaAge(mysqlTarget(connection)))),
    migrate: () => explaining(() => withConnection(pool, (connection) => migrateMysql(connection, place.database))),
    async close() {
      await turnstile.close();
      await pool.end();
    },
  };
}

function openPool(url: string): Pool {
  const pool = createPool({
    uri: url,
    charset: 'utf8mb4',
    timezone: 'Z',
    connectionLimit: CONNECTIONS_MAX,
    maxIdle: CONNECTIONS_MAX,
    connectTimeout: CONNECT_MS_MAX,
    enableKeepAlive: true,
    // An update reports the rows that it found, not those that it changed: what a compare-and-set asks.
    flags: ['+FOUND_ROWS'],
  });
  pool.on('connection', (connection) => {
    for (const statement of SESSION) {
      connection.query(statement, (error: unknown) => {
        // A session that could not be set up must not be used; whoever got it sees a lost connection.
        if (error) connection.destroy();
      });
    }
  });
  return pool.promise();
}

async function serverTime(pool: Pool): Promise<Instant> {
  const [rows] = await pool.query('select cast(unix_timestamp(now(3)) * 1000 as signed) as now');
  const now: unknown = Array.isArray(rows) && rows[0] ? Reflect.get(rows[0], 'now') : undefined;
  assert(typeof now === 'number', 'the server tells no time');
  return now;
}

async function withConnection<T>(pool: Pool, job: (connection: PoolConnection) => Promise<T>): Promise<T> {
  const connection = await pool.getConnection();
  try {
    return await job(connection);
  } finally {
    connection.release();
  }
}

/** Transactions by hand: drizzle's own loses the connection when BEGIN fails and the error when ROLLBACK fails. */
class Sessions {
  readonly #pool: Pool;
  /** By the driver's connection, which outlives the pool's wrapper of it. */
  readonly #dbs = new WeakMap<object, Db>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async transaction<T>(job: (db: Db) => Promise<T>): Promise<T> {
    const connection = await this.#begin();
    try {
      const result = await job(this.#dbOf(connection));
      await connection.query('commit');
      connection.release();
      return result;
    } catch (error) {
      await connection.query('rollback').then(
        () => connection.release(),
        () => connection.destroy(),
      );
      throw error;
    }
  }

  /** An idle connection may have died with the server: nothing has happened yet, so another one is tried. */
  async #begin(): Promise<PoolConnection> {
    for (let attempt = 1; ; attempt += 1) {
      const connection = await this.#pool.getConnection();
      try {
        await connection.query('begin');
        return connection;
      } catch (error) {
        connection.destroy();
        if (!isConnectionLost(error) || attempt > CONNECTIONS_MAX) throw error;
      }
    }
  }

  #dbOf(connection: PoolConnection): Db {
    const known = this.#dbs.get(connection.connection);
    if (known) return known;
    const db = asDb(drizzle(connection));
    this.#dbs.set(connection.connection, db);
    return db;
  }
}

/**
 * The counterparts of the cast in `columns.mysql.ts`: connections and tables of MySQL under libsql's types. Where the
 * dialects part, `mysqlOf` and `tableOf` turn them back, checked at run time.
 */
const asDb = (db: unknown): Db => db as Db;
const asSchema = (tables: unknown): Schema => tables as Schema;

function mysqlOf(db: unknown) {
  assert(is(db, MySqlDatabase), 'not a connection to MySQL');
  return db;
}

function tableOf(table: unknown): MySqlTable {
  assert(is(table, MySqlTable), 'not a table of MySQL');
  return table;
}

function headerOf(result: unknown): { affectedRows: number; insertId: number } {
  const header: unknown = Array.isArray(result) ? result[0] : undefined;
  assert(typeof header === 'object' && header !== null, 'not the result of a statement');
  const [affectedRows, insertId]: unknown[] = [Reflect.get(header, 'affectedRows'), Reflect.get(header, 'insertId')];
  assert(typeof affectedRows === 'number' && typeof insertId === 'number', 'a result without counts');
  return { affectedRows, insertId };
}

/** Its errors don't quote the address: it holds a password. */
function placeOf(url: string): Place {
  const parsed = URL.parse(url);
  const database = parsed?.pathname.slice(1) ?? '';
  if (!parsed || parsed.host === '' || database === '') {
    throw new StoreError(
      'store_url',
      'DATABASE_URL is not of the form mysql://user:password@host:3306/database. Special characters in the password must be percent-encoded.',
    );
  }
  return { user: decodeURIComponent(parsed.username), host: parsed.host, database: decodeURIComponent(database) };
}
