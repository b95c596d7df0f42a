import { and, asc, eq } from 'drizzle-orm';
import { type ContractId, contractId, personId } from '../domain/types.ts';
import { type BriefCache, briefCache } from './brief-cache.ts';
import type { Changes } from './changes.ts';
import type { Access, Db } from './engine.ts';
import type { Reads } from './reads.ts';
import type { TaughtName } from './records.ts';

type Taught = readonly TaughtName[];

export function taughtNamesCache({ clock }: Pick<Access, 'clock'>): BriefCache<Taught> {
  return briefCache(clock);
}

export function taughtNameReads(access: Access, cache: BriefCache<Taught>): Pick<Reads, 'taughtNames'> {
  const latest = new Map<ContractId, { readonly written: string; readonly names: Taught }>();
  return {
    taughtNames: (contract) =>
      cache.get(contract, async () => {
        const rows = await readNames(access, contract);
        const written = JSON.stringify(rows);
        const known = latest.get(contract);
        // The same array as before: what is compiled of it is kept beside it.
        if (known?.written === written) return known.names;
        const names = rows.map(nameOf);
        latest.set(contract, { written, names });
        return names;
      }),
  };
}

export async function writeTaughtNames(
  { engine, tables: { taughtNames } }: Access,
  db: Db,
  writes: NonNullable<Changes['taughtNames']>,
): Promise<void> {
  for (const write of writes) {
    if ('forgotten' in write) {
      const { contractId: contract, folded } = write.forgotten;
      await db.delete(taughtNames).where(and(eq(taughtNames.contractId, contract), eq(taughtNames.folded, folded)));
    } else {
      const key = [taughtNames.contractId, taughtNames.folded];
      await engine.upsert(db, taughtNames, [write], { key, set: ['name', 'systemId', 'taughtBy', 'taughtAt'] });
    }
  }
}

type Row = Access['tables']['taughtNames']['$inferSelect'];

function readNames({ engine, tables: { taughtNames } }: Access, contract: ContractId): Promise<Row[]> {
  return engine.read((db) =>
    db
      .select()
      .from(taughtNames)
      .where(eq(taughtNames.contractId, contract))
      .orderBy(asc(taughtNames.taughtAt), asc(taughtNames.folded)),
  );
}

function nameOf(row: Row): TaughtName {
  return { ...row, contractId: contractId(row.contractId), taughtBy: personId(row.taughtBy) };
}
