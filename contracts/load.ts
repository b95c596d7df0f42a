import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Contract } from '../domain/contract.ts';
import { chineseHolidays, type HolidayTable } from './holidays.ts';
import { type DemoPeople, parsePeople } from './people.ts';
import { InvalidPack, type PackProblem } from './problems.ts';
import { parsePack } from './schema.ts';

export interface LoadedContract {
  readonly contract: Contract;
  /** The pack as it was written. */
  readonly body: string;
  /** From `demo/<contract id>.people.yaml`, when there is such a file. */
  readonly people?: DemoPeople;
}

/**
 * Reads every pack (`*.yaml`) of a folder, in the order of their file names.
 * @throws {InvalidPack} of the first file that has mistakes; two packs with the same id or number prefix are one
 */
export async function loadContracts(folder: string): Promise<readonly LoadedContract[]> {
  const holidays = chineseHolidays();
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const loaded = await Promise.all(files.map((name) => loadPack(folder, name, holidays)));
  for (const [index, { contract }] of loaded.entries()) {
    const isTwin = ({ contract: other }: LoadedContract): boolean =>
      other.id === contract.id || other.numberPrefix === contract.numberPrefix;
    const twin = loaded.findIndex(isTwin);
    if (twin < index) throw new InvalidPack(join(folder, files[index] ?? ''), [twinProblem(files[twin] ?? '')]);
  }
  return loaded;
}

async function loadPack(folder: string, name: string, holidays: HolidayTable): Promise<LoadedContract> {
  const sourceName = join(folder, name);
  const body = await readFile(sourceName, 'utf8');
  const contract = parsePack(body, { sourceName, holidays });
  const people = await loadPeople(join(folder, 'demo', `${contract.id}.people.yaml`));
  return people === undefined ? { contract, body } : { contract, body, people };
}

async function loadPeople(path: string): Promise<DemoPeople | undefined> {
  const body = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  return body === undefined ? undefined : parsePeople(body, basename(path));
}

function twinProblem(other: string): PackProblem {
  const place = { path: '', line: 1, column: 1 };
  return { ...place, problem: `${other} has the same id or numberPrefix`, remedy: 'give each contract its own' };
}
