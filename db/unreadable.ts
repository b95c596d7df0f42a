/** A row whose document can't be read: damaged, or written by another version. */
export interface Unreadable<Row> {
  readonly row: Row;
  /** For the operator, in the dead letter. It quotes nothing of what people wrote. */
  readonly problem: string;
}

/** Reads each row for itself: one that can't be read must not hold up the others. */
export function readRows<Row, T>(
  rows: readonly Row[],
  read: (row: Row) => T,
): { readonly readable: readonly T[]; readonly unreadable: readonly Unreadable<Row>[] } {
  const readable: T[] = [];
  const unreadable: Unreadable<Row>[] = [];
  for (const row of rows) {
    try {
      readable.push(read(row));
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      unreadable.push({ row, problem: `unreadable: its document is damaged or of another version (${name})` });
    }
  }
  return { readable, unreadable };
}
