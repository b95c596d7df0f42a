import { readFile } from 'node:fs/promises';
import { calendarGaps, gapWarning } from '../contracts/calendar-reach.ts';
import { chineseHolidays } from '../contracts/holidays.ts';
import { InvalidPack } from '../contracts/problems.ts';
import { parsePack } from '../contracts/schema.ts';
import { say } from './command-store.ts';

/** Prints each pack's mistakes as `file:line:column: what is wrong; what would be right`. */
export async function check(files: readonly string[]): Promise<void> {
  const holidays = chineseHolidays();
  for (const file of files) {
    try {
      const contract = parsePack(await readFile(file, 'utf8'), { sourceName: file, holidays });
      const { clocks, levels, systems } = contract;
      for (const gap of calendarGaps(contract)) say(`${file}: ${gapWarning(gap)}`);
      say(`${file}: ok, ${contract.id}: ${systems.length} systems, ${levels.length} levels, ${clocks.length} clocks`);
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!(error instanceof InvalidPack || isMissing)) throw error;
      say(isMissing ? `${file}: there is no such file` : error.message);
      process.exitCode = 1;
    }
  }
}
