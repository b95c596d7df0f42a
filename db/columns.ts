import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

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
  /** A count, or an instant in ms UTC: both fit a double. */
  int: (name: string) => integer(name),
  /** Numbers rows in the order of their writing and never reuses a number. */
  serial: (name: string) => integer(name).primaryKey({ autoIncrement: true }),
};
export type Kit = typeof sqliteKit;
