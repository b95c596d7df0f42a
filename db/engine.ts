import type { ResultSet } from '@libsql/client';
import { DrizzleQueryError } from 'drizzle-orm';
import type { AnySQLiteColumn, BaseSQLiteDatabase, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { CivilDate, Clock, Instant } from '../domain/types.ts';
import type { Schema } from './schema.ts';

/** A connection or a transaction, typed as libsql's; on MySQL it is the same methods of the other dialect. */
export type Db = BaseSQLiteDatabase<'async', ResultSet>;

/**
 * `running`: by the program itself, which alone may use a database file. `existing`: by a command, which creates nothing.
 * `sharing`: beside others.
 */
export type OpenFor = 'running' | 'existing' | 'sharing';

/** `none`: there are no tables of ours. `older`: an upgrade is due. */
export type SchemaAge = 'none' | 'older' | 'current';

/** What the two databases do differently. Everything else is drizzle and written once. */
export interface Engine {
  readonly name: 'libsql' | 'mysql';
  readonly tables: Schema;
  /** Where it is, without a password. */
  readonly place: string;

  /** @throws {StoreError} a newer version of the program has used this database */
  schemaAge(): Promise<SchemaAge>;
  /** Runs reads outside of any transaction; may run twice when the connection was lost. */
  read<T>(job: (db: Db) => Promise<T>): Promise<T>;
  /**
   * Runs the job as one transaction. It may run more than once (deadlock) and must have no other effects; it must not wait
   * for another write.
   */
  write<T>(job: (db: Db) => Promise<T>): Promise<T>;
  /** As `write`, for a job of a single statement, which is atomic by itself. */
  writeOnce<T>(job: (db: Db) => Promise<T>): Promise<T>;

  /** Rows that an update or delete has matched, whether or not it changed them. */
  matched(result: unknown): number;
  /** The number that a `serial` column gave to the one row of an insert. */
  insertedNumber(result: unknown): number;
  /** Is it the refusal of a row whose key exists? The statement had no effect then; the transaction goes on. */
  isDuplicate(error: unknown): boolean;
  /** Makes a select of a transaction wait for, and keep off, others who want the same rows. */
  locked<Q extends object>(query: Q): Q;
  /** Inserts rows, or sets the named fields of those whose key exists. */
  upsert<T extends SQLiteTable>(db: Db, table: T, rows: readonly T['$inferInsert'][], on: UpsertOn<T>): Promise<void>;
  /** Counts up the day's counter of that name, a contract's id or another, and returns it; from 1. */
  nextOfDay(db: Db, counter: string, day: CivilDate): Promise<number>;

  /** What the server's clock says; undefined where there is no server. In UTC. */
  serverTime(): Promise<Instant | undefined>;
  migrate(): Promise<void>;
  close(): Promise<void>;
}

export interface UpsertOn<T extends SQLiteTable> {
  readonly key: readonly AnySQLiteColumn[];
  readonly set: readonly (keyof T['$inferInsert'] & string)[];
  /** Numbers that the row's are added to. */
  readonly add?: readonly (keyof T['$inferInsert'] & string)[];
}

/** What every part of the store is built on. */
export interface Access {
  readonly engine: Engine;
  readonly tables: Schema;
  readonly clock: Clock;
  /** Told of a row that became a dead letter because its document can't be read. */
  onUnreadable(box: 'inbox' | 'outbox', seq: number, problem: string): void;
  /** Told of a ticket that a walk through all of them has passed over, since its document can't be read. */
  onUnreadableTicket(id: string, problem: string): void;
}

/** The database refused or did not answer. Its message names thing, place and remedy where the cause is known. */
export class StoreError extends Error {
  readonly code:
    | 'store_failed'
    | 'store_unreachable'
    | 'store_missing'
    | 'store_in_use'
    | 'store_busy'
    | 'store_full'
    | 'store_url'
    | 'store_migration';

  constructor(code: StoreError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }
}

export function noDatabaseAt(place: string): StoreError {
  return new StoreError(
    'store_missing',
    `There is no Dutybell database at ${place}. Check DATABASE_URL; the first start makes a new one, or "dutybell migrate" without starting.`,
  );
}

/**
 * The driver's own error. Drizzle's wrapper quotes the statement's parameters, which are texts of people and have no place
 * in a log.
 */
export function driverError(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? error.cause : error;
}

/** A string field of an error that came from a driver. */
export function errorField(error: unknown, field: 'code' | 'extendedCode' | 'message'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : '';
}

/** Inserts one row. @returns the number that the engine gave it; undefined, without any effect, when its key exists */
export async function insertIfNew<T extends SQLiteTable>(
  engine: Engine,
  db: Db,
  table: T,
  row: T['$inferInsert'],
): Promise<{ number: number } | undefined> {
  try {
    return { number: engine.insertedNumber(await db.insert(table).values(row)) };
  } catch (error) {
    if (engine.isDuplicate(error)) return undefined;
    throw error;
  }
}
