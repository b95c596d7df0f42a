import { setTimeout as pause } from 'node:timers/promises';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { StoreError } from './engine.ts';
import { isMigrated, type MigrationTarget, migrate } from './migrate.ts';
import { errorNumber } from './mysql-errors.ts';

/** How long a replica waits for another one that migrates, in seconds. */
const LOCK_WAIT_S = 60;
const RECHECK_MS = 250;
const RECHECKS_MAX = 40;

const NO_SUCH_TABLE = 1146;
/** Table, column, key or index exists already. */
const EXISTS = new Set([1050, 1060, 1061]);

/**
 * Migrates under the server's advisory lock, which ends with the connection. On Galera that lock holds on one node only:
 * there the slower replica finds that a table exists, and then waits for the faster one to finish.
 */
export async function migrateMysql(connection: Connection, database: string, lockWaitS = LOCK_WAIT_S): Promise<void> {
  const target = mysqlTarget(connection);
  if (await isMigrated(target)) return;
  const lock = `dutybell migrate ${database}`.slice(0, 64);
  const [rows] = await connection.query<RowDataPacket[]>('select get_lock(?, ?) as gotten', [lock, lockWaitS]);
  if (rows[0]?.gotten !== 1) {
    throw new StoreError(
      'store_migration',
      `Another process has been upgrading database "${database}" for ${lockWaitS} s. Wait for it, or end it, and start again.`,
    );
  }
  try {
    if (!(await isMigrated(target))) await migrate(target);
  } catch (error) {
    if (!EXISTS.has(errorNumber(error) ?? 0)) throw error;
    const isDoneElsewhere = (await isGalera(connection)) && (await becomesMigrated(target));
    if (!isDoneElsewhere) throw halfMigrated(database, error);
  } finally {
    await connection.query('do release_lock(?)', [lock]);
  }
}

async function isGalera(connection: Connection): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>("show variables like 'wsrep_on'");
  return rows[0]?.Value === 'ON';
}

async function becomesMigrated(target: MigrationTarget): Promise<boolean> {
  for (let check = 0; check < RECHECKS_MAX; check += 1) {
    if (await isMigrated(target)) return true;
    await pause(RECHECK_MS);
  }
  return false;
}

function halfMigrated(database: string, cause: unknown): StoreError {
  return new StoreError(
    'store_migration',
    `Database "${database}" has tables that this program did not expect: another program's, or those of an upgrade that was interrupted. Use an empty database, or restore the backup from before the upgrade.`,
    cause,
  );
}

export function mysqlTarget(connection: Connection): MigrationTarget {
  return {
    dialect: 'mysql',
    run: async (statement) => {
      await connection.query(withMonotonicNumbers(statement));
    },
    async newest(table) {
      try {
        const [rows] = await connection.query<RowDataPacket[]>('select max(created_at) as newest from ??', [table]);
        const newest: unknown = rows[0]?.newest;
        return typeof newest === 'number' ? newest : undefined;
      } catch (error) {
        if (errorNumber(error) === NO_SUCH_TABLE) return undefined;
        throw error;
      }
    },
  };
}

/**
 * Messages leave in the order of their numbers, but each TiDB server would hand out numbers from a block of its own. The
 * option makes them grow across servers; to MySQL and MariaDB it is a comment.
 */
function withMonotonicNumbers(statement: string): string {
  const isTable = /^\s*create table/i.test(statement) && /auto_increment/i.test(statement);
  return isTable ? `${statement.replace(/;\s*$/, '')} /*T![auto_id_cache] AUTO_ID_CACHE 1 */` : statement;
}
