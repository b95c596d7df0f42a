import { bigint, customType, index, mysqlTable, primaryKey, uniqueIndex, varbinary } from 'drizzle-orm/mysql-core';
import { INDEXED_BYTES_MAX, type Kit } from './columns.ts';

// Named in full, because a database that was created with another default must not lose an emoji.
const longText = customType<{ data: string }>({
  dataType: () => 'longtext character set utf8mb4 collate utf8mb4_bin',
});

const mysqlKit = {
  table: mysqlTable,
  index,
  uniqueIndex,
  primaryKey,
  // Not a collated varchar: utf8mb4_bin pads with spaces, so 'a' and 'a ' would be one key, and a message would be lost as
  // a duplicate. MySQL's and MariaDB's collations that don't pad have different names.
  key: (name: string) => varbinary(name, { length: 255 }),
  text: (name: string) => longText(name),
  indexedText: (name: string) => varbinary(name, { length: INDEXED_BYTES_MAX }),
  int: (name: string) => bigint(name, { mode: 'number' }),
  serial: (name: string) => bigint(name, { mode: 'number' }).primaryKey().autoincrement(),
};

/**
 * The cast of this folder: builders of both dialects have the same methods as far as `schema.ts` and the repositories use
 * them, and the store's suite runs every query on both.
 */
function asKit(kit: unknown): Kit {
  return kit as Kit;
}
export const kit: Kit = asKit(mysqlKit);
