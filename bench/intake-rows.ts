import { z } from 'zod';
import { selectRows } from '../test/crash/rows.ts';

/** Tables that one report writes, with the columns that must differ from row to row. */
export const UNIQUE = {
  inbox: ['update_id'],
  tickets: ['id', 'number'],
  ledger: ['event_id'],
  texts: ['id'],
  timers: ['timer_key'],
  outbox: ['outgoing_key'],
} as const satisfies Record<string, readonly string[]>;
export type Table = keyof typeof UNIQUE;
/** Their numbers are given by the database. */
const GIVEN = ['seq', 'entry_id'];

const cell = z.union([z.string(), z.number(), z.null()]);
export type Row = Readonly<Record<string, z.infer<typeof cell>>>;
export type Rows = Readonly<Record<Table, Row>>;

const WHICH: Readonly<Record<Table, string>> = {
  inbox: 'ORDER BY seq DESC',
  tickets: 'ORDER BY id DESC',
  ledger: "WHERE type = 'opened' ORDER BY entry_id DESC",
  texts: 'ORDER BY id DESC',
  timers: 'ORDER BY timer_key DESC',
  outbox: 'ORDER BY seq DESC',
};

/** One row of each table as the product has written it: the bare transactions write the same bytes. */
export async function harvest(url: string): Promise<Rows> {
  const rows = await Promise.all(
    Object.entries(WHICH).map(async ([table, which]) => {
      const [row] = await selectRows(url, `SELECT * FROM ${table} ${which} LIMIT 1`, z.record(z.string(), cell));
      if (!row) throw new Error(`the product wrote no row into ${table}`);
      return [table, Object.fromEntries(Object.entries(row).filter(([name]) => !GIVEN.includes(name)))] as const;
    }),
  );
  return rowsOf(Object.fromEntries(rows));
}

const rowsOf = (rows: Readonly<Record<string, Row>>): Rows => {
  const { inbox, ledger, outbox, texts, tickets, timers } = rows;
  if (!inbox || !ledger || !outbox || !texts || !tickets || !timers) throw new Error('a table has no row');
  return { inbox, ledger, outbox, texts, tickets, timers };
};

let made = 0;

/** The row with keys of its own, of the same length as the product's. */
export function fresh(table: Table, row: Row): Row {
  made += 1;
  const changed = UNIQUE[table].map((column) => {
    const text = String(row[column]);
    return [column, `${text.slice(0, Math.max(0, text.length - 9))}${String(made).padStart(9, '0')}`];
  });
  return { ...row, ...Object.fromEntries(changed) };
}

/** `INSERT INTO t (a, b) VALUES (?, ?)` with its values in order. */
export function insertion(table: Table, row: Row): { readonly sql: string; readonly values: Row[string][] } {
  const columns = Object.keys(row);
  const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
  return { sql, values: Object.values(row) };
}
