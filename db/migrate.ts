import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { type SchemaAge, StoreError } from './engine.ts';

/** Drizzle's own, so that drizzle-kit's commands understand the database. */
const TABLE = '__drizzle_migrations';

/** A connection on which nobody else migrates meanwhile. */
export interface MigrationTarget {
  readonly dialect: 'sqlite' | 'mysql';
  run(statement: string): Promise<void>;
  /** Greatest `created_at` of the table; undefined when it is empty or missing. */
  newest(table: string): Promise<number | undefined>;
}

/**
 * Cheap question, for every start.
 * @throws {StoreError} a newer version of the program has used this database
 */
export async function isMigrated(target: MigrationTarget): Promise<boolean> {
  return (await schemaAge(target)) === 'current';
}

/** @throws {StoreError} a newer version of the program has used this database */
export async function schemaAge(target: MigrationTarget): Promise<SchemaAge> {
  const newest = await target.newest(TABLE);
  const known = migrationsOf(target.dialect).at(-1)?.folderMillis ?? 0;
  if (newest !== undefined && newest > known) {
    throw new StoreError(
      'store_migration',
      'The database was upgraded by a newer version of this program, which this one could damage. Start the newer version.',
    );
  }
  if (newest === undefined) return 'none';
  return newest === known ? 'current' : 'older';
}

/**
 * Brings the tables up to date. Drizzle's migrator is not used, because it takes no lock and runs several replicas into
 * each other. Idempotent; on libsql the caller's transaction makes it atomic, MySQL commits each statement.
 */
export async function migrate(target: MigrationTarget): Promise<void> {
  await target.run(
    `create table if not exists ${TABLE} (id serial primary key, hash text not null, created_at bigint)`,
  );
  const newest = (await target.newest(TABLE)) ?? 0;
  for (const migration of migrationsOf(target.dialect)) {
    if (migration.folderMillis <= newest) continue;
    for (const statement of migration.sql) await target.run(statement);
    // Not from people: a hex hash and a number of our own files.
    await target.run(
      `insert into ${TABLE} (hash, created_at) values ('${migration.hash}', ${migration.folderMillis.toFixed()})`,
    );
  }
}

function migrationsOf(dialect: MigrationTarget['dialect']) {
  return readMigrationFiles({ migrationsFolder: join(import.meta.dirname, 'migrations', dialect) });
}
