import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { calendarGaps, gapWarning } from '../contracts/calendar-reach.ts';
import { chineseHolidays } from '../contracts/holidays.ts';
import { parsePeople } from '../contracts/people.ts';
import { InvalidPack } from '../contracts/problems.ts';
import { parsePack } from '../contracts/schema.ts';
import { termWarning } from '../contracts/term.ts';
import type { Instant } from '../domain/types.ts';
import { say } from './command-store.ts';
import { systemClock } from './main.ts';

const EXAMPLE = 'contracts/guangzhou-credit.yaml';
const PEOPLE = '.people.yaml';

/** Nothing of it can be read; the message names the remedy. */
class NothingToCheck extends Error {}

/**
 * Prints each pack's mistakes as `file:line:column: what is wrong; what would be right`.
 * @param paths files, and folders for every `*.yaml` in them
 */
export async function check(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await reportProblems(async () => {
      for (const file of await filesOf(path)) {
        await reportProblems(async () => {
          for (const line of await checkFile(file, systemClock.now())) say(`${file}: ${line}`);
        });
      }
    });
  }
}

/** One file's mistakes don't keep the others from being checked. */
async function reportProblems(job: () => Promise<void>): Promise<void> {
  try {
    await job();
  } catch (error) {
    if (!(error instanceof InvalidPack || error instanceof NothingToCheck)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}

async function filesOf(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((error: unknown) => {
    const isMissing =
      error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (!isMissing) throw error;
    throw new NothingToCheck(
      `${path}: there is no such file or folder; give a pack or a folder of packs: check ${EXAMPLE}`,
    );
  });
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith('.yaml')).sort();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new NothingToCheck(`${path}: no *.yaml is in this folder; put a contract's pack there, for example ${EXAMPLE}`);
}

/** @returns what is to be said of it @throws {InvalidPack} @throws {NothingToCheck} */
async function checkFile(file: string, now: Instant): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8');
  if (isEmpty(text)) throw new NothingToCheck(`${file}: it is empty; copy ${EXAMPLE} and write your contract into it`);
  if (file.endsWith(PEOPLE)) {
    const { chats, people } = parsePeople(text, file);
    return [`ok, no pack but made-up people for the sandbox: ${people.length} people, ${chats.length} groups`];
  }
  const contract = parsePack(text, { sourceName: file, holidays: chineseHolidays() });
  const { clocks, levels, systems } = contract;
  const over = termWarning(contract, now);
  return [
    ...calendarGaps(contract).map(gapWarning),
    ...(over === undefined ? [] : [over]),
    `ok, ${contract.id}: ${systems.length} systems, ${levels.length} levels, ${clocks.length} clocks`,
  ];
}

/** Comments and document marks alone. */
function isEmpty(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(#.*|---|\.\.\.)?\s*$/.test(line));
}
