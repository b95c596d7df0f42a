import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Contract } from '../domain/contract.ts';
import { chineseHolidays } from './holidays.ts';
import type { ReadInclude } from './include.ts';
import { type DemoPeople, parsePeople } from './people.ts';
import { fileProblem, InvalidPack } from './problems.ts';
import { readPack } from './schema.ts';

export interface LoadedContract {
  readonly contract: Contract;
  /** The pack's file as it was written. */
  readonly body: string;
  /** The pack with what it includes put in: `parsePackValue` makes the contract from it again. */
  readonly value: unknown;
  /** From `demo/<contract id>.people.yaml`, when there is such a file. */
  readonly people?: DemoPeople;
}

/**
 * Reads every pack (`*.yaml`) of a folder, in the order of their file names.
 * @throws {InvalidPack} of the first file that has mistakes; two packs with the same id or number prefix are one
 */
export async function loadContracts(folder: string): Promise<readonly LoadedContract[]> {
  const names = await packNames(folder);
  const loaded = await Promise.all(names.map((name) => loadPack(join(folder, name))));
  const problems = loaded.flatMap(({ contract, people }, index) => {
    const others = loaded.slice(0, index);
    const sourceName = join(folder, names[index] ?? '');
    return [
      ...others.flatMap((other, at) => twinProblem(sourceName, contract, { ...other, name: names[at] ?? '' }) ?? []),
      ...others.flatMap((other) => repeatedPeople(peoplePath(sourceName, contract), people, other)),
    ];
  });
  if (problems.length > 0) throw new InvalidPack(problems);
  return loaded;
}

/** The packs of a folder by name, sorted. */
export async function packNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
}

/** Reads one pack with what it includes, and its made-up people. @throws {InvalidPack} with every mistake at once */
export async function loadPack(path: string): Promise<LoadedContract> {
  const pack = await loadPackAlone(path);
  const people = await loadPeople(peoplePath(path, pack.contract), pack.contract);
  return { ...pack, ...(people && { people }) };
}

/** Reads one pack with what it includes, and nobody's people. @throws {InvalidPack} with every mistake at once */
export async function loadPackAlone(path: string): Promise<Omit<LoadedContract, 'people'>> {
  const body = await readFile(path, 'utf8');
  return { body, ...readPack(body, { sourceName: path, holidays: chineseHolidays(), read: includesOf(path) }) };
}

/** Reads the files that a pack includes from beside it. */
export function includesOf(packPath: string): ReadInclude {
  return (path) => {
    try {
      return readFileSync(join(dirname(packPath), path), 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
}

/** What is wrong with a file where a file before it has the same id or number prefix. */
export function twinProblem(
  file: string,
  contract: Contract,
  other: { readonly name: string; readonly contract: Contract },
) {
  const { id, numberPrefix } = other.contract;
  if (id !== contract.id && numberPrefix !== contract.numberPrefix) return undefined;
  return fileProblem(file, `${other.name} has the same id or numberPrefix`, 'give each contract its own');
}

function peoplePath(packPath: string, { id }: Contract): string {
  return join(dirname(packPath), 'demo', `${id}.people.yaml`);
}

async function loadPeople(path: string, contract: Contract): Promise<DemoPeople | undefined> {
  const body = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return body === undefined ? undefined : parsePeople(body, path, contract);
}

/** One sandbox shows all contracts, so an account is one person. */
function repeatedPeople(file: string, people: DemoPeople | undefined, other: LoadedContract) {
  const taken = new Set(other.people?.people.map(({ key }) => key));
  return (people?.people ?? []).flatMap(({ key }) => {
    if (!taken.has(key)) return [];
    const problem = `the person "${key}" is also in demo/${other.contract.id}.people.yaml`;
    return [fileProblem(file, problem, 'give one of them another key')];
  });
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
