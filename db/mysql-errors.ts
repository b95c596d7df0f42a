import { driverError, errorField, StoreError } from './engine.ts';

/** Where the database is, without the password. */
export interface Place {
  readonly user: string;
  readonly host: string;
  readonly database: string;
}

/**
 * The transaction was rolled back for the sake of another one, or its node may not write at the moment: trying again is
 * right. By number where drivers know no name.
 */
const TRANSIENT = new Set([
  1213, // deadlock; on Galera also a failed certification
  1205, // waited too long for a lock
  1020, // MariaDB: the row has changed since the last read
  1047, // Galera: the node is not ready
  1180, // Galera: certification failed in the commit itself
  8022, // TiDB: the commit failed and was rolled back
  8028, // TiDB: the tables changed meanwhile
  9007, // TiDB: write conflict
]);
const LOST = new Set(['PROTOCOL_CONNECTION_LOST', 'ECONNRESET', 'EPIPE']);
const UNREACHABLE = new Set([...LOST, 'ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT']);

export function errorNumber(thrown: unknown): number | undefined {
  const error = driverError(thrown);
  if (typeof error !== 'object' || error === null) return undefined;
  const number: unknown = Reflect.get(error, 'errno');
  return typeof number === 'number' ? number : undefined;
}

export function isTransient(error: unknown): boolean {
  const number = errorNumber(error);
  return number !== undefined && TRANSIENT.has(number);
}

/** The connection broke: what it was asked may or may not have happened. */
export function isConnectionLost(error: unknown): boolean {
  return LOST.has(errorField(driverError(error), 'code'));
}

/** A driver's error in words for the operator; any other error as it is. */
export function mysqlExplained(thrown: unknown, { user, host, database }: Place): unknown {
  const error = driverError(thrown);
  if (errorNumber(error) === undefined) return error;
  // The driver adds the statement with all its values, which are texts of people and have no place in a log.
  Reflect.deleteProperty(Object(error), 'sql');
  const code = errorField(error, 'code');
  const message = errorField(error, 'message');
  const unreachable = (words: string) => new StoreError('store_unreachable', words, error);
  if (UNREACHABLE.has(code)) {
    return unreachable(
      `The database server ${host} does not answer (${code}). Is it running, and are host and port in DATABASE_URL right?`,
    );
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(`The database host ${host} is not known here (${code}). Check the host in DATABASE_URL.`);
    case 'ER_ACCESS_DENIED_ERROR':
      return unreachable(
        `The database server ${host} refused user "${user}". Check user and password in DATABASE_URL; special characters in them must be percent-encoded.`,
      );
    case 'ER_BAD_DB_ERROR':
      return unreachable(
        `There is no database "${database}" on ${host}. Create it: CREATE DATABASE ${database} CHARACTER SET utf8mb4.`,
      );
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_TABLEACCESS_DENIED_ERROR':
      return unreachable(`User "${user}" may not use database "${database}" on ${host}. Grant it all rights there.`);
    case 'ER_CON_COUNT_ERROR':
    case 'ER_USER_LIMIT_REACHED':
      return unreachable(`The database server ${host} takes no more connections (${code}). Raise max_connections.`);
    case 'ER_RECORD_FILE_FULL':
    case 'ER_DISK_FULL':
      return new StoreError(
        'store_full',
        `The database on ${host} is full (${message}). Free some space there.`,
        error,
      );
  }
  if (isTransient(error)) {
    return new StoreError(
      'store_busy',
      `The database on ${host} stayed busy (${message}); nothing was written.`,
      error,
    );
  }
  return error === thrown
    ? error
    : new StoreError('store_failed', `The database refused a statement: ${message}`, error);
}
