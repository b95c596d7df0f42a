import { LibsqlError } from '@libsql/client';
import { driverError, errorField, StoreError } from './engine.ts';

const UNREACHABLE = new Set([
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_PERM',
  'EACCES',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
]);

/** A driver's error in words for the operator; any other error as it is. */
export function libsqlExplained(thrown: unknown, path: string): unknown {
  const error = driverError(thrown);
  const code = errorField(error, 'code');
  const message = errorField(error, 'message');
  if (code === 'SQLITE_BUSY') {
    return new StoreError(
      'store_busy',
      `Another process has been writing to ${path} for too long. Stop it, or wait.`,
      error,
    );
  }
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR') {
    return new StoreError(
      'store_full',
      `${path} can't be written (${message}). Is the disk full? Free some space.`,
      error,
    );
  }
  // A connection that can't be opened at all is an error of the native library, without a code.
  if (UNREACHABLE.has(code) || message.includes('Unable to open connection')) {
    return new StoreError(
      'store_unreachable',
      `The database file ${path} can't be opened or written (${message}). Give this user the right to write its folder, or set DATABASE_URL to another place.`,
      error,
    );
  }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return new StoreError(
      'store_failed',
      `${path} is no intact database (${message}). Restore it from a backup.`,
      error,
    );
  }
  if (!(error instanceof LibsqlError)) return error;
  return new StoreError('store_failed', `The database ${path} refused a statement: ${message}`, error);
}
