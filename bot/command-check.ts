import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { calendarGaps, gapWarning } from '../contracts/calendar-reach.ts';
import { dutyCounts } from '../contracts/duty-count.ts';
import { idleRuleWarnings } from '../contracts/idle-rules.ts';
import { checkShared } from '../contracts/include.ts';
import { loadContracts, loadPack } from '../contracts/load.ts';
import { parsePeople } from '../contracts/people.ts';
import { InvalidPack } from '../contracts/problems.ts';
import { termWarning } from '../contracts/term.ts';
import type { Instant } from '../domain/types.ts';
import { say } from './command-store.ts';
import { systemClock } from './main.ts';

const EXAMPLE = 'contracts/guangzhou-credit.yaml';
const PEOPLE = '.people.yaml';
/** Folders of the files that packs include. */
const INCLUDED: readonly string[] = ['shared', 'tables', 'duties'];

/** Nothing of it can be read; the message names the remedy. */
class NothingToCheck extends Error {}

/**
 * Prints each pack's mistakes as `file:line:column: what is wrong; what would be right`, and of a folder what its packs have
 * twice.
 * @param paths files, and folders for every `*.yaml` in them
 */
export async function check(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await reportProblems(async () => {
      const { files, isFolder } = await filesOf(path);
      const good: boolean[] = [];
      for (const file of files) {
        good.push(
          await reportProblems(async () => {
            for (const line of await checkFile(file, systemClock.now())) say(`${file}: ${line}`);
          }),
        );
      }
      if (isFolder && good.every(Boolean) && files.every(isPack)) await loadContracts(path);
    });
  }
}

/** One file's mistakes don't keep the others from being checked. @returns whether there were none */
export async function reportProblems(job: () => Promise<void>): Promise<boolean> {
  try {
    await job();
    return true;
  } catch (error) {
    if (!(error instanceof InvalidPack || error instanceof NothingToCheck)) throw error;
    say(error.message);
    process.exitCode = 1;
    return false;
  }
}

/** The packs among the files of a path. @throws {NothingToCheck} */
export async function packFilesOf(path: string): Promise<readonly string[]> {
  return (await filesOf(path)).files.filter(isPack);
}

async function filesOf(path: string): Promise<{ readonly files: readonly string[]; readonly isFolder: boolean }> {
  const found = await stat(path).catch((error: unknown) => {
    const isMissing =
      error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (!isMissing) throw error;
    throw new NothingToCheck(
      `${path}: there is no such file or folder; give a pack or a folder of packs: check ${EXAMPLE}`,
    );
  });
  if (!found.isDirectory()) return { files: [path], isFolder: false };
  const names = (await readdir(path)).filter((name) => name.endsWith('.yaml')).sort();
  if (names.length > 0) return { files: names.map((name) => join(path, name)), isFolder: true };
  throw new NothingToCheck(`${path}: no *.yaml is in this folder; put a contract's pack there, for example ${EXAMPLE}`);
}

/** @returns what is to be said of it @throws {InvalidPack} @throws {NothingToCheck} */
async function checkFile(file: string, now: Instant): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  if (isEmpty(text)) throw new NothingToCheck(`${file}: it is empty; copy ${EXAMPLE} and write your contract into it`);
  if (isPeople(file)) {
    const { chats, people } = parsePeople(text, file);
    return [`ok, no pack but made-up people for the sandbox: ${people.length} people, ${chats.length} groups`];
  }
  if (isShared(file)) {
    checkShared(text, file);
    return ['ok, no pack but a file that packs include; check those that do as well'];
  }
  const { contract } = await loadPack(file);
  const { clocks, deliverables, inspections, levels, systems, tables } = contract;
  const choices = [contract, ...tables].flatMap((part) => part.choices);
  const over = termWarning(contract, now);
  return [
    ...calendarGaps(contract, now).map(gapWarning),
    ...idleRuleWarnings(contract),
    ...(over === undefined ? [] : [over]),
    ...dutyCounts(contract),
    `ok, ${contract.id}: ${systems.length} systems, ${levels.length} levels, ${clocks.length} clocks, ${tables.length} tables, ${inspections.length} inspections, ${deliverables.length} deliverables, ${choices.length} documented choices`,
  ];
}

function isPack(file: string): boolean {
  return !isPeople(file) && !isShared(file);
}
function isPeople(file: string): boolean {
  return file.endsWith(PEOPLE);
}
function isShared(file: string): boolean {
  return INCLUDED.includes(basename(dirname(file)));
}

/** Comments and document marks alone. */
function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*|---|\.\.\.)?\s*$/.test(line));
}
