import { createHash } from 'node:crypto';
import type { Contract } from '../domain/contract.ts';
import { canonicalJson } from '../domain/ledger.ts';
import { contractOf } from './contract-of.ts';
import { crossCheck } from './cross-check.ts';
import { type HolidayTable, withPackHolidays } from './holidays.ts';
import { mergeIncludes, type ReadInclude } from './include.ts';
import { type Pack, packSchema } from './pack-schema.ts';
import { fileProblem, InvalidPack, type PackProblem, type PlacedProblem, pathText } from './problems.ts';
import { problemsOf } from './schema-problems.ts';

/** A pack that was read: the contract, and the value from which it can be made again. */
export interface ParsedPack {
  readonly contract: Contract;
  /** The pack with what it includes put in, as plain data. */
  readonly value: unknown;
}

interface PackOptions {
  /** How problems call the file. */
  readonly sourceName: string;
  /** The statutory holidays that are known without the pack. */
  readonly holidays: HolidayTable;
  /** Absent: the pack can't include anything. */
  readonly read?: ReadInclude;
}

/**
 * Reads and checks a contract pack.
 * @throws {InvalidPack} with every mistake at once: YAML, form, and what does not fit together
 */
export function parsePack(text: string, options: PackOptions): Contract {
  return readPack(text, options).contract;
}

/** As `parsePack`, with the value that is saved. @throws {InvalidPack} */
export function readPack(text: string, options: PackOptions): ParsedPack {
  const { value, locate, problems } = mergeIncludes(text, options);
  const checked = checkValue(value, options.holidays);
  const mistakes = distinct([...problems, ...locate(checked.mistakes)]);
  if (!checked.contract || mistakes.length > 0) throw new InvalidPack(mistakes);
  return { contract: checked.contract, value };
}

/**
 * Makes a contract from the value of a pack that was read earlier.
 * @throws {InvalidPack} it does not fit this program, which may be younger than the value
 */
export function parsePackValue(value: unknown, options: { holidays: HolidayTable }): Contract {
  const { contract, mistakes } = checkValue(value, options.holidays);
  if (contract && mistakes.length === 0) return contract;
  throw new InvalidPack(
    mistakes.map(({ path, problem, remedy }) => ({
      ...fileProblem('the saved pack', problem, remedy),
      path: pathText(path),
    })),
  );
}

function checkValue(
  value: unknown,
  known: HolidayTable,
): { readonly contract?: Contract; readonly mistakes: readonly PlacedProblem[] } {
  const parsed = packSchema.safeParse(value);
  const mistakes = [...(parsed.success ? [] : problemsOf(parsed.error.issues, value)), ...crossCheck(value, known)];
  if (!parsed.success || mistakes.length > 0) return { mistakes };
  const holidays = withPackHolidays(known, parsed.data);
  return { contract: contractOf(parsed.data, hashOf(value, parsed.data, holidays), holidays), mistakes };
}

/** A day that is counted by can change a due instant as a target can, so it is part of what was agreed on. */
function hashOf(value: unknown, { calendars }: Pack, { from, to, days }: HolidayTable): string {
  const counts = Object.values(calendars).some((hours) => hours !== 'always' && hours.holidays === 'china');
  const hashed = canonicalJson({ pack: value, ...(counts && { holidays: { from, to, days } }) });
  return createHash('sha256').update(hashed).digest('hex');
}

/** What an included file does wrong by itself is found again in the whole. */
function distinct(problems: readonly PackProblem[]): readonly PackProblem[] {
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = JSON.stringify(problem);
    return !seen.has(key) && seen.add(key);
  });
}
