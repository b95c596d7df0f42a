import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** With an id or two beside it MySQL's index has room for no more. */
export const INDEXED_BYTES_MAX = 2_048;

/**
 * The columns that both engines have. `columns.mysql.ts` holds the same kit for MySQL, cast to this type, so that the
 * schema and every query are written once and typed once.
 */
export const sqliteKit = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  /** An id or a word, compared byte by byte; at most 255 bytes on MySQL. */
  key: (name: string) => text(name),
  /** A text of any length. */
  text: (name: string) => text(name),
  /** A text that an index holds whole: at most {@link INDEXED_BYTES_MAX} bytes. */
  indexedText: (name: string) => text(name),
  /** A count, or an instant in ms UTC: both fit a double. */
  int: (name: string) => integer(name),
  /** Numbers rows in the order of their writing and never reuses a number. */
  serial: (name: string) => integer(name).primaryKey({ autoIncrement: true }),
};
export type Kit = typeof sqliteKit;
